"""How many useless columns are too many: against the pseudo-inverse, fresh examples and theory; what is said."""

import re

import numpy as np
import pytest

import lab
from lab import question
from lab.answer import Why
from lab.headline import fits
from lab.laws import relevance as ends
from lab.questions.feature_relevance import risk
from lab.questions.feature_relevance.risk import sets as setting

N, DRAWS, EPOCHS = 12, 30, 300


def measured(sigma=1.0, worth=1.0, begin=0.0, draws=DRAWS, **training):
    """The smallest setting that has everything."""
    whole = setting.experiment(risk.MOST, N, sigma, worth, begin, **{"epochs": EPOCHS, **training})
    return risk.measure(whole, examples=N, sigma=sigma, worth=worth, draws=draws)


@pytest.fixture(scope="module")
def found():
    return measured()


@pytest.fixture(scope="module")
def quiet():
    return measured(sigma=0.0)


@pytest.mark.parametrize("p", [1, 5, 12, 13, 40])
def test_ends_are_those_of_the_pseudo_inverse(p):
    rng = np.random.default_rng(p)
    x, y, starts = rng.normal(size=(3, N, p)), rng.normal(size=(3, N)), rng.normal(size=(3, p))
    wanted = [ends.end(x[i], y[i], starts[i : i + 1])[0] for i in range(3)]
    assert risk.ends(x, y, starts) == pytest.approx(np.array(wanted), abs=1e-8)


def test_the_error_is_that_on_fresh_examples():
    rng = np.random.default_rng(0)
    w, fresh = rng.normal(size=7), rng.normal(size=(400_000, 7))
    square = (fresh @ w - 2.0 * fresh[:, 0] - 0.5 * rng.normal(size=len(fresh))) ** 2
    error = 4 * square.std() / np.sqrt(len(fresh))
    assert setting.errors(w, 0.5, 2.0) == pytest.approx(square.mean(), abs=error)


def test_models_that_are_trained_do_what_the_closed_form_says(found):
    assert found.trained["mean"].to_numpy() == pytest.approx(found.trained["foretold"].to_numpy(), rel=1e-4)
    assert found.trained.groupby("columns").size().index.tolist() == [2, 6, 10, 12, 16, 60]
    assert "Dashed: gradient descent in closed form." in risk.agreement(found)


def test_models_trained_long_end_where_the_curve_has_them():
    long = measured(draws=setting.TRAINED, epochs=30_000)
    last = long.trained.groupby("columns")["mean"].last()
    for p in (2, 6, 60):
        assert last[p] == pytest.approx(risk.at(long, p)["mean"], rel=1e-3)


def test_the_error_on_the_training_examples_falls_with_every_column_to_nothing(found):
    own = measured(draws=1000).curve.set_index("columns")
    few = own.loc[: N - 1]
    one = few["own_law"] * np.sqrt(2 / (N - few.index) / 1000)  # of a chi-squared of n - p directions, over the draws
    assert (abs(few["own"] - few["own_law"]) < 4 * one).all()
    assert few["own_law"][6] == pytest.approx(0.5)
    assert (own.loc[N:, ["own", "own_law"]] == 0).all(axis=None)
    assert risk.errors(found, 60).endswith(" On the examples that it was trained on: 0.")


def test_columns_left_out_have_no_part_in_training(found):
    x, y = setting.made(3, N, 1.0, 1.0)
    assert (setting.table(x, y, 4).x[:, 4:] == 0).all()
    assert np.array_equal(setting.table(x, y, 4).x[:, :4], x[:, :4])


def test_the_curve_has_a_peak_where_columns_are_as_many_as_examples(found):
    assert found.curve["columns"][found.curve["mid"].idxmax()] in (N - 1, N, N + 1)
    line, dots, marks, axis = risk.curve(found, 15)
    assert line.loc[line["mean"].isna(), "columns"].tolist() == [N - 1, N, N + 1]
    assert axis.diverged is None
    assert marks["label"].tolist() == ["p = n, theory: ∞", f"yours: {risk.at(found, 15)['mean']:.4f}"]
    assert len(dots) == 6


def test_without_noise_there_is_no_harm_up_to_as_many_columns_as_examples(quiet):
    harm = quiet.curve.set_index("columns")["mean"]
    assert (harm.loc[:N] == 0).all()
    assert harm.loc[60] == pytest.approx(1 - N / 60, abs=0.1)
    assert risk.errors(quiet, 5).endswith(
        "with 5 columns: 0; with x1 alone 0; noise alone 0. On the examples that it was trained on: 0."
    )
    assert "do no harm until there are more columns than the 12 examples" in risk.shape(quiet)


def test_the_start_is_kept_in_part_where_columns_outnumber_examples():
    far = measured(begin=1.0, draws=300)
    row = risk.at(far, 60)
    assert row["mean"] == pytest.approx(row["law"], rel=0.03)
    assert row["law"] == pytest.approx((1 + 60) * (1 - N / 60) + 1 + N / (60 - N - 1))


def test_the_sentences(found):
    assert risk.errors(found, 1).startswith("Squared error on fresh examples with 1 column: ")
    assert "; noise alone 1. On the examples that it was trained on: 0.9" in risk.errors(found, 1)
    assert "in half of all data sets above" in risk.errors(found, 12)
    assert "no average over them settles (theory: ∞);" in risk.errors(found, 12)
    assert (
        "(theory: from 5.5 on, about half as many as examples). With 12 columns, as many as examples, it is above"
        in (risk.shape(found))
    )
    assert "Stopping early helps. (Mean of 10 sets.)" in risk.stopped(found)


def test_what_diverges_is_said_and_drawn():
    lost = measured(draws=setting.TRAINED, learning_rate=5.0)
    assert "models with 12 columns diverge" in risk.stopped(lost)
    assert "Models with 2, 6, 10, 12, 16, 60 columns diverged." in risk.agreement(lost)
    _, dots, _, axis = risk.curve(lost, 5)
    assert (dots["mean"] == axis.diverged).all()


def test_the_pictures_draw_the_law_dashed(found):
    layers = risk.curve_chart(*risk.curve(found, 15)).to_dict()["layer"]
    drawn = [each for each in layers if "field" in each.get("encoding", {}).get("y", {})]
    of = {each["encoding"]["y"]["field"]: each["mark"] for each in drawn}
    assert (of["law"]["strokeDash"], of["own_law"]["strokeDash"]) == ([5, 4], [5, 4])
    lines = risk.courses_chart(*risk.courses(found)).to_dict()["layer"]
    assert lines[0]["encoding"]["color"]["scale"]["domain"] == ["6 columns", "12 columns", "60 columns"]
    assert lines[1]["mark"]["strokeDash"] == [5, 4]


def test_where_many_columns_help_again_the_error_is_not_said_to_be_twice_the_noise_from_there_on():
    found = measured(worth=0.0, draws=200)
    curve = found.curve.set_index("columns")["mean"]
    assert curve[risk.MOST] < 2  # 1 + 12 / 47
    said = re.search(r"twice that or more from (\d+) to (\d+) columns", risk.shape(found))
    first, last = map(int, said.groups())
    assert curve[first] >= 2 > curve[first - 1]
    assert curve[last] >= 2
    assert (curve[curve.index > last] < 2).all()


def test_where_there_is_nothing_to_be_found_no_number_of_columns_is_said_to_do_harm():
    nothing = measured(sigma=0.0, worth=0.0, draws=5)
    assert risk.shape(nothing).startswith("Without noise, and with nothing to be found, no number of columns ")


def test_the_least_error_before_or_after_a_single_epoch_is_told_as_such():
    found = measured(worth=0.0, draws=5)
    assert "Their error is least before the first epoch: 1. Stopping early helps." in risk.stopped(found)


SHORT = {"draws": 100, "epochs": 100}


def test_half_as_many_columns_as_examples_double_the_error():
    answer = lab.ask("risk")
    assert answer.headline == (
        "14 useless columns are too many here: the error on fresh examples is 98 % larger than without them."
    )
    says = answer.figures()[0].says
    assert says.startswith("Squared error on fresh examples with 15 columns: 2.05")
    assert "from 15 columns on (theory: from 14.5" in says
    assert "Stopping early helps." in answer.figures()[1].says


@pytest.mark.parametrize(
    ("knob", "value", "sentence"),
    [
        ("columns", 30, "no average over them settles (theory: ∞)"),
        ("examples", 10, "(theory: from 4.5"),
        ("noise", 0.0, "14 useless columns are not too many: the error on fresh examples stays 0 without noise."),
    ],
)
def test_every_knob_is_told(knob, value, sentence):
    answer = lab.ask("risk", **SHORT | {knob: value})
    assert sentence in f"{answer.headline} {answer.note} {answer.blocks}"


def test_one_random_column_among_many_examples_is_the_usual_case_and_does_hardly_any_harm():
    answer = lab.ask("risk", columns=2)
    error, alone = 1 + 2 / (30 - 3), 1 + 1 / (30 - 2)  # 1.074 and 1.036
    assert answer.headline.startswith("1 useless column is not too many here: the error on fresh examples is ")
    measured = float(answer.headline.partition(" is ")[2].rpartition(" % larger than without it.")[0].split()[-1])
    assert measured == pytest.approx(100 * (error / alone - 1), abs=1.5)
    assert "does hardly any harm: it makes the error 3.7 % larger with 30 examples, 0.337 % with 300" in answer.note
    assert {"columns": 2} in risk.TRY.values()


def test_without_noise_nothing_is_said_of_the_usual_case(quiet):
    assert risk.usual(quiet) == ""


@pytest.mark.parametrize("columns", [2, 5, 11, 12, 16, 60])
@pytest.mark.parametrize("setting", ["found", "quiet"])
def test_every_headline_is_one_short_sentence_without_a_mean_that_is_none(setting, columns, request):
    said = risk.headline(request.getfixturevalue(setting), columns)
    assert fits(said)
    assert "mean" not in said


def test_whether_a_random_feature_lowers_the_accuracy_is_found_and_what_becomes_of_its_weight_is_linked():
    for text in (
        "Does a random feature lower my accuracy?",
        "If I add a feature that is completely random will my accuracy go down? The weight should just go to 0?",
    ):
        slug, settings = question.from_address(lab.find(text)[0].address)
        assert (slug, settings["columns"]) == ("risk", 2)
    why = next(block.text for block in lab.ask("risk", **SHORT).blocks if isinstance(block, Why))
    assert question.from_address(why.partition("](")[2].partition(")")[0])[0] == "null"


def test_any_number_of_columns_can_be_set_and_its_errors_are_those_of_the_closed_form(found):
    """Of 20 random columns beside x1 nothing could be asked: 20 and 25 columns were offered."""
    own = setting.with_own(found, 23)
    assert setting.with_own(found, 12) is found
    row = risk.at(own, 23)
    x, y = (np.stack(arrays) for arrays in zip(*(setting.made(i, N, 1.0, 1.0) for i in range(DRAWS)), strict=True))
    fitted = np.einsum("dpe,de->dp", np.linalg.pinv(x[..., :23]), y)
    assert row["mean"] == pytest.approx((1 + (fitted[:, 0] - 1) ** 2 + (fitted[:, 1:] ** 2).sum(axis=1)).mean())
    assert row["law"] == pytest.approx(1 + (1 - N / 23) + N / (23 - N - 1))
    assert own.curve["columns"].is_monotonic_increasing
    answer = lab.ask("risk", **SHORT, columns=24)
    assert answer.headline.startswith("23 useless columns are too many here: ")
    assert "with 24 columns: " in answer.figures()[0].says
    assert {"columns": 21} in risk.TRY.values()


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("I added 20 random columns and the test error got worse", 21),
        ("why does validation loss rise with 23 noise features", 24),
        ("my table has 300 random columns", None),
        ("how many columns are too many", None),
    ],
)
def test_a_number_of_random_columns_that_is_asked_about_is_set(text, columns):
    assert risk.reads(text).get("columns") == columns
    if columns:
        hit = next(hit for hit in lab.find(text) if hit.question == "risk")
        assert question.from_address(hit.address)[1]["columns"] == columns
