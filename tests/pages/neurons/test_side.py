"""Two neurons side by side."""

import re
from urllib.parse import parse_qsl

import pytest

from lab.differentiation import chain, side_by_side


@pytest.fixture
def side(visit):
    """side(w6="0.3"): the question opened with values in its address."""
    return lambda **values: visit(
        "neuron_differentiation", neurons_part="side", **{f"neurons_side_{key}": text for key, text in values.items()}
    )


def link(page):
    """The address that the page gives to take along."""
    return next(element.value for element in page.app.code)


def test_on_arrival_one_factor_differs(side):
    page = side()
    assert page.answer.startswith("**After 0 updates, for example 1 of 200: dJ/dw1 = ")
    assert "one of the five factors does: w5 = 0.3 and w6 = 0.7.**" in page.answer
    assert page.text.count(r"\boxed") == 2


def test_the_agreement_with_automatic_differentiation_is_printed(side):
    shown = re.search(r"the largest difference is \*\*([^*]+)\*\*", side(update="500").text)[1]
    assert float(shown.replace("−", "-")) < 1e-15


def test_w5_equal_to_w6_makes_the_gradients_equal(side):
    page = side().turn("neurons_side_w6", 0.3)
    assert "equal to the bit: none of their five factors differs" in page.answer
    assert "The two neurons are copies" in page.answer
    assert r"\boxed" not in page.text


def test_stepping_forward_and_back(side):
    page = side()
    forward, back = "neurons_side_update_on", "neurons_side_update_back"
    arrival = page.answer
    page.app.button(key=forward).click().run()
    assert page.answer.startswith("**After 1 update,")
    assert "two of the five factors do" in page.answer
    page.app.button(key=back).click().run()
    assert page.answer == arrival


def test_the_picture_says_its_numbers(side):
    page = side(w1="-0.25")
    assert "w1 −0.25" in page.charts[0].alt
    assert "Marked, because it differs: 1, 2, w5, w6." in page.charts[0].alt


def test_the_link_restores_all_nine_weights(side):
    values = {name: f"{0.1 * i - 0.5:.2g}" for i, name in enumerate(side_by_side.WEIGHTS)}
    page = side(**values)
    assert [page.knob(f"neurons_side_{name}").value for name in values] == [float(text) for text in values.values()]
    given = dict(parse_qsl(link(page).partition("?")[2], keep_blank_values=True))
    short = {key.removeprefix("neurons_side_"): text for key, text in given.items() if "_side_" in key}
    assert side(**short).answer == page.answer


def test_an_example_that_other_data_do_not_have_is_the_first(side):
    page = side(example="150").turn("neurons_side_data", "xor")
    assert not page.problems
    assert "for example 1 of 4:" in page.answer


def test_a_run_that_diverges_is_told_and_has_no_formulas(side):
    page = side(activation="linear", rate="100", update="1,000", w3="-0.5")
    assert "the run has diverged" in page.answer
    assert "frac" not in page.text
    assert not page.problems
    assert len(page.charts) == 1


def test_every_knob_changes_the_page_and_breaks_nothing(side):
    turns = {
        "pair": "w1 and w2", "w1": -20.0, "b3": 20.0, "example": 200, "update": 500, "rate": 100.0, "cost": "mse",
        "activation": "relu", "data": "xor",
    }  # fmt: skip
    assert side().faults({f"neurons_side_{key}": value for key, value in turns.items()}) == []


@pytest.mark.parametrize("pair", [name for name in chain.PAIRS if name != "w1 and w3"])
def test_every_pair_of_gradients_is_compared(side, pair):
    page = side(pair=pair)
    assert not page.problems
    assert f"dJ/d{pair.split()[0]} = " in page.answer


def test_every_preset_is_made_of_values_that_the_knobs_have(side):
    page = side()
    assert len(page.presets) == 5
    assert page.untaken() == []


@pytest.mark.parametrize(
    ("ask", "says"),
    {
        "What if w5 = w6 too?": "The two neurons are copies",
        "What if only w5 = w6, and w1 and w3 differ?": "on their own they do not make the gradients equal",
        "Why do dJ/dw1 and dJ/dw2 differ?": "one of the five factors does: x1 = ",
        "What after 500 updates?": "here the slopes differ too",
        "Can the gradients agree although w5 and w6 differ?": "x1 = 0 for this example, which hides it",
    }.items(),
)
def test_every_preset_answers_its_question(side, ask, says):
    assert says in side().follow(ask).answer
