"""The pictures of the page about softmax and its cost, one module a question."""
