"""What training does with useless, constant and repeated inputs: one module a question.

weights.measure(experiment)             where training takes the weight of a useless column, beside the law
weights.foretell(experiment)            the law alone; nothing is trained
null.measure(experiment)                is this weight zero, or just small?
penalties.measure(...)                  what L1 and L2 do
risk.measure(...)                       how many useless columns are too many
speed.measure(experiment)               how fast training gets on along every direction
wall.measure(experiment)                the largest stable learning rate
importance.importance(experiment, ...)  how much a column matters, by three measures
"""

from lab import lazy

__getattr__, __dir__ = lazy.attributes(__name__, {})
