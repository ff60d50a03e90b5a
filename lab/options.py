"""The choices of the specs by name, and what Keras calls them too."""

ACTIVATIONS = (
    "linear", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "softplus", "gelu", "silu",
)  # fmt: skip
OUTPUTS = ("linear", "sigmoid", "softmax", "relu", "tanh")
SCHEMES = (
    "zeros", "constant", "uniform", "normal", "glorot_uniform", "glorot_normal", "he_uniform", "he_normal",
    "lecun_uniform", "lecun_normal", "orthogonal",
)  # fmt: skip
BIASES = ("zeros", "same")
CLONES = ("none", "incoming", "outgoing", "both")
LOSSES = ("mse", "binary_crossentropy", "categorical_crossentropy")
OPTIMIZERS = ("sgd", "momentum", "nesterov", "rmsprop", "adam", "adagrad")
PRECISIONS = ("float32", "float64")
# What Keras calls them too; its layer LeakyReLU has another slope than its activation leaky_relu.
KERAS_ACTIVATIONS = {"swish": "silu", "leakyrelu": ""}
KERAS_SCHEMES = {
    "randomuniform": "uniform", "randomnormal": "normal", "zero": "zeros", "orthogonalinitializer": "orthogonal",
}  # fmt: skip
KERAS_LOSSES = {"meansquarederror": "mse", "bce": "binary_crossentropy"}
