"""A rate that is too large: the overflow against descent in float32, the bounds of steps against Keras's optimizers."""

import numpy as np
import pytest

from lab.laws import runaway


def test_the_predicted_step_is_that_at_which_float32_gives_up():
    draws = np.random.default_rng(1)
    X, y = np.column_stack([30 * draws.uniform(size=(20, 1)), np.ones(20)]), draws.normal(size=20)
    starts = draws.normal(size=(4, 2))
    predicted = runaway.steps_to_overflow(X, y, starts, 0.05, 200)
    for start, step in zip(starts, predicted, strict=True):
        w, steps = start.astype("float32"), 0
        with np.errstate(over="ignore"):
            while np.isfinite(np.sum(np.square(X.astype("float32") @ w - y.astype("float32")))):
                w = w - np.float32(0.05) * np.float32(2 / 20) * X.astype("float32").T @ (X.astype("float32") @ w - y)
                w, steps = w.astype("float32"), steps + 1
        assert abs(steps - step) <= 1


def test_a_rate_that_settles_never_overflows():
    X, y = np.column_stack([np.linspace(0, 1, 9), np.ones(9)]), np.linspace(0, 1, 9)
    assert np.isinf(runaway.steps_to_overflow(X, y, np.ones((1, 2)), 0.1, 100)).all()


@pytest.mark.parametrize("optimizer", ["rmsprop", "adam"])
def test_no_gradients_make_keras_step_further_than_the_bound_and_a_late_one_reaches_it(optimizer):
    import keras

    made = {"rmsprop": keras.optimizers.RMSprop, "adam": keras.optimizers.Adam}[optimizer](learning_rate=0.01)
    weight = keras.Variable(np.zeros(1, "float32"))
    made.build([weight])
    made.iterations.assign(1_000_000)  # as after so many steps without a gradient: nothing is corrected for the start
    longest = 0.0
    for size in (0.0, 1e6, -1e9, 3.0):
        before = float(weight.numpy()[0])
        made.apply([np.array([size], "float32")], [weight])
        longest = max(longest, abs(float(weight.numpy()[0]) - before))
    bound = runaway.longest_step(optimizer, 0.01)
    assert 0.75 * bound < longest <= 1.0001 * bound
    assert runaway.longest_step("sgd", 0.01) == np.inf
