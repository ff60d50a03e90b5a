"""Charts: a frame goes in, an Altair chart comes out; importing this package imports Altair when a chart is asked for.

    costs(run.losses())                                        cost against epoch, of every varied setting
    accuracies(run.accuracies())                               the same of the share that is classified right
    weights(run.weights())                                     every weight against epoch
    distances(lab.differentiation.distances(run), law)         how far apart the units of a layer are
    histories(study.history())                                 of a model of your own: its metrics, from many starts
    unit_measures(study.units())                               and what the units of each of its layers do
    starts(folder)                                             where all starts of a sweep end
    trainability(folder)                                       the map of a sweep over rates and scales

`kernels`, `runs`, `theme`, `traces` are what several questions draw with; each draws its own pictures.
"""

from lab import lazy

NAMES = dict.fromkeys(("accuracies", "costs", "distances", "weights"), "alone")
NAMES |= dict.fromkeys(("histories", "unit_measures"), "study")
NAMES |= dict.fromkeys(("starts", "trainability"), "sweeps")

__getattr__, __dir__ = lazy.attributes(__name__, NAMES)
