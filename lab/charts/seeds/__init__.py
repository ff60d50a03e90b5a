"""The pictures of the page about the luck of the seed, one module a question."""

from lab import lazy

__getattr__, __dir__ = lazy.attributes(__name__, {})
