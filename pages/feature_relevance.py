"""What training does with useless, constant and repeated inputs."""

from pages.relevance import batches, demand, null, penalties, plane, risk, speed, table, wall, weights
from pages.shell import frame, parts

frame.open("feature_relevance")
parts.show(
    "feature_relevance",
    {
        "Where weights end": {
            "weights": parts.Part("Watch the weights", "Where does training take a useless weight?", weights.show),
            "plane": parts.Part("Where it goes", "Where in the plane of two weights does training go?", plane.show),
            "null": parts.Part("Is it zero?", "Is this weight zero, or just small?", null.show),
            "penalties": parts.Part("L1, L2, importance", "Which penalty sets a weight to zero?", penalties.show),
        },
        "How fast they get there": {
            "speed": parts.Part("How fast", "Why is it so slow?", speed.show),
            "batches": parts.Part("Batches", "Are batches of two faster?", batches.show),
            "wall": parts.Part("When it blows up", "How large may the learning rate be?", wall.show),
        },
        "Many columns": {
            "risk": parts.Part("How many are too many?", "How many useless columns are too many?", risk.show),
            "table": parts.Part("Your own table", "Which columns of my own table matter?", table.show),
            "demand": parts.Part("Hidden units", "Does any hidden unit become “affordability”?", demand.show),
        },
    },
)
