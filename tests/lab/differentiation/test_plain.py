"""Plain Keras layers in a loop: where the engine goes, and what is refused."""

import numpy as np
import pytest

import lab
from lab.differentiation import distance
from lab.differentiation.plain import train_plainly
from lab.progress import Cancelled
from lab.seeds import three

START = lab.vary(distance.START, {"training.precision": "float64"})


def test_plain_keras_goes_where_the_engine_goes():
    experiment = lab.vary(START, {"init.clones": "none", "training.epochs": 50})
    plain, engine = train_plainly(experiment, [0, 1]), lab.train(experiment, [0, 1])
    for ours, theirs in zip(plain.parts[0], engine.parts[0], strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)
    np.testing.assert_allclose(plain.loss, engine.loss, atol=1e-12)


def test_it_learns_from_answers_as_sure_as_the_engine_does():
    """Keras cuts off probabilities below 1e-7; from logits it does not."""
    setting, start = three.setting(3), [array[None] for array in three.start(three.LARGE, 30.0)]
    plain, engine = train_plainly(setting, [0], start), lab.train(setting, [0], initial=start)
    assert plain.loss[0, 0, 0] > 100
    np.testing.assert_allclose(plain.loss, engine.loss, rtol=1e-9)


def test_it_is_recorded_as_asked_and_ends_when_told():
    run = train_plainly(lab.vary(START, {"training.epochs": 100}), [0], recorded=6, spacing="log")
    assert run.epochs.tolist() == [0, 1, 3, 6, 16, 40, 100]
    assert np.isfinite(run.loss).all()
    with pytest.raises(Cancelled):
        train_plainly(START, [0], cancelled=lambda: True)


def test_plain_keras_refuses_what_it_does_not_do():
    with pytest.raises(ValueError, match="Plain training is full batch with `Training.optimizer` 'sgd' and no weight"):
        train_plainly(lab.vary(START, {"training.optimizer": "adam"}))
    with pytest.raises(ValueError, match="`dropout` needs compiled=False."):
        train_plainly(START, dropout=0.5)
