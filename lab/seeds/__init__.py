"""How much of a result is the start: what several questions measure with.

curves(run)                cost over training, over the seeds
ends(run)                  every run after the last epoch
quantiles(ends)            where the runs of each scheme end
solved(ends, below)        how many end below a cost, with Wilson's interval
scored.scores(experiment)  accuracies and costs on examples held out, seed by seed

What one question measures is with that question, in `lab.questions.seed_effects`: `lab.ask` answers it.
"""

from lab import lazy

NAMES = dict.fromkeys(("curves", "ends", "quantiles", "solved", "wilson"), "spread")

__getattr__, __dir__ = lazy.attributes(__name__, NAMES)
