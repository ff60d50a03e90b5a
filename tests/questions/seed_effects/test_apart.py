"""Two settings, pair by pair: against Student's test, and what is said about them."""

import numpy as np
import pytest

import lab
from lab.questions.seed_effects import apart, lucky
from lab.seeds import scored

SHORT = lab.vary(scored.START, {"training.epochs": 30})
OTHER = {"init.scheme": "glorot_uniform"}
NAMES = apart.named("he normal", "glorot uniform", 0.1, 0.1)


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
    table = apart.shares_that_see(values, studies=50)
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
    assert apart.enough(same) == ""


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
         "More than 4: these seeds do not tell A (he normal) from B (glorot uniform)."),
        ([80, 81, 82, 83], [70, 71.1, 72, 73], "held-out accuracy", "It takes about 2 seeds each to see that A (he"),
        ([0.8, 0.81, 0.82, 0.83], [0.7, 0.711, 0.72, 0.73], "training cost",
         "It takes about 2 seeds each to see that B (glorot uniform) is better, by 0.0997."),
    ],
)  # fmt: skip
def test_the_answer_is_true_of_every_case(a, b, result, sentence):
    case = made(a, b, result)
    assert apart.headline(case, NAMES).startswith(sentence)
    for words in (apart.detail, apart.pairing, apart.theory, apart.formula, apart.course):
        assert isinstance(words(case), str)
    for picture in (apart.studies, apart.differences):
        picture(case).to_dict()


def test_every_pair_is_in_a_bar_and_zero_is_an_edge(found):
    bars = apart.bars(found)
    assert bars["pairs"].sum() == 64
    if bars["left"].min() < 0 < bars["right"].max():
        assert np.abs(bars["left"]).min() < 1e-9


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        (("he normal", "glorot uniform", 0.1, 0.1), ["A (he normal)", "B (glorot uniform)"]),
        (("uniform", "uniform", 0.1, 0.3), ["A (smaller rate)", "B (larger rate)"]),
        (("uniform", "he normal", 0.3, 0.1), ["A (uniform, larger rate)", "B (he normal, smaller rate)"]),
        (("uniform", "uniform", 0.1, 0.1), ["A", "B"]),
    ],
)
def test_a_and_b_are_named_by_what_tells_them_apart(settings, names):
    assert list(apart.named(*settings).values()) == names


def test_the_longest_headlines_are_short_enough():
    names = apart.named("he normal", "glorot uniform", 0.1, 0.3)
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
        ([80, 81, 82, 69, 83], [70, 71.1, 72, 70, 73], "No: in 1 of 5 pairs the other one wins."),
        ([80, 81, 82, 70, 83], [70, 71.1, 72, 70, 73], "No: in 0 of 5 pairs the other one wins, in 1 both are equal."),
        ([80, 81, 82, 83], [70, 71.1, 72, 73], "No: one pair shows no spread"),
        ([71, 69, 70, 70.5], [70, 70, 70, 70], "No: A is ahead in 50 % of pairs"),
    ],
)
def test_one_seed_of_each_is_never_enough(a, b, says):
    assert says in apart.detail(made(a, b))


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


def test_the_seeds_of_the_rule_are_told_apart_from_those_measured():
    case = made([80, 81, 82, 83], [70, 71.1, 72, 73])
    assert "here 1 by this rule, about 2 seeds each as measured." in apart.advice(case)


def test_one_result_alone_gets_its_rule_also_where_two_are_equal():
    same = apart.advice(made([70.0, 74.0, 72.0], [70.0, 74.0, 72.0]))
    assert same.startswith("To report one result, give its mean and its standard error")
    assert "A's deviation is 2 points here, so 10 seeds give an error of 0.632 points." in same
    assert "train both" not in same
    assert apart.advice(made([1, np.nan, np.nan], [1, 1, 1])) == ""


def test_whether_one_seed_is_enough_is_found_and_answered():
    assert lab.find("is one seed enough to compare two models?")[0].question == "apart"


def test_what_three_seeds_show_is_the_share_of_such_studies(found):
    from scipy import stats

    (share,) = found.shares.query("n == 3")["share"]
    assert f" Are 3 enough? Of studies with 3 seeds each, {round(100 * share)} % see a difference." in apart.detail(
        found
    )
    draws = np.random.default_rng(8).choice(found.pairs["difference"].dropna(), size=(4000, 3))
    draws = draws[np.ptp(draws, axis=1) > 0]  # without a spread Student's test has no answer
    assert (stats.ttest_1samp(draws, 0, axis=1).pvalue < 0.05).mean() == pytest.approx(share, abs=0.04)


@pytest.mark.parametrize(
    ("slope", "says"),
    [
        (0.5, "correlation is 1, so it saves 80 % of the seeds."),
        (-0.5, "correlation is −1, so it takes 80 % more seeds."),
    ],
)
def test_the_same_seeds_save_what_the_scores_have_in_common(slope, says):
    """Of b = s a the share is 2 cov / (var a + var b) = 2 s / (1 + s^2)."""
    a = np.array([80.0, 81, 82, 85, 79])
    assert says in apart.advice(made(a, 70 + slope * (a - 80)))


def test_a_correlation_that_chance_gives_saves_nothing(found):
    said, independent = apart.advice(found), abs(np.corrcoef(found.pairs["a"], found.pairs["b"])[0, 1]) < 0.25
    assert ("no saving is seen" in said) == independent
    draws = np.random.default_rng(9)
    a, noise = draws.normal(80, 3, 200), draws.normal(0, 3, 200)
    assert "no saving is seen" in apart.advice(made(a, 80 + noise))
    assert "% of the seeds" in apart.advice(made(a, 0.5 * a + noise))
