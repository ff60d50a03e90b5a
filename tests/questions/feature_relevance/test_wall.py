"""The largest stable rate: runs on both sides of it, and what other columns make of it."""

import numpy as np
import pytest

import lab
from lab.questions.feature_relevance import wall
from lab.relevance import line


def experiment(kind="noise", *, optimizer="sgd", epochs=300, precision="float32", **values):
    """A line with a second column of this kind."""
    return lab.Experiment(
        data=line.data(kind, **values),
        network=lab.Network(hidden=(), output="linear"),
        training=lab.Training(loss="mse", optimizer=optimizer, epochs=epochs, precision=precision),
    )


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
@pytest.mark.parametrize(
    ("kind", "values"), [("noise", {"mean": 10.0}), ("noise", {"standardize": True}), ("constant", {})]
)
def test_the_wall_stands_where_it_is_foretold(optimizer, kind, values):
    """L10: below 2 / lambda_max everything converges, above it everything diverges; 0.98 and 1.02 among the rates."""
    found = wall.measure(experiment(kind, optimizer=optimizer, **values), range(3))
    assert {0.98, 1.02} <= set(found.rates["share"])
    below = found.rates["share"] < 1
    assert found.rates.loc[below, "diverged"].eq(0).all()
    assert found.rates.loc[~below, "diverged"].eq(3).all()
    assert wall.met(found)


def test_the_largest_rate_is_that_of_the_hessian():
    found = wall.measure(experiment(), [0])
    x, _ = lab.data.load(found.experiment.data)
    X = np.column_stack([x, np.ones(len(x))])
    assert found.largest == pytest.approx(2 / np.linalg.eigvalsh(2 / len(X) * X.T @ X)[-1], rel=1e-6)
    assert found.rates["rate"].to_numpy() == pytest.approx(found.rates["share"] * found.largest)


def test_costs_at_the_end_are_those_of_the_law():
    found = wall.measure(experiment(precision="float64"), range(4))
    rates = found.rates[found.rates["share"] < 1]
    assert rates["mid"].to_numpy() == pytest.approx(rates["foretold"].to_numpy(), rel=1e-6)
    assert rates.loc[rates["mid"].idxmin(), "share"] == pytest.approx(found.best, abs=0.021)


def test_a_cost_that_has_begun_to_grow_has_diverged():
    run = lab.train(experiment(epochs=40), range(3), {"training.learning_rate": [0.033, 0.0355]})
    assert np.isfinite(run.loss).all()
    assert wall.diverged(run).tolist() == [[False] * 3, [True] * 3]


@pytest.fixture(scope="module")
def others():
    return wall.others(seeds=range(3), more=True)


def test_k_equal_columns_divide_the_largest_rate_by_k(others):
    """L10 gives 2, 1, 0.4, 0.2 for half the mean squared error; Keras's has no half."""
    rows = others.set_index("columns")["largest"]
    names = ["x1 alone", "x1 twice", "x1 5 times", "x1 10 times"]
    assert [2 * rows[f"{name}, standardised"] for name in names] == pytest.approx([2, 1, 0.4, 0.2], rel=1e-6)


def test_all_of_them_converge_just_before_the_wall_and_diverge_just_behind_it(others):
    assert (wall.BEFORE, wall.BEHIND) == (0.98, 1.02)
    assert others["converge"].eq(3).all()
    assert others["diverge"].eq(3).all()


def test_epochs_at_the_best_rate_are_as_foretold_or_beyond_the_budget(others):
    short = others["foretold"] < wall.BUDGET
    assert short.tolist() == [True, True, False, False, True, True, True, True, True]
    assert (
        np.ceil(others.loc[short, "measured"] * (1 - 1e-4)).tolist()
        == np.ceil(others.loc[short, "foretold"] * (1 - 1e-4)).tolist()
    )
    assert others.loc[~short, "measured"].eq(np.inf).all()


def test_the_table_says_it(others):
    shown = wall.table(others)
    first = ["largest rate", "diverge at 0.98 and 1.02 of it"]
    assert shown.loc["x1 twice, standardised", first].tolist() == ["0.5", "0 and 3 of 3"]
    assert shown.loc["noise, mean 10", "epochs to 1 %"] == "more than 300"


def test_what_is_said_follows_the_runs():
    found = wall.measure(experiment(), range(2))
    assert wall.tried(found) == (
        "Largest stable rate by theory: 0.03421. Up to 0.99 of it no run diverges; all diverge from 1.01 of it on."
    )
    assert "2 / 58.46 = 0.03421" in wall.formulas(found)
    assert rf"|1 - 2 \times 0.98|^{{300}} &= {4.8} \times 10^{{-6}}" in wall.formulas(found)
    early = found.rates.assign(diverged=[0] * 19 + [1] + [2] * 20)
    moved = wall.Wall(early, found.largest, found.best, found.curvature, found.experiment, 2)
    assert wall.headline(moved) == "For this page's example line theory says 0.0342; no run diverges up to 0.84 of it."
    assert "Up to 0.84 of it no run diverges; all diverge from 0.9" in wall.tried(moved)


def test_the_picture_has_a_row_for_what_diverged_and_the_law_goes_there_too():
    drawn, axis = wall.drawn(wall.measure(experiment(), range(2)))
    beyond = drawn["share"] > 1
    assert drawn.loc[beyond, ["mid", "foretold"]].eq(axis.diverged).all(axis=None)
    assert (drawn.loc[~beyond, ["mid", "foretold"]] <= axis.high).all(axis=None)
    assert drawn["says"].eq(np.where(beyond, "diverges", "converges")).all()
    none, _ = wall.drawn(wall.measure(experiment(optimizer="momentum"), range(2)))
    assert none["foretold"].isna().all()


SHORT = {"epochs": 100, "seeds": 1}


def test_training_diverges_at_the_predicted_rate():
    answer = lab.ask("wall")
    assert answer.headline == (
        "Up to 0.0342 for this page's example line: of 40 rates tried, no run diverged below it, all above."
    )
    assert answer.note.endswith("(40 rates, 4 runs at each, 300 epochs.)")


@pytest.mark.parametrize(("copies", "rate"), [(2, "0.5"), (10, "0.1")])
def test_copies_of_x1_divide_the_largest_rate(copies, rate):
    answer = lab.ask("wall", column="x1 once more", standardise=True, copies=copies, **SHORT)
    assert answer.headline.startswith(f"Up to {rate} for this page's example line: of 40 rates tried, no run")


def test_a_loss_that_falls_first_and_then_is_nan_is_one_step_away():
    from lab.question import Elsewhere
    from lab.questions.feature_relevance import nan

    (onward,) = (each for each in wall.TRY.values() if isinstance(each, Elsewhere))
    assert (onward.slug, onward.settings in nan.TRY.values()) == ("nan", True)
