"""The one neuron of the home page, against the figures of Nielsen's chapter 3 (L15)."""

import pytest

from lab import one_neuron


@pytest.mark.parametrize(("cost", "steps"), [("squared error", 36), ("cross-entropy", 8)])
def test_steps_until_the_output_is_below_a_half(cost, steps):
    frame = one_neuron.outputs(0.6, 0.9).query("cost == @cost")
    assert frame.loc[frame["output"] < 0.5, "step"].min() == steps


def test_the_output_after_300_steps_is_the_published_one():
    frame = one_neuron.outputs(0.6, 0.9).query("cost == 'squared error'")
    assert frame["output"].iloc[-1] == pytest.approx(0.093956, abs=5e-7)
