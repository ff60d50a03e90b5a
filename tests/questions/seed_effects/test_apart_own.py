"""The reader's own scores: as they are read out of what is asked, in the lines to copy, and how often a study sees."""

import re

import numpy as np
import pytest
from scipy import stats

import lab
from lab import finding, question
from lab.answer import Advice, Why
from lab.headline import fits
from lab.questions.seed_effects import apart
from lab.questions.seed_effects.apart import own, scores, welch

POST = (
    "How many times should I train with different seeds before I write in my report that model B is better than model "
    "A? I have 3 runs each: A 84, 86, 82 and B 87, 85, 88."
)
ASKED = ("84 86 82", "87 85 88")


def asked(a, b, **more):
    """The answer to scores of runs."""
    return lab.ask("apart", source=own.OWN, scores_a=a, scores_b=b, **more)


def code_of(answer):
    return next(block.code for block in answer.blocks if isinstance(block, Advice))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (POST, ASKED),
        ("Is B better than A: A 84 86 82, B 87 85 88", ASKED),
        ("Is model B better than model A? A 84, 86, 82 and B 87, 85, 88", ASKED),
        ("A: 84 86 82, B: 87 85 88", ASKED),
        ("B: 87 85 88, A: 84 86 82", ASKED),
        ("model A 84, 86, 82 vs model B 87, 85, 88", ASKED),
        ("A = [84, 86, 82], B = [87, 85, 88]", ASKED),
        ("A got 84 %, 86 % and 82 %; B got 87 %, 85 % and 88 %", ASKED),
        ("baseline 84,86,82 and mine 87,85,88: is the improvement real?", ASKED),
        ("seeds 1, 2, 3: A 84, 86, 82; B 87, 85, 88", ASKED),
        ("seed 0: A 84, B 87; seed 1: A 86, B 85; seed 2: A 82, B 88", ASKED),
        ("A reached 84, 86, 82 after 20 epochs and B reached 87, 85, 88 after 20 epochs", ASKED),
        ("a: 0.84 0.86 0.82 b: 0.87 0.85 0.88", ("0.84 0.86 0.82", "0.87 0.85 0.88")),
        ("A 84 and B 86, 3 runs each", ("84 × 3", "86 × 3")),
        ("Mean of 3 runs: A 0.84, B 0.86. Is B better?", ("0.84 × 3", "0.86 × 3")),
        ("is 84 % better than 82 %, with three runs of each?", ("84 × 3", "82 × 3")),
        ("84 ± 2 over 3 runs vs 87 ± 1.5 over 3 runs", ("84 ± 2 × 3", "87 ± 1.5 × 3")),
        ("B 87 % ± 1.5 %, A 84 % ± 2 %, n = 5", ("84 ± 2 × 5", "87 ± 1.5 × 5")),
        ("A 84 and B 86, would 10 runs be enough?", ("84", "86")),
        ("B got 92.6% and A got 92.1%", ("92.1", "92.6")),
    ],
)
def test_scores_of_two_settings_are_read_out_of_what_is_asked(text, read):
    assert apart.reads(text) == {"source": own.OWN, "scores_a": read[0], "scores_b": read[1]}
    assert [scores.read(box).n > 0 for box in read] == [True, True]


@pytest.mark.parametrize(
    "text",
    [
        "A 84 86 82, B 87",
        "84, 86, 82 % vs 87 %",
        "A 84, 86, 82, B 87, 85, 88, C 90, 91, 92",
        "A 84, B 86, C 90",
        "A 84 ± 2 and B 87 ± 1.5: is B better?",
        "Is B better than A: 84 86 82 vs 87 85 88",  # whose are the first?
        "3 runs each, A is between 82 and 86 and B between 85 and 88",
        "rates 0.1, 0.01, 0.001 and widths 8, 16, 32: which model is better?",
        "my loss is 0.4, 0.3, 0.2 after 1, 2, 3 epochs",
        "A with rate 0.01 gets 84, B with rate 0.1 gets 86",
        "A 3 layer network or B 5 layers?",
        "are 3 seeds enough?",
    ],
)
def test_what_is_not_plain_is_not_read(text):
    assert apart.reads(text) == {}


def test_the_test_set_of_several_runs_is_read_too():
    found = apart.reads("A 0.84, 0.86, 0.82 vs B 0.87, 0.85, 0.88 on 2,000 test examples")
    assert (found["scores_b"], found["test_examples"]) == ("0.87 0.85 0.88", 2000)


@pytest.mark.parametrize(
    "text",
    [
        POST,
        "Is B better than A: A 84 86 82, B 87 85 88",
        "Is model B better than model A? A 84, 86, 82 and B 87, 85, 88",
    ],
)
def test_what_is_asked_with_runs_arrives_at_these_runs(text):
    hit = lab.find(text)[0]
    slug, given = question.from_address(hit.address)
    assert (slug, given["source"], given["scores_a"], given["scores_b"]) == ("apart", own.OWN, *ASKED)
    assert hit.says == finding.NUMBERS
    assert hit.title == apart.QUESTION.ask  # not that of an example with other numbers
    assert lab.ask(slug, **given).headline == "Not with these: about 9 runs of each show a difference of 2.67."


def test_what_is_asked_without_names_of_models_arrives_too():
    hit = lab.find("baseline 0.71, 0.72, 0.70 vs mine 0.74, 0.73, 0.75: is the improvement real?")[0]
    given = question.from_address(hit.address)[1]
    assert (hit.question, given["scores_a"], given["scores_b"]) == ("apart", "0.71 0.72 0.70", "0.74 0.73 0.75")


EXAMPLES = [
    given
    for given in (*apart.TRY.values(), *apart.QUESTION.turned.values(), {"source": own.OWN})
    if given.get("source") == own.OWN
]


@pytest.mark.parametrize("given", EXAMPLES)
def test_the_numbers_of_an_example_are_called_an_example(given):
    answer = lab.ask("apart", **given)
    assert answer.headline.endswith(" (an example).")
    assert fits(answer.headline)
    assert answer.note.startswith("These scores are an example: put yours in the boxes. ")


def test_the_reader_s_numbers_are_not_called_an_example():
    answer = asked(*ASKED)
    assert "example" not in answer.headline + answer.note + code_of(answer)


def test_numbers_that_cannot_be_read_arrive_at_an_example_that_says_so():
    hit = lab.find("I have 3 runs each, A is between 82 and 86 and B between 85 and 88. May I report that B wins?")[0]
    slug, given = question.from_address(hit.address)
    assert (slug, given["source"]) == ("apart", own.OWN)
    assert lab.ask(slug, **given).headline.endswith("(an example).")


@pytest.mark.parametrize("text", ["87, 85, 88.", "87 85 88,", "87; 85; 88 .", "87 %, 85 %, 88 %."])
def test_a_full_stop_at_the_end_is_no_part_of_a_score(text):
    assert scores.read(text).scores == (87, 85, 88)


def test_a_full_stop_after_a_summary_is_no_part_of_it():
    assert scores.read("84 ± 2 × 3.") == scores.Runs(3, 84.0, 2.0)


def test_the_lines_to_copy_hold_the_reader_s_runs_and_their_comments_are_true(capsys):
    code = code_of(asked(*ASKED))
    exec(code, {})
    found = re.findall(r"low=np.float64\((.+?)\), high=np.float64\((.+?)\)", capsys.readouterr().out)
    for test, shown in zip((stats.ttest_ind, stats.ttest_rel), found, strict=True):
        more = {"equal_var": False} if test is stats.ttest_ind else {}
        interval = test([84, 86, 82], [87, 85, 88], **more).confidence_interval(0.95)
        assert tuple(map(float, shown)) == pytest.approx((interval.low, interval.high))
    assert code.count("# told apart if 0 is not in it") == 1


def test_of_unequal_numbers_of_runs_no_pairs_are_tested(capsys):
    code = code_of(asked("84 86 82.5", "87 85"))
    assert "a, b = [84, 86, 82.5], [87, 85]" in code
    assert "ttest_rel" not in code
    exec(code, {})
    assert "ConfidenceInterval" in capsys.readouterr().out


def test_the_lines_to_copy_take_means_and_deviations_as_they_are(capsys):
    exec(code_of(asked("84 ± 2 × 3", "87 ± 1.5 × 5")), {})
    expected = stats.ttest_ind_from_stats(84, 2, 3, 87, 1.5, 5, equal_var=False).pvalue
    assert float(capsys.readouterr().out) == pytest.approx(expected)


def test_of_means_alone_the_lines_to_copy_say_that_they_are_an_example():
    assert "# an example: put yours, a score of every run" in code_of(asked("84 × 4", "82 × 4"))


@pytest.mark.parametrize(
    ("difference", "variances", "counts"),
    [(8 / 3, (4, 7 / 3), (3, 3)), (2, (4, 1), (3, 3)), (2, (1, 1), (2, 2)), (5, (1, 9), (2, 4)), (2, (1, 0), (3, 5))],
)
def test_so_many_studies_see_the_difference_as_welch_s_test_does(difference, variances, counts):
    """Counted in 40,000 studies, which each estimate their own degrees of freedom; 4 standard errors."""
    draws = np.random.default_rng(11)
    a, b = (draws.normal(0, np.sqrt(each), (40_000, n)) for each, n in zip(variances, counts, strict=True))
    seen = (stats.ttest_ind(a + difference, b, axis=1, equal_var=False).pvalue < 0.05).mean()
    share = float(welch.share(difference, np.array(variances), np.array(counts)))
    assert share == pytest.approx(seen, abs=4 * np.sqrt(0.25 / 40_000))


def test_many_runs_see_it_as_often_as_the_noncentral_t_says():
    from lab.laws import power

    variances, counts = np.array([4.0, 1.0]), np.array([[40, 40], [1000, 1000]])
    expected = power.power(0.5, *welch.error_and_freedom(variances, counts))
    assert welch.share(0.5, variances, counts) == pytest.approx(expected, abs=2e-3)


def test_without_a_spread_every_study_sees_a_difference():
    assert welch.share(2.0, np.zeros(2), np.array([3, 3])) == 1.0
    assert welch.share(0.0, np.zeros(2), np.array([3, 3])) == 0.0


def test_three_runs_of_the_reader_are_said_to_see_it_as_often_as_they_do():
    """22.8 % of 200,000 simulated studies."""
    answer = asked(*ASKED)
    why = next(block.text for block in answer.blocks if isinstance(block, Why))
    assert "23 % of studies with so many runs would see the difference." in why
