"""A loss that becomes NaN: when, as predicted; why the other optimizer's does not; what cures it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import lab
from lab import question
from lab.answer import Advice, Formula
from lab.headline import fits
from lab.numerals import counted, short
from lab.questions.feature_relevance import nan
from lab.questions.feature_relevance.nan import falls, losses, picture

FEW = {"seeds": 4, "epochs": 30}


@pytest.fixture(scope="module")
def found():
    return losses.measure(losses.setting(100.0, False, 0.01, 60), "rmsprop", range(4))


def test_the_loss_overflows_at_the_predicted_step_and_is_then_no_number(found):
    sgd = found.ends[found.ends["optimizer"] == losses.SGD]
    assert abs(sgd["infinite"].median() - found.overflow) <= 1
    assert (sgd["lost"] > sgd["infinite"]).all()
    assert np.isfinite(sgd["lost"]).all()


def test_before_that_it_is_the_predicted_loss(found):
    rows = found.curves[(found.curves["optimizer"] == losses.SGD) & (found.curves["step"] < 6)]
    assert rows["mid"].to_numpy() == pytest.approx(rows["predicted"].to_numpy(), rel=0.01)
    assert rows["mid"].iloc[-1] > 1e15


def test_rmsprop_steps_no_further_than_its_bound_and_stays_finite(found):
    rows = found.ends[found.ends["optimizer"] == "RMSprop"]
    assert np.isinf(rows["infinite"]).all()
    assert rows["step"].max() <= 1.0001 * 0.01 / np.sqrt(0.1)


def test_the_largest_rate_is_that_of_the_curvature(found):
    X, _ = losses.design(found.experiment)
    assert found.largest == pytest.approx(2 / np.linalg.eigvalsh(2 / len(X) * X.T @ X)[-1], rel=1e-6)


def test_what_is_asked_is_answered_in_a_sentence():
    assert lab.ask("nan", **FEW).headline.startswith("Here the rate is 37.2 times too large for SGD: NaN after 2")
    assert lab.ask("nan").headline == (
        "Here the rate is 37.2 times too large for SGD: NaN after 21 steps; RMSprop stays finite, but learns badly."
    )
    cured = lab.ask("nan", standardise=True, **FEW)
    assert cured.headline.startswith("Here it does not become NaN: the rate is below")
    slow = lab.ask("nan", rate=1e-4, **FEW)
    assert slow.headline == (
        "Here it does not become NaN: the rate is below 0.000269, SGD's largest stable one; but it learns slowly."
    )
    assert "after 30 steps the loss is " in slow.blocks[2].text
    assert cured.headline.endswith("but it learns slowly.")
    learned = lab.ask("nan", standardise=True, rate=0.1, seeds=4, epochs=100)
    assert learned.headline.endswith("SGD's largest stable one; and it learns.")
    assert "the loss is" not in learned.blocks[2].text.split("RMSprop")[0].split("step to step.")[1]


@pytest.mark.parametrize(
    ("cost", "ending"),
    [
        (0.0123, "RMSprop stays finite."),
        (0.03, "RMSprop stays finite, but learns badly."),
    ],
)
def test_finite_is_not_said_to_be_learned(found, cost, ending):
    """The least is 0.0123; that of always saying the mean of the targets, their variance."""
    assert found.least == pytest.approx(0.0123, abs=5e-5)
    assert found.blind == pytest.approx(np.var(losses.design(found.experiment)[1]))
    rows = found.ends.assign(cost=found.ends["cost"].where(found.ends["optimizer"] == losses.SGD, cost))
    assert nan.headline(replace(found, ends=rows)).endswith(f"steps; {ending}")


def test_the_name_of_a_line_stands_clear_of_it(found):
    falling = pd.DataFrame({"optimizer": "RMSprop", "step": range(101), "mid": np.geomspace(1e5, 1, 101)})
    lower = falling.assign(optimizer=losses.SGD, mid=falling["mid"] / 10)
    short = lower[lower["step"] < 9]
    one = picture.labels(pd.concat([falling, short]), ["RMSprop", losses.SGD], 100).set_index("optimizer")
    assert one["side"].tolist() == ["above", "beside"]
    assert one.loc["RMSprop", "mid"] == falling["mid"][100 - 30]  # the highest of the stretch that the name takes
    both = picture.labels(pd.concat([falling, lower]), ["RMSprop", losses.SGD], 100).set_index("optimizer")
    assert both["side"].tolist() == ["above", "below"]
    assert both.loc[losses.SGD, "mid"] == lower["mid"].min()


def test_the_way_to_check_ones_own_network_is_a_link_and_the_rule_a_formula():
    blocks = lab.ask("nan", **FEW).blocks
    link = next(block.text for block in blocks if isinstance(block, Advice)).partition("[Check my network](")[2]
    assert question.from_address(link.partition(")")[0])[0] == "check"
    assert r"\frac{2}{\lambda}" in next(block.tex for block in blocks if isinstance(block, Formula))


def test_momentum_is_lost_too_and_its_own_limit_is_said():
    answer = lab.ask("nan", other="momentum", **FEW)
    assert answer.headline.endswith("momentum's is lost too.")
    limit = 1.9 * losses.measure(losses.setting(100.0, False, 0.01, 1), "momentum", [0]).largest
    assert f"its largest stable rate is {limit:.3g}:" in answer.blocks[2].text


def test_above_the_border_rates_are_lost_and_below_it_none(found):
    cells, lines = losses.over_sizes(found.experiment, "rmsprop")
    limit = cells["size"].map(lines.set_index("size")["rate"])
    plain = cells["optimizer"] == losses.SGD
    assert (cells[plain & (cells["rate"] > 3 * limit)]["state"] == losses.LOST).all()
    assert (cells[plain & (cells["rate"] < limit)]["state"] != losses.LOST).all()
    assert (cells[~plain]["state"] != losses.LOST).all()


def test_every_other_way_gives_no_finite_number():
    assert set(nan.other_ways()["Gives"]) == {"not a number", "∞"}


def test_the_lines_to_copy_train_an_unscaled_feature_without_a_nan(capsys):
    import keras

    x, y = lab.data.load(losses.setting(1000.0, False, 0.01, 1).data)
    given = {"np": np, "keras": keras, "x": x, "y": y}
    exec(nan.CODE.replace("...", "keras.layers.Dense(1)"), given)
    assert np.isfinite(given["model"].evaluate(x, y, verbose=0))
    assert "True" in capsys.readouterr().out


def houses(seed):
    """Made-up houses, (area in square feet, rooms), and what they cost, 100 to 650 thousand."""
    draws = np.random.default_rng(seed)
    x = np.column_stack([draws.uniform(500, 3500, size=500), draws.integers(1, 7, size=500)])
    return x, 60_000 + x @ [150, 8000] + 20_000 * draws.normal(size=500)


def test_the_lines_to_copy_learn_house_prices_and_clipped_gradients_on_large_targets_do_not(capsys):
    import keras

    x, y = houses(0)
    assert (y.min() > 50_000, y.max() < 700_000) == (True, True)
    unscaled = nan.CODE.replace("(y - middle) / spread", "y").replace(" * spread + middle", "")
    clipped = unscaled.replace("SGD(0.01)", "SGD(0.01, clipnorm=1.0)")
    assert "clipnorm" not in nan.CODE
    missed = []
    for code in (nan.CODE, clipped):
        given = {"np": np, "keras": keras, "x": x, "y": y}
        exec(code.replace("epochs=100", "epochs=100, verbose=0"), given)
        missed.append(np.sqrt(np.mean((given["predicted"][:, 0] - y) ** 2)))
    assert missed[0] < 0.25 * y.std() < y.std() < missed[1]  # 20,000 is the noise's
    assert "with large targets, hardly anything is then learned" in nan.ELSE


def test_house_prices_in_square_feet_find_a_feature_in_thousands():
    asked = "loss: nan after a few batches. I use linear regression on house prices, area in square feet, rate 0.01"
    slug, settings = question.from_address(lab.find(asked)[0].address)
    assert (slug, settings["size"]) == ("nan", 3000.0)
    assert any("square feet" in text for text in nan.TRY)


def test_rates_are_written_as_the_knobs_write_them():
    answer = lab.ask("nan", size=3000.0, rate=1e-6, **FEW)
    advice = next(block.text for block in answer.blocks if isinstance(block, Advice))
    assert "a rate below 2.99 × 10⁻⁷" in answer.note
    assert "a rate below 2.99 × 10⁻⁷" in advice
    assert (
        "illionth" not in f"{answer.headline} {answer.note} {[getattr(block, 'text', '') for block in answer.blocks]}"
    )


def test_the_band_is_seen_on_dark(found):
    band = picture.curves(found).to_dict()["layer"][0]
    assert (band["mark"]["type"], band["mark"]["opacity"]) == ("area", 0.4)


def test_who_has_standardised_is_not_told_to():
    plain, done = (
        next(block for block in lab.ask("nan", standardise=standardise).blocks if isinstance(block, Advice))
        for standardise in (False, True)
    )
    assert "Then standardise them: with these data SGD is then stable up to a rate of " in plain.text
    assert "These features are standardised already; SGD then needs a rate below 0." in done.text
    assert "# the training x only" in done.code


@pytest.mark.parametrize(("size", "standardise"), [(1.0, False), (100.0, False), (3000.0, False), (3000.0, True)])
def test_the_size_that_gives_the_cause_away_is_that_of_these_features(size, standardise, capsys):
    x, y = lab.data.load(losses.setting(size, standardise, 0.01, 1).data)
    answer = lab.ask("nan", size=size, standardise=standardise, **FEW)
    advice = next(block for block in answer.blocks if isinstance(block, Advice))
    exec(advice.code.splitlines()[0], {"np": np, "x": x, "y": y})
    assert f"(the largest feature value here: {short(np.abs(x).max())})" in advice.text
    assert capsys.readouterr().out.startswith(f"True True {np.abs(x).max(axis=0)}")


FALLS = {"standardise": True, "rate": 0.85, "epochs": 1000}


def test_a_loss_that_falls_first_and_then_becomes_nan_is_shown_and_explained():
    """Of a rate a little too large nothing was said, and none was offered."""
    assert FALLS in nan.TRY.values()
    answer = lab.ask("nan", **FALLS)
    (frame,) = (frame for frame in answer.figures()[0].frames.values() if "predicted" in frame)
    cost = frame[frame["optimizer"] == losses.SGD].set_index("step")["mid"]
    steps = int(cost.idxmin())
    assert 0 < steps < 10
    assert answer.headline.startswith(f"The loss falls for {steps} steps, then grows to NaN: the rate is 1.06 times ")
    assert fits(answer.headline)
    drawn = str(answer.figures()[0].chart().to_dict())
    assert f"falls until step {steps}" in drawn
    why = answer.blocks[2].text
    assert why.startswith(f"At first the loss falls, from {short(cost[0])} to {short(cost[steps])} in {steps} steps: ")
    assert "The loss is steepest in one direction of the weights: " in why
    assert lab.ask("nan", **FEW).blocks[2].text.startswith("The loss is steepest along the largest feature: ")


def test_what_theory_says_of_a_rate_a_little_too_large_is_what_training_does(found):
    told = found.falls
    experiment = losses.setting(100.0, True, told.rate, 30)
    run = lab.train(experiment, range(4), recorded=30)
    middle = np.quantile(run.loss[0], 0.5, axis=0, method="lower")
    assert middle.argmin() == told.steps
    assert (middle[0], middle.min()) == pytest.approx((told.first, told.least), rel=1e-3)
    assert middle[-1] > 2 * told.least
    words = falls.words(found)
    assert f"from {short(told.first)} to {short(told.least)} in {counted(told.steps, 'step')}" in words
    assert f"beyond float32 after {told.overflow:,.0f} steps" in words


def test_a_sigmoid_is_exactly_one_from_the_sum_that_is_named():
    sums = np.float32([falls.sure_from() - 0.1, falls.sure_from()])
    assert ((1 / (1 + np.exp(-sums))) == 1).tolist() == [False, True]


def test_who_saw_the_loss_fall_first_is_led_to_that():
    for asked in ("my loss first goes down and then suddenly nan", "Loss decreases for 40 epochs and then it is NaN"):
        hit = next(hit for hit in lab.find(asked) if hit.question == "nan")
        assert question.from_address(hit.address)[1]["rate"] == 0.85
