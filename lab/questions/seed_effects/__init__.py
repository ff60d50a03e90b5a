"""How much of a result is the seed: one module a question."""
