"""The pictures of the page about two neurons, one module a question."""
