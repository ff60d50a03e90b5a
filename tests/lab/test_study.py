"""`lab.train_model`: orders, what is kept, what is refused, and models that only `fit` can train."""

import os
import random
import re
import threading

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers
from tensorflow.python.eager import context

import lab
from lab.check import units
from lab.engine import fit_processes, random_state
from lab.progress import Cancelled

X = np.random.default_rng(0).normal(size=(40, 3)).astype("float32")
Y = np.random.default_rng(1).integers(0, 2, 40)


def build():
    model = keras.Sequential([layers.Input((3,)), layers.Dense(4, "tanh"), layers.Dropout(0.2), layers.Dense(2)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(0.1), loss, metrics=["accuracy"])
    return model


class OwnStep(keras.Sequential):
    """Takes a step of its own, the same as Keras's."""

    def train_step(self, data):
        return super().train_step(data)


def own_step():
    model = OwnStep([layers.Input((3,)), layers.Dense(2)])
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


def study(make=build, **settings):
    return lab.train_model(make, X, Y, **{"seeds": [1, 2], "epochs": 3, "batch_size": 16, **settings})


@pytest.fixture(scope="module")
def watched():
    return study(recorded=3, validation_data=(X, Y))


def weights(of, seed):
    return np.concatenate([array.ravel() for array in of.model(seed).get_weights()])


def documented_orders(seed, epochs):
    generator = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(0,)))
    return [generator.permuted(np.arange(len(X))[None], axis=1)[0] for _ in range(epochs)]


@pytest.mark.parametrize("way", ["together", "alone", "fit"])
def test_shuffled_examples_come_in_the_documented_order(way):
    keras.utils.set_random_seed(2)
    model = build()
    for order in documented_orders(2, 3):
        model.fit(X[order], Y[order], batch_size=16, shuffle=False, verbose=0)
    expected = np.concatenate([array.ravel() for array in model.get_weights()])
    np.testing.assert_allclose(weights(study(way=way), 2), expected, rtol=0, atol=1e-6)


def test_the_documented_orders_are_rows_of_one_table():
    generator = np.random.default_rng(np.random.SeedSequence(5, spawn_key=(0,)))
    table = generator.permuted(np.tile(np.arange(len(X)), (4, 1)), axis=1)
    np.testing.assert_array_equal(table, documented_orders(5, 4))


def test_a_seed_does_not_depend_on_its_neighbours():
    alone, among = study(seeds=[7], way="together"), study(seeds=[3, 7, 5], way="together")
    np.testing.assert_allclose(weights(alone, 7), weights(among, 7), rtol=0, atol=1e-6)


@pytest.mark.parametrize("shuffle", [False, True])
def test_a_step_of_its_own_is_trained_by_fit_and_the_result_says_so(shuffle):
    found = study(own_step, shuffle=shuffle, validation_data=(X, Y))
    assert (found.way, found.because) == ("fit", "it has a `train_step` of its own")
    assert "by `fit`, one after another, since it has a `train_step` of its own" in repr(found)
    assert set(found.history()["split"]) == {"training", "validation"}
    keras.utils.set_random_seed(1)
    model = own_step()
    orders = documented_orders(1, 3) if shuffle else [np.arange(len(X))] * 3
    for order in orders:
        model.fit(X[order], Y[order], batch_size=16, shuffle=False, verbose=0)
    expected = np.concatenate([array.ravel() for array in model.get_weights()])
    np.testing.assert_allclose(weights(found, 1), expected, rtol=0, atol=1e-6)


def test_seeds_that_fit_trains_in_processes_are_those_that_it_trains_one_after_another(monkeypatch):
    here = study(own_step, seeds=[1, 2, 3], validation_data=(X, Y))
    monkeypatch.setattr(fit_processes, "_faster", lambda *_: True)
    monkeypatch.setattr(fit_processes, "processors", lambda: 2)
    seen = []
    found = study(own_step, seeds=[1, 2, 3], validation_data=(X, Y), progress=seen.append)
    assert (here.processes, found.processes) == (1, 2)
    assert "by `fit` in 2 processes, since it has a `train_step`" in repr(found)
    assert seen[-1].done == 1.0
    for seed in (1, 2, 3):
        np.testing.assert_allclose(weights(found, seed), weights(here, seed), rtol=0, atol=1e-6)
    np.testing.assert_allclose(found.history()["value"], here.history()["value"], rtol=1e-5)


@pytest.mark.parametrize(
    ("count", "places", "seconds", "used", "faster"),
    [
        (2, 3, 2.0, 2.0, False),  # 6 s here; 10 + 4 in processes
        (2, 15, 4.0, 4.0, True),  # 60 s here; 10 + 32
        (2, 15, 4.0, 8.0, False),  # it has both processors here already
        (8, 15, 4.0, 8.0, True),  # but not eight
        (1, 99, 9.0, 9.0, False),
        (2, 3, 7.0, 7.0, False),  # two rounds: 21 s here; 10 + 14
    ],
)
def test_processes_are_started_where_they_are_done_sooner(count, places, seconds, used, faster):
    assert fit_processes._faster(count, places, seconds, used) is faster


def test_the_seeds_of_a_process_that_dies_are_trained_here(monkeypatch):
    alone = weights(study(own_step, seeds=[4], epochs=1), 4)
    monkeypatch.setattr(fit_processes, "_faster", lambda *_: True)
    monkeypatch.setattr(fit_processes, "processors", lambda: 2)
    home = os.getpid()
    found = study(lambda: own_step() if os.getpid() == home else os._exit(1), seeds=[1, 2, 3, 4], epochs=1)
    assert found.processes == 1
    assert np.isfinite(found.history()["value"]).all()
    np.testing.assert_allclose(weights(found, 4), alone, rtol=0, atol=1e-6)


def test_what_cannot_be_sent_to_a_process_is_trained_here(monkeypatch):
    monkeypatch.setattr(fit_processes, "_faster", lambda *_: True)
    held = threading.Lock()  # which nobody can send
    found = study(lambda: held and own_step(), seeds=[1, 2, 3], epochs=1)
    assert found.processes == 1
    assert np.isfinite(found.history()["value"]).all()


def test_what_draws_from_the_generator_of_all_of_keras_is_trained_by_fit():
    class Jitter(layers.Layer):
        def call(self, inputs):
            return inputs + keras.random.normal(keras.ops.shape(inputs))

    def make():
        model = keras.Sequential([layers.Input((3,)), Jitter(), layers.Dense(2)])
        model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        return model

    found = study(make, seeds=[1])
    assert found.way == "fit"
    assert "global generator" in found.because


def test_what_changes_its_weights_as_it_is_called_is_trained_by_fit():
    def make():
        model = keras.Sequential([layers.Input((3,)), layers.SpectralNormalization(layers.Dense(2))])
        model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        return model

    found = study(make, seeds=[1])
    assert (found.way, found.because) == (
        "fit", "it changes weights of its own as it is called, as SpectralNormalization does",
    )  # fmt: skip


def test_the_random_state_of_the_caller_is_put_back():
    def drawn():
        named = layers.Dense(1).name
        drawn = random.random(), np.random.random(), float(tf.random.uniform(())), float(keras.random.uniform(()))  # noqa: NPY002
        return *drawn, named

    keras.utils.set_random_seed(11)
    keras.utils.clear_session()
    expected = drawn()
    keras.utils.set_random_seed(11)
    keras.utils.clear_session()
    study(seeds=[4], epochs=1).model(4)
    assert drawn() == expected


def test_a_caller_who_never_set_a_seed_is_left_without_one(monkeypatch):
    monkeypatch.setattr(context.context(), "_seed", None)
    monkeypatch.delattr(context.context(), "_rng", raising=False)
    with random_state.kept():
        keras.utils.set_random_seed(1)
    assert context.global_seed() is None
    assert float(tf.random.uniform(())) != float(tf.random.uniform(()))


def test_weights_are_named_by_path_and_index_and_start_as_keras_draws_them():
    found = study(recorded=1)
    frame = found.weights()
    assert list(frame) == ["seed", "epoch", "path", "index", "value"]
    assert found.epochs == (0, 3)
    keras.utils.set_random_seed(2)
    kernel = build().layers[0].get_weights()[0]
    path = found.paths()[0]
    assert path == "sequential/dense/kernel"
    rows = frame[(frame["seed"] == 2) & (frame["epoch"] == 0) & (frame["path"] == path)]
    places = np.unravel_index(rows["index"], kernel.shape)
    np.testing.assert_array_equal(rows["value"].to_numpy(np.float32), kernel[places])
    np.testing.assert_array_equal(found.arrays(path)[1, 0], kernel)


def test_units_are_those_of_the_models_at_the_recorded_epochs(watched):
    frame = watched.units()
    assert list(frame) == ["seed", "epoch", "layer", "unit", "measure", "value"]
    assert sorted(set(frame["epoch"])) == list(watched.epochs)
    for epoch in watched.epochs:
        expected = units.units(watched.model(2, epoch), X, Y)
        rows = frame[(frame["seed"] == 2) & (frame["epoch"] == epoch)]
        assert rows["measure"].tolist() == expected["measure"].tolist()
        np.testing.assert_allclose(rows["value"], expected["value"], rtol=1e-4, atol=1e-6)


def test_the_pictures_show_every_metric_and_every_measure(watched):
    titles = str(lab.charts.histories(watched.history()).to_dict())
    assert all(f"'title': '{name}'" in titles for name in ("loss", "accuracy"))
    titles = str(lab.charts.unit_measures(watched.units()).to_dict())
    assert all(part in titles for part in ("nearest other unit", "saturated", "gradient"))


def test_progress_ends_at_all_and_a_cancelled_run_ends():
    seen = []
    study(progress=seen.append, way="alone")
    assert seen[-1].done == 1.0
    with pytest.raises(Cancelled):
        study(cancelled=lambda: True)
    with pytest.raises(Cancelled):
        study(own_step, cancelled=lambda: True)


def test_a_run_that_diverges_is_shown_as_such():
    def wild():
        model = keras.Sequential([layers.Input((3,)), layers.Dense(2)])
        model.compile(keras.optimizers.SGD(1e30), "mse")
        return model

    found = lab.train_model(wild, X, X[:, :2] * 1e10, seeds=[0], epochs=2, batch_size=40)
    assert not np.isfinite(found.history()["value"].to_numpy()[-1])


REFUSED = {
    "`build` must be a function that makes a compiled model; got 'model'.": {"build": "model"},
    "`build` must return a compiled Keras model; got a Sequential that is not compiled.": {
        "build": lambda: keras.Sequential([layers.Dense(1)])
    },
    "`build` must return a compiled Keras model; got NoneType.": {"build": lambda: None},
    "`x` must be an array of examples, or arrays in a list or dict; got str.": {"x": "table"},
    "x and y must have as many examples each; got 40 and 39.": {"y": Y[1:]},
    "`validation_data` must be a pair of x and y.": {"validation_data": X},
    "`epochs` must be a whole number from 1 to 1,000,000; got 0.": {"epochs": 0},
    "`way` must be one of 'together', 'alone', 'fit'; got 'both'.": {"way": "both"},
    "`seeds` must name at least one seed; got none.": {"seeds": []},
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_bad_input_is_refused_with_a_sentence(sentence):
    given = {"build": build, "x": X, "y": Y} | REFUSED[sentence]
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        lab.train_model(given.pop("build"), given.pop("x"), given.pop("y"), **given)


def test_a_build_that_makes_another_network_each_time_is_refused():
    sizes = iter([3, 4, 5, 6])

    def changing():
        model = keras.Sequential([layers.Input((3,)), layers.Dense(next(sizes)), layers.Dense(1)])
        model.compile("sgd", "mse")
        return model

    with pytest.raises(ValueError, match="`build` must make the same network every time; with seed 2 it made another"):
        study(changing)


def test_more_weights_than_fit_in_memory_are_refused_before_anything_is_trained():
    with pytest.raises(ValueError, match=r"This study would keep .* GB of weights .* ask for fewer seeds"):
        study(seeds=range(200_000), epochs=10_000, recorded=10_000)


def test_the_bar_ends_full(capsys):
    study(progress=lab.bar, way="alone")
    assert capsys.readouterr().out.endswith(f"[{'#' * 40}] 100%\n")


class MeanOfWords(keras.Model):
    """Looks words up and takes their mean, however many there are."""

    def __init__(self):
        super().__init__()
        self.table, self.out = layers.Embedding(9, 4), layers.Dense(2)

    def call(self, inputs):
        words = inputs.to_tensor() if isinstance(inputs, tf.RaggedTensor) else inputs
        return self.out(keras.ops.mean(self.table(words), axis=1))


@pytest.mark.parametrize("shuffle", [False, True])
def test_ragged_examples_are_trained_by_fit(shuffle):
    def make():
        model = MeanOfWords()
        model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        return model

    words = tf.RaggedTensor.from_row_lengths(np.arange(100) % 9, [2, 3] * 20)
    found = lab.train_model(make, words, Y, seeds=[1, 2], epochs=2, shuffle=shuffle)
    assert (found.way, found.because) == ("fit", "its examples are ragged")
    assert np.isfinite(found.history()["value"]).all()
