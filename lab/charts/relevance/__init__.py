"""The pictures of the page about useless features, one module a question."""
