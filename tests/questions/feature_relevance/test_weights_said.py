"""What is said about a run says what its frames say; frames are written out here."""

import numpy as np
import pandas as pd
import pytest

import lab
from lab.answer import Why
from lab.data import load
from lab.numerals import short
from lab.questions.feature_relevance.weights import _medians, columns, trained, words
from lab.questions.feature_relevance.weights import picture as drawn
from lab.questions.feature_relevance.weights.headlines import headline

FACTS = {
    "replicas": 2, "diverged": 0, "epochs": 3000, "steps": 3000, "optimizer": "sgd", "rate": 0.003, "whole": True,
    "decay": 0.0, "l1": 0.0, "obstacle": "", "gap": 2e-4, "largest_rate": 0.0334, "curvature": 59.9, "slowest": 1.1,
    "remaining": 5e-5, "cost": 1e-9, "reached": 700.0, "halving": 210.0, "centred": 200.0, "moved": 205.0, "eased": 1.0,
    "biased": "", "mean": 1.0, "spread": 0.0, "single": np.nan,
    "steady": np.nan, "naive": False, "without": np.nan,
}  # fmt: skip


CURVES = pd.DataFrame({"weight": ["w1"], "epoch": [7], "low": [0.0], "mid": [0.0], "high": [0.0], "marked": [True]})


KEPT = pd.DataFrame(
    {"combination": 1, "seed": [0, 1], "epoch": [0, 9], "value": [0.2, 0.4], "law": [0.3, 0.3], "marked": True}
)


def found(ends=(0.6, 0.8), law=0.7, kept=(), drift=0.0, ratio=np.nan, **facts):
    """A run of two seeds whose useless weight w2 started at 0.5 and ended there; `kept` has rows of coefficients."""
    rows = [
        {
            "seed": seed,
            "weight": name,
            "column": column,
            "start": 0.5,
            "end": end,
            "law": goal,
            "useless": name == "w2",
            "shrunk": np.nan,
            "spared": np.nan,
        }
        for seed in (0, 1)
        for name, column, end, goal in (
            ("w1", "x1", 3.0, 3.0),
            ("w2", "x2 constant", ends[seed], law),
            ("b", "bias", 0.3, 0.3),
        )
    ]
    table = pd.DataFrame(rows).assign(diverged=facts.get("diverged", 0) == 2)
    rows = [
        {"combination": i, "weight": name, "coefficient": part, "drift": drift, "off": 2e-5, "ratio": ratio}
        for i, row in enumerate(kept, start=1)
        for name, part in zip(("w1", "w2", "b"), row, strict=True)
    ]
    conserved = pd.DataFrame(rows, columns=["combination", "weight", "coefficient", "drift", "off", "ratio"])
    return trained.Relevance(CURVES, table, pd.DataFrame([FACTS | facts]), conserved, KEPT)


def test_a_run_that_has_arrived():
    says = "That depends on the run: w2, the weight of x2 constant, mostly ends between 0.61 and 0.79."
    assert headline(found()) == says
    assert words.why(found()).endswith(
        " w1 3, w2 0.7, b 0.3. In the run farthest from that, a weight differs by 0.0002."
    )
    assert words.note(found()) == (
        "w2 ended at 0.7 (0.61 to 0.79); median and middle 90 % of the runs. "
        "Cost below 0.001 by epoch 700. (2 seeds, 3,000 epochs, 3,000 steps each.)"
    )


def test_medians_are_said_not_to_add_up_where_the_table_has_a_sum():
    assert "do not add up" not in _medians(found())
    assert _medians(found(kept=[(0, 1, -1)])).startswith("Every figure is the median of 2 seeds. Medians do not add up")
    assert _medians(found(kept=[(0, 1, -1)], replicas=1)) == ""


def told(run):
    """What stands below the headline, and why."""
    return f"{words.note(run)} {words.why(run)}"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"gap": 0.5, "remaining": 0.69},
            "a weight differs by 0.5, not there yet: of the slowest part of the way, 31 % is done, and halving",
        ),
        ({"gap": 0.5, "remaining": 0.9999}, "not there yet: of the slowest part of the way, less than 0.1 % is done"),
        ({"gap": 0.5, "remaining": np.nan}, "a weight differs by 0.5, so it is not there yet."),
        ({"gap": 0.002, "remaining": 1e-9}, "a weight differs by 0.002, the rounding of 32-bit numbers."),
        (
            {"obstacle": "adaptive", "optimizer": "adam", "gap": 0.5, "kept": [(-2, 1, 0)], "drift": 0.8},
            "does not hold: Adam scales the step of each weight by itself. In the run farthest from that, "
            "a weight differs by 0.5.",
        ),
        (
            {"obstacle": "adaptive", "optimizer": "adam", "gap": 0.5, "remaining": np.nan}
            | {"kept": [(-1, 1, 0)], "drift": 1e-5},
            "Predicted, given endless training: w1 3, w2 0.7, b 0.3. In the run farthest from that, a "
            "weight differs by 0.5, so it is not there.",
        ),
        (
            {"obstacle": "adaptive", "optimizer": "rmsprop", "gap": 0.5, "remaining": np.nan},
            "Predicted, given endless training, whatever the optimizer: w1 3, w2 0.7, b 0.3. In the run farthest "
            "from that, a weight differs by 0.5, so it is not there.",
        ),
        (
            {"obstacle": "decay", "gap": 0.5},
            "does not hold: weight decay (L2) pulls every weight towards 0. In the run farthest",
        ),
        (
            {"obstacle": "l1", "gap": 0.5},
            "does not hold: L1 pulls every weight but b towards 0. In the run farthest from that, "
            "a weight differs by 0.5.",
        ),
        (
            {"obstacle": "decay l1", "gap": 0.5},
            "does not hold: weight decay (L2) pulls every weight towards 0, and L1 pulls every weight but b towards 0.",
        ),
        (
            {"obstacle": "l1", "gap": 5e-4},
            "need not hold: L1 pulls every weight but b towards 0. Here it does. In the run",
        ),
        (
            {"obstacle": "noise", "gap": 0.5},
            "does not hold: no line meets every example, so every small batch pulls elsewhere.",
        ),
        ({"diverged": 2, "rate": 0.1}, "2 of 2 seeds diverged. The rate 0.1 is above the largest stable one, 0.0334."),
        ({"rate": 0.04}, "0 of 2 seeds diverged. The rate 0.04 is above the largest stable one, 0.0334."),
        (
            {"diverged": 1, "whole": False, "rate": 0.03},
            "1 of 2 seeds diverged. The largest stable rate is 0.0334 with all examples at once; small batches may",
        ),
        ({"diverged": 1, "largest_rate": np.nan}, "1 of 2 seeds diverged."),
        ({"reached": np.nan, "cost": 0.25}, "Cost at the end: 0.25."),
        ({"replicas": 1, "epochs": 1, "steps": 1}, "(1 seed, 1 epoch, 1 step each.)"),
    ],
)
def test_what_is_said_follows_the_facts(facts, sentence):
    assert sentence in told(found(**facts))


def test_a_run_that_diverged_whole_foretells_nothing():
    run = found(diverged=2, rate=0.1, gap=np.nan, cost=np.nan, reached=np.nan, kept=[(0, 1, -1)])
    assert headline(run) == "Nowhere: training diverged. A smaller learning rate helps."
    assert words.note(run) == (
        "2 of 2 seeds diverged. The rate 0.1 is above the largest stable one, 0.0334. "
        "(2 seeds, 3,000 epochs, 3,000 steps each.)"
    )


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"drift": 0.0},
            "w2 − b stays exactly where it started, as no example depends on it: the start decides the rest.",
        ),
        ({"drift": 5e-6}, "w2 − b stays where it started, up to rounding, as no example depends on it"),
        (
            {"drift": 0.8, "obstacle": "decay"},
            "Plain gradient descent would keep w2 − b where it started; here it moved by up to 0.8.",
        ),
        (
            {"drift": 0.8, "obstacle": "l1"},
            "Plain gradient descent would keep w2 − b where it started; here it moved by up to 0.8.",
        ),
        (
            {"drift": 2e-5, "obstacle": "adaptive", "optimizer": "adam"},
            "Plain gradient descent would keep w2 − b where it started; so does this, nearly.",
        ),
    ],
)
def test_what_training_cannot_change_is_said(facts, sentence):
    assert sentence in told(found(kept=[(0.0, 1.0, -1.0)], **facts))


@pytest.mark.parametrize(
    ("coefficients", "text"),
    [
        ([0, 1, -1], "w2 − b"),
        ([-2, 1, 0], "w2 − 2 w1"),
        ([1, 1, -9], "w2 + w1 − 9 b"),
        ([0, 1, 0], "w2"),
        ([0.5, 1, 0], "w2 + 0.5 w1"),
    ],
)
def test_a_combination_reads_as_a_sum(coefficients, text):
    assert drawn.combined(pd.DataFrame({"weight": ["w1", "w2", "b"], "coefficient": coefficients})) == text


def test_who_shares_is_said_with_the_sums_that_count():
    says = words.why(found(kept=[(0.0, 1.0, -1.0), (-1.0, 1.0, 0.0)]))
    assert "A constant column says what the bias says, and a column made of others says what these say: only" in says
    assert "only w1 + w2 and w2 + b reach the predictions" in says


def test_several_that_are_kept_are_named_together():
    said = told(found(kept=[(0.0, 1.0, -1.0), (-1.0, 1.0, 0.0)], drift=1e-6))
    assert "w2 − b and w2 − w1 stay where they started, up to rounding, as no example depends on them" in said


def test_the_end_that_decay_has_of_its_own_is_told_with_its_difference():
    run = found(obstacle="decay", decay=0.1, gap=0.5)
    run.ends["shrunk"] = run.ends["end"] + 0.25
    sentence = (
        "predicted to end, from any start, at w1 3.25, w2 0.85, b 0.55. In the run farthest from that, a weight "
        "differs by 0.25, so it is"
    )
    assert sentence in words.why(run)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"kept": [(0, 1, -1)]},
            "as they are. Drawn: 2 seeds. Largest change since the start (2 seeds, all recorded epochs): w2 − b: 0.8.",
        ),
        ({"kept": [(0, 1, -1)], "obstacle": "decay"}, "rate · decay a step, as predicted (within 2.00 × 10⁻⁵)."),
        (
            {"kept": [(-2, 1, 0)], "obstacle": "adaptive", "optimizer": "adam", "ratio": 1.0004},
            "Adam moved w2 1.000 times as far as w1 (median); gradient descent would move it 2 times as far.",
        ),
        ({"kept": [(0, 1, -1)], "obstacle": "l1", "l1": 0.1}, "leaves them as they are; with L1 they move. Drawn: "),
        ({}, "Nothing is kept: no column is made of the others"),
        ({"diverged": 2}, "Every run diverged: there is nothing to compare with theory."),
    ],
)
def test_what_is_kept_is_told_in_figures(facts, sentence):
    assert sentence in words.combinations(found(**{"drift": 0.8} | facts))


def test_the_picture_of_what_is_kept_has_room_for_half_of_what_the_weights_moved():
    frame, room, last = drawn.combinations(found(kept=[(0, 1, -1)], drift=0.8))
    assert frame["label"].tolist() == ["w2 − b: moved by up to 0.8"] * 2
    assert room == pytest.approx((0.2 - 1.25, 0.4 + 1.25))  # w1 moved farthest: from 0.5 to 3
    assert last == 3000


@pytest.mark.parametrize(
    ("decay", "law"), [(0.0, "theory: stays where it started"), (0.1, "theory: shrinks by 1 − rate · decay each step")]
)
def test_the_law_of_what_is_kept_knows_of_decay(decay, law):
    assert drawn.combinations(found(kept=[(0, 1, -1)], decay=decay))[0]["says"].tolist() == [law] * 2


def test_before_training_the_legend_says_what_is_foretold():
    run = found()
    before = trained.Foretold(run.curves, run.ends.drop(columns=["end", "diverged", "useless"]), 40)
    assert words.summary(before) == (
        "Before training: w1, x1: predicted 3; w2, x2 constant: predicted 0.7; b, bias: predicted 0.3."
    )


def test_the_table_has_seven_decimals_and_says_what_diverged():
    cells = drawn.table(found()).set_index("weight").loc["w2"].tolist()
    assert cells == ["0.7000000", "0.7000000", "0.5000000", "x2 constant"]
    assert list(drawn.table(found()))[2] == "predicted"
    assert list(drawn.table(found(obstacle="l1")))[2] == "plain descent"
    assert drawn.table(found(diverged=2))["end"].tolist() == ["diverged"] * 3


def test_formulas_show_the_first_seed_and_only_laws_that_hold():
    whole = drawn.formulas(found(kept=[(0.0, 1.0, -1.0)]))
    assert (
        r"\begin{pmatrix} 0.5 \\ 0.5 \\ 0.5 \end{pmatrix} + \begin{pmatrix} 2.5 \\ 0.2 \\ -0.2 \end{pmatrix}" in whole
    )
    assert "2 / 59.9 = 0.0334" in whole
    assert r"|1 - 0.003 \cdot 1.1|^{3000}" in whole
    assert r"v = \begin{pmatrix} 0 \\ 1 \\ -1 \end{pmatrix}" in whole
    bare = drawn.formulas(found(largest_rate=np.nan, remaining=np.nan))
    assert r"\eta" not in bare
    assert "X v" not in bare


def test_of_a_multiple_the_weighted_sum_is_read_and_random_columns_are_no_part_of_the_code_that_drops_it():
    scaled, equal = found(kept=[(-3.28, 1, 0)]), found(kept=[(-1, 1, 0)])
    assert "keep one, or else read only the weighted sum w1 + 3.28 w2." in words.advice(scaled).text
    assert "keep one, or else read only the sum of their weights." in words.advice(equal).text
    assert "Of two equal columns" not in words.advice(scaled).text
    lost = found(kept=[(-3.28, 1, 0)], diverged=2)
    assert "read only the sum of their weights, each times its column's factor." in words.advice(lost).text
    names = [drawn.table(run).set_index("weight")["column"].iloc[-1] for run in (scaled, equal)]
    assert names == ["their weighted sum", "their sum"]
    assert "random" not in words.advice(scaled).code
    assert "corrcoef" in words.advice(scaled).code


def test_what_a_multiple_does_to_the_split_and_to_the_rate_is_said_in_words():
    run = found(ends=(0.7, 0.7), kept=[(-2, 1, 0)], ratio=2.0004, single=0.0342, largest_rate=0.007)
    why = words.why(run)
    assert "Each step moves w2 2 times as far as w1, as its column is 2 times x1 (measured: 2 times)." in why
    assert "w2 gets 2 times the weight w1 gets: w1 ends near 0.88, w2 near 1.76." in why  # 3 + 2 · 0.7, split 1 : 2
    assert "the largest stable learning rate falls from 0.0342 without it to 0.007." in why
    lost = found(kept=[(-2, 1, 0)], single=0.0342, largest_rate=0.007, diverged=2)
    assert "falls from 0.0342 without it to 0.007." in words.why(lost)
    assert "as far as w1, as their columns are equal" in words.why(found(kept=[(-1, 1, 0)], ratio=1.0))
    assert "Each step" not in words.why(found(kept=[(-2, 1, 0)], ratio=1.0, obstacle="adaptive", optimizer="adam"))


def test_the_split_from_zero_is_the_measured_one_and_a_copy_lowers_the_largest_rate():
    asked = {"column": "a multiple of x1", "factor": 3.28, "rate": 1e-3, "start": "all zero", "seeds": 1}
    answer = lab.ask("weights", **asked)
    why = next(block.text for block in answer.blocks if isinstance(block, Why))
    settings = lab.question.settings("weights") | asked
    settings.pop("decades")
    experiment, _, runs = columns.asked(**settings)
    run = trained.measure(experiment, **runs)
    ends = run.ends.set_index("weight")["end"]
    assert ends["w2"] / ends["w1"] == pytest.approx(3.28, rel=1e-3)
    x = load(experiment.data, "float64")[0]
    ones = np.ones((len(x), 1))
    rates = [
        2 / np.linalg.eigvalsh(2 / len(x) * design.T @ design)[-1]
        for design in (np.hstack([x[:, :1], ones]), np.hstack([x, ones]))
    ]
    assert run.facts[["single", "largest_rate"]].to_numpy()[0] == pytest.approx(rates, rel=1e-5)
    assert f"falls from {short(rates[0])} without it to {short(rates[1])}." in why
