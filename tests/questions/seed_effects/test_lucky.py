"""The best of n seeds: against every choice of n one by one, and what is said about it."""

import re

import numpy as np
import pandas as pd
import pytest

import lab
from lab.questions.seed_effects import lucky
from lab.seeds import report, scored

SHORT = lab.vary(scored.START, {"training.epochs": 30})


@pytest.fixture(scope="module")
def found():
    return lucky.measure(SHORT, count=64)


def made(scores, result="held-out accuracy"):
    """What `measure` would find of these scores."""
    values = np.asarray(scores, dtype=float)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scored, "scores", lambda *args, **options: values[None])
        return lucky.measure(SHORT, result=result)


def test_normal_scores_obey_the_theory():
    """4 standard errors: the best of 10 among 2,000 has a standard error of about 0.587 / sqrt(200)."""
    normal = made(np.random.default_rng(2).normal(70.0, 2.0, size=2000))
    row = normal.best.set_index("n").loc[10]
    assert row["mean"] == pytest.approx(row["law"], abs=4 * 2.0 * 0.587 / np.sqrt(200))
    assert "right within" in lucky.theory(normal, 10)


def test_theory_s_best_the_measured_one_and_their_gap_agree_digit_by_digit():
    """Three digits of each would not: 84.4 beside 83.39 is not 1.06 apart."""
    skewed = made(100 - np.random.default_rng(3).exponential(5.0, size=1000))
    best, law, gap = (
        float(re.search(pattern, words)[1])
        for pattern, words in (
            (r"Best of 5: ([\d.]+) %", lucky.detail(skewed, 5)),
            (r"says ([\d.]+) %", lucky.theory(skewed, 5)),
            (r"([\d.]+) points", lucky.theory(skewed, 5)),
        )
    )
    assert law - best == pytest.approx(gap, abs=1e-9)
    assert law == pytest.approx(skewed.best["law"][4], abs=0.005)


def test_the_lines_to_copy_say_which_spread_they_print(capsys):
    exec(lucky.REPORT, {"scores": np.array([70.0, 72.0])})
    assert capsys.readouterr().out == f"mean 71.00, standard deviation {np.sqrt(2):.2f}, 2 seeds\n"


@pytest.mark.parametrize("n", [2, 10])
def test_standard_deviations_of_few_seeds_spread_as_said(n):
    """4 standard errors of a quantile of 40,000 draws, whose density is above 0.1 there."""
    drawn = np.random.default_rng(1).normal(size=(40_000, n)).std(axis=1, ddof=1)
    edges = report.spread_of(n)
    assert np.quantile(drawn, [0.05, 0.95]) == pytest.approx(edges, abs=4 * np.sqrt(0.05 * 0.95 / 40_000) / 0.1)
    assert f"{edges[0]:.2g} to {edges[1]:.2g} times" in lucky.spreads()


def test_skewed_scores_break_the_theory_and_are_said_to():
    skewed = made(100 - np.random.default_rng(3).exponential(5.0, size=1000))
    assert "more than there is" in lucky.theory(skewed, 50)
    assert "too much, as these scores are not normal (skewness −" in lucky.theory(skewed, 50)


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
    assert lucky.headline(cost, 3) == "The best of 3 seeds looks 0.175 better than the mean seed: luck."
    assert "- e_n" in lucky.formula(cost, 3)


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ([np.nan] * 4, "No answer: all runs diverged"),
        ([70.0] * 4, "None of it here: every seed ends with the same held-out accuracy."),
        ([70.0, 72.0, np.nan, 71.0, 73.0], "The best of 2 seeds looks 0.833 points better"),
    ],
)
def test_the_answer_is_true_of_every_case(scores, sentence):
    case = made(scores)
    assert lucky.headline(case, 100).startswith(sentence)
    for words in (lucky.detail, lucky.theory, lucky.formula):
        assert isinstance(words(case, 100), str)
    lucky.best(case, 3).to_dict()
    lucky.histogram(case).to_dict()
    assert lucky.spread(case)
    assert lucky.course(case)


def test_luck_of_the_start_and_of_the_test_are_told_apart():
    """800 right of 1,000: a standard error of 100 sqrt(0.8 * 0.2 / 1000) = 1.265 points."""
    apart = made(np.random.default_rng(2).normal(80.0, 5.0, size=1000))
    assert lucky.wobble(apart) == pytest.approx(1.265, abs=0.01)
    assert lucky.headline(apart, 10).endswith("mostly luck of its start.")
    lead = apart.best["mean"][9] - apart.facts["mean"]
    left = float(re.search(r"keep ([\d.]+) points or more", lucky.of_the_test(apart, 10))[1])
    assert left == pytest.approx(lead * (1 - (1.265 / apart.facts["sd"]) ** 2), abs=0.05)
    alike = made(np.random.default_rng(2).normal(80.0, 1.0, size=1000))
    assert lucky.headline(alike, 10).endswith("mostly luck of the held-out examples.")
    assert "keep perhaps nothing of its lead" in lucky.of_the_test(alike, 10)
    assert lucky.of_the_test(made([0.5, 0.4, 0.3, 0.6], "training cost"), 2) == ""


def test_one_seed_flatters_nobody(found):
    assert lucky.headline(found, 1).startswith("A single seed flatters nobody")
    assert lucky.theory(found, 1) == ""


def test_every_run_is_in_a_bar(found):
    assert lucky.bars(found)["runs"].sum() == 64


def test_theory_is_dashed_and_grey(found):
    line = next(layer for layer in lucky.best(found, 10).to_dict()["layer"] if "strokeDash" in layer["encoding"])
    assert line["encoding"]["strokeDash"]["scale"] == {
        "domain": ["measured", "theory: normal scores"], "range": [[1, 0], [5, 4]],
    }  # fmt: skip


def test_diverged_runs_are_counted_and_left_out(found):
    gone = made([*found.scores["score"], np.nan])
    assert gone.facts["runs"] - gone.facts["kept"] == 1
    pd.testing.assert_frame_equal(gone.best, found.best)
    assert "1 more diverged" in lucky.detail(gone, 3)
