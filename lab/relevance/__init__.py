"""What training does with useless, constant and repeated inputs: one module a question."""
