"""How much of a result is the luck of the seed."""

from pages.seeds import apart, lucky, spread
from pages.shell import frame, parts

frame.open("seed_effects")
parts.show(
    "seed_effects",
    {
        "spread": parts.Part("A thousand starts", "Where do many starts of one network end?", spread.show),
        "lucky": parts.Part("Lucky seeds", "The best of ten seeds: how much of it is luck?", lucky.show),
        "apart": parts.Part(
            "Is A better than B?", "How many seeds does it take to tell two settings apart?", apart.show
        ),
    },
)
