"""Claims about units that start equal, and what makes them differ."""

CLAIMS = ()
