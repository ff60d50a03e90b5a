"""The checkup of one's own Keras model: what its start says of its training."""
