"""The pictures of the page about the luck of the seed, one module a question."""
