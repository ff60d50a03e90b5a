"""The Keras model of an experiment."""

import numpy as np
import pytest

import lab
from lab.network import keras_model

EXPERIMENT = lab.Experiment(
    data=lab.Data("blobs"),
    network=lab.Network(hidden=(4, 3), activation="tanh", output="softmax"),
    training=lab.Training(loss="categorical_crossentropy", optimizer="adam", learning_rate=0.01, epochs=10),
)


def test_fit_of_the_model_ends_where_the_replica_ends():
    model, (x, y) = keras_model(EXPERIMENT, seed=7), lab.data.load(EXPERIMENT.data)
    model.fit(x, y, batch_size=len(x), epochs=10, verbose=0)
    run = lab.train(EXPERIMENT, seeds=[7])
    for plain, array in zip(model.get_weights(), run.keras_weights(seed=7), strict=True):
        np.testing.assert_allclose(plain, array, atol=2e-5)
    assert model.evaluate(x, y, batch_size=len(x), verbose=0) == pytest.approx(run.loss[0, 0, -1], rel=1e-4)


def test_the_weights_of_a_run_fit_into_the_model():
    run, model = lab.train(EXPERIMENT, seeds=[7]), keras_model(EXPERIMENT)
    model.set_weights(run.keras_weights(seed=7))
    x, y = lab.data.load(EXPERIMENT.data)
    right = np.mean(np.argmax(model.predict(x, verbose=0), axis=1) == y.argmax(axis=1))
    assert run.accuracy[0, 0, -1] == pytest.approx(right)
