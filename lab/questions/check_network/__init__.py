"""A network of the reader's own."""
