"""What is said of factors, for each way in which they can differ or agree."""

import numpy as np
import pandas as pd
import pytest

from lab.differentiation import chain, chain_words

PAIR = ("w1", "w3")


def factors(outgoing=(0.5, 0.5), slopes=(0.25, 0.25), inputs=(2.0, 2.0), first=(-1.0, 0.5)):
    """A frame of factors with these values."""
    columns = [[*first, *each] for each in zip(outgoing, slopes, inputs, strict=True)]
    one, other = (np.array([*column, np.prod(column)]) for column in columns)
    return pd.DataFrame({"factor": [*chain.FACTORS, "product"], "one": one, "other": other, "differs": one != other})


def test_the_discussion_is_right_where_w5_and_w6_alone_differ():
    frame = factors(outgoing=(0.5, 1.0))
    assert chain_words.verdict(frame, PAIR) == (
        "dJ/dw1 = −0.125 and dJ/dw3 = −0.25 differ because one of the five factors does: w5 = 0.5 and w6 = 1."
    )
    assert chain_words.judged(frame, PAIR) == "That is the discussion's reason, and here it is the whole one."


def test_the_discussion_is_half_right_where_the_slopes_differ_too():
    frame = factors(outgoing=(0.5, 1.0), slopes=(0.25, 0.1875))
    assert "two of the five factors do: w5 = 0.5 and w6 = 1, and the slopes da1/dz1 = 0.25 and da2/dz2 = 0.1875." in (
        chain_words.verdict(frame, PAIR)
    )
    assert chain_words.judged(frame, PAIR) == (
        "The discussion names w5 and w6 alone; here the slopes differ too. "
        "dJ/dw3 is 1.5 times dJ/dw1: 2 from w5 and w6, times 0.75 from the slopes."
    )


def test_equal_outgoing_weights_do_not_make_equal_gradients():
    says = chain_words.judged(factors(slopes=(0.25, 0.125)), PAIR)
    assert says.startswith("The discussion names w5 and w6, which are equal here: on their own they do not")


def test_equal_factors_are_told_as_equal_to_the_bit_and_nothing_is_boxed():
    frame = factors()
    assert chain_words.verdict(frame, PAIR) == (
        "dJ/dw1 = dJ/dw3 = −0.125, exactly equal: none of their five factors differs."
    )
    assert chain_words.judged(frame, PAIR) == ""
    assert "boxed" not in chain_words.formula(frame, PAIR, 0)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"inputs": (0.0, 0.0)}, "x1 = 0 for this example, which hides it"),
        ({"slopes": (0.0, 0.0)}, "both slopes are 0 for this example, which hides it"),
        ({"first": (-1.0, 0.0)}, "the output is saturated for this example, which hides it"),
        ({"outgoing": (0.0, 2.0), "slopes": (1.0, 0.0)}, "each has a factor that is 0"),
        ({"outgoing": (1.0, 2.0), "slopes": (0.5, 0.25)}, "the differences cancel"),
    ],
)
def test_equal_products_of_factors_that_differ_are_explained(values, why):
    frame = factors(**{"outgoing": (0.5, 1.0), **values})
    assert chain_words.verdict(frame, PAIR).endswith(f" differ: {why}.")
    assert "although w5 = " in chain_words.verdict(frame, PAIR)
    assert chain_words.judged(frame, PAIR) == ""


def test_inputs_are_named_where_the_weights_are_of_one_neuron():
    frame = factors(inputs=(2.0, -3.0))
    assert "one of the five factors does: x1 = 2 and x2 = −3." in chain_words.verdict(frame, ("w1", "w2"))
    assert chain_words.judged(frame, ("w1", "w2")).startswith("That is the discussion's reason")


def test_numbers_that_differ_are_shown_with_the_digits_that_tell_them_apart():
    frame = factors(outgoing=(0.5, 0.5 + 1e-9))
    assert "w5 = 0.5 and w6 = 0.500000001" in chain_words.verdict(frame, PAIR)
    assert r"\boxed{0.500000001}" in chain_words.formula(frame, PAIR, 1)


@pytest.mark.parametrize(
    ("pair", "which", "names"),
    [
        (PAIR, 0, ["w_1}", "a_1 = w_5", r"a_1 / \partial z_1", r"z_1 / \partial w_1 = x_1"]),
        (PAIR, 1, ["w_3}", "a_2 = w_6", r"a_2 / \partial z_2", r"z_2 / \partial w_3 = x_1"]),
        (("w1", "w2"), 1, ["w_2}", "a_1 = w_5", r"a_1 / \partial z_1", r"z_1 / \partial w_2 = x_2"]),
        (("w2", "w4"), 1, ["w_4}", "a_2 = w_6", r"a_2 / \partial z_2", r"z_2 / \partial w_4 = x_2"]),
    ],
)
def test_the_formula_names_what_lies_on_the_way_to_its_weight(pair, which, names):
    shown = chain_words.formula(factors(outgoing=(0.5, 1.0)), pair, which)
    assert [name for name in names if name not in shown] == []
    assert shown.count("boxed") == 1
    assert shown.endswith(["= -0.125", "= -0.25"][which])


def test_the_formula_of_an_update_has_its_numbers():
    shown = chain_words.update("w1", 0.2, 0.5, -0.1)
    assert shown.endswith(r"= 0.2 - 0.5 \cdot \left(-0.1\right) = 0.25")
