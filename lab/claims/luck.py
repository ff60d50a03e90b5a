"""Claims about the seed: which starts train, and how much of a result is luck."""

CLAIMS = ()
