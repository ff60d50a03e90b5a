"""How large activations and errors are in each layer before training, and how often a ReLU network is born dead."""

import numpy as np

from lab import checks
from lab.experiment import Experiment
from lab.laws import mean_field
from lab.specs import Init

ACTIVATIONS = ("linear", "relu", "tanh", "sigmoid")  # one of them in all hidden layers


def variance(init: Init, inputs: int, units: int) -> float:
    """Variance of one weight of a kernel.

        Glorot 2 / (inputs + units), He 2 / inputs, LeCun 1 / inputs, orthogonal 1 / the larger of both,
        uniform (high - low)^2 / 12, normal stddev^2; times scale^2

    Source: the definitions of `keras.initializers`; of an orthogonal matrix every column (or row) has the length 1.
    """
    kind = init.scheme.split("_")[0]
    values = {
        "zeros": 0.0,
        "glorot": 2 / (inputs + units),
        "he": 2 / inputs,
        "lecun": 1 / inputs,
        "orthogonal": 1 / max(inputs, units),
        "uniform": (init.high - init.low) ** 2 / 12,
        "normal": init.stddev**2,
    }
    return values[kind] * init.scale**2


def gains(experiment: Experiment) -> np.ndarray:
    """sigma_w^2 of every layer, the output's last: its inputs times the variance of its weights, which are drawn."""
    checks.require(
        experiment.init.weights is None, "`Init.weights` must be None: theory is about weights that are drawn."
    )
    pairs = zip(experiment.widths, experiment.widths[1:], strict=False)
    return np.array([inputs * variance(experiment.init, inputs, units) for inputs, units in pairs])


def signal(experiment: Experiment, squares: np.ndarray, biases: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Mean squared activation of every hidden layer, averaged over networks; of ReLU and linear at any width.

        q_1 = sigma_w^2 x^2 + sigma_b^2,   q_(l+1) = sigma_w^2 E[phi(sqrt(q_l) z)^2] + sigma_b^2

    For ReLU with weights of variance c / n and no biases that is (c / 2)^L of the input: 1 for He (c = 2), 2^-L for
    Glorot in square layers (c = 1).

    Args:
        experiment: the network and its start.
        squares: mean squared input of each example.
        biases: sigma_b^2.

    Returns:
        Mean squares of the sums q and of the activations, each (layer, example), hidden layers only.

    Source: after He et al. (2015), arXiv:1502.01852, as derived in frcs.github.io/4C16-LectureNotes, appendix E;
    beyond ReLU see `lab.laws.mean_field`. Stated as L20 in the claims of this laboratory.
    """
    activation = checks.one_of("Network.activation", experiment.network.activation, ACTIVATIONS)
    sums, after = [], [np.asarray(squares, float)]
    for gain in gains(experiment)[:-1]:
        sums.append(gain * after[-1] + biases)
        after.append(mean_field.square(activation, sums[-1]))
    return np.array(sums), np.array(after[1:])


def passing(experiment: Experiment, sums: np.ndarray) -> np.ndarray:
    """How many times the mean squared error of the layer above arrives in each hidden layer: (layer,).

        chi = sigma_w^2 E[phi'(sqrt(q) z)^2] (n' / n)

    sigma_w^2 is that of the weights above the layer, n' / n the units above for one unit here: a unit hears from n'
    units through weights of variance sigma_w^2 / n.

    Args:
        experiment: the network and its start.
        sums: q, (layer, example), from `signal`.
    """
    widths = np.array(experiment.widths, float)
    activation = checks.one_of("Network.activation", experiment.network.activation, ACTIVATIONS)
    shares = mean_field.slope(activation, sums).mean(axis=1)
    return gains(experiment)[1:] * shares * widths[2:] / widths[1:-1]


def born_dead(width: int, depth: np.ndarray) -> np.ndarray:
    """Chance that a ReLU network without biases says 0 to an example whatever its weights above.

        P = 1 - (1 - 2^-N)^H

    Each of the N units of a layer is silent with chance 1/2, whatever comes in; the network is dead as soon as all
    units of one of its H layers are.

    Args:
        width: N.
        depth: H, any shape.

    Source: Lu, Shin, Su and Karniadakis (2020), Dying ReLU and initialization, Commun. Comput. Phys. 28, 1671.
    Stated as L19 in the claims of this laboratory; for one example the product above is the whole proof.
    """
    return -np.expm1(np.asarray(depth, float) * np.log1p(-(2.0**-width)))
