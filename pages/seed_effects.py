"""How much of a result is the luck of the seed."""

from pages.seeds import spread
from pages.shell import frame, parts

frame.open("seed_effects")
parts.show(
    "seed_effects",
    {
        "spread": parts.Part("A thousand starts", "Where do many starts of one network end?", spread.show),
    },
)
