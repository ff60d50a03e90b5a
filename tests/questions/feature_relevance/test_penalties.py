"""Which penalty sets a weight to zero: the question's figures, and what each setting makes of them."""

import pytest

import lab
from lab.answer import Section

SHORT = {"starts": 4, "epochs": 1000}


def told(answer):
    """All sentences."""
    parts = [each for block in answer.blocks for each in (block.blocks if isinstance(block, Section) else [block])]
    return " ".join([answer.headline, answer.note, *(getattr(part, "text", "") for part in parts)])


def test_l1_sets_two_of_four_weights_to_zero_and_l2_none():
    answer = lab.ask("penalties")
    assert answer.headline == "L1 does: it takes x3 and x4 to zero, within one step; L2 sets none to zero."
    assert "with it x4's weight ends at 0.0439, without at 0.0658." in answer.note
    assert answer.note.endswith("(Each penalty from 16 starts, 3,000 epochs.)")
    assert len(answer.figures()) == 3


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"columns": "equal worth, other units"}, "Largest weight: x3"),
        ({"size": 0.01}, "L1 does, but not at this size: it sets no weight to zero here, and L2 sets none to zero."),
        ({"epochs": 30}, "L1 does, given time: it takes x3 and x4 towards zero; L2 sets none to zero."),
        ({"starts": 1}, "from 1 start,"),
        ({"rate": 0.05}, "its steps reach 0.08"),
        ({"model": "L1"}, "Largest weight: x1"),
    ],
)
def test_every_setting_is_in_what_is_said(settings, sentence):
    assert sentence in told(lab.ask("penalties", **SHORT | settings))
