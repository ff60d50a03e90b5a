"""Claims about depth, and about training as a whole."""

CLAIMS = ()
