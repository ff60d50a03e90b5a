"""The best of n seeds: against every choice of n one by one, and what is said about it."""

import re

import numpy as np
import pandas as pd
import pytest

import lab
from lab import headline, question
from lab.questions.seed_effects import lucky
from lab.seeds import report, scored

SHORT = lab.vary(scored.START, {"training.epochs": 30})


@pytest.fixture(scope="module")
def found():
    return lucky.measure(SHORT, count=64)


def made(scores, result="held-out accuracy", by_examples=np.nan):
    """What `measure` would find of these scores."""
    values = np.asarray(scores, dtype=float)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lucky, "_scored", lambda *args: (values, by_examples))
        return lucky.measure(SHORT, result=result)


def test_normal_scores_obey_the_theory():
    """4 standard errors: the best of 10 among 2,000 has a standard error of about 0.587 / sqrt(200)."""
    normal = made(np.random.default_rng(2).normal(70.0, 2.0, size=2000))
    row = normal.best.set_index("n").loc[10]
    assert row["mean"] == pytest.approx(row["law"], abs=4 * 2.0 * 0.587 / np.sqrt(200))
    assert lucky.holds(made(np.random.default_rng(2).normal(70.0, 2.0, size=20))) == ""


def test_where_the_theory_does_not_hold_is_said_and_no_accuracy_above_100_is_drawn():
    skewed = made(100 - np.random.default_rng(3).exponential(5.0, size=1000))
    table = skewed.best.set_index("n")
    lead, law = (table[name] - skewed.facts["mean"] for name in ("mean", "law"))
    first = int(re.search(r"from n = (\d+) on", lucky.holds(skewed))[1])
    assert abs(law[first] - lead[first]) > 0.1 * law[first]
    assert (abs(law - lead)[2 : first - 1] <= 0.1 * law[2 : first - 1]).all()
    assert skewed.best["law"].max() > 100
    drawn = lucky.best(skewed, 50).to_dict()["datasets"].values()
    assert max(row.get("law") or 0 for rows in drawn for row in rows if row["n"] > 40) <= 100


def test_the_lines_to_copy_say_which_spread_they_print(capsys):
    exec(lucky.REPORT, {"scores": np.array([70.0, 72.0]), "np": np})
    told = f"mean 71.00 ± 1.00 (standard error), standard deviation {np.sqrt(2):.2f}, 2 seeds\n"
    assert capsys.readouterr().out == told


@pytest.mark.parametrize(("n", "align"), [(1, "left"), (5, "left"), (10, "right"), (32, "right")])
def test_the_words_of_one_s_own_n_stay_inside_the_picture(found, n, align):
    layers = lucky.best(found, n).to_dict()["layer"]
    (words,) = [each["mark"] for each in layers if each["encoding"].get("text", {}).get("field") == "label"]
    assert words["align"] == align


def test_below_the_headline_stands_that_no_single_run_is_the_true_one():
    first = lab.ask("lucky", epochs=30, count=200).blocks[0].text
    assert first.startswith("If two runs differ though nothing was changed, neither is the true one")
    assert first.endswith("Report the mean of several seeds with its standard error, never the best.")


@pytest.mark.parametrize("n", [2, 3, 5, 10, 20, 50, 100])
def test_the_headline_says_of_how_many_the_best_is(n):
    case = made(np.random.default_rng(2).normal(70.0, 2.0, size=200))
    said = lucky.headline(case, n)
    assert f"; the best of {lucky.COUNTED[n]} gains " in said
    assert headline.fits(said)


def test_what_theory_assumes_is_a_bell_curve_in_all_words(found):
    skewed = made(100 - np.random.default_rng(3).exponential(5.0, size=1000))
    answer = lab.ask("lucky", epochs=30, count=200)
    said = [lucky.holds(skewed), lucky.THEORY, *(each.caption for each in answer.figures())]
    assert not any("normal scores" in each or "not normal" in each for each in said)
    assert lucky.holds(skewed).startswith("These scores do not follow a bell curve: from n = ")


@pytest.mark.parametrize("n", [2, 10])
def test_standard_deviations_of_few_seeds_spread_as_said(n):
    """4 standard errors of a quantile of 40,000 draws, whose density is above 0.1 there."""
    drawn = np.random.default_rng(1).normal(size=(40_000, n)).std(axis=1, ddof=1)
    edges = report.spread_of(n)
    assert np.quantile(drawn, [0.05, 0.95]) == pytest.approx(edges, abs=4 * np.sqrt(0.05 * 0.95 / 40_000) / 0.1)


def test_the_mean_of_the_best_of_one_is_the_mean_seed(found):
    first = found.best.iloc[0]
    assert first["mean"] == pytest.approx(found.scores["score"].mean())
    assert first["law"] == pytest.approx(first["mean"])
    assert found.best["n"].max() == 32
    assert (found.best["mean"].diff().dropna() >= 0).all()


def test_more_runs_do_not_change_a_seed_s_score(found):
    fewer = lucky.measure(SHORT, count=5)
    assert fewer.scores["score"].tolist() == found.scores["score"].tolist()[:5]


def test_a_cost_flatters_downwards():
    cost = made([0.5, 0.4, 0.3, 0.6, 0.7, 0.2], "training cost")
    assert cost.best["mean"].is_monotonic_decreasing
    assert lucky.headline(cost, 3) == (
        "Training cost differs by 0.187 (standard deviation) between seeds; the best of three gains 0.175 by luck."
    )
    assert "- e_n" in lucky.formula(cost, 3)


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ([np.nan] * 4, "No answer: all runs diverged"),
        ([70.0] * 4, "Not at all here: every seed ends with the same held-out accuracy."),
        ([70.0, 72.0, np.nan, 71.0, 73.0], "Held-out accuracy differs by 1.29 points (standard deviation)"),
    ],
)
def test_the_answer_is_true_of_every_case(scores, sentence):
    case = made(scores)
    assert lucky.headline(case, 100).startswith(sentence)
    for words in (lucky.detail, lucky.of_the_test, lucky.formula):
        assert isinstance(words(case, 100), str)
    lucky.best(case, 3).to_dict()
    lucky.histogram(case, 3).to_dict()
    assert lucky.course(case)


def test_luck_of_the_start_and_of_the_test_are_told_apart():
    scores = np.random.default_rng(2).normal(80.0, 5.0, size=1000)
    far = made(scores, by_examples=1.0)
    assert lucky.headline(far, 10).startswith("Held-out accuracy differs by ")
    share = 1 - 1 / far.facts["sd"] ** 2
    told = re.search(
        r"the lead of (.+) points about (.+) are the luck of a start.*; (.+) are the luck of",
        lucky.of_the_test(far, 10),
    )
    lead, kept, lost = map(float, told.groups())
    assert lead == pytest.approx(far.best["mean"][9] - far.facts["mean"], rel=0.005)
    assert kept == pytest.approx(share * lead, rel=0.005)
    assert lead == pytest.approx(kept + lost, abs=1e-9)
    failed = made([*scores, *[0.0] * 50], by_examples=1.0)
    assert lucky.of_the_test(failed, 10).endswith("is the start's.")
    near, none = (made(scores, by_examples=share * far.facts["sd"]) for share in (0.8, 1.1))
    alone = scored.amount(0.6 * far.facts["sd"])
    assert f" points, {alone} points without the luck of the test set; " in lucky.headline(near, 10)
    assert "no more than the luck of the test set makes" in lucky.headline(none, 10)
    assert lucky.of_the_test(none, 10).endswith("nothing else is seen.")
    assert lucky.of_the_test(made([0.5, 0.4, 0.3, 0.6], "training cost"), 2) == ""


def test_for_one_seed_the_number_to_average_over_is_said():
    """(1.96 * 4.41 / 1)^2 = 74.7, of scores that have just this deviation."""
    case = made(77.0 + 4.41 / np.sqrt(2) * np.array([-1, 1]))
    assert lucky.headline(case, 1).endswith("averaging 75 makes it sure to about a point.")


def test_every_run_is_in_a_bar(found):
    assert lucky.bars(found)["runs"].sum() == 64


def test_diverged_runs_are_counted_and_left_out(found):
    gone = made([*found.scores["score"], np.nan])
    assert gone.facts["runs"] - gone.facts["kept"] == 1
    pd.testing.assert_frame_equal(gone.best, found.best)
    assert "1 more diverged" in lucky.detail(gone, 3)


def test_which_randomness_it_was_stands_below_the_headline_and_among_what_to_try():
    """A reader with 88 % one time and 93 % the next had to look for that question in the list."""
    answer = lab.ask("lucky", epochs=30, count=200)
    told = answer.blocks[0].text.split("Report the mean")[0]
    assert "[Which randomness was it: data, split, first weights or order?](" in told
    assert question.from_address(told.partition("](")[2].partition(")")[0])[0] == "random"
    assert question.Elsewhere("random", {}) in lucky.TRY.values()
    assert lab.find("Why does it reach 88 % one time and 93 % the next?")[0].question == "lucky"
