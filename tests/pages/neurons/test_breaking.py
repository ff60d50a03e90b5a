"""What makes equal neurons different, and what does not."""

SHORT = {"neurons_part": "breaking", "neurons_breaking_epochs": "10", "neurons_breaking_seeds": "1"}


def test_it_answers_on_arrival_with_four_that_break_it(visit):
    page = visit("neuron_differentiation", neurons_part="breaking")
    assert page.answer.startswith(
        "**4 of 11 make equal neurons different: an incoming weight, a bias, an outgoing weight, dropout. The other 7"
    )
    assert "It foretells every line of this table." in page.text
    assert page.text.count("✓") == 4


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {"equal": "half of them equal", "epsilon": 1.0, "rate": 1.0, "epochs": 30, "seeds": 2}
    page = visit("neuron_differentiation", **SHORT)
    assert page.faults({f"neurons_breaking_{key}": value for key, value in turns.items()}) == []
    assert len(page.charts) == 1


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("neuron_differentiation", **SHORT)
    assert len(page.presets) == 4
    assert page.untaken() == []
    assert not page.follow("What if only half of the units start equal?").problems
