"""1/m in the cost or in the rate: the engine's mean against the sum by hand, optimizer by optimizer."""

import numpy as np
import pytest

import lab
from lab.charts.softmax import sum_or_mean as charts
from lab.softmax import sum_or_mean
from lab.softmax import sum_or_mean_words as words

MEAN, OVER, SAME = sum_or_mean.MEAN, sum_or_mean.OVER, sum_or_mean.SAME


def found(optimizer="sgd", batch=None, rate=0.3, epochs=20):
    """The experiment and its paths."""
    experiment = lab.vary(
        sum_or_mean.START,
        {
            "training.optimizer": optimizer, "training.batch_size": batch, "training.learning_rate": rate,
            "training.epochs": epochs,
        },
    )  # fmt: skip
    return experiment, sum_or_mean.paths(experiment)


def apart(paths, path):
    """The row of a path."""
    return paths.apart.set_index("path").loc[path]


@pytest.mark.parametrize(
    ("optimizer", "close", "batch"), [("sgd", 1e-13, None), ("sgd", 1e-13, 32), ("momentum", 2e-6, 32)]
)
def test_the_sum_with_rate_over_m_takes_the_path_of_the_mean(optimizer, close, batch):
    """S25. Keras keeps its momentum of 0.9 in float32, which float64 weights show."""
    _, paths = found(optimizer, batch)
    assert apart(paths, OVER)["weights"] < close
    assert apart(paths, SAME)["weights"] > 0.1
    assert paths.m == (batch or 96)
    assert not paths.uneven


def test_under_adam_it_is_the_sum_with_the_same_rate_that_follows_the_mean():
    _, paths = found("adam")
    assert apart(paths, OVER)["weights"] > 1
    assert apart(paths, SAME)["weights"] < 1e-3


def test_a_last_batch_that_is_smaller_tells_them_apart():
    experiment, paths = found("sgd", 40)
    assert paths.uneven
    assert apart(paths, OVER)["weights"] > 1e-2
    assert "the mean divides by its own number" in words.verdict(paths, experiment)


def test_the_costs_of_all_three_paths_begin_alike_and_have_every_epoch():
    _, paths = found()
    costs = paths.costs.pivot_table(index="epoch", columns="path", values="cost")
    assert costs.shape == (21, 3)
    assert costs.loc[0].to_numpy() == pytest.approx([np.log(3)] * 3, rel=1e-12)
    assert costs[OVER].to_numpy() == pytest.approx(costs[MEAN].to_numpy(), rel=1e-12)


def test_the_answer_is_yes_or_no():
    experiment, paths = found()
    says = words.verdict(paths, experiment)
    assert says.startswith("Yes: with plain gradient descent, the sum with rate r / m takes the path of the mean")
    assert "(r = 0.3, m = 96); in 20 epochs no weight differs by more than" in says
    assert "Without the 1/m, the sum with rate r ends at a cost of" in says
    experiment, paths = found("adam")
    assert words.verdict(paths, experiment).startswith("No: with Adam, the sum with rate r / m leaves the path")
    assert "so a factor m cancels: the sum with the same rate r stays within" in words.verdict(paths, experiment)
    experiment, paths = found("momentum")
    assert "(Keras keeps its momentum of 0.9 in float32)" in words.verdict(paths, experiment)


def test_a_rate_that_enlarges_rounding_is_not_blamed_on_the_sum():
    experiment, paths = found("sgd", 8, rate=30.0, epochs=60)
    assert apart(paths, OVER)["early"] < 1e-9
    assert apart(paths, OVER)["weights"] > 1e-2
    assert words.verdict(paths, experiment).startswith("Not for long: with plain gradient descent")
    assert words.verdict(paths, experiment).endswith("at this rate each step enlarges what rounding leaves.")


def test_the_picture_has_symbols_of_each_path_at_epochs_of_its_own():
    _, paths = found()
    lines, dots, axis = words.drawn(paths)
    assert len(lines) == 63
    assert not dots["epoch"].duplicated().any()
    assert set(dots["path"]) == {MEAN, OVER, SAME}
    charts.paths(lines, dots, axis).to_dict()
    assert words.summary(paths).startswith("Cost after 20 epochs: mean, rate r 0.")


def test_the_formula_has_the_rate_over_m():
    experiment, paths = found(rate=3.0)
    assert r"\frac{3}{96} = 0.0312" in words.formula(paths, experiment)
