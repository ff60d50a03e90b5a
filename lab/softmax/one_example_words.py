"""Probabilities as tables write them."""

from lab.numerals import probability

__all__ = ["probability"]
