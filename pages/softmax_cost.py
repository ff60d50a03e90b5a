"""What a softmax's cost looks at, and what training it does."""

from pages.shell import room

room.show("softmax_cost")
