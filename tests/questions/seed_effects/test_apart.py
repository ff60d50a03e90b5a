"""Two settings, pair by pair: against Student's test, and what is said about them."""

import re

import numpy as np
import pytest

import lab
from lab import question
from lab.headline import fits
from lab.questions.seed_effects import apart, lucky
from lab.questions.seed_effects.apart import own, scores
from lab.seeds import report, scored

SHORT = lab.vary(scored.START, {"training.epochs": 30})
OTHER = {"init.scheme": "glorot_uniform"}
NAMES = apart.named("He's rule", "Glorot's rule", 0.1, 0.1)


@pytest.fixture(scope="module")
def found():
    return apart.measure(SHORT, OTHER, count=64)


def made(a, b, result="held-out accuracy"):
    """What `measure` would find of these scores."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scored, "scores", lambda *args, **options: np.array([a, b], dtype=float))
        return apart.measure(SHORT, OTHER, count=len(a), result=result)


def test_each_setting_has_the_scores_that_it_has_alone(found):
    assert found.pairs["a"].tolist() == lucky.measure(SHORT, count=64).scores["score"].tolist()
    assert found.pairs["b"].tolist() == lucky.measure(lab.vary(SHORT, OTHER), count=64).scores["score"].tolist()


def test_the_interval_is_that_of_student_s_paired_test(found):
    from scipy import stats

    interval = stats.ttest_rel(found.pairs["a"], found.pairs["b"]).confidence_interval(0.95)
    assert (found.facts["low"], found.facts["high"]) == pytest.approx((interval.low, interval.high))


def test_a_study_sees_a_difference_where_student_s_test_does():
    from scipy import stats

    values = np.random.default_rng(5).normal(0.5, 1.0, size=40)
    table = report.shares_that_see(values, studies=50)
    n = 8
    draws = np.random.default_rng(np.random.SeedSequence(0, spawn_key=(n,)))
    chosen = values[draws.integers(40, size=(50, n))]
    seen = np.mean([stats.ttest_1samp(study, 0).pvalue < 0.05 for study in chosen])
    assert table.set_index("n").loc[n, "share"] == pytest.approx(seen)


def test_large_studies_of_normal_pairs_obey_the_theory():
    draws = np.random.default_rng(6)
    pairs = made(draws.normal(70.0, 3.0, 1000), draws.normal(69.0, 3.0, 1000))
    far = pairs.shares.query("n >= 30")
    assert far["share"].to_numpy() == pytest.approx(far["law"].to_numpy(), abs=4 * 0.5 / np.sqrt(2000) + 0.01)


def test_equal_settings_differ_by_exactly_nothing():
    same = apart.measure(SHORT, {}, count=8)
    assert same.pairs["difference"].eq(0.0).all()
    assert apart.headline(same, NAMES).startswith("No number of seeds tells them apart")
    assert "One seed" not in apart.why(same)


@pytest.mark.parametrize(("a", "b"), [(5.0, 5.0), (9.0, 5.0)])
def test_a_difference_without_spread_is_one_bar_of_the_usual_width_around_it(a, b):
    bars = apart.bars(made([a] * 8, [b] * 8))
    (full,) = bars[bars["pairs"] > 0].itertuples()
    assert (full.pairs, len(bars)) == (8, apart.BARS)
    assert (full.left + full.right) / 2 == pytest.approx(a - b)
    assert full.right - full.left == pytest.approx((bars["right"].max() - bars["left"].min()) / apart.BARS)
    assert bars["left"].min() < a - b - 10 * (full.right - full.left)


@pytest.mark.parametrize(
    ("a", "b", "result", "sentence"),
    [
        ([1, 1, 2.0], [np.nan, np.nan, 1], "held-out accuracy", "No answer: hardly a pair"),
        ([71, 69, 70, 70.5], [70, 70, 70, 70], "held-out accuracy",
         "More than 4: these seeds do not tell A (He's rule) from B (Glorot's rule)."),
        ([80, 81, 82, 83], [70, 71.1, 72, 73], "held-out accuracy", "For these two models: about 2 seeds show that A"),
        ([0.8, 0.81, 0.82, 0.83], [0.7, 0.711, 0.72, 0.73], "training cost",
         "For these two models: about 2 seeds show that B (Glorot's rule) is better, by 0.0997."),
    ],
)  # fmt: skip
def test_the_answer_is_true_of_every_case(a, b, result, sentence):
    case = made(a, b, result)
    assert apart.headline(case, NAMES).startswith(sentence)
    for words in (apart.detail, apart.pairing, apart.theory, apart.formula, apart.course):
        assert isinstance(words(case), str)
    for picture in (apart.studies, apart.differences):
        picture(case).to_dict()


def test_what_to_do_says_how_many_seeds_one_result_takes_and_why_theory_and_headline_differ():
    """(1.96 * 4.41 / 1)^2 = 74.7, of scores of A that have just this deviation."""
    case = made(77.0 + 4.41 / np.sqrt(2) * np.array([-1, 1]), [70.0, 71.0])
    assert ": 75 seeds make the mean of A sure to ± 1 point." in apart.alone(case)
    assert f"= {scored.amount(case.facts['needed'])}. It takes sd for known" in apart.theory(case)


@pytest.mark.parametrize("seed", range(20))
def test_a_reader_s_sum_with_the_numbers_that_are_printed_gives_the_printed_result(seed):
    """Of the rule as of the formula; and it is what theory says of all digits."""
    draws = np.random.default_rng(seed)
    case = made(draws.normal(77, 5, 40), draws.normal(70, 5, 40))
    factor, sd, difference, needed = map(
        float, re.search(r"here ([\d.]+) · \(([\d.]+) / ([\d.]+)\)² = ([\d.]+)\. ", apart.theory(case)).groups()
    )
    assert float(f"{factor * (sd / difference) ** 2:.3g}") == needed
    assert needed == pytest.approx(case.facts["needed"], rel=0.01)
    shown = re.search(r"\(1\.960 \+ 0\.842\) \\cdot ([\d.]+)\}\{([\d.]+)\}.* = ([\d.]+) ", apart.formula(case))
    sd, difference, needed = map(float, shown.groups())
    assert float(f"{((1.960 + 0.842) * sd / difference) ** 2:.3g}") == needed


def test_what_it_means_to_see_a_difference_is_said_in_plain_words_and_of_these_two_models(found):
    said = f"{apart.headline(found, NAMES)} {apart.detail(found)} {apart.theory(found)} {apart.why(found)}"
    assert found.verdict == "A"
    assert said.startswith("For these two models: about ")
    assert "80 have a 95 % interval that does not contain 0, “no difference”. Each seed trains both A and B;" in said
    assert "shared" not in said.lower()
    assert "one side" not in said


def test_every_pair_is_in_a_bar_and_zero_is_an_edge(found):
    bars = apart.bars(found)
    assert bars["pairs"].sum() == 64
    if bars["left"].min() < 0 < bars["right"].max():
        assert np.abs(bars["left"]).min() < 1e-9


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        (("He's rule", "Glorot's rule", 0.1, 0.1), ["A (He's rule)", "B (Glorot's rule)"]),
        (("uniform", "uniform", 0.1, 0.3), ["A (smaller rate)", "B (larger rate)"]),
        (("uniform", "He's rule", 0.3, 0.1), ["A (uniform, larger rate)", "B (He's rule, smaller rate)"]),
        (("uniform", "uniform", 0.1, 0.1), ["A", "B"]),
    ],
)
def test_a_and_b_are_named_by_what_tells_them_apart(settings, names):
    assert list(apart.named(*settings).values()) == names


def test_the_longest_headlines_are_short_enough():
    names = apart.named("He's rule", "Glorot's rule", 0.1, 0.3)
    for a, b in (
        ([71, 69, 70, 70.5], [70] * 4),
        ([75, 81, 82, 83, 84], [74, 78, 85, 83, 70]),
        ([70.0] * 3, [70.0] * 3),
    ):
        assert len(apart.headline(made(a, b), names).split()) <= 20
    far = made([0.01, 0.02, 0.03, 0.04], [0.0, 0.0, 0.0, 0.0])
    far.facts["measured"] = np.inf
    assert len(apart.headline(far, names).split()) <= 20


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        ([80, 81, 82, 69, 83], [70, 71.1, 72, 70, 73], "not enough: in 1 of 5 pairs the other one wins."),
        (
            [80, 81, 82, 70, 83],
            [70, 71.1, 72, 70, 73],
            "not enough: in 0 of 5 pairs the other one wins, in 1 both are equal.",
        ),
        ([80, 81, 82, 83], [70, 71.1, 72, 73], "not enough: one pair shows no spread"),
        ([71, 69, 70, 70.5], [70, 70, 70, 70], "not enough: A is ahead in 50 % of pairs"),
    ],
)
def test_one_seed_of_each_is_never_enough(a, b, says):
    assert says in apart.why(made(a, b))


def test_the_interval_to_copy_is_student_s(capsys):
    """Of 5 seeds: the quantile of t is 2.776, not 2."""
    a, b = np.array([3.0, 5.0, 4.0, 6.0, 7.0]), np.zeros(5)
    exec(apart.REMEDY, {"scores_a": a, "scores_b": b})
    half = 2.776 * np.sqrt(2.5 / 5)
    one = f"mean 5.00, standard error {np.sqrt(2.5 / 5):.2f}, 5 seeds\n"
    pair = f"mean difference 5.00, 95 % interval {5 - half:.2f} to {5 + half:.2f}\n"
    assert capsys.readouterr().out == one + pair


def test_the_means_and_their_difference_agree_digit_by_digit():
    case = made([80.06, 80.06, 80.06, 80.46], [70.04, 71.14, 72.04, 73.04])
    assert "A 80.16 %, B 71.57 %; difference 8.59 with" in apart.detail(case)
    assert apart.headline(case, NAMES).endswith("by 8.59 points.")


def test_whether_one_seed_is_enough_is_found_and_answered():
    assert lab.find("is one seed enough to compare two models?")[0].question == "apart"


def test_what_three_seeds_show_is_the_share_of_such_studies(found):
    from scipy import stats

    (share,) = found.shares.query("n == 3")["share"]
    assert (
        f" 3 are not enough, either: of studies with 3 seeds each, {round(100 * share)} % see a difference."
        in apart.why(found)
    )
    draws = np.random.default_rng(8).choice(found.pairs["difference"].dropna(), size=(4000, 3))
    draws = draws[np.ptp(draws, axis=1) > 0]  # without a spread Student's test has no answer
    assert (stats.ttest_1samp(draws, 0, axis=1).pvalue < 0.05).mean() == pytest.approx(share, abs=0.04)


def test_own_scores_are_judged_by_welch_s_test_and_pairs_by_student_s():
    from scipy import stats

    a, b = [84.0, 86, 82, 85], [82.0, 83, 81, 80]
    one, other = scores.read("84 86 82 85"), scores.read("82, 83, 81, 80")
    for paired, test in (
        (False, stats.ttest_ind(a, b, equal_var=False)),
        (True, stats.ttest_rel(a, b)),
    ):
        found, interval = own.Compared(one, other, paired), test.confidence_interval(0.95)
        bounds = found.difference - found.half, found.difference + found.half
        assert bounds == pytest.approx((interval.low, interval.high))
        assert (found.verdict == "seen") == (test.pvalue < 0.05)


def test_so_many_runs_see_the_difference_as_often_as_theory_says():
    found = own.Compared(scores.Runs(3, 84.0, 2.0), scores.Runs(3, 82.0, 1.0), paired=False)
    from scipy import stats

    draws = np.random.default_rng(10)
    a, b = (draws.normal(mean, sd, (4000, found.needed)) for mean, sd in ((84, 2), (82, 1)))
    seen = (stats.ttest_ind(a, b, axis=1, equal_var=False).pvalue < 0.05).mean()
    assert seen == pytest.approx(own.WANTED, abs=0.04)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("0,84 0,82", (2, 0.83)),
        ("84,82,83", (3, 83.0)),
        ("84 %; 82 %", (2, 83.0)),
        ("84 ± 1.5 × 10", (10, 84.0)),
        ("84 +- 1.5, n = 10", (10, 84.0)),
        ("84 × 3", (3, 84.0)),
    ],
)
def test_scores_are_read_as_people_write_them(text, runs):
    found = scores.read(text)
    assert (found.n, found.mean) == (runs[0], pytest.approx(runs[1]))


@pytest.mark.parametrize("text", ["", "good", "84 ± 2", "84 and 82"])
def test_what_is_no_score_is_refused_with_what_to_write(text):
    with pytest.raises(ValueError, match="Give the score of every run"):
        scores.read(text)


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        ("84", "82", "No answer yet: these scores show no spread; give the number of test examples"),
        ("84 84", "82 82", "No answer yet"),
        ("84 86", "86 84", "No number of runs"),
        ("84 × 3", "82 × 3", "Enough only if single runs have a standard deviation below 0.882 (an example)."),
        ("84 ± 0.88 × 3", "82 ± 0.88 × 3", "These are enough: A is higher by 2"),
        ("84 ± 0.89 × 3", "82 ± 0.89 × 3", "Not with these: about 5 runs of each show a difference of 2."),
        ("0.1 0.1001", "90 90.001", "These are enough: B is higher by 89.9"),
    ],
)
def test_own_scores_are_answered_in_every_case(a, b, says):
    found = lab.ask("apart", source=own.OWN, scores_a=a, scores_b=b)
    assert found.headline.startswith(says)
    assert fits(found.headline)


def test_the_address_of_own_scores_brings_them_back():
    given = apart.TRY["Is 84 % better than 82 %, with three runs of each?"]
    assert question.from_address(question.address("apart", given))[1].items() >= given.items()
