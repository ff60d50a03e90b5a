"""Networks that somebody brings to do harm: each is refused in a sentence, and nothing of it is run."""

import json

import keras
import pytest

from lab.check import brought
from tests.lab.check.test_brought import ONE, archive, layer, stack, text, weights


def part(kind, **config):
    """A layer within another's settings."""
    return {"module": "keras.layers", "class_name": kind, "config": config}


def graph(inputs, outputs, **layers):
    """A functional network: name = (class, settings, names of what it gets)."""

    def held(name, kind, config, *origins):
        tensors = [
            {
                "class_name": "__keras_tensor__",
                "config": {"shape": [None, 4], "dtype": "float32", "keras_history": [each, 0, 0]},
            }
            for each in origins
        ]
        calls = [{"args": [tensors if len(tensors) > 1 else tensors[0]], "kwargs": {}}] if tensors else []
        return part(kind, name=name, **config) | {"name": name, "inbound_nodes": calls}

    made = [
        held("in", "InputLayer", {"batch_shape": [None, *inputs], "dtype": "float32"}),
        *[held(name, *each) for name, each in layers.items()],
    ]
    ends = {"input_layers": [["in", 0, 0]], "output_layers": [[outputs, 0, 0]]}
    return json.dumps(
        {
            "module": "keras.src.models.functional",
            "class_name": "Functional",
            "config": {"name": "g", "layers": made, **ends},
        }
    )


def attention(steps, heads, layers):
    """Layers of attention one behind the other, their scores together more than what goes in and comes out."""
    inputs = out = keras.Input((steps, 16))
    for _ in range(layers):
        out = keras.layers.MultiHeadAttention(heads, 4)(out, out)
    return keras.Model(inputs, keras.layers.Dense(1)(keras.layers.Flatten()(out))).to_json()


def tower(times):
    """One stack of wide convolutions that is called again and again."""
    shared = keras.Sequential(
        [keras.Input((32, 32, 1)), keras.layers.Conv2D(64, 7, padding="same"), keras.layers.GlobalAveragePooling2D()]
    )
    inputs = keras.Input((32, 32, 1))
    return keras.Model(inputs, keras.layers.Add()([shared(inputs) for _ in range(times)])).to_json()


def holding(config):
    """A Sequential network with this configuration."""
    return json.dumps({"module": "keras", "class_name": "Sequential", "config": config})


def activated(**function):
    """A small network whose activation is a function as Keras writes one, changed."""
    return text(activation={"class_name": "function", "config": "relu", "module": "builtins"} | function)


POOL, FLAT = ("GlobalAveragePooling2D", {}), ("Flatten", {})
RECURRENT = ("LSTM", {"units": 4, "return_sequences": True})
CELLS = [part("LSTMCell", units=8, name=f"cell_{i}") for i in range(40)]
INNER = json.loads(stack([32, 32, 1], ("Conv2D", {"filters": 64, "kernel_size": 9, "padding": "same"}), POOL))


@pytest.mark.parametrize(
    ("name", "brings", "says"),
    [
        ("steps of convolutions", lambda: stack(
            [50, 32, 32, 3], ("ConvLSTM2D", {"filters": 32, "kernel_size": 3, "padding": "same"}), POOL, ONE),
         "outputs an example"),
        ("work of such steps", lambda: stack(
            [50, 10, 10, 3], ("ConvLSTM2D", {"filters": 48, "kernel_size": 5, "padding": "same"}), POOL, ONE),
         "multiplications an example"),
        ("windows of a whole volume", lambda: stack(
            [30, 30, 30, 1], ("Conv3D", {"filters": 8, "kernel_size": 29, "padding": "same"}), FLAT, ONE),
         "multiplications an example"),
        ("attention behind attention", lambda: attention(170, 16, 4), "values on the way of an example"),
        ("two wide directions", lambda: stack([599, 8], ("Bidirectional", {"layer": part("GRU", units=600)}), ONE),
         "is the most here"),
        ("forty cells in one", lambda: stack(
            [100, 4], ("RNN", {"cell": part("StackedRNNCells", cells=CELLS)}), ONE), "4,000 recurrent steps"),
        ("twenty recurrent layers", lambda: stack([20, 4], *[RECURRENT] * 20, FLAT, ONE),
         "20 recurrent layers and cells, and 12 is the most"),
        ("steps within steps", lambda: stack(
            [20, 20, 4], ("TimeDistributed", {"layer": part("LSTM", units=4)}), FLAT, ONE), "through steps of its own"),
        ("steps within steps within a model", lambda: stack(
            [20, 20, 4], ("TimeDistributed", {"layer": json.loads(stack([20, 4], RECURRENT, FLAT))}), ONE),
         "through steps of its own"),
        ("a model at each step", lambda: stack([100, 32, 32, 1], ("TimeDistributed", {"layer": INNER}), FLAT, ONE),
         "outputs an example"),
        ("a tower called again and again", lambda: tower(300), "is the most here"),
        ("small layers that double", lambda: stack([4, 4, 1], *[("UpSampling2D", {"size": [2, 2]})] * 12, POOL, ONE),
         "outputs an example"),
        ("padding of millions", lambda: stack(
            [4, 4, 1], ("ZeroPadding2D", {"padding": [[10**7] * 2] * 2}), POOL, ONE), "outputs an example"),
        ("broadcasting", lambda: graph(
            [700, 1], "e", p=("Permute", {"dims": [2, 1]}, "in"), m=("Multiply", {}, "in", "p"),
            n=("Multiply", {}, "m", "p"), f=("Flatten", {}, "n"), e=("Dense", {"units": 1}, "f")),
         "outputs an example"),
        ("rows of a billion", lambda: stack([10], ("Embedding", {"input_dim": 10**9, "output_dim": 4}), FLAT, ONE),
         "the number 1000000000"),
        ("rows of ten million", lambda: stack([10], ("Embedding", {"input_dim": 10**7, "output_dim": 4}), FLAT, ONE),
         "weights, and 5,000,000 is the most"),
        ("a billion repeats", lambda: stack([4], ("RepeatVector", {"n": 10**9}), FLAT, ONE), "the number 1000000000"),
        ("ten million repeats", lambda: stack([4], ("RepeatVector", {"n": 10**7}), FLAT, ONE), "5,000,000 is the most"),
        ("another shape of millions", lambda: stack([4], ("Reshape", {"target_shape": [10**7]}), ONE),
         "Keras cannot build this network: "),
        ("more low-rank weights than any", lambda: text(lora_rank=10**6), "weights, and 5,000,000 is the most"),
        ("a lambda at each step", lambda: stack(
            [10, 8], ("TimeDistributed", {"layer": part("Lambda", function="print(1)")}), FLAT, ONE),
         "Lambda layer, which is code of its own"),
        ("a lambda both ways", lambda: stack(
            [10, 8], ("Bidirectional", {"layer": part("Lambda", function="print(1)")}), ONE), "Lambda layer"),
        ("code as an activation", lambda: text(activation={"class_name": "__lambda__", "config": {"value": ["x"]}}),
         "'__lambda__', which is not built into Keras"),
        ("a type of another package", lambda: text(
            activation={"class_name": "__typespec__", "module": "os", "name": "system", "config": ["id"]}),
         "'__typespec__', which is not built into Keras"),
        ("an import for an activation", lambda: activated(module="antigravity"), "none of Keras's activations"),
        ("a registered activation", lambda: activated(registered_name="evil>relu"), "none of Keras's activations"),
        ("a list for an activation", lambda: activated(config=["relu"]), "none of Keras's activations"),
        ("a path within Keras", lambda: layer("Dense", units=3).replace("keras.layers", "keras.src.utils.file_utils"),
         "Keras cannot build this network: "),
        ("a list for a module", lambda: layer("Dense", units=3).replace('"keras.layers"', '["os"]'),
         "not allowed here"),
        ("a list for a class", lambda: layer("Dense", units=3).replace('"Dense"', '["Dense"]'),
         "holds no list of layers"),
        ("a list for a registered name", lambda: layer("Dense", units=3).replace(
            '"class_name": "Dense"', '"registered_name": ["a>b"], "class_name": "Dense"'), "not allowed here"),
        ("no settings", lambda: holding(None), "holds no list of layers"),
        ("no layers", lambda: holding({"name": "x", "layers": None}), "holds no list of layers"),
        ("layers as texts", lambda: holding({"name": "x", "layers": ["Dense"]}), "holds no list of layers"),
        ("no layer", lambda: holding({"name": "x", "layers": []}), "does not say the shape of its inputs"),
        ("a circle", lambda: graph([4], "b", a=("Dense", {"units": 4}, "b"), b=("Dense", {"units": 4}, "a")),
         "Keras cannot build this network: "),
        ("what it gets from itself", lambda: graph([4], "a", a=("Dense", {"units": 4}, "a")), "Keras cannot build"),
        ("from nowhere", lambda: graph([4], "a", a=("Dense", {"units": 4}, "nowhere")), "Keras cannot build"),
        ("to nowhere", lambda: graph([4], "nowhere", a=("Dense", {"units": 4}, "in")), "Keras cannot build"),
        ("a number as a text", lambda: text(units="4"), "`units`"),
        ("half a unit", lambda: text(units=3.5), "`units`"),
        ("nothing for units", lambda: text(units=None), "`units`"),
        ("no groups", lambda: stack([8, 8, 4], ("GroupNormalization", {"groups": 0}), POOL, ONE), "Keras cannot"),
        ("no stride", lambda: stack([8, 8, 1], ("Conv2D", {"filters": 4, "kernel_size": 3, "strides": 0}), POOL, ONE),
         "Keras cannot build this network: "),
        ("a rate as a text", lambda: stack([8], ("Dropout", {"rate": "0.5"}), ONE), "Keras cannot build"),
        ("an axis far away", lambda: stack([8], ("BatchNormalization", {"axis": 10**6}), ONE), "Keras cannot build"),
        ("inputs of texts", lambda: stack([4], ONE).replace('"float32"', '"string"'), "Keras cannot"),
        ("minus infinity", lambda: text().replace('"units": 4', '"units": -Infinity'), "the number -inf"),
        ("a number of 5,000 digits", lambda: text().replace('"units": 4', '"units": ' + "9" * 5000), "is no JSON"),
        ("half a letter", lambda: text(name="a\ud800b"), "Keras cannot build this network: "),
        ("a name with a zero", lambda: text(name="a\0b"), "Keras cannot"),
        ("brackets of names", lambda: '{"a":' * 100_000 + "1" + "}" * 100_000, "brackets within brackets"),
    ],
)  # fmt: skip
def test_what_would_take_too_much_or_run_something_is_refused_in_a_sentence(name, brings, says):
    with pytest.raises(ValueError, match=r"^[^\n]{20,420}[.?!]$") as refused:
        brought.model_of(brought.of_json(brings()))
    assert says in str(refused.value)
    assert "deserialized properly" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a path from the root", lambda: archive(config__json=text(), **{"/etc/cron__d/x": "x"}), "does not"),
        ("a path upwards", lambda: archive(config__json=text(), **{"../../model__weights__h5": "x"}), "does not"),
        ("other bytes", lambda: archive(config__json=b"\xff\xfe\x00" + text().encode()), "is no JSON"),
        ("a folder", lambda: archive(**{"config__json/": "", "config__json/x": ""}), "holds no config.json"),
    ],
)  # fmt: skip
def test_an_archive_that_reaches_out_is_refused_in_a_sentence(name, content, says):
    with pytest.raises(ValueError, match=r"^[^\n]{10,400}$") as refused:
        brought.of_file(content())
    assert says in str(refused.value)


def test_of_two_members_of_one_name_the_one_that_was_checked_is_built():
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = twice(layer("Lambda", function="print(1)"), text())
    config, _ = brought.of_file(content)
    assert [type(each).__name__ for each in brought.model_of(config).layers] == ["Dense", "Dense"]
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = twice(text(), layer("Lambda", function="print(1)"))
    with pytest.raises(ValueError, match="nothing of it was run"):
        brought.of_file(content)


def twice(first, second):
    import io
    import zipfile

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("config.json", first)
        made.writestr("config.json", second)
    return held.getvalue()


def virtual(file):
    import h5py

    layout = h5py.VirtualLayout(shape=(8,), dtype="f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", shape=(8,))
    file.create_virtual_dataset("x", layout)


def circle(file):
    inner = file.create_group("a")
    inner["b"] = inner


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("a view of another file", virtual, "other files"),
        ("a link within", lambda file: file.__setitem__("x", __import__("h5py").SoftLink("/y")), "other files"),
        ("a group within itself", circle, "too many entries"),
        ("11,000 groups", lambda file: [file.create_group(f"g{i}") for i in range(11_000)], "too many entries"),
        ("records", lambda file: file.create_dataset("x", (3,), [("a", "f4")]), "something that is no number"),
        ("other sizes", lambda file: file.create_dataset("layers/dense/vars/0", data=[1.0]), "do not fit its network"),
    ],
)  # fmt: skip
def test_weights_that_reach_out_or_never_end_are_refused(name, change, says):
    with pytest.raises(ValueError, match=r"^The weights in the file do not fit its network: [^\n]{5,400}$") as refused:
        brought.model_of(brought.of_json(text()), weights(change))
    assert says in str(refused.value)
