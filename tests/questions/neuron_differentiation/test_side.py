"""Two neurons side by side: against Keras, the engine's own updates and the theory of equal neurons; what is said."""

import numpy as np
import pytest

import lab
from lab.questions.neuron_differentiation import side as words
from lab.questions.neuron_differentiation.side import chain
from lab.questions.neuron_differentiation.side import network as side_by_side

SHORT = lab.vary(side_by_side.START, {"training.epochs": 3})


PAIR = ("w1", "w3")


def begun(experiment=SHORT, **values):
    """The experiment from the nine weights on arrival but for `values`."""
    return side_by_side.begun(experiment, side_by_side.WEIGHTS | values)


def moment(experiment=SHORT, update=0, example=1, pair=PAIR, **values):
    return side_by_side.moment(side_by_side.course(begun(experiment, **values)), update, example, pair)


@pytest.mark.parametrize("activation", chain.SLOPES)
@pytest.mark.parametrize("loss", ["mse", "binary_crossentropy"])
def test_the_chain_rule_agrees_with_automatic_differentiation(activation, loss):
    experiment = lab.vary(SHORT, {"network.activation": activation, "training.loss": loss})
    for update, example in ((0, 1), (2, 200)):
        seen = moment(experiment, update, example, w3=-0.4, b2=0.3)
        automatic = side_by_side.automatic(experiment, list(seen.weights.values()), example)
        assert list(automatic.columns) == list(seen.gradients.columns)
        np.testing.assert_allclose(seen.gradients, automatic, rtol=0, atol=1e-15)


def test_automatic_differentiation_agrees_where_the_output_is_saturated():
    weights = side_by_side.WEIGHTS | {"w1": 20.0, "w2": 20.0, "w5": 20.0, "w6": 20.0, "b3": 20.0}
    automatic = side_by_side.automatic(SHORT, list(weights.values()), 1)
    seen = side_by_side.moment(side_by_side.course(side_by_side.begun(SHORT, weights)), 0, 1, PAIR)
    assert automatic.loc["this example", "b3"] == pytest.approx(1.0, abs=1e-15)
    np.testing.assert_allclose(seen.gradients, automatic, rtol=0, atol=1e-13)


@pytest.mark.parametrize("loss", ["mse", "binary_crossentropy"])
def test_the_engine_updates_every_weight_by_the_mean_gradient(loss):
    experiment = lab.vary(SHORT, {"training.loss": loss, "training.learning_rate": 2.0})
    for update in range(4):
        seen = moment(experiment, update, w3=-0.4)
        for name, value in seen.weights.items():
            step = value - 2.0 * seen.gradients.loc["mean", name]
            assert seen.following[name] == pytest.approx(step, abs=1e-14)


def test_a_course_goes_one_update_further_than_can_be_asked_for():
    run = side_by_side.course(SHORT)
    assert run.epochs.tolist() == [0, 1, 2, 3, 4]
    assert chain.values(run.keras_weights(0, 0)) == side_by_side.WEIGHTS


def test_on_arrival_only_the_outgoing_weights_differ_and_after_an_update_the_slopes_too():
    for update, names in ((0, ["dz3/da", "product"]), (1, ["dz3/da", "da/dz", "product"])):
        frame = moment(update=update).factors
        assert frame.loc[frame["differs"], "factor"].tolist() == names


@pytest.mark.parametrize("data", ["xor", "moons"])
def test_equal_neurons_get_equal_gradients_at_every_update_and_for_every_example(data):
    run = side_by_side.course(begun(lab.vary(SHORT, {"data.name": data}), w6=0.3))
    for update in range(4):
        for example in (1, 2, 3, 4):
            seen = side_by_side.moment(run, update, example, PAIR)
            assert seen.copies
            assert not seen.factors["differs"].any()
            assert (seen.gradients["w2"] == seen.gradients["w4"]).all()


@pytest.mark.parametrize("name", ["w1", "w2", "b1", "w5"])
def test_neurons_that_differ_in_one_weight_are_no_copies(name):
    equal = side_by_side.WEIGHTS | {"w6": 0.3}
    assert not moment(**{"w6": 0.3, name: equal[name] + 1e-4}).copies


def test_dead_neurons_with_different_outgoing_weights_are_no_copies_though_nothing_moves():
    dead = lab.vary(SHORT, {"network.activation": "relu"})
    assert not moment(dead, b1=-20.0, b2=-20.0).copies
    assert moment(dead, b1=-20.0, b2=-20.0, w6=0.3).copies


def test_the_cost_is_the_mean_of_the_losses():
    seen = moment(update=2)
    x, y = lab.data.load(SHORT.data, "float64")
    losses = chain.forward(chain.arrays(seen.weights), x, y[:, 0], "sigmoid", "binary_crossentropy")["loss"]
    assert seen.cost == pytest.approx(losses.mean(), rel=1e-12)


def test_a_run_that_diverges_is_a_result():
    wild = {"training.learning_rate": 100.0, "network.activation": "linear", "training.epochs": 100}
    run = side_by_side.course(begun(lab.vary(SHORT, wild), w1=0.3, w3=-0.5))
    assert side_by_side.moment(run, 1, 1, PAIR).finite
    assert not side_by_side.moment(run, 100, 1, PAIR).finite


def second(update=0, experiment=SHORT, **values):
    return moment(experiment, update, 2, **values)


def test_the_answer_says_where_and_when_and_why():
    says = words.verdict(second())
    assert says.startswith("After 0 updates, on example 2 of 200: dJ/dw1 = ")
    assert "one of their five factors does: w5 = 0.3 and w6 = 0.7. Nothing else " in says


def test_the_headline_names_what_differs_in_words():
    assert words.headline(second()) == (
        "The outgoing weights w5 and w6 differ, so dJ/dw1 and dJ/dw3 do; all else is equal."
    )
    assert words.headline(second(1)).startswith("The outgoing weights w5 and w6 and both neurons' slopes differ, so ")


def test_the_answer_after_one_update_names_the_slopes_too():
    says = words.verdict(second(1))
    assert says.startswith("After 1 update, on example 2 of 200:")
    assert "here the slopes differ too" in says


def test_copies_are_told_with_the_number_of_updates():
    says = words.verdict(second(w6=0.3))
    assert says.endswith("The two neurons are copies: exactly equal after each of this run's 3 updates, and for ever.")


def test_a_run_that_has_diverged_is_told():
    wild = {"training.learning_rate": 100.0, "network.activation": "linear", "training.epochs": 100}
    says = words.verdict(second(100, lab.vary(SHORT, wild), w3=-0.5))
    assert says.startswith("After 100 updates, on example 2 of 200: the run has diverged.")


def test_a_copy_stays_a_copy_beside_the_weights_that_are_set():
    own, copy = side_by_side.both(SHORT).values()
    alone = side_by_side.course(SHORT)
    assert chain.values(own.keras_weights(0, 0)) == side_by_side.WEIGHTS
    assert chain.values(own.keras_weights(0, 3)) == pytest.approx(chain.values(alone.keras_weights(0, 3)), rel=1e-12)
    kernel, bias, outgoing, _ = copy.arrays
    assert np.array_equal(kernel[..., 0], kernel[..., 1])
    assert np.array_equal(bias[..., 0], bias[..., 1])
    assert np.array_equal(outgoing[..., 0, :], outgoing[..., 1, :])


def test_weights_that_are_copies_stand_beside_a_small_difference():
    networks = side_by_side.both(begun(w6=side_by_side.WEIGHTS["w5"]))
    assert list(networks)[1] == "The same, but w3 starts 1 millionth larger"
    first = chain.values(list(networks.values())[1].keras_weights(0, 0))
    assert first["w3"] - first["w1"] == pytest.approx(1e-6)


POST = (
    "How does TF optimize the weights for each unit when each unit has access to the same input training examples. "
    "Does TF use different algorithms for minimising the cost function for each unit and so arrive at different "
    "weights for that unit?"
)


def test_who_asks_for_an_algorithm_for_each_unit_is_told_no_in_plain_words():
    slug, settings = lab.question.from_address(lab.find(POST, most=1)[0].address)
    assert slug == "side"
    seen = moment(**{name: settings[name] for name in side_by_side.WEIGHTS})
    assert words.headline(seen).startswith("No, one algorithm for all units: ")
    assert not {"slope", "factor", "dJ"} & set(words.headline(seen).split())
    assert words.verdict(seen).startswith("dJ/dw1, the gradient of w1, says how fast the cost J grows with w1: ")


@pytest.mark.parametrize("values", [{}, {"w6": 0.3}, {"w6": 0.3, "w3": -0.4}])
def test_neurons_that_begin_alike_in_what_comes_in_or_goes_out_are_told_the_factor(values):
    assert not words.headline(moment(**values)).startswith("No, one")
    assert "the gradient of w1, says" not in words.verdict(moment(**values))


def test_the_verdict_of_the_claim_says_what_its_counts_are_counts_of():
    claim = next(each for each in words.CLAIMS if each.id == "S08")
    assert "{0} of the 4 get another gradient" in claim.because
    assert "{1} of the 4 do" in claim.because
