"""What a softmax output, its loss and its cost do: one module a question.

numerics.over_gaps(precision)    where the arithmetic gives way
"""

from lab import lazy

NAMES = {}

__getattr__, __dir__ = lazy.attributes(__name__, NAMES)
