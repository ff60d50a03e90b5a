"""How many hidden units does it take?"""

import lab
from lab.answer import Section, Words

XOR = {"data": "xor", "seeds": 16, "epochs": 300}


def test_one_unit_stays_above_what_theory_allows_it():
    answer = lab.ask("width", units=1, **XOR)
    folded = next(block for block in answer.blocks if isinstance(block, Section) and block.folded)
    said = next(block.text for block in folded.blocks if isinstance(block, Words))
    assert "costs less than 0.1667 on these points" in said
    assert answer.headline == "With 1 unit no run solves it."


def test_the_units_of_digits_are_shown_as_pictures_before_and_after():
    answer = lab.ask("width", units=[1, 5], epochs=1, seeds=16, pictured=1, seed=7)
    assert [figure.says[:48] for figure in answer.figures()[1:]] == [
        "The weights of 1 unit before training, as pictur",
        "The weights of 1 unit after training, as picture",
    ]
    assert len(lab.ask("width", units=1, **XOR).figures()) == 1
