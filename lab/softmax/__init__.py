"""What a softmax output, its loss and its cost do: one module a question."""
