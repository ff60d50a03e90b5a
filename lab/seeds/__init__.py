"""How much of a result is the start: one module a question."""

from lab.seeds.spread import suited

__all__ = ["suited"]
