"""Where one neuron starts, and what is said of it."""

import pytest

import lab


@pytest.mark.parametrize(
    ("weight", "says"), [(-4.0, "Hardly, from here"), (2.0, "Yes: from here squared error is slow"), (6.0, "Yes: with")]
)
def test_the_headline_says_what_the_start_did(weight, says):
    assert lab.ask("start", weight=weight, bias=weight).headline.startswith(says)
