"""What training does with useless, constant and repeated inputs."""

from pages.shell import room

room.show("feature_relevance")
