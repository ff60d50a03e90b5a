"""What training does with useless inputs: one module a question."""
