"""Can 1/m go into the learning rate? Keras's mean against the sum by hand, optimizer by optimizer."""

import keras
import numpy as np
import pytest

import lab
from lab.answer import Why
from lab.compute import Compute
from lab.data import load
from lab.questions.softmax_cost import sum as question

MEAN, OVER, SAME = question.MEAN, question.OVER, question.SAME


def found(optimizer="sgd", batch=96, rate=0.3, epochs=20):
    """The paths of the mean and of both sums."""
    return question.paths(question.setting(optimizer, batch, rate, epochs))


def told(**settings):
    """The headline, and why."""
    answer = lab.ask("sum", **{"epochs": 10, **settings})
    return answer.headline, next(block.text for block in answer.blocks if isinstance(block, Why)), answer.note


def apart(paths, path):
    """The row of a path."""
    return paths.apart.set_index("path").loc[path]


@pytest.mark.parametrize(
    ("optimizer", "close", "batch"), [("sgd", 1e-13, 96), ("sgd", 1e-13, 32), ("momentum", 2e-6, 32)]
)
def test_the_sum_with_rate_over_m_takes_the_path_of_the_mean(optimizer, close, batch):
    """S25. Keras keeps its momentum of 0.9 in float32, which float64 weights show."""
    paths = found(optimizer, batch)
    assert apart(paths, OVER)["weights"] < close
    assert apart(paths, SAME)["weights"] > 0.1
    assert paths.m == batch
    assert not paths.uneven


def test_under_adam_it_is_the_sum_with_the_same_rate_that_follows_the_mean():
    paths = found("adam")
    assert apart(paths, OVER)["weights"] > 1
    assert apart(paths, SAME)["weights"] < 1e-3


def test_a_last_batch_that_is_smaller_tells_them_apart():
    paths = found("sgd", 40)
    assert paths.uneven
    assert apart(paths, OVER)["weights"] > 1e-2
    headline, why, _ = told(batch=40)
    assert headline.startswith("No: the last batch of each epoch is smaller")
    assert "96 examples do not fill batches of 40" in why


def test_the_costs_of_all_three_paths_begin_alike_and_have_every_epoch():
    paths = found()
    costs = paths.costs.pivot_table(index="epoch", columns="path", values="cost")
    assert costs.shape == (21, 3)
    assert costs.loc[0].to_numpy() == pytest.approx([np.log(3)] * 3, rel=1e-12)
    assert costs[OVER].to_numpy() == pytest.approx(costs[MEAN].to_numpy(), rel=1e-12)


@pytest.mark.parametrize(
    ("settings", "headline", "because"),
    [
        (
            {"batch": 32},
            "Yes: summed, loss and gradient are 32 times as large",
            "either the gradient or the rate by 32:",
        ),
        (
            {"optimizer": "momentum"},
            "Yes: summed, loss and gradient are 96 times",
            "Keras keeps its momentum of 0.9 with 7 digits",
        ),
        ({"optimizer": "adam"}, "No, not with Adam", "the sum with the same rate r stays within"),
        ({"optimizer": "adam", "batch": 40}, "No, not with Adam", "the last one of an epoch is smaller."),
    ],
)
def test_the_answer_is_yes_or_no_and_says_why(settings, headline, because):
    said, why, _ = told(**settings)
    assert said.startswith(headline)
    assert because in why


def test_what_the_sum_ends_at_without_the_1_m_is_noted():
    _, _, note = told(epochs=60)
    assert note.startswith("Rate r = 0.3, m = 96, 60 epochs, and no weight ever differs by more than")
    assert note.endswith("With rate r the sum ends at a cost of 0.707, the mean at 0.238.")
    _, _, note = told(optimizer="adam", epochs=60)
    assert note.endswith("With rate r the sum ends at a cost of 0.216, as the mean does.")


def test_a_rate_that_enlarges_rounding_is_not_blamed_on_the_sum():
    paths = found("sgd", 8, rate=30.0, epochs=60)
    assert apart(paths, OVER)["early"] < 1e-9
    assert apart(paths, OVER)["weights"] > 1e-2
    assert question.headline(paths, "sgd").startswith("Yes, but at this rate each step enlarges rounding errors")
    assert question.why(paths, question.setting("sgd", 8, 30.0, 60).training).endswith(
        "a rate that large then enlarges the difference in each step."
    )


def test_the_picture_has_symbols_of_each_path_at_epochs_of_its_own():
    paths = found()
    lines, dots, axis = question.places(paths)
    assert len(lines) == 63
    assert not dots["epoch"].duplicated().any()
    assert set(dots["path"]) == {MEAN, OVER, SAME}
    question.drawn(lines, dots, axis).to_dict()
    assert question.summary(paths).startswith("Cost after 20 epochs: mean, rate r 0.")


def test_the_formula_has_the_rate_over_m():
    assert r"\frac{3}{96} = 0.0312" in question.formula(found(rate=3.0), question.setting("sgd", 96, 3.0, 20))


def test_a_mean_by_hand_is_seen_before_keras_has_trained_it():
    shown = []
    full = lab.ask("sum", epochs=10, rate=0.1, compute=Compute(show=shown.append))
    assert shown[0].headline == full.headline
    assert shown[0].note.endswith("So far the mean is trained by hand; Keras's follows.")
    one, other = (each.frames()[0]["cost"].to_numpy() for each in (shown[0], full))
    assert one == pytest.approx(other, rel=1e-12)


def printed(batch, reduction):
    """The loss that Keras prints of the first epoch from zeros, at a rate that moves nothing."""
    x, y = load(question.START.data, "float32")
    model = keras.Sequential([keras.Input(x.shape[1:]), keras.layers.Dense(3, "softmax", kernel_initializer="zeros")])
    model.compile(keras.optimizers.SGD(0.0), keras.losses.CategoricalCrossentropy(reduction=reduction))
    return model.fit(x, y, batch_size=batch, epochs=1, verbose=0).history["loss"][0]


@pytest.mark.parametrize("batch", [96, 32])
def test_the_printed_loss_is_said_to_be_so_many_times_larger_as_keras_prints_it(batch):
    total, mean = printed(batch, "sum"), printed(batch, "sum_over_batch_size")
    assert total == pytest.approx(batch * mean, rel=1e-5)
    _, why, _ = told(batch=batch)
    assert why.startswith(f"A loss {batch} times as large as your friend's, with batches of {batch} examples, is a sum")
    assert f"at the start here {total:.3g} is printed instead of {mean:.3g}." in why
    assert f"{batch} times as small, {0.3 / batch:.4f} instead of 0.3." in why


def test_under_adam_the_useful_rate_is_not_said_to_shrink_and_a_smaller_last_batch_is_told():
    _, why, _ = told(optimizer="adam", batch=40)
    assert "batches of 40 examples (the last of an epoch has 16, and a sum of so many), is a sum" in why
    assert "The gradient is 40 times as large too; Adam undoes that in its steps, so the rate stays 0.3." in why
    assert "times as small" not in why
