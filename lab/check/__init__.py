"""The checkup of one's own Keras model."""
