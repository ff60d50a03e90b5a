"""The questions of the laboratory, a folder a room: one module a question, found by being there."""
