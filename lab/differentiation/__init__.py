"""Why neurons that see the same inputs come to differ, and when they do not: what several questions measure.

distances(run)                   how far apart the units of each hidden layer are, epoch by epoch
over_seeds(distances)            what many seeds have in common
foretold(run)                    the same distance by theory, for two neurons that start equal but for a push
likeness.similarity(units)       the cosine between every two units
plain.train_plainly(experiment)  plain Keras layers in a loop, without the engine's care for equal units

Each question measures in its own module of `lab.questions.neuron_differentiation`.
"""

from lab import lazy

NAMES = {
    "distances": "distance",
    "over_seeds": "distance",
    "foretold": "forecast",
}

__getattr__, __dir__ = lazy.attributes(__name__, NAMES)
