"""How much of a result is the start: one module a question.

curves(run)                cost over training, over the seeds
ends(run)                  every run after the last epoch
quantiles(ends)            where the runs of each scheme end
solved(ends, below)        how many end below a cost, with Wilson's interval
best_of(values)            the best of n seeds
stuck.measure(experiment)  where runs get stuck
depth.measure(experiment)  signals and errors through depth
trainability.charted(...)  the map of rates and scales
apart.measure(...)         how many seeds it takes to tell two settings apart
"""

from lab import lazy

NAMES = {
    "curves": "spread",
    "ends": "spread",
    "quantiles": "spread",
    "solved": "spread",
    "suited": "spread",
    "wilson": "spread",
    "best_of": "lucky",
}

__getattr__, __dir__ = lazy.attributes(__name__, NAMES)
