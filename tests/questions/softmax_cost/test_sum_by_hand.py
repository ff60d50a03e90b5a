"""Softmax regression by hand, against plain Keras with its own sum and mean."""

import numpy as np
import pytest

import lab
from lab.progress import Cancelled
from lab.questions.softmax_cost.sum import START, by_hand

OPTIMIZERS = {"sgd": ("SGD", {}), "momentum": ("SGD", {"momentum": 0.9}), "adam": ("Adam", {})}


@pytest.fixture(scope="module")
def arrays():
    return lab.data.load(START.data, "float64")


@pytest.mark.parametrize("optimizer", by_hand.STEPS)
@pytest.mark.parametrize(("reduction", "keras_name"), [("sum", "sum"), ("mean", "sum_over_batch_size")])
def test_each_step_is_that_of_a_plain_keras_model(arrays, optimizer, reduction, keras_name):
    """Batches of 40 of 96 examples: the last has 16."""
    import keras

    x, y = arrays
    model = keras.Sequential([keras.Input((2,), dtype="float64"), keras.layers.Dense(3, dtype="float64")])
    model.set_weights([np.zeros((2, 3)), np.zeros(3)])
    name, options = OPTIMIZERS[optimizer]
    loss = keras.losses.CategoricalCrossentropy(from_logits=True, reduction=keras_name, dtype="float64")
    model.compile(getattr(keras.optimizers, name)(0.01, **options), loss, jit_compile=False)
    model.fit(x, y, batch_size=40, epochs=3, shuffle=False, verbose=0)
    found = by_hand.descend(
        x, y, np.array([0.01]), batch=40, epochs=3, reduction=reduction, optimizer=optimizer
    )  # fmt: skip
    kernel, bias = model.get_weights()
    assert found.layers[0, -1] == pytest.approx(np.vstack([kernel, bias]), abs=1e-6)  # Keras keeps its rate in float32
    assert found.costs[0, 0] == pytest.approx(np.log(3), rel=1e-12)
    z = np.column_stack([x, np.ones(96)]) @ found.layers[0, -1]
    plain = np.mean([np.log(np.exp(row).sum()) - row @ target for row, target in zip(z, y, strict=True)])
    assert found.costs[0, -1] == pytest.approx(plain, rel=1e-12)


def test_replicas_do_not_touch(arrays):
    x, y = arrays
    settings = {"batch": 32, "epochs": 4, "reduction": "sum", "optimizer": "adam"}
    both = by_hand.descend(x, y, np.array([0.01, 50.0]), **settings)
    alone = by_hand.descend(x, y, np.array([0.01]), **settings)
    assert both.layers[0] == pytest.approx(alone.layers[0], abs=1e-12)


def test_overflow_is_said_where_e_to_the_z_is_infinite(arrays):
    x, y = arrays
    found = by_hand.descend(x, y, np.array([0.01, 1000.0]), batch=96, epochs=3, reduction="sum")
    assert found.overflowed.tolist() == [False, True]
    assert np.isfinite(found.costs).all()  # a cost from logits never overflows
    z = np.column_stack([x, np.ones(96)]) @ found.layers[1, 1]
    assert z.max() > 709.78


def test_it_can_be_cancelled(arrays):
    with pytest.raises(Cancelled):
        by_hand.descend(*arrays, np.ones(1), batch=96, epochs=3, reduction="sum", cancelled=lambda: True)


def test_an_unknown_reduction_is_refused(arrays, refused):
    with refused("`reduction` must be one of 'sum', 'mean'; got 'max'."):
        by_hand.descend(*arrays, np.ones(1), batch=96, epochs=3, reduction="max")
