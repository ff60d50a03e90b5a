"""What stays of a unit while it trains: against loops, theory, and settings that must break it."""

import numpy as np
import pytest

import lab
from lab.questions.neuron_differentiation import conserved as rescaling_words
from lab.questions.neuron_differentiation.conserved import squares as rescaling


def found(seeds=3, **changes):
    given = {"data": "circles", "hidden": 3, "activation": "relu", "optimizer": "sgd", "rate": 0.5, "time": 10}
    return rescaling.measure(rescaling.setting(**(given | changes)), seeds=seeds)


@pytest.fixture(scope="module")
def kept():
    return found()


def words(result):
    over_seeds = rescaling.over_seeds(result.drifts)
    return f"{rescaling_words.headline(result, over_seeds)} {rescaling_words.drift(over_seeds)}"


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "linear"])
@pytest.mark.parametrize("data", ["circles", "teacher"])
def test_the_drift_is_the_foretold_one_in_every_unit_of_every_seed(activation, data):
    result = found(activation=activation, data=data, rate=0.2)
    assert result.drifts["gap"].max() < 1e-11
    assert result.drifts["drift"].min() > 1e-6
    assert rescaling_words.holds(rescaling.over_seeds(result.drifts))


def test_half_the_rate_halves_the_drift():
    over_seeds = rescaling.over_seeds(found(seeds=10, rate=0.1).drifts)
    drift = over_seeds["mid"].to_numpy()
    np.testing.assert_allclose(drift[:-1] / drift[1:], 2.0, rtol=0.05)
    np.testing.assert_allclose(over_seeds["slope"], drift[0] / np.array([1, 2, 4]))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"activation": "tanh"}, "Not with tanh units: in² + b² − out² does not stay."),
        ({"activation": "sigmoid"}, "Not with sigmoid units: in² + b² − out² does not stay."),
        ({"optimizer": "adam", "rate": 0.1}, "Not with Adam: in² + b² − out² does not stay so well."),
        ({"optimizer": "momentum", "rate": 0.1}, "Less so with momentum: in² + b² − out² does not stay so well."),
    ],
    ids=["tanh", "sigmoid", "adam", "momentum"],
)
def test_what_the_law_does_not_hold_for_breaks_it_by_much(changes, says):
    result = found(**changes)
    over_seeds = rescaling.over_seeds(result.drifts)
    assert (over_seeds["mid"] > 10 * over_seeds["foretold"]).all()
    assert words(result).startswith(says)
    assert "it does not hold here" in rescaling_words.foretold(result, over_seeds)


def test_without_the_symmetry_a_smaller_rate_does_not_help():
    drift = rescaling.over_seeds(found(activation="tanh").drifts)["mid"].to_numpy()
    np.testing.assert_allclose(drift[-1] / drift[0], 1.0, rtol=0.1)


def test_the_course_and_the_drifts_are_those_of_plain_loops(kept):
    experiment = lab.vary(kept.experiment, {"training.learning_rate": 0.25, "training.epochs": 40})
    run = lab.train(experiment, seeds=range(3), recorded=40)
    for seed in range(3):
        kernel, bias, outgoing, _ = (array[0, seed] for array in run.arrays)
        changes, moves = [], []
        for unit in range(3):
            incoming = [sum(kernel[t, :, unit] ** 2) + bias[t, unit] ** 2 for t in range(41)]
            left = [sum(outgoing[t, unit] ** 2) for t in range(41)]
            changes.append(abs((incoming[-1] - left[-1]) - (incoming[0] - left[0])))
            moves.append(abs(incoming[-1] - incoming[0]))
            if seed == 0:
                rows = kept.course.query("rate == 0.25 and unit == @unit + 1")
                for quantity, values in zip(("in² + b²", "out²"), (incoming, left), strict=True):
                    shown = rows[rows["quantity"] == quantity]
                    np.testing.assert_allclose(
                        shown["value"], [values[round(t / 0.25)] for t in shown["time"]], rtol=1e-9
                    )
        row = kept.drifts.query("rate == 0.25 and seed == @seed").iloc[0]
        assert (row["drift"], row["moved"], row["steps"]) == pytest.approx((max(changes), max(moves), 40), rel=1e-6)


def test_the_answer_names_the_drifts_the_seeds_and_the_steps(kept):
    says = words(kept)
    assert says.startswith(
        "Yes, but for the size of the steps: in² + b² − out² of every ReLU unit stays. From start to"
    )
    assert "at rates 0.5, 0.25 and 0.125" in says
    assert "median of 3 seeds; 20, 40 and 80 steps" in says
    assert "Each halving of the rate divides the drift by" in says


def test_seeds_that_diverged_are_counted_and_left_out():
    drifts = found(seeds=4, time=5).drifts
    drifts.loc[drifts["seed"] == 1, ["drift", "moved", "foretold", "gap", "diverged"]] = np.nan, np.nan, np.nan, 0, True
    over_seeds = rescaling.over_seeds(drifts.astype({"diverged": bool}))
    assert over_seeds["diverged"].tolist() == [1, 1, 1]
    assert over_seeds["mid"].notna().all()


def test_a_rate_at_which_every_run_diverges_gives_no_answer():
    result = found(data="teacher", activation="linear", rate=1.0, time=1000)
    over_seeds = rescaling.over_seeds(result.drifts)
    assert over_seeds["diverged"].iloc[0] == 3
    assert words(result).startswith("No answer: at one of the rates training diverged.")
    _, single, axis = rescaling_words.drawn(result.drifts, over_seeds)
    assert single["drift"].iloc[0] == axis.diverged


def test_the_formula_compares_two_costs_that_are_equal_only_for_units_that_can_be_rescaled(kept):
    shown = rescaling_words.formula(kept, 2).split(r" \\")[0]
    twice, once = shown.split("&= ")[1].split(r", \quad C(w, b, v) = ")
    assert twice == once
    assert rescaling_words.reading(kept, 2).endswith("says the same, so the two sums below are equal.")
    other = found(activation="tanh")
    shown = rescaling_words.formula(other, 2).split(r" \\")[0]
    twice, once = shown.split("&= ")[1].split(r", \quad C(w, b, v) = ")
    assert twice != once
    assert rescaling_words.reading(other, 2).endswith("then says something else, and the two sums below differ.")
