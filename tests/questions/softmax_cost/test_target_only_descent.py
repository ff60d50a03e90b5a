"""Descent with cut-off gradients: the same loop with the whole gradient is `lab.train`, and a naive loop agrees."""

import numpy as np
import pytest

import lab
from lab.initial import starts
from lab.progress import Cancelled
from lab.questions.softmax_cost.target_only import compared, descent

EXACT = lab.vary(compared.START, {"training.epochs": 6, "training.precision": "float64"})
IRIS = lab.vary(EXACT, {"data.name": "iris", "training.learning_rate": 0.1, "network.hidden": (3,)})


@pytest.mark.parametrize("changes", compared.NETWORKS.values(), ids=list(compared.NETWORKS))
def test_with_every_logit_it_gives_the_weights_of_the_laboratory(changes):
    experiment = lab.vary(EXACT, changes)
    run = lab.train(experiment, seeds=[0, 3], recorded=3)
    found = descent.descend(experiment, starts(experiment, [0, 3]), "every logit", recorded=3)
    assert found.epochs.tolist() == run.epochs.tolist()
    assert found.cost == pytest.approx(run.loss[0], rel=1e-13)
    assert found.accuracy == pytest.approx(run.accuracy[0], abs=1e-15)
    for ours, theirs in zip(found.weights, run.arrays, strict=True):
        assert ours == pytest.approx(theirs[0], abs=1e-13)


@pytest.mark.parametrize("activation", descent.CURVES)
def test_with_the_target_alone_it_is_what_automatic_differentiation_of_its_logit_gives(activation):
    """Each example pulls at its own logit with the force 1 - a, held constant: sum of (1 - a) z_t, differentiated."""
    import tensorflow as tf

    experiment = lab.vary(IRIS, {"network.activation": activation, "training.epochs": 4})
    start = starts(experiment, [5])
    found = descent.descend(experiment, start, "the target's logit", recorded=1)
    x, y = lab.data.load(experiment.data, "float64")
    weights = [tf.Variable(array[0]) for array in start]
    act = {"relu": tf.nn.relu, "tanh": tf.tanh, "sigmoid": tf.sigmoid}[activation]
    for _ in range(4):
        with tf.GradientTape() as tape:
            logits = act(x @ weights[0] + weights[1]) @ weights[2] + weights[3]
            pull = tf.stop_gradient(1 - tf.nn.softmax(logits))
            rising = -tf.reduce_mean(tf.reduce_sum(pull * logits * y, axis=1))
        for weight, slope in zip(weights, tape.gradient(rising, weights), strict=True):
            weight.assign_sub(0.1 * slope)
    for ours, theirs in zip(found.weights, weights, strict=True):
        assert ours[0, -1] == pytest.approx(theirs.numpy(), abs=1e-13)


def test_a_replica_does_not_depend_on_its_neighbours():
    start = starts(IRIS, [0, 1, 2])
    many = descent.descend(IRIS, start, "the target's logit")
    alone = descent.descend(IRIS, [array[1:2] for array in start], "the target's logit")
    assert all(np.array_equal(a[1:2], b) for a, b in zip(many.weights, alone.weights, strict=True))


def test_what_diverges_is_no_number_and_no_error():
    wild = lab.vary(EXACT, {"training.learning_rate": 1e4, "network.hidden": (4,), "training.epochs": 120})
    found = descent.descend(wild, starts(wild, [0]), "the target's logit")
    assert np.isfinite(found.cost[0, 0])
    assert np.isnan(found.cost[0, -1])
    assert np.isnan(found.accuracy[0, -1])


def test_the_first_angle_is_the_angle_between_the_first_steps():
    once = lab.vary(IRIS, {"training.epochs": 1})
    start = starts(once, [0])
    steps = []
    for learners in descent.LEARNERS:
        found = descent.descend(once, start, learners)
        steps.append(np.concatenate([(array[0, 1] - array[0, 0]).ravel() for array in found.weights]))
    cosine = steps[0] @ steps[1] / np.sqrt((steps[0] @ steps[0]) * (steps[1] @ steps[1]))
    assert descent.first_angle(once, start)[0] == pytest.approx(np.degrees(np.arccos(cosine)), abs=1e-6)


def test_it_stops_when_it_is_told_to_and_says_how_far_it_is():
    with pytest.raises(Cancelled):
        descent.descend(IRIS, starts(IRIS, [0]), cancelled=lambda: True)
    told = []
    descent.descend(lab.vary(IRIS, {"training.epochs": 20}), starts(IRIS, [0]), progress=told.append)
    assert [each.done for each in told] == [0.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"training.optimizer": "adam"}, "This descent is plain SGD on full batches, without weight decay."),
        ({"training.batch_size": 10}, "This descent is plain SGD on full batches, without weight decay."),
        ({"training.loss": "mse"}, "This descent needs a softmax with cross-entropy, and biases."),
        ({"network.use_bias": False}, "This descent needs a softmax with cross-entropy, and biases."),
        ({"network.activation": "elu"}, "This descent knows hidden units with relu, tanh, sigmoid; got 'elu'."),
    ],
)
def test_an_experiment_of_another_kind_is_refused(values, sentence, refused):
    with refused(sentence):
        descent.descend(lab.vary(IRIS, values), starts(IRIS, [0]))
