"""How neurons that see the same input come to differ."""

from pages.shell import room

room.show("neuron_differentiation")
