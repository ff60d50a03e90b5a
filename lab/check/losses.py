"""Names of Keras's losses, by what they take."""

CROSS = ("categorical_crossentropy", "sparse_categorical_crossentropy", "categorical_focal_crossentropy")
BINARY = ("binary_crossentropy", "binary_focal_crossentropy")
SQUARED = ("mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "logcosh")
LOGARITHMS = {"poisson": "exponential", "kl_divergence": "softmax"}  # losses that take them -> what fits
