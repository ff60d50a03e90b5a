"""How much of a result is the luck of the seed."""

from pages.seeds import (
    apart,
    bit,
    boundaries,
    convex,
    dead,
    depth,
    lucky,
    modes,
    opened,
    phase,
    plateau,
    randomness,
    saturated,
    spread,
    stuck,
    three,
    trainability,
    vanishing,
    width,
)
from pages.shell import frame, parts

frame.open("seed_effects")
parts.show(
    "seed_effects",
    {
        "Where runs end": {
            "spread": parts.Part("Many starts", "Where do many starts of one network end?", spread.show),
            "stuck": parts.Part("Stuck, and where", "Where do runs get stuck, and what holds them?", stuck.show),
            "saturated": parts.Part(
                "Weights from 0 to 1", "Why do weights from 0 to 1 not learn the digits?", saturated.show
            ),
            "three": parts.Part(
                "Zeros, He, times ten", "What do zeros, He and weights ten times too large do?", three.show
            ),
            "width": parts.Part("How many units?", "How many hidden units does it take?", width.show),
            "boundaries": parts.Part(
                "Many boundaries", "Do networks from other seeds draw the same boundary?", boundaries.show
            ),
        },
        "Luck": {
            "random": parts.Part(
                "Which randomness?",
                "Data, split, first weights or order: which of them moves the result?",
                randomness.show,
            ),
            "lucky": parts.Part("Lucky seeds", "The best of n seeds: how much of it is luck?", lucky.show),
            "apart": parts.Part(
                "Is A better than B?", "How many seeds does it take to tell two settings apart?", apart.show
            ),
            "convex": parts.Part(
                "Who forgets the seed?", "Does a longer training make the start forgotten?", convex.show
            ),
            "bit": parts.Part("One last bit", "Is a run with the same seed the same to the last bit?", bit.show),
        },
        "Depth": {
            "depth": parts.Part("Through depth", "Does a signal get through a deep network?", depth.show),
            "vanishing": parts.Part("Vanishing gradients", "Why do the first layers learn slowest?", vanishing.show),
            "dead": parts.Part("Born dead", "How often is a ReLU network dead before it is trained?", dead.show),
            "phase": parts.Part("Order and chaos", "When do two inputs become one, and when do they part?", phase.show),
            "modes": parts.Part("One mode after another", "In which order does a network learn?", modes.show),
            "plateau": parts.Part("Plateaus", "Why does training stand still, and then go on?", plateau.show),
        },
        "Training or not": {
            "map": parts.Part("The trainability map", "Which rates train from which start?", trainability.show),
            "open": parts.Part(
                "Open an experiment", "What became of an experiment that somebody sent me?", opened.show
            ),
        },
    },
)
