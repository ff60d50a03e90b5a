"""The sentences about a run say what its frames say; frames are written out here."""

import numpy as np
import pandas as pd
import pytest

from lab.relevance import weights_words as words
from lab.relevance.weights import Relevance

FACTS = {
    "replicas": 2, "diverged": 0, "epochs": 3000, "steps": 3000, "optimizer": "sgd", "rate": 0.003, "whole": True,
    "decay": 0.0, "obstacle": "", "gap": 2e-4, "largest_rate": 0.0334, "curvature": 59.9, "slowest": 1.1,
    "remaining": 5e-5, "cost": 1e-9, "reached": 700.0,
}  # fmt: skip


def found(ends=(0.6, 0.8), law=0.7, kept=None, drift=0.0, **facts):
    """A run of two seeds whose useless weight w2 started at 0.5 and ended there."""
    rows = [
        {"seed": seed, "weight": name, "column": column, "start": 0.5, "end": end, "law": goal}
        for seed in (0, 1)
        for name, column, end, goal in (
            ("w1", "x1", 3.0, 3.0),
            ("w2", "x2 constant", ends[seed], law),
            ("b", "bias", 0.3, 0.3),
        )
    ]
    table = pd.DataFrame(rows).assign(diverged=facts.get("diverged", 0) == 2)
    kept = {} if kept is None else {"weight": ["w1", "w2", "b"], "coefficient": kept, "drift": drift}
    return Relevance(pd.DataFrame(), table, pd.DataFrame([FACTS | facts]), pd.DataFrame(kept))


def test_a_run_that_has_arrived():
    assert words.answer(found()) == (
        "**Set to zero? No: w2, the weight of x2 constant, ended at 0.7** in the median, 5 to 95 %: 0.61 to 0.79. "
        "Foretold, given endless training: w1 3, w2 0.7, b 0.3. Largest difference: 0.0002. "
        "Cost below 0.001 by epoch 700. (2 seeds, 3,000 epochs, 3,000 steps each.)"
    )


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"ends": (0.0, 0.0)}, "**Set to zero? Yes: w2, the weight of x2 constant, ended at 0**"),
        ({"ends": (0.009, -0.009)}, "**Set to zero? Nearly: w2"),
        ({"ends": (0.009, 0.011)}, "**Set to zero? No: w2"),
        (
            {"gap": 0.5, "remaining": 0.69},
            "Largest difference: 0.5, not there yet: the slowest direction still has 69 %",
        ),
        ({"gap": 0.5, "remaining": 0.9999}, "not there yet: the slowest direction still has more than 99.9 %"),
        ({"gap": 0.5, "remaining": np.nan}, "Largest difference: 0.5, so it is not there yet."),
        ({"gap": 0.002, "remaining": 1e-9}, "Largest difference: 0.002, the rounding of float32."),
        (
            {"obstacle": "adaptive", "optimizer": "adam"},
            "does not hold: Adam scales the step of each weight by itself.",
        ),
        ({"obstacle": "decay"}, "does not hold: weight decay pulls every weight towards 0."),
        ({"obstacle": "noise"}, "does not hold: no line meets every example, so every small batch pulls elsewhere."),
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
    assert sentence in words.answer(found(**facts))


def test_a_run_that_diverged_whole_foretells_nothing():
    said = words.answer(found(diverged=2, rate=0.1, gap=np.nan, cost=np.nan, reached=np.nan, kept=[0, 1, -1]))
    assert said == (
        "**Set to zero? No answer: the training diverged.** 2 of 2 seeds diverged. The rate 0.1 is above the largest "
        "stable one, 0.0334. (2 seeds, 3,000 epochs, 3,000 steps each.)"
    )


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"drift": 0.0}, "w2 − b stays exactly where it started: no example depends on it."),
        ({"drift": 5e-6}, "w2 − b stays where it started (within 5.00e−06, rounding): no example depends on it."),
        (
            {"drift": 0.8, "obstacle": "decay"},
            "Gradient descent would keep w2 − b where it started; here it moved by up to 0.8.",
        ),
        (
            {"drift": 2e-5, "obstacle": "adaptive", "optimizer": "adam"},
            "Gradient descent would keep w2 − b where it started; so does this (within 2.00e−05).",
        ),
    ],
)
def test_what_training_cannot_change_is_said(facts, sentence):
    assert sentence in words.answer(found(kept=[0.0, 1.0, -1.0], **facts))


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
    assert words.combined(pd.DataFrame({"weight": ["w1", "w2", "b"], "coefficient": coefficients})) == text


def test_the_table_has_seven_decimals_and_says_what_diverged():
    assert words.table(found()).set_index("weight").loc["w2"].tolist() == [
        "x2 constant",
        "0.5000000",
        "0.7000000",
        "0.7000000",
    ]
    assert words.table(found(diverged=2))["end"].tolist() == ["diverged"] * 3


def test_the_picture_in_words_has_every_end_and_its_law():
    assert words.summary(found()) == (
        "Weights after 3,000 epochs, median of 2 seeds: w1 (x1): 3, foretold 3; w2 (x2 constant): 0.7, foretold 0.7; "
        "b (bias): 0.3, foretold 0.3."
    )


def test_formulas_show_the_first_seed_and_only_laws_that_hold():
    whole = words.formulas(found(kept=[0.0, 1.0, -1.0]))
    assert (
        r"\begin{pmatrix} 0.5 \\ 0.5 \\ 0.5 \end{pmatrix} + \begin{pmatrix} 2.5 \\ 0.2 \\ -0.2 \end{pmatrix}" in whole
    )
    assert "2 / 59.9 = 0.0334" in whole
    assert r"|1 - 0.003 \cdot 1.1|^{3000}" in whole
    assert r"v = \begin{pmatrix} 0 \\ 1 \\ -1 \end{pmatrix}" in whole
    bare = words.formulas(found(largest_rate=np.nan, remaining=np.nan))
    assert r"\eta" not in bare
    assert "X v" not in bare
