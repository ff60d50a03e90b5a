"""A network of one's own, checked at its start and trained from many."""

from pages.shell import room

room.show("check_network")
