"""What to do: the lines of Keras that a question gives a reader are run once, on a reader's own model and data."""

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf

import lab
from lab import known, question
from lab.answer import Advice, Answer, Section

ACTS_ELSEWHERE = {"start", "open", "check"}  # a first look; nothing to decide; cures stand in the findings
OTHERS = {"bias": [{"classes": 10}], "conserved": [{"activation": "linear"}]}  # settings with lines of their own
SHAPES = {  # x and y where a question speaks of something else than a table with one target of 0 or 1
    "batch": "classes", "border": "one-hot", "broadcast": "layer", "dense": "real", "matrix": "one-hot",
    "numerics": "classes", "one": "logits", "slowdown": "classes", "sum": "one-hot", "target_only": "one-hot",
    "demand": "four columns", "width": "ten classes",
}  # fmt: skip


def build(units=5, outputs=1):
    """A reader's model: a hidden layer of ReLU units."""
    model = keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(units, "relu", bias_initializer="normal"),
            keras.layers.Dense(outputs, "sigmoid" if outputs == 1 else "softmax"),
        ]
    )
    model.compile("sgd", "binary_crossentropy" if outputs == 1 else "categorical_crossentropy")
    return model


def of_a_reader(kind):
    """Names that a reader has: data of this kind, models, scores."""
    rng = np.random.default_rng(0)
    x, labels = rng.normal(size=(20, 4)).astype("float32"), np.arange(20) % 3
    y = {"classes": labels, "one-hot": np.eye(3)[labels], "ten classes": np.eye(10)[labels]}.get(
        kind, (labels[:, None] > 0) * 1.0
    )
    model = build(outputs=3 if kind in ("classes", "one-hot") else 1)
    names = {"x": x, "y": y, "x_new": x, "y_new": y, "model": model, "models": [model, build()], "r": 0.1, "m": 10}
    names |= {"one": build(), "two": build(), "a": rng.random(y.shape), "z": rng.normal(size=3), "rate": 0.1}
    names |= {"scores": rng.random(9), "scores_a": rng.random(9), "scores_b": rng.random(9), "build": build}
    names |= {"df": pd.DataFrame(x).assign(id=range(20)), "W": rng.normal(size=(4, 3)), "b": np.zeros(3)}
    return names | {"keras": keras, "np": np, "tf": tf}


def answer(slug, settings):
    """A question's answer, as it is kept where that is not stale."""
    kept = known.answer(slug, dict(question.keywords(slug, settings).values))
    return Answer.from_json(kept) if kept else lab.ask(slug, **settings)


def advised(blocks):
    """The lines of all advice in these blocks."""
    for block in blocks:
        if isinstance(block, Section):
            yield from advised(block.blocks)
        elif isinstance(block, Advice):
            yield block.code


@pytest.fixture
def quick(monkeypatch):
    """Few epochs, without a graph; what would bind the whole process is only looked up."""
    fit = keras.Model.fit

    def short(model, *args, epochs=1, **options):
        model.run_eagerly = True
        return fit(model, *args, **{**options, "epochs": min(epochs, 2), "verbose": 0})

    monkeypatch.setattr(keras.Model, "fit", short)
    monkeypatch.setattr(tf.config.experimental, "enable_op_determinism", lambda: None)


CASES = [
    pytest.param(slug, settings, id=f"{slug}-{settings}")
    for slug in lab.questions()
    if slug not in ACTS_ELSEWHERE
    for settings in [{}, *OTHERS.get(slug, [])]
]


@pytest.mark.parametrize(("slug", "settings"), CASES)
def test_the_lines_of_an_advice_run(slug, settings, quick):
    lines = list(advised(answer(slug, settings).blocks))
    assert lines
    for code in lines:
        assert code
        assert max(map(len, code.splitlines())) <= 110
        exec(compile(code, slug, "exec"), of_a_reader(SHAPES.get(slug, "table")))
