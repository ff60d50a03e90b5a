"""A room of the laboratory as the only page of an app."""

from pages.shell import room

room.show("softmax_cost")
