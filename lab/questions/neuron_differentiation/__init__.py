"""Why neurons that see the same inputs come to differ: one module a question."""
