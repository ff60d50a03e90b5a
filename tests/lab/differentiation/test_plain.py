"""Plain Keras layers in a loop: where the engine goes, and what is refused."""

import numpy as np
import pytest

import lab
from lab.differentiation import distance
from lab.differentiation.plain import train_plainly

START = lab.vary(distance.START, {"training.precision": "float64"})


def test_plain_keras_goes_where_the_engine_goes():
    experiment = lab.vary(START, {"init.clones": "none", "training.epochs": 50})
    plain, engine = train_plainly(experiment, [0, 1]), lab.train(experiment, [0, 1])
    for ours, theirs in zip(plain.parts[0], engine.parts[0], strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)
    np.testing.assert_allclose(plain.loss, engine.loss, atol=1e-12)


def test_plain_keras_refuses_what_it_does_not_do():
    with pytest.raises(ValueError, match="Plain training is full batch with `Training.optimizer` 'sgd' and no weight"):
        train_plainly(lab.vary(START, {"training.optimizer": "adam"}))
    with pytest.raises(ValueError, match="`dropout` needs compiled=False."):
        train_plainly(START, dropout=0.5)
