"""Two scores of a test set of so many examples: against published intervals, exact tests and draws."""

import numpy as np
import pytest

import lab
from lab import finding, question
from lab.answer import Why
from lab.headline import fits
from lab.questions.seed_effects import apart
from lab.questions.seed_effects.apart import held_out, own

N = 500


def asked(a, b, examples=N, **more):
    """The answer to scores of so many test examples."""
    return lab.ask("apart", source=own.OWN, scores_a=a, scores_b=b, test_examples=examples, **more)


def of_one(a, b, examples, unit=100.0):
    """Two single scores of so many test examples."""
    return held_out.tested([a, b], [a, b], examples, unit > 1, single=True)


def why_of(answer):
    return next(block.text for block in answer.blocks if isinstance(block, Why))


def test_two_accuracies_of_one_test_set_are_compared_by_the_number_of_its_examples():
    """sqrt(0.921 * 0.079 / 500) = 0.01206, sqrt(0.926 * 0.074 / 500) = 0.01171; 500 times their mean is 6."""
    answer = asked("92.1", "92.6")
    said = "No, not shown: B is ahead by 2.5 test examples; chance alone moves each score by about 6 (an example)."
    assert answer.headline == said
    assert "standard error of 1.21 points for A, 1.17 points for B, and at most 1.68 points" in answer.note
    assert "(92.1 % of 500 is 460.5, no whole number: is one of them mistyped?)" in answer.note
    assert "a lead of fewer than 6 examples may be chance" in why_of(answer)
    assert "takes about 22,000 test examples" in why_of(answer)  # 2 * 0.0706 * (1.96 / 0.005)^2 = 21,700
    assert "several runs of each" in why_of(answer)
    (figure,) = answer.figures()
    means = next(frame for frame in figure.frames.values() if "mean" in frame)
    assert means[["low", "high"]].iloc[1].tolist() == pytest.approx([89.96, 94.59], abs=0.02)  # Wilson's of 463 of 500
    assert means["says"].tolist() == ["92.1 %: 460.5 of 500 right", "92.6 %: 463 of 500 right"]


@pytest.mark.parametrize(
    ("a", "b", "examples", "says"),
    [
        ("0.87", "0.88", 200, "No, not shown: B is ahead by 2 test examples"),
        ("92", "93", 500, "Not by these scores alone: B is ahead by 5 test examples"),  # rounded from as many as 10
        ("92", "93.0001", 500, "No, not shown: B is ahead by 5 test examples"),
        ("90.0 %", "93.0 %", 500, "Not by these scores alone: B is ahead by 15 test examples"),
        ("90", "96", 500, "Yes, for these two networks: B is ahead by 30 test examples"),
        ("96", "90", 500, "Yes, for these two networks: A is ahead by 30 test examples"),
        ("92", "92", 500, "No: both scores are equal, and chance alone moves each by about 6 test examples."),
        ("100", "0", 1, "No, not shown: A is ahead by 1 test example; chance alone moves each score by about 1."),
        ("100", "100", 10, "No: both scores are equal, and chance alone moves each by about 1 test example."),
        ("100", "99.9998", 500_000, "No, not shown: A is ahead by 1 test example;"),
        ("84 84", "82 82", 500, "Not by these scores alone: A is ahead by 10 test examples"),
        ("84 86", "82", 500, "Not by these scores alone: A is ahead by 15 test examples"),
        ("84 × 3", "82 × 3", 500, "Not by these scores alone: A is ahead by 10 test examples"),
        ("84 × 3", "82 × 3", 50_000, "Enough only if single runs have a standard deviation below 0.858."),
        ("84 86 82", "82 83 81", 500, "Not with these: the luck of the runs is ± 4.16, that of the test set up to"),
        ("85 86 85", "83 83.5 82.5", 500, "Not with these: the luck of the runs is"),  # the runs alone are enough
        ("85 86 85", "83 83.5 82.5", 50_000, "These are enough: A is higher by 2.33"),
        ("84 86", "86 84", 500, "No number of runs"),
    ],
)  # fmt: skip
def test_scores_of_a_test_set_are_answered_in_every_case(a, b, examples, says):
    answer = asked(a, b, examples)
    assert answer.headline.startswith(says)
    assert fits(answer.headline)
    assert answer.figures()[0].chart().to_dict()
    text = f"{answer.note} {why_of(answer)}"
    assert "nan" not in text
    assert "inf" not in text
    assert " 0 test examples" not in text


def test_the_interval_of_the_difference_is_newcombe_s():
    """His method 10 for 9 of 10 and 3 of 10: 0.1705 to 0.8090."""
    found = of_one(0.9, 0.3, 10, unit=1.0)
    below, above = found.arms
    assert (found.difference - below, found.difference + above) == pytest.approx((0.1705, 0.8090), abs=1e-4)
    assert found.seen
    other = of_one(0.3, 0.9, 10, unit=1.0)
    assert other.arms == pytest.approx((above, below))
    assert other.allows == found.allows


@pytest.mark.parametrize("p", [0.5, 0.92])
def test_separate_test_sets_without_a_difference_are_told_apart_once_in_twenty(p):
    draws = np.random.default_rng(3).binomial(500, p, size=(2000, 2)) / 500
    seen = np.mean([of_one(*pair, 500, unit=1.0).seen for pair in draws])
    assert seen == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 2000) + 0.005)


def test_on_one_test_set_the_difference_varies_less_than_the_two_standard_errors_say():
    draws = np.random.default_rng(4)
    easy = draws.choice([0.99, 0.6], size=(3000, 500), p=[0.8, 0.2])  # what is hard is hard for both
    a, b = ((draws.random(easy.shape) < easy).mean(axis=1) for _ in range(2))
    one = of_one(a.mean(), b.mean(), 500, unit=1.0)
    assert np.std(a) == pytest.approx(one.errors[0], rel=0.06)
    assert np.std(a - b) < 0.95 * one.errors[2]


def test_mcnemar_s_test_sees_the_lead_up_to_as_many_examples_as_are_said():
    from scipy.stats import binomtest

    assert [binomtest(lead, lead).pvalue < 0.05 for lead in (5, 6)] == [False, True]
    assert held_out.fewest() == 6
    found = of_one(90.2, 93.4, 500)
    assert found.most == 16  # 451 and 467
    most = found.alone
    assert binomtest((most + 16) // 2, most).pvalue < 0.05 < binomtest((most + 18) // 2, most + 2).pvalue
    assert f"If these are more than {most}, the lead may be chance" in why_of(asked("90.2", "93.4"))
    assert of_one(92.2, 93.2, 500).alone == 0


def test_from_so_many_test_examples_on_the_lead_is_seen():
    found = of_one(92.1, 92.6, 500)
    assert not of_one(92.1, 92.6, int(0.9 * found.needed)).seen
    assert of_one(92.1, 92.6, int(1.1 * found.needed)).seen


@pytest.mark.parametrize(
    ("a", "b", "broken"),
    [("92.1", "92.6", True), ("92.2", "92.6", False), ("92", "93", False), ("84.2 86.1 82", "82 83 81", True)],
)
def test_a_score_that_no_whole_number_of_examples_gives_is_pointed_out(a, b, broken):
    assert ("no whole number" in asked(a, b).note) == broken
    assert "no whole number" not in asked("92.3", "93.7", 300).note  # 277 of 300, rounded


@pytest.mark.parametrize(
    ("a", "b", "examples", "sentence"),
    [
        ("9", "105", N, "Of test examples every score must be the share that is right, 0 to 100 % or 0 to 1; got 105."),
        ("-3", "5", N, "Of test examples every score must be the share that is right, 0 to 100 % or 0 to 1; got −3."),
        ("0.921", "92.6", N, "Of test examples all scores must be shares (0.92) or all percentages (write 0.92 %); got "
                               "0.921 and 92.6."),
        ("92", "93", 500.5, "`test_examples` must be a whole number from 0 to 500,000; got 500.5."),
        ("92", "93", -1, "`test_examples` must be a number from 0 to 500000; got -1."),
    ],
)  # fmt: skip
def test_what_is_no_share_of_test_examples_is_refused_with_what_is_allowed(a, b, examples, sentence, refused):
    with refused(sentence):
        asked(a, b, examples)


def test_a_percent_sign_tells_small_percentages_from_shares():
    assert "B is ahead by 56 test examples" in asked("0.8 %", "12 %").headline
    assert "B is ahead by 55 test examples" in asked("0.8", "0.91").headline


def test_of_several_runs_both_kinds_of_luck_are_said_and_drawn():
    answer = asked("84 86 82", "82 83 81")
    assert "95 % interval from −2.16 to 6.16 by the luck of the runs" in answer.note
    assert "standard error of 1.64 points for A, 1.72 points for B" in answer.note
    assert "off by up to 4.67, and by 6.25 together with the runs" in why_of(answer)
    first, more = answer.figures()
    (runs,) = (frame for frame in first.frames.values() if "score" in frame)
    assert runs["score"].tolist() == [84, 86, 82, 82, 83, 81]
    assert "Rings" in first.caption
    assert "80 %" in more.caption


def test_without_test_examples_the_scores_are_drawn_without_bars():
    answer = lab.ask("apart", source=own.OWN, scores_a="92.1", scores_b="92.6")
    (figure,) = answer.figures()
    means = next(frame for frame in figure.frames.values() if "mean" in frame)
    assert means["mean"].tolist() == [92.1, 92.6]
    assert means["low"].isna().all()
    assert "rule" not in str(figure.spec["layer"])
    assert "The number of test examples would give them bars." in figure.caption
    assert "nobody knows" not in answer.headline


def printed(code, capsys):
    exec(code, {})
    return capsys.readouterr().out


def test_the_code_to_compare_predictions_runs_and_is_mcnemar_s_test(capsys):
    counts, value = printed(held_out.MCNEMAR, capsys).splitlines()
    labels, guess_a, guess_b = np.random.default_rng(0).integers(10, size=(3, 500))
    right_a, right_b = guess_a == labels, guess_b == labels
    only_a, only_b = int((right_a & ~right_b).sum()), int((right_b & ~right_a).sum())
    assert counts == f"{only_a} that only A gets right, {only_b} only B"
    from scipy.stats import binom

    tail = binom.cdf(min(only_a, only_b), only_a + only_b, 0.5)
    assert float(value) == pytest.approx(min(1.0, 2 * tail))
    alike = held_out.MCNEMAR.replace("right_a, right_b =", "guess_a = guess_b = labels\nright_a, right_b =")
    assert printed(alike, capsys).splitlines()[1] == "1.0"
    better = held_out.MCNEMAR.replace("right_a, right_b =", "guess_b = labels\nright_a, right_b =")
    assert float(printed(better, capsys).splitlines()[1]) < 0.05


def test_the_luck_of_the_held_out_examples_is_told_with_its_numbers():
    words, formula = own.wobble(0.92, 1000)
    assert "p right of N examples" in words.text
    assert r"\sqrt{0.92 \cdot 0.08 / 1{,}000} = 0.0086" in formula.tex
    assert own.wobble(np.nan, 1000) == ()


@pytest.mark.parametrize(
    ("text", "examples"),
    [
        ("is 92.6% better than 92.1% on a test set of 500 images?", 500),
        ("accuracy 0.87 vs 0.88 on 200 test examples, is B better", 200),
        ("We compared two models, A got 92.1% and B got 92.6% on the same test set of 1000 images. My teammate says B "
         "is better. Is it?", 1000),
        ("is a test set of 100 images enough to compare two classifiers", 500),  # the example that is tried there
    ],
)  # fmt: skip
def test_a_comparison_on_a_test_set_finds_the_knob_for_its_size(text, examples):
    hit = lab.find(text, most=1)[0]
    slug, settings = question.from_address(hit.address)
    assert (slug, settings["source"], settings["test_examples"]) == ("apart", own.OWN, examples)


def test_the_address_of_a_test_set_brings_it_back():
    given = {"source": own.OWN, "scores_a": "92.1", "scores_b": "92.6", "test_examples": 12_345}
    assert question.from_address(question.address("apart", given))[1].items() >= given.items()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("A got 92.1% and B got 92.6% on the same test set of 500 images. Is B better?", ("92.1", "92.6", 500.0)),
        (
            "baseline 0.871, mine 0.884 accuracy on 2,000 validation samples: is B better than A?",
            ("0.871", "0.884", 2000),
        ),
        ("A with rate 0.01 gets 92 %, B with rate 0.1 gets 93 %: which model is better?", ("92", "93")),
        ("A scores 91 %, B 95 %, C 96 % on 300 examples; which model is best?", ()),
        ("A got 92.1 ± 0.3 and B got 92.6 ± 0.4: which model is better?", ()),
        ("is model A better than model B, by 0.5 %?", ()),
    ],
)
def test_the_accuracies_of_what_is_asked_are_in_the_knobs_where_two_are_compared(text, read):
    names = ("scores_a", "scores_b", "test_examples")[: len(read)]
    hit = next(hit for hit in lab.find(text) if hit.question == "apart")
    given = question.from_address(hit.address)[1]
    assert apart.reads(text) == ({"source": own.OWN, **dict(zip(names, read, strict=True))} if read else {})
    assert {name: given[name] for name in names} == dict(zip(names, read, strict=True))
    assert (hit.says == finding.NUMBERS) == bool(read)
