"""What a softmax output, its loss and its cost do: one module a question.

two_costs.measure(...)           squared error against cross-entropy, pair by pair
target_only.compare(...)         what if only the target's logit learned?
"""

from lab import lazy

NAMES = {}

__getattr__, __dir__ = lazy.attributes(__name__, NAMES)
