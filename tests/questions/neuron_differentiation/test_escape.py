"""How long until neurons differ: theory's line, crossings, rounding, and what may be said."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

import lab
from lab.compute import Compute
from lab.differentiation import forecast
from lab.questions.neuron_differentiation import escape


@pytest.fixture(scope="module")
def found():
    return escape.measure(escape.START, seeds=range(3))


def test_a_decade_of_epsilon_costs_what_the_law_foretells(found):
    """L01: measured within 2 % of ln 10 / ln(1 + rate lambda), lambda from the curvature alone."""
    assert escape.measured_decade(found) == pytest.approx(escape.foretold_decade(found), rel=0.02)


def test_every_small_push_parts_when_the_law_says(found):
    times = escape.times(found).pivot_table("mid", "epsilon", "kind").loc[:1e-3]
    assert len(times.dropna()) == 10
    np.testing.assert_allclose(times["measured"].dropna(), times["foretold"].loc[1e-12:1e-3], rtol=0.01)


def test_without_a_push_all_stay_equal_to_the_bit(found):
    assert found.equal == 3


def test_the_ridge_has_the_curvature_of_the_law(found):
    near = found.ridge[found.ridge["apart"].abs() < 0.06]
    np.testing.assert_allclose(near["cost"], near["foretold"], atol=2e-6)
    assert found.ridge["cost"].idxmax() == len(found.ridge) // 2


def test_the_sentences_name_runs_epochs_and_both_figures(found):
    says = escape.verdict(found)
    assert "median of 3 runs, up to 1,500 epochs" in says
    assert "Without a difference 3 of 3 stay exactly equal" in says
    assert "of 64" in escape.rounding(found)


def test_where_nothing_parts_the_sentence_says_so():
    frozen = lab.vary(escape.START, {"training.learning_rate": 0.0, "training.epochs": 5})
    never = escape.measure(frozen, seeds=[0])
    says = "No difference below 0.1 makes the two neurons part within 5 epochs (1 run of each)."
    assert escape.verdict(never).startswith(says)
    assert escape.rounded(never).empty
    assert np.isnan(escape.measured_decade(never))


def test_a_crossing_lies_between_two_recorded_epochs():
    epochs = np.array([0, 10, 20])
    assert forecast.crossings(epochs, np.array([0.001, 0.01, 1.0])) == pytest.approx(15.0)
    assert forecast.crossings(epochs, np.array([0.5, 0.6, 1.0])) == 0.0
    assert forecast.crossings(epochs, np.array([0.0, 0.0, 1.0])) == 20.0
    assert np.isinf(forecast.crossings(epochs, np.array([0.0, 0.05, np.nan])))


def test_rounding_is_read_off_the_line_of_the_law(found):
    foretold = found.times.query("kind == 'foretold' and epsilon == 1e-9")["epochs"].median()
    rounded = pd.DataFrame({"precision": "float32", "seed": [0, 1], "epochs": [foretold, np.inf]})
    amount = escape.amounts_to(dataclasses.replace(found, rounded=rounded))
    assert amount["float32"][:2] == (1, 2)
    assert amount["float32"][2] == pytest.approx(1e-9, rel=1e-6)


def test_where_equal_neurons_do_not_settle_nothing_is_said_of_a_curvature(found):
    lost = dataclasses.replace(found, rates=found.rates.assign(fastest=np.nan), ridge=found.ridge.assign(cost=np.nan))
    said = [getattr(escape, name)(lost) for name in ("verdict", "formula", "settled", "why_not_the_same", "takeaway")]
    assert "theory says nothing, as equal neurons do not settle at this rate" in said[0]
    assert "do not settle" in said[1]
    assert not any("not a number" in each or "never part" in each or "flat top" in each for each in said)
    rising = dataclasses.replace(found, rates=found.rates.assign(fastest=-0.1))
    assert "flat bottom of the curve of the cost below. Right beside it, the cost rises" in escape.why_not_the_same(
        rising
    )


def test_pushes_too_small_are_named(found):
    times = found.times.assign(epochs=np.where(found.times["epsilon"] < 1e-2, np.inf, 3.0))
    few = dataclasses.replace(found, times=times)
    says = "No difference below 0.01 makes the two neurons part within 1,500 epochs (3 runs"
    assert escape.verdict(few).startswith(says)


def test_one_run_of_each_difference_is_seen_before_many_long_ones(monkeypatch):
    monkeypatch.setattr(escape, "LONG", 999)
    shown = []
    full = lab.ask("escape", seeds=2, epochs=500, compute=Compute(show=shown.append))
    assert "(1 run of each difference.) So far 1 of 2 runs of each difference" in shown[0].note
    assert full.note.endswith("(2 runs of each difference.)")
    assert len(shown[-1].blocks) == len(full.blocks)
