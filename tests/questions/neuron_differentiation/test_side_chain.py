"""Factors and gradients by the chain rule: against a network of plain floats; what is said of each way to differ."""

import math

import numpy as np
import pandas as pd
import pytest

from lab.questions.neuron_differentiation import side as chain_sentence
from lab.questions.neuron_differentiation.side import chain

X, Y = np.array([[0.7, -0.3], [-1.2, 0.4], [0.0, 1.0]]), np.array([1.0, 0.0, 1.0])


LOSSES = ("mse", "binary_crossentropy")


PLAIN = {
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
    "linear": lambda z: z,
}


def drawn(seed):
    """Nine weights by name."""
    return dict(zip(chain.PLACES, np.random.default_rng(seed).normal(size=9).tolist(), strict=True))


def plain(w, x, y, activation, loss):
    """The loss of one example, as the discussion writes it."""
    a1 = PLAIN[activation](w["w1"] * x[0] + w["w2"] * x[1] + w["b1"])
    a2 = PLAIN[activation](w["w3"] * x[0] + w["w4"] * x[1] + w["b2"])
    a3 = PLAIN["sigmoid"](w["w5"] * a1 + w["w6"] * a2 + w["b3"])
    return (a3 - y) ** 2 if loss == "mse" else -(y * math.log(a3) + (1 - y) * math.log(1 - a3))


def slope(w, name, *given):
    """Central difference of that loss in one weight."""
    return (plain(w | {name: w[name] + 1e-6}, *given) - plain(w | {name: w[name] - 1e-6}, *given)) / 2e-6


@pytest.mark.parametrize("activation", chain.SLOPES)
@pytest.mark.parametrize("loss", LOSSES)
def test_losses_and_gradients_are_those_of_a_network_of_plain_floats(activation, loss):
    for seed in range(5):
        w = drawn(seed)
        numbers = chain.forward(chain.arrays(w), X, Y, activation, loss)
        gradients = chain.gradients(chain.arrays(w), X, Y, activation, loss)
        for i, (x, y) in enumerate(zip(X, Y, strict=True)):
            assert numbers["loss"][i] == pytest.approx(plain(w, x, y, activation, loss), rel=1e-12)
            for name in w:
                assert gradients[name][i] == pytest.approx(slope(w, name, x, y, activation, loss), rel=1e-5, abs=1e-9)


@pytest.mark.parametrize("activation", chain.SLOPES)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("pair", chain.PAIRS.values(), ids=list(chain.PAIRS))
def test_the_factors_multiply_to_the_slope_of_the_loss(activation, loss, pair):
    w = drawn(7)
    for x, y in zip(X, Y, strict=True):
        frame = chain.factors(chain.arrays(w), x, y, activation, loss, pair)
        *given, product = frame["factor"]
        assert (tuple(given), product) == (chain.FACTORS, "product")
        for column, name in zip(("one", "other"), pair, strict=True):
            *five, product = frame[column]
            assert math.prod(five) == pytest.approx(product, rel=1e-12)
            assert product == pytest.approx(slope(w, name, x, y, activation, loss), rel=1e-5, abs=1e-9)


def differing(w, pair, activation="sigmoid", x=X[0]):
    """The factors that differ between the gradients of a pair."""
    frame = chain.factors(chain.arrays(w), x, 1.0, activation, "mse", pair)
    return frame.loc[frame["differs"], "factor"].tolist()


def test_only_the_outgoing_weights_differ_where_the_neurons_share_what_comes_in():
    w = drawn(0)
    w |= {"w3": w["w1"], "w4": w["w2"], "b2": w["b1"]}
    assert differing(w, ("w1", "w3")) == ["dz3/da", "product"]
    assert differing(w | {"w6": w["w5"]}, ("w1", "w3")) == []


def test_only_the_slopes_differ_where_the_neurons_share_what_goes_out():
    w = drawn(0)
    assert differing(w | {"w6": w["w5"]}, ("w2", "w4")) == ["da/dz", "product"]
    assert differing(w | {"w6": w["w5"]}, ("w2", "w4"), "linear") == []


def test_only_the_inputs_differ_between_the_weights_of_one_neuron():
    assert differing(drawn(0), ("w1", "w2")) == ["dz/dw", "product"]
    assert differing(drawn(0), ("w3", "w4"), x=np.array([0.5, 0.5])) == []


def test_weights_by_name_lie_where_the_discussion_puts_them():
    kernel, bias, outgoing, last = chain.arrays({name: i for i, name in enumerate(chain.PLACES)})
    names = np.array(list(chain.PLACES))
    assert names[kernel.astype(int)].tolist() == [["w1", "w3"], ["w2", "w4"]]
    assert names[bias.astype(int)].tolist() == ["b1", "b2"]
    assert names[outgoing.astype(int)].tolist() == [["w5"], ["w6"]]
    assert names[last.astype(int)].tolist() == ["b3"]


def test_names_to_arrays_and_back():
    assert chain.values(chain.arrays(drawn(3))) == drawn(3)


@pytest.mark.parametrize("y", [0.0, 1.0])
def test_a_saturated_output_has_a_gradient_all_the_same(y):
    """z3 = 1,000: float64 knows a3 = 1 only. Cross-entropy: dJ/dz3 = 1 - y exactly; squared error: 0."""
    w = dict.fromkeys(chain.PLACES, 0.0) | {"b3": 1000.0, "w5": 0.5}
    for loss, expected in (("binary_crossentropy", 1.0 - y), ("mse", 0.0)):
        gradients = chain.gradients(chain.arrays(w), X[:1], np.array([y]), "linear", loss).iloc[0]
        assert gradients["b3"] == expected
        assert gradients["w1"] == expected * 0.5 * 0.7
        frame = chain.factors(chain.arrays(w), X[0], y, "linear", loss, ("w1", "w3"))
        assert frame["one"].iloc[-1] == gradients["w1"]


@pytest.mark.parametrize("z", [-700.0, -40.0, -1.0, 0.0, 40.0])
def test_the_loss_of_a_confident_network_keeps_its_digits(z):
    """-log sigmoid(z) = log(1 + e^-z); where the exponential is tiny it is the loss itself, and -z at the other end."""
    w = dict.fromkeys(chain.PLACES, 0.0) | {"b3": z}
    loss = chain.forward(chain.arrays(w), X[:1], np.array([1.0]), "tanh", "binary_crossentropy")["loss"][0]
    expected = math.log1p(math.exp(-z)) if z > -500 else -z
    assert loss == pytest.approx(expected, rel=1e-12)


PAIR = ("w1", "w3")


def factors(outgoing=(0.5, 0.5), slopes=(0.25, 0.25), inputs=(2.0, 2.0), first=(-1.0, 0.5)):
    """A frame of factors with these values."""
    columns = [[*first, *each] for each in zip(outgoing, slopes, inputs, strict=True)]
    one, other = (np.array([*column, np.prod(column)]) for column in columns)
    return pd.DataFrame({"factor": [*chain.FACTORS, "product"], "one": one, "other": other, "differs": one != other})


ONE_CAUSE = "Nothing else makes their gradients differ here."


def test_the_discussion_is_right_where_w5_and_w6_alone_differ():
    frame = factors(outgoing=(0.5, 1.0))
    assert chain_sentence.compared(frame, PAIR) == (
        "dJ/dw1 = −0.125 and dJ/dw3 = −0.25 differ because one of their five factors does: w5 = 0.5 and w6 = 1."
    )
    assert chain_sentence.judged(frame, PAIR) == ONE_CAUSE


def test_the_discussion_is_half_right_where_the_slopes_differ_too():
    frame = factors(outgoing=(0.5, 1.0), slopes=(0.25, 0.1875))
    assert "two of their five factors do: w5 = 0.5 and w6 = 1, and the slopes da1/dz1 = 0.25 and da2/dz2 = 0.1875." in (
        chain_sentence.compared(frame, PAIR)
    )
    assert chain_sentence.judged(frame, PAIR) == (
        "w5 and w6 are not the only cause: here the slopes differ too. "
        "dJ/dw3 is 1.5 times dJ/dw1: 2 from w5 and w6, times 0.75 from the slopes."
    )


def test_equal_outgoing_weights_do_not_make_equal_gradients():
    says = chain_sentence.judged(factors(slopes=(0.25, 0.125)), PAIR)
    assert says.startswith("w5 and w6 are equal here, which alone does not make the gradients equal: the slopes differ")


def test_equal_factors_are_told_as_equal_to_the_bit_and_nothing_is_boxed():
    frame = factors()
    assert chain_sentence.compared(frame, PAIR) == (
        "dJ/dw1 = dJ/dw3 = −0.125, exactly equal: none of their five factors differs."
    )
    assert chain_sentence.judged(frame, PAIR) == ""
    assert "boxed" not in chain_sentence.formula(frame, PAIR, 0)


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
    assert chain_sentence.compared(frame, PAIR).endswith(f" differ: {why}.")
    assert "although w5 = " in chain_sentence.compared(frame, PAIR)
    assert chain_sentence.judged(frame, PAIR) == ""


def test_inputs_are_named_where_the_weights_are_of_one_neuron():
    frame = factors(inputs=(2.0, -3.0))
    assert "one of their five factors does: x1 = 2 and x2 = −3." in chain_sentence.compared(frame, ("w1", "w2"))
    assert chain_sentence.judged(frame, ("w1", "w2")) == ONE_CAUSE


def test_numbers_that_differ_are_shown_with_the_digits_that_tell_them_apart():
    frame = factors(outgoing=(0.5, 0.5 + 1e-9))
    assert "w5 = 0.5 and w6 = 0.500000001" in chain_sentence.compared(frame, PAIR)
    assert r"\boxed{0.500000001}" in chain_sentence.formula(frame, PAIR, 1)


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
    shown = chain_sentence.formula(factors(outgoing=(0.5, 1.0)), pair, which)
    assert [name for name in names if name not in shown] == []
    assert shown.count("boxed") == 1
    assert shown.endswith(["= -0.125 ", "= -0.25 "][which] + r"\end{aligned} \;")


def test_the_formula_breaks_between_two_factors_where_a_phone_has_no_room():
    lines = chain_sentence.formula(factors(outgoing=(0.5, 1.0)), PAIR, 0).split(r"\\")
    assert [line.count("underbrace") for line in lines] == [3, 2]
    assert lines[1].split("&", 1)[1].strip().startswith(r"\cdot")
