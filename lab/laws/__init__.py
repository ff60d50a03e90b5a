"""Closed-form predictions, each with formula and source, that measures are held against: one module a law."""

from lab import lazy

__getattr__, __dir__ = lazy.attributes(__name__, {})
