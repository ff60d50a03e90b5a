"""What a softmax and its cost look at: one module a question."""
