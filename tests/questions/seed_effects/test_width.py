"""How many units: against single trainings, plain counting and the theory of one unit."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import lab
from lab.answer import Advice, Section, Words
from lab.charts.spec import frames
from lab.questions.seed_effects import width
from lab.questions.seed_effects.width import kernels, widths
from lab.seeds import spread
from lab.seeds.scored import split

XOR = {"data": "xor", "seeds": 16, "epochs": 300}
LONG = lab.vary(widths.begun("xor"), {"training.epochs": 4000})


@pytest.fixture(scope="module")
def xor():
    return widths.measure(LONG, (1, 2), 60)


@pytest.fixture(scope="module")
def digits():
    return widths.measure(lab.vary(widths.begun("digits"), {"training.epochs": 1}), (5,), 4)


def test_one_unit_never_solves_xor_and_ends_above_the_floor(xor):
    ends = xor.runs[xor.runs["units"] == 1]["cost"]
    assert xor.floor == pytest.approx(1 / 6)
    assert (ends > xor.floor).all()
    assert ends.min() < xor.floor + 0.002
    assert xor.widths.set_index("units")["solved"][1] == 0
    assert xor.widths.set_index("units")["share"][2] > 0.7


def test_shares_and_bands_are_counted_from_the_runs(xor):
    for row in xor.widths.itertuples():
        ends = xor.runs[xor.runs["units"] == row.units]
        assert row.solved == (ends["cost"] < 0.05).sum()
        assert (row.low, row.high) == spread.wilson(row.solved, 60)
        wanted = np.quantile(ends["training"], [0.05, 0.5, 0.95])
        np.testing.assert_allclose([row.training_low, row.training_mid, row.training_high], wanted)


def test_the_runs_are_those_of_a_training_of_that_width_alone(xor):
    run = lab.train(lab.vary(LONG, {"network.hidden": (2,)}), seeds=range(60), recorded=1)
    np.testing.assert_array_equal(xor.runs[xor.runs["units"] == 2]["cost"], run.loss[0, :, -1].astype(float))


def test_nothing_is_held_out_of_xor(xor):
    assert xor.held_out == 0
    assert xor.runs["held"].isna().all()
    assert width.HELD not in str(width.picture(xor, "accuracy").to_dict())


def test_held_out_digits_are_scored_as_keras_scores_them(digits):
    import keras

    parts = split(lab.Data("digits"), widths.KEPT)
    assert (digits.trained, digits.held_out) == (1400, 397)
    experiment = lab.vary(widths.begun("digits"), {"training.epochs": 1, "network.hidden": (5,)})
    run = lab.train(replace(experiment, data=parts.training), seeds=range(4), recorded=1)
    layers = [keras.Input((64,)), keras.layers.Dense(5, "sigmoid"), keras.layers.Dense(10, "softmax")]
    model = keras.Sequential(layers)
    model.set_weights(run.keras_weights(seed=2))
    right = np.argmax(model(parts.x.astype("float32")), axis=1) == parts.y.argmax(axis=1)
    assert digits.runs["held"][2] == pytest.approx(100 * right.mean())
    assert digits.runs[["even", "odd"]].iloc[2].tolist() == pytest.approx([100 * right[i::2].mean() for i in (0, 1)])
    np.testing.assert_array_equal(digits.kernels[5][2, 1], run.keras_weights(seed=2)[0].T)


def test_every_pixel_of_every_unit_has_its_own_place(digits):
    frame, largest = kernels.looks(digits, 5, 0, "after")
    assert len(frame) == 5 * 64
    assert not frame.duplicated(["x", "y"]).any()
    assert largest >= frame["value"].abs().max()


def test_the_pictures_before_and_after_are_the_kernels_before_and_after(digits):
    for place, when in enumerate(("before", "after")):
        values = kernels.looks(digits, 5, 1, when)[0].sort_values(["unit", "y", "x"])["value"]
        np.testing.assert_array_equal(values.to_numpy().reshape(5, 64), digits.kernels[5][1, place])


def test_the_weights_are_counted_as_keras_counts_them(digits):
    assert digits.widths["weights"].tolist() == [65 * 5 + 6 * 10]


def test_other_data_are_refused():
    with pytest.raises(ValueError, match="`Data.name` must be one of 'digits', 'xor', 'circles'"):
        widths.measure(lab.vary(LONG, {"data.name": "moons"}))


def test_one_unit_stays_above_what_theory_allows_it():
    answer = lab.ask("width", units=1, **XOR)
    folded = next(block for block in answer.blocks if isinstance(block, Section) and block.folded)
    said = next(block.text for block in folded.blocks if isinstance(block, Words))
    assert said == width.ONE
    assert answer.headline == "With 1 unit no run solves it."


def test_what_one_unit_gets_alone_is_said_where_one_was_trained(xor, digits):
    least = xor.runs.query("units == 1")["cost"].min()
    assert f"alone it gets down to a cost of {least:.4g} in the best run" in width.alone(xor)
    assert width.alone(xor).endswith("no weights at all get below 0.1667.")
    assert width.alone(digits) == ""
    assert "These units are the hidden layer; the input layer is the 64 numbers" in width.why(digits)


@pytest.mark.parametrize(
    ("shares", "says"),
    [
        ({1: 0.0, 2: 0.9, 4: 1.0}, "2 units can, but not from every start; from 4 on, of those tried, every run does."),
        ({1: 0.0, 2: 1.0, 4: 1.0}, "From 2 units on, of the widths tried, every run solves it."),
        ({1: 0.0, 2: 0.5}, "No width tried is always enough: 2 units do best, in 50 % of runs."),
    ],
)
def test_what_can_learn_it_is_told_from_what_always_does(shares, says):
    rows = pd.DataFrame({"units": list(shares), "share": list(shares.values())})
    assert width._of_planes(rows) == says


def test_where_nothing_is_held_out_the_advice_counts_runs_that_learn(xor, digits):
    assert "held-out" not in width.advice(xor).text
    assert "for units in [1, 2]:" in width.advice(xor).code
    assert "held-out" in width.advice(digits).text
    several = width.advice(replace(digits, widths=pd.DataFrame({"units": [25, 5]}))).code
    assert "for units in [5, 25]:" in several
    assert "bootstrap" not in several  # which a beginner has not met
    assert "interval" not in width.advice(digits).text


def test_the_lines_to_copy_build_the_network_that_is_trained_here(digits):
    import keras

    names = {"keras": keras}
    exec(width.advice(digits).code.partition("for units")[0], names)
    hidden, last = names["build"](5).layers
    assert (hidden.units, hidden.activation.__name__) == (5, "sigmoid")
    assert (last.units, last.activation.__name__) == (10, "softmax")
    relu = replace(digits, experiment=lab.vary(digits.experiment, {"network.activation": "relu"}))
    assert 'activation="relu"' in width.advice(relu).code


def made(accuracies, sd):
    """What is found of these medians, from 33 runs of each width whose accuracies have this standard deviation."""
    from scipy.special import ndtri

    spread_ = sd * ndtri((np.arange(33) + 0.5) / 33)
    runs = pd.concat([pd.DataFrame({"units": units, "held": mid + spread_}) for units, mid in accuracies.items()])
    rows = pd.DataFrame({"units": list(accuracies), "held_mid": list(accuracies.values())}).sort_values("units")
    return rows, widths.gains_of(runs)


@pytest.mark.parametrize(
    ("accuracies", "sd", "says"),
    [
        ({1: 24, 5: 83, 25: 93}, 1, "More than 5 units: 25 get more new digits right; what lies between is not tried"),
        ({1: 24, 4: 83, 5: 93}, 1, "More than 4 units: accuracy on new digits still rises up to 5, the most tried"),
        ({1: 24, 5: 83, 25: 93}, 300, "At most 1 unit, the fewest tried: the wider layers tried may be no"),
        ({1: 24, 5: 83, 25: 93, 50: 93.1}, 1, "More than 5 units, at most 25: the wider layers tried may be no"),
        ({5: 83, 4: 80, 8: 83.2}, 1, "It takes 5 units: the wider layers tried may be no more accurate"),
        ({25: 93, 50: 92}, 1, "At most 25 units, the fewest tried: the wider layers tried may be no"),
    ],
)
def test_the_headline_says_between_which_of_the_widths_tried_the_answer_lies(accuracies, sd, says):
    said = width.between(*made(accuracies, sd))
    assert said.startswith(says)
    assert len(said.split()) <= 20


def test_where_one_unit_was_tried_the_headline_says_how_much_more_several_get_and_why():
    said = width._of_digits(*made({1: 24, 5: 83, 25: 93}, 1))
    assert said == "One unit gets 24 % of new digits right, several 93 %: they tell apart what one cannot."
    assert len(said.split()) <= 18  # and "So far:" before it
    assert width._of_digits(*made({1: 24, 5: 83}, 300)).startswith("At most 1 unit, the fewest tried")
    assert width._of_digits(*made({5: 83, 25: 93}, 1)).startswith("More than 5 units: 25 get more")


def test_the_picture_names_the_median_of_every_width(digits):
    rows = next(rows for rows in frames(width.picture(digits, "accuracy")) if "says" in rows)
    median = digits.runs["held"].median()
    assert rows["says"].tolist() == [f"{median:.0f} %"]
    rows = next(rows for rows in frames(width.picture(digits, "cost")) if "says" in rows)
    assert float(rows["says"].iloc[0]) == pytest.approx(digits.runs["cost"].median(), abs=1e-4)


def test_that_a_score_may_be_too_good_is_said_in_plain_words(digits):
    many = pd.DataFrame({"units": [5, 25]})
    said = width.flattered(replace(digits, widths=many, flattery=0.0))
    assert said.endswith("one half of them chose and the other half scored: the chosen width then gets as many right.")
    assert "gets 0.3 points fewer right." in width.flattered(replace(digits, widths=many, flattery=0.3))
    assert width.flattered(replace(digits, widths=many, flattery=np.nan)) == width.flattered(digits) == ""


def test_the_interval_of_a_gain_is_as_wide_as_theory_has_it():
    """The median of n normal values has a standard error of sqrt(pi / 2) sd / sqrt(n)."""
    draws = np.random.default_rng(3)
    frames = [pd.DataFrame({"units": units, "held": draws.normal(at, 2.0, 2001)}) for units, at in ((5, 80), (25, 81))]
    row = widths.gains_of(pd.concat(frames)).iloc[0]
    assert (row["few"], row["many"]) == (5, 25)
    assert row["gain"] == pytest.approx(frames[1]["held"].median() - frames[0]["held"].median())
    assert row["low"] < row["gain"] < row["high"]
    theory = 2 * 1.96 * np.sqrt(2) * np.sqrt(np.pi / 2) * 2.0 / np.sqrt(2001)
    assert row["high"] - row["low"] == pytest.approx(theory, rel=0.2)


def test_a_choice_is_flattered_by_what_another_half_would_have_chosen():
    """The even half sees no gain from 25 on and chooses 5, the odd half chooses 25; all together choose 25."""
    runs = pd.DataFrame({"units": [5] * 9 + [25] * 9, "held": [80.0] * 9 + [90.0] * 9})
    runs = runs.assign(even=[84.0] * 18, odd=[76.0] * 9 + [96.0] * 9)
    assert widths.flattery_of(runs) == pytest.approx((84 + 96 - 84 - 76) / 2)
    assert widths.flattery_of(runs.assign(even=runs["odd"])) == 0
    assert np.isnan(widths.flattery_of(runs.assign(held=np.nan)))


def test_nothing_is_said_of_a_width_whose_runs_all_diverged():
    runs = pd.DataFrame({"units": [5, 5, 25, 25, 50, 50], "held": [80.0, 80.0, 90.0, 90.0, np.nan, np.nan]})
    assert widths.gains_of(runs).to_numpy().tolist() == [[5, 25, 10.0, 10.0, 10.0]]


@pytest.mark.parametrize("units", [(1, 5), (1, 5, 25), (25, 50)])
def test_how_many_it_takes_and_why_agree_on_whether_accuracy_rises(units):
    """After one epoch seeds are far apart: 5 to 25 units gain less than seeds differ, yet 32 medians surely rise."""
    found = widths.measure(lab.vary(widths.begun("digits"), {"training.epochs": 1}), units, 32)
    told_of = width.between(found.widths.sort_values("units"), found.gains)
    rises = any(told in told_of for told in ("still rises up to", "get more new digits right"))
    assert rises == ("the median run gains surely something: +" in width.why(found))
    low = found.gains.set_index(["few", "many"]).loc[units[-2:], "low"]
    assert rises == (low > 0)


def test_the_units_of_digits_are_shown_as_pictures_before_and_after():
    answer = lab.ask("width", units=[1, 5], epochs=1, seeds=16, pictured=1, seed=7)
    assert [figure.says[:48] for figure in answer.figures()[1:]] == [
        "The weights of 1 unit before training, as pictur",
        "The weights of 1 unit after training, as picture",
    ]
    assert len(lab.ask("width", units=1, **XOR).figures()) == 1


def test_it_says_whether_too_many_units_do_harm():
    text = next(block.text for block in lab.ask("width").blocks if isinstance(block, Advice))
    assert "Too many did no harm here: 25 units get" in text


def test_a_width_that_is_worse_than_a_narrower_one_does_harm(digits):
    runs = pd.DataFrame({"units": [5, 5, 9, 9], "held": [90.0, 91.0, 60.0, 61.0]})
    says = width.too_many(replace(digits, runs=runs))
    assert says == " Too many did harm here: 9 units get 60 % of the new examples right, 5 units 90 %."
