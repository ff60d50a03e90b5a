"""Why neurons that see the same inputs come to differ, and when they do not: one module a question.

distances(run)           how far apart the units of each hidden layer are, epoch by epoch
over_seeds(distances)    what many seeds have in common
foretold(run)            the same distance by theory, for two neurons that start equal but for a push
escape.escape(...)       how long a push of epsilon takes
frozen.measure(...)      frozen, identical or just slow?
layer.measure(...)       how many different units a layer has
matching.measure(...)    which unit of one network is which unit of another
rescaling.measure(...)   what training cannot change about a unit
"""

from lab import lazy

NAMES = {
    "distances": "distance",
    "over_seeds": "distance",
    "foretold": "pushed",
}

__getattr__, __dir__ = lazy.attributes(__name__, NAMES)
