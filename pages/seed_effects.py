"""How much of a result is the luck of the seed."""

from pages.shell import room

room.show("seed_effects")
