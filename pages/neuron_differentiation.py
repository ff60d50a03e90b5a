"""How neurons that see the same input come to differ."""

from pages.neurons import breaking, conserved, escape, frozen, layer, push, same, side
from pages.shell import frame, parts

frame.open("neuron_differentiation")
parts.show(
    "neuron_differentiation",
    {
        "Two neurons": {
            "push": parts.Part("A small push", "What becomes of a tiny difference?", push.show),
            "side": parts.Part("Side by side", "Which factor makes the two gradients differ?", side.show),
            "escape": parts.Part("How long?", "How long until two nearly equal neurons differ?", escape.show),
            "breaking": parts.Part(
                "What breaks it?", "What makes equal neurons different, and what does not?", breaking.show
            ),
        },
        "Many neurons": {
            "frozen": parts.Part("Frozen or slow?", "Frozen, identical or just slow?", frozen.show),
            "layer": parts.Part("A whole layer", "Do all units of a layer become different?", layer.show),
            "same": parts.Part("Same function", "Different neurons, or the same function in another order?", same.show),
            "conserved": parts.Part(
                "What stays the same", "Is there anything that training cannot change?", conserved.show
            ),
        },
    },
)
