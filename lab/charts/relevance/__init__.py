"""The pictures of the page about useless features, one module a question."""

from lab import lazy

__getattr__, __dir__ = lazy.attributes(__name__, {})
