"""Who forgets the seed: the convex model ends at one number, the network does not."""

from dataclasses import replace

import numpy as np
import pytest

import lab
from lab.questions.seed_effects import convex


@pytest.fixture(scope="module")
def found():
    return convex.measure(lab.vary(convex.START, {"network.hidden": (4,)}), count=50)


def test_l17_the_convex_model_s_spread_is_1e_7_and_the_network_s_more_than_1e_3(found):
    last = found.facts["last"]
    assert last[0] < 1e-7
    assert last[1] > 1e-3
    assert "With no hidden layer the cost forgets its seed" in convex.verdict(found)
    assert "With 4 hidden units the cost has not forgotten its seed" in convex.verdict(found)
    assert "(50 seeds each, 1,000 epochs.)" in convex.verdict(found)


def test_the_convex_cost_is_the_least_that_newton_s_method_finds(found):
    """Softmax regression is solved by its own Newton steps, in float64."""
    x, y = lab.data.load(convex.START.data, "float64")
    x = np.column_stack([x, np.ones(len(x))])
    w = np.zeros((3, 3))
    for _ in range(30):
        p = np.exp(x @ w)
        p /= p.sum(axis=1, keepdims=True)
        slope = x.T @ (p - y) / len(x)
        bend = np.einsum("ni,nab,nj->iajb", x, p[:, :, None] * (np.eye(3) - p[:, None]), x).reshape(9, 9) / len(x)
        w -= (np.linalg.pinv(bend) @ slope.ravel()).reshape(3, 3)
    assert found.facts["cost"][0] == pytest.approx(-(y * np.log(p)).sum(axis=1).mean(), abs=1e-6)


def test_the_spread_is_the_standard_deviation_of_the_costs(found):
    run = lab.train(lab.vary(convex.START, {"network.hidden": (4,)}), seeds=range(50), recorded=1)
    assert found.facts["last"][1] == pytest.approx(run.loss[0, :, -1].std(ddof=1), rel=1e-6)


@pytest.mark.parametrize(
    ("last", "sentence"),
    [(0.0, "all runs end at the same number"), (np.nan, "diverged"), (0.5, "has not forgotten its seed (0.5 at")],
)
def test_every_fate_has_its_sentence(found, last, sentence):
    assert sentence in convex.verdict(replace(found, facts=found.facts.assign(last=last)))
    assert isinstance(convex.last_digit(replace(found, facts=found.facts.assign(last=last))), str)


def test_exact_zeros_have_a_row_of_their_own(found):
    chart = convex.picture(replace(found, spread=found.spread.assign(sd=0.0))).to_dict()
    assert any("strokeDash" in layer["mark"] for layer in chart["layer"])
    assert "exactly 0" in str(chart)


def test_the_weights_of_a_convex_model_end_the_same_and_those_of_a_network_do_not(found):
    bare, network = found.facts["apart"]
    assert bare < convex.ALIKE  # a number for all classes left out: the cost does not know it
    assert network > 0.5
    (section,) = convex.apart(found, convex.START)
    assert "Without a hidden layer they end the same, not counting a number" in section.blocks[0].text
    far = replace(found, facts=found.facts.assign(apart=[0.25, 1.4]))
    assert "they end 0.25 times their length apart." in convex.apart(far, lab.Experiment())[0].blocks[0].text
    assert convex.apart(replace(found, facts=found.facts.assign(apart=np.nan)), convex.START) == ()


def test_how_far_weights_lie_apart_is_of_their_length():
    """Two runs whose weights are at right angles, and of equal length: sqrt(2)."""
    kernel, bias = np.zeros((3, 2, 1)), np.zeros((3, 1))
    kernel[0, 0], kernel[1, 1], kernel[2] = 3.0, 3.0, 9.0  # the third has no partner
    assert convex._apart([kernel, bias], lab.Experiment()) == pytest.approx(np.sqrt(2))
    assert np.isnan(convex._apart([kernel[:1], bias[:1]], lab.Experiment()))
