"""How fast every direction gets on: against descent written out, and against plain counting."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import lab
from lab import question
from lab.answer import Advice, Why
from lab.questions.feature_relevance import speed
from lab.questions.feature_relevance.speed import directions, picture
from lab.relevance import line, linear


def experiment(kind, *, rate=8e-3, epochs=600, **values):
    """A line with a second column of this kind, in float64."""
    return lab.Experiment(
        data=line.data(kind, **values),
        network=lab.Network(hidden=(), output="linear"),
        training=lab.Training(loss="mse", learning_rate=rate, epochs=epochs, precision="float64"),
    )


@pytest.fixture(scope="module")
def found():
    return speed.measure(experiment("noise", rate=0.03), range(3))


def test_measured_shares_are_those_of_the_law(found):
    seen = found.curves[found.curves["foretold"] > 1e-9]
    for name in ("low", "mid", "high"):
        assert seen[name].to_numpy() == pytest.approx(seen["foretold"].to_numpy(), rel=1e-4)


def test_epochs_to_one_percent_are_those_of_a_loop(found):
    """The directions of the noise column as it is, by the eigenvectors of X^T X; descent written out."""
    X, y = linear.examples(found.experiment)
    vectors = np.linalg.eigh(X.T @ X)[1][:, ::-1]
    w, best, counts = np.zeros(3), np.linalg.lstsq(X, y, rcond=None)[0], [None] * 3
    start = np.abs((w - best) @ vectors)
    for epoch in range(1, 400):
        w = w - 0.03 * 2 / len(X) * X.T @ (X @ w - y)
        small = np.abs((w - best) @ vectors) <= 0.01 * start
        counts = [count or (epoch if now else None) for count, now in zip(counts, small, strict=True)]
    rows = found.directions.query("columns == 'as they are'")
    assert np.ceil(rows["mid"] - 1e-6).tolist() == counts
    assert np.ceil(rows["foretold"]).tolist() == counts


def test_standardised_curvatures_follow_from_the_correlation_alone(found):
    """2/n X^T X of two standardised columns and ones has the eigenvalues 2 (1 + r), 2, 2 (1 - r)."""
    x, _ = lab.data.load(found.experiment.data, "float64")
    r = abs(np.corrcoef(x.T)[0, 1])
    rows = found.directions.query("columns == 'standardised'")
    assert rows["curvature"].to_numpy() == pytest.approx([2 * (1 + r), 2.0, 2 * (1 - r)], rel=1e-9)


def test_a_mean_of_ten_slows_the_slowest_direction_and_standardising_undoes_it():
    """S11: the mean adds 2 m^2 to the sum of the curvatures, and to their ratio; nothing of it is left standardised."""
    both = [speed.measure(experiment("noise", mean=mean), [0]) for mean in (0.0, 10.0)]
    x, _ = lab.data.load(experiment("noise").data, "float64")
    sums = [each.directions.query("columns == 'as they are'")["curvature"].sum() for each in both]
    assert sums[1] - sums[0] == pytest.approx(2 * (10**2 + 20 * x[:, 1].mean()), rel=1e-6)
    centred, moved = (each.settings for each in both)
    assert moved["ratio"][0] > 40 * centred["ratio"][0]
    assert moved["epochs"][0] > 40 * centred["epochs"][0]
    assert moved["ratio"][1] == pytest.approx(centred["ratio"][1], rel=1e-6)


def test_the_best_rate_is_used_where_it_is_asked_for():
    best = speed.measure(experiment("noise"), range(2), best=True)
    assert best.settings["rate"].to_numpy() == pytest.approx(best.settings["best"].to_numpy())
    rows = best.directions.query("columns == 'as they are'")
    assert rows["mid"].max() == pytest.approx(rows["foretold"].max(), rel=1e-6)
    assert rows["mid"].max() == pytest.approx(best.settings["epochs"][0], rel=1e-6)


def test_directions_of_a_valley_are_counted_and_not_waited_for():
    found = speed.measure(experiment("constant"), range(2))
    assert found.settings["free"].tolist() == [1, 1]
    assert found.directions.groupby("columns").size().tolist() == [2, 2]
    assert speed.table(found, "as they are").loc["1 direction with X v = 0"].tolist()[0] == "stays"


def test_a_rate_beyond_the_largest_blows_up():
    found = speed.measure(experiment("noise", mean=30.0, epochs=300), range(2))
    says = speed.verdict(found, "as they are")
    assert says.startswith(
        "It blows up: the rate 0.008 is above the largest stable one, 0.001105, so one direction of "
    )
    assert says.endswith("the weights, mostly w2, gets 13.48 times as far away every epoch. (2 seeds, 300 epochs.)")
    drawn = speed.drawn(found, "as they are")
    assert drawn[["low", "mid", "high"]].max().max() <= 10 * picture.HIGHEST


def test_what_is_said_has_the_runs_numbers(found):
    says, rows = speed.verdict(found, "as they are"), found.directions.query("columns == 'as they are'")
    slow, fast = np.ceil(rows["mid"].max()), np.ceil(rows["mid"].min())
    assert f"takes {slow:.0f} epochs until 1 % of its distance is left (predicted: {slow:.0f})" in says
    assert f"the fastest {fast:.0f} epochs: the curvatures are in a ratio of 116." in says
    assert says.endswith("in a ratio of 116. (3 seeds, 600 epochs.)")
    slower = speed.verdict(speed.measure(experiment("noise", rate=1e-3), [0]), "as they are")
    assert "takes more than 600 epochs (" in slower
    assert r"\frac{\ln 0.01}{\ln\,|1 - 0.03 \times 0.5055|} = 301.35" in speed.formulas(found, "as they are")
    assert "the steepest curves 116 times as much as the flattest" in speed.why(found, "as they are")


def test_epochs_are_read_off_between_records_as_an_exponential():
    epochs, share = np.array([0, 10, 20]), np.array([1.0, 0.1, 0.001])[None, :, None]
    assert linear.crossings(epochs, share)[0, 0] == pytest.approx(15.0)
    assert linear.crossings(epochs, share, 0.1)[0, 0] == pytest.approx(10.0)
    assert linear.crossings(epochs, share, 1e-4)[0, 0] == np.inf
    assert linear.crossings(epochs, share * [[[1], [1], [0]]])[0, 0] == 20


def test_a_direction_is_named_by_its_largest_parts():
    assert directions.mixed(np.array([0.1, -0.7, 0.05]), ["w1", "w2", "b"]) == "− 0.70 w2 + 0.10 w1"
    assert directions.mixed(np.full(5, 0.4), list("abcde")) == "0.40 a + 0.40 b + 0.40 c + 2 more"


@pytest.mark.parametrize(
    ("vector", "plain", "words"),
    [
        ([0.71, -0.7, 0.02], "w1 − w2", "the difference of w1 and w2"),
        ([-0.707, 0.0, -0.707], "w1 + b", "the sum of w1 and the bias"),
        ([0.1, -0.05, -0.99], "mostly b", "mostly the bias"),
        ([0.02, 0.01, 1.0], "b", "the bias"),
        ([0.8, 0.6, 0.0], "0.80 w1 + 0.60 w2", "0.80 w1 + 0.60 w2"),
    ],
)
def test_a_direction_is_said_in_plain_words(vector, plain, words):
    assert directions.plainly(np.array(vector), ["w1", "w2", "b"]) == plain
    assert directions.in_words(plain) == words


def test_the_picture_has_both_runs_that_the_headline_compares_and_one_line_for_what_coincides():
    """At the best rate the steepest direction and the flattest shrink alike; the bias arrives in one epoch."""
    best = speed.measure(experiment("noise", epochs=20_000), [0], best=True)
    curves = picture.drawn(best, "standardised", beside=True)
    assert curves["label"].unique().tolist() == [
        "as they are: mostly w1 and mostly b",
        "as they are: mostly w2",
        "standardised: w1 + w2 and w1 − w2",
        "standardised: b – there in 1 epoch",
    ]
    ended = curves.groupby("label")["mid"].agg(["count", "min"])
    assert (ended["count"] > 1).all()  # each is a line
    assert ended["min"].max() < picture.LOWEST
    alone = picture.drawn(best, "standardised")["label"].unique().tolist()
    assert alone == ["w1 + w2 and w1 − w2 (λ = 2.46 and 1.54)", "b (λ = 2) – there in 1 epoch"]


def test_the_answer_on_standardising_draws_the_columns_as_they_are_and_others_do_not():
    both = lab.ask("speed", **STANDARD, epochs=300)
    drawn = next(frame for frame in both.figures()[0].frames.values() if "label" in frame)
    assert {label.partition(":")[0] for label in drawn["label"]} == set(speed.COLUMNS)
    left = f"{100 * 0.01 ** (300 / 13_162):.3g}"  # 1 % is left after 13,162 epochs
    assert both.figures()[0].says.endswith(f"as they are: more than 300 epochs ({left} % left at the end).")
    one = lab.ask("speed", columns="standardised", rate=0.3, epochs=300, seeds=1).figures()[0]
    assert "as they are" not in f"{one.frames} {one.says}"


def test_larger_weights_would_do_but_one_rate_does_not_serve_them_and_hidden_units_suffer_more():
    answer = lab.ask("speed", **STANDARD, epochs=300)
    why = next(block.text for block in answer.blocks if isinstance(block, Why))
    assert why.startswith("A larger or smaller weight would do as well, but each such weight needs a step of its own")
    advice = next(block.text for block in answer.blocks if isinstance(block, Advice))
    linked = [question.from_address(part.partition(")")[0])[0] for part in advice.split("](")[1:]]
    assert linked == ["saturated", "dead"]


def test_lines_end_at_the_edge_of_the_picture(found):
    law, (band, line), marks = (
        each.get("layer", each) for each in speed.curves(speed.drawn(found, "as they are")).to_dict()["layer"]
    )
    assert all(each["mark"]["clip"] for each in (law, band, line, marks))


def test_what_a_direction_is_stands_below_the_picture():
    caption = lab.ask("speed", epochs=30, seeds=1).figures()[0].caption
    assert caption.startswith("A direction: weights that change together, such as w1 + w2, or mostly b, the bias.")


def test_another_model_is_refused():
    for changed in ({"network.hidden": (2,)}, {"training.optimizer": "adam"}, {"training.batch_size": 2}):
        with pytest.raises(ValueError, match="^Directions get on by themselves in a linear model only: "):
            speed.measure(lab.vary(experiment("noise"), changed))


def test_one_direction_takes_as_many_epochs_as_its_curvature_predicts():
    answer = lab.ask("speed")
    assert answer.headline == "One direction is slow: it takes 13,828 epochs, the fastest 43."
    assert "is left (predicted: 13,828)" in answer.note


def test_standardised_columns_are_not_slow():
    answer = lab.ask("speed", columns="standardised", rate=0.3, epochs=300, seeds=1)
    assert answer.headline.startswith("It is not: even the slowest direction takes no more than 8 epochs.")


def test_of_directions_that_take_as_many_epochs_the_flattest_is_named():
    """At the best rate the steepest takes as many as the flattest."""
    best = speed.measure(experiment("noise"), [0], best=True)
    rows = best.directions.query("columns == 'standardised'")
    assert rows.loc[rows["curvature"].idxmin(), "plain"] == "w1 − w2"
    assert speed.verdict(best, "standardised").startswith("The slowest direction, the difference of w1 and w2, ")


def test_directions_that_are_alike_and_take_thousands_of_epochs_are_all_slow():
    answer = lab.ask("speed", column="x1 once more", copies=10, epochs=3000, best=True, seeds=1)
    assert answer.headline.startswith("No direction is quick: the slowest takes 2,")


def test_the_run_to_take_along_is_the_one_that_is_shown():
    """Columns and rate: the script of the best rate trained with another one."""
    shown = lab.ask("speed", **STANDARD).experiment
    best = speed.measure(experiment("noise", mean=10.0), [0], best=True).settings.query("columns == 'standardised'")
    assert shown.data.standardize
    assert shown.training.learning_rate == pytest.approx(best["best"].iloc[0])
    labels = [question.keywords("speed", {"best": each}).declared["rate"].label for each in (False, True)]
    assert labels == ["Learning rate", "Learning rate (the best one is taken instead)"]


def test_a_formula_says_what_is_rounded_up():
    found = speed.measure(experiment("noise", mean=10.0), [0], best=True)
    assert r"= 3.1192 \to 4" in speed.formulas(found, "standardised")


def test_the_size_of_the_targets_changes_neither_rates_nor_epochs_of_a_line():
    x = np.random.default_rng(0).normal(size=(20, 2)) * [1.0, 3.0]
    frames = [pd.DataFrame({"x1": x[:, 0], "x2": x[:, 1], "y": size * (x @ [1.0, 2.0])}) for size in (1.0, 1000.0)]
    data = [lab.Data.from_frame(frame, target="y", task="regression") for frame in frames]
    found = [speed.measure(replace(experiment("noise", rate=0.03), data=each), range(2)) for each in data]
    assert found[0].settings.equals(found[1].settings)
    epochs = [each.directions["mid"].to_numpy() for each in found]
    assert epochs[0] == pytest.approx(epochs[1], abs=1)


def test_a_rate_that_is_too_large_diverges_and_the_bound_is_said():
    answer = lab.ask("speed", rate=0.1, epochs=30, seeds=1)
    assert answer.headline == "It does not get there at all: rates above about 0.0084 make it diverge."


def test_copies_of_x1_have_a_number():
    copies = {"column": "x1 once more", "columns": "standardised", "epochs": 300, "seeds": 1}
    assert "the curvatures are in a ratio of 10." in lab.ask("speed", **copies, copies=10).note


STANDARD = {"columns": "standardised", "best": True, "seeds": 1}


def test_whether_standardising_helps_is_answered_at_the_best_rates():
    assert lab.ask("speed", **STANDARD).headline == (
        "Yes, standardising helps on this line (second column: noise): 4 epochs instead of 13,162."
    )
    assert lab.ask("speed", **STANDARD, epochs=300).headline.endswith("instead of over 300.")


@pytest.mark.parametrize(
    ("plain", "standard", "says"),
    [
        (
            4.0,
            4.0,
            "No, standardising does not help here: it takes 4 epochs at the best rate, the columns as they are 4.",
        ),
        (np.inf, np.inf, "Not within 600 epochs: even standardised columns need more at their best rate."),
        (4.0, 1.0, "Yes, standardising helps on this line (second column: zeros): 1 epoch instead of 4."),
    ],
)
def test_whether_standardising_helps_follows_what_was_measured(found, plain, standard, says):
    mids = found.directions["columns"].map({"as they are": plain, "standardised": standard})
    assert speed.helped(replace(found, directions=found.directions.assign(mid=mids)), "zeros") == says


def test_should_i_standardise_finds_that_answer():
    hit = lab.find("Should I standardise my inputs before training?")[0]
    shown = question.from_address(hit.address)[1]
    assert (hit.question, shown["columns"], shown["best"]) == ("speed", "standardised", True)


def test_advice_follows_the_columns_and_adapts_the_scaler_to_the_training_data():
    advice = {name: _advice(columns=name, epochs=30, seeds=1, rate=1e-3) for name in speed.COLUMNS}
    assert advice["as they are"].text.startswith("Standardise the columns: ")
    assert advice["standardised"].text.startswith("These columns are standardised already: ")
    assert "# the training x only" in advice["standardised"].code


@pytest.mark.parametrize("columns", speed.COLUMNS)
def test_a_constant_column_is_to_be_left_out_and_not_standardised(columns):
    says = _advice(column="constant", columns=columns, epochs=30, seeds=1, rate=1e-3).text
    assert says.startswith("Leave x2 out: it is the same for all examples, so standardising leaves only zeros of it")
    assert "Leave x" not in _advice(columns=columns, epochs=30, seeds=1, rate=1e-3).text


def test_standardising_is_advised_only_where_it_brings_something():
    found = speed.measure(experiment("noise", mean=10.0, epochs=30), range(1))
    assert speed.advice(found, "as they are").endswith("is then left after 4 epochs instead of 13,162.")
    same = replace(found, settings=found.settings.assign(epochs=7.0))
    assert "standardising these columns would not help, with 7 epochs" in speed.advice(same, "as they are")


def _advice(**settings):
    return next(block for block in lab.ask("speed", **settings).blocks if isinstance(block, Advice))


@pytest.mark.parametrize(
    ("slug", "key"),
    [("speed", "speed_column"), ("batches", "batches_column"), ("wall", "wall_column"), ("plane", "plane_column")]
    + [("weights", "column"), ("weights", "column_x3")],
)
def test_the_forum_s_noise_is_called_so_and_older_links_to_it_go_on(slug, key):
    name = key.removeprefix(f"{slug}_")
    for text in ("the+discussion%27s+noise", "the+noise+of+the+forum%27s+question"):
        address = f"feature_relevance?relevance_part={slug}&relevance_{key}={text}"
        shows, settings = question.from_address(address)
        assert (shows, settings[name]) == (slug, line.NOISE)
    assert "discussion" not in question.address(slug, {name: line.NOISE})


def test_older_links_to_the_forum_s_starts_go_on():
    start = question.from_address("feature_relevance?relevance_part=weights&relevance_start=the+discussion%27s")[1]
    assert start["start"] == line.START
    address = "softmax_cost?softmax_part=dense&softmax_dense_start=tf.random.normal%2C+as+in+the+discussion"
    assert question.from_address(address)[1]["start"] == "normal"
