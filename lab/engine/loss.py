"""Loss of each example and whether it is classified right, for a stack of replicas."""

import keras
import tensorflow as tf

OUTPUTS = {
    "linear": lambda z, axis: z,
    "sigmoid": lambda z, axis: keras.activations.sigmoid(z),
    "softmax": lambda z, axis: keras.activations.softmax(z, axis=axis),
    "relu": lambda z, axis: keras.activations.relu(z),
    "tanh": lambda z, axis: keras.activations.tanh(z),
}
TIED = ("relu", "tanh")  # different logits may give one output: the first of them wins, as in Keras


def example_losses(loss: str, output: str, z: tf.Tensor, y: tf.Tensor, axis: int) -> tf.Tensor:
    """The loss of every example: z and y without their output axis.

    Args:
        loss: one of `lab.specs.LOSSES`.
        output: one of `lab.specs.OUTPUTS`.
        z: what the output layer passes to its activation (logits).
        y: targets, of a shape that broadcasts against z.
        axis: of the outputs.
    """
    if loss == "mse":
        return tf.reduce_mean(tf.square(y - OUTPUTS[output](z, axis)), axis)
    if loss == "binary_crossentropy":
        return tf.reduce_mean(keras.ops.binary_crossentropy(y + tf.zeros_like(z), z, from_logits=True), axis)
    return _from_logits(z, y, axis)


def _from_logits(z: tf.Tensor, y: tf.Tensor, axis: int) -> tf.Tensor:
    """Cross-entropy of one-hot targets: log sum_j e^z_j - sum_j y_j z_j, the largest logit taken out first."""
    highest = tf.stop_gradient(tf.reduce_max(z, axis, keepdims=True))
    shifted = z - highest
    return tf.math.log(tf.reduce_sum(tf.exp(shifted), axis)) - tf.reduce_sum(y * shifted, axis)


def right(output: str, z: tf.Tensor, y: tf.Tensor, axis: int) -> tf.Tensor:
    """1.0 where an example is classified right, else 0.0: the largest output, or one output on its side of 1/2."""
    if z.shape[axis] > 1:
        said = OUTPUTS[output](z, axis) if output in TIED else z
        same = tf.equal(tf.argmax(said, axis), tf.argmax(y, axis))
    else:
        same = tf.reduce_all(tf.equal(OUTPUTS[output](z, axis) > 0.5, y > 0.5), axis)
    return tf.cast(same, z.dtype)
