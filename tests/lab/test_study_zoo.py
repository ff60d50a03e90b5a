"""Models of many kinds, trained from several starts, against `fit` one by one."""

import keras
import numpy as np
import pytest
from model_zoo import ZOO

import lab

SEEDS, EPOCHS = (3, 8), 2
UNEVEN = {"two outputs", "convolutions, BatchNormalization, Dropout"}  # with a smaller last batch
ALONE = {"an LSTM with dropout, masked"}  # TensorFlow takes long to map it, and fails


def batch_size(name):
    return 16 if name in UNEVEN else 20


def fitted(name, seed):
    """Weights and history of Keras's own training, and the weights' names."""
    build, x, y = ZOO[name]
    keras.utils.set_random_seed(seed)
    model = build()
    held = (x, y) if "Dropout" in name else None
    found = model.fit(x, y, epochs=EPOCHS, batch_size=batch_size(name), shuffle=False, verbose=0, validation_data=held)
    return model.get_weights(), found.history


@pytest.mark.parametrize("name", ZOO)
def test_many_starts_give_what_fit_gives_one_by_one(name):
    build, x, y = ZOO[name]
    expected = [fitted(name, seed) for seed in SEEDS]
    held = (x, y) if "Dropout" in name else None
    way = "alone" if name in ALONE else "together"
    study = lab.train_model(
        build,
        x,
        y,
        seeds=SEEDS,
        epochs=EPOCHS,
        batch_size=batch_size(name),
        shuffle=False,
        validation_data=held,
        way=way,
    )
    assert study.way == way
    history = study.history().set_index(["seed", "split", "metric", "epoch"])["value"].sort_index()
    for seed, (weights, reported) in zip(SEEDS, expected, strict=True):
        for array, other in zip(study.model(seed).get_weights(), weights, strict=True):
            np.testing.assert_allclose(array, other, rtol=0, atol=1e-5)
        for metric, values in reported.items():
            split = "validation" if metric.startswith("val_") else "training"
            found = history.loc[seed, split, metric.removeprefix("val_")].to_numpy()
            np.testing.assert_allclose(found, values, rtol=1e-5, atol=1e-6)
        assert len(reported) * len(SEEDS) * EPOCHS == len(history)
