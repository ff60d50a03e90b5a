"""The pictures of the page about softmax and its cost, one module a question."""

from lab import lazy

__getattr__, __dir__ = lazy.attributes(__name__, {})
