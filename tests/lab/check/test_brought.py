"""What somebody brings is read without being run, or refused in a sentence."""

import io
import json
import zipfile

import h5py
import keras
import numpy as np
import psutil
import pytest

from lab.check import brought, line
from lab.check.subject import outputs_of_one
from tests.lab.check.models import network


def text(**changes):
    """A small network as JSON, its first layer's settings changed."""
    config = json.loads(network(hidden=(4,)).to_json())
    config["config"]["layers"][1]["config"].update(changes)
    return json.dumps(config)


def layer(class_name, **config):
    """A network whose middle layer is of some class."""
    made = json.loads(network(hidden=(4,)).to_json())
    made["config"]["layers"][1] = {"module": "keras.layers", "class_name": class_name, "config": config}
    return json.dumps(made)


def saved(model, tmp_path):
    """A .keras file as bytes."""
    path = tmp_path / "mine.keras"
    model.save(path)
    return path.read_bytes()


def broken(content):
    """The same file, some bytes of what it packs turned over."""
    return content[:60] + bytes(255 - each for each in content[60:90]) + content[90:]


def archive(packed=zipfile.ZIP_DEFLATED, **entries):
    """A zip file with these entries."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packed) as made:
        for name, content in entries.items():
            made.writestr(name.replace("__", "."), content)
    return held.getvalue()


def stacked(depth):
    """A Sequential within a Sequential, and so on."""
    inner = json.loads(network(hidden=()).to_json())
    for _ in range(depth):
        inner = {"module": "keras", "class_name": "Sequential", "config": {"name": "s", "layers": [inner]}}
    return json.dumps(inner)


def stack(shape, *layers):
    """Layers on inputs of a shape, each a class and its settings."""
    made = [("InputLayer", {"batch_shape": [None, *shape], "dtype": "float32"}), *layers]
    held = [
        {"module": "keras.layers", "class_name": kind, "config": {"name": f"layer_{i}", **config}}
        for i, (kind, config) in enumerate(made)
    ]
    return json.dumps({"module": "keras", "class_name": "Sequential", "config": {"name": "stack", "layers": held}})


def called(times, depth):
    """A network that calls one that calls one ..., each so many times."""
    inputs = keras.Input((4,))
    model = keras.Model(inputs, keras.layers.Dense(4)(inputs))
    for _ in range(depth):
        inputs = out = keras.Input((4,))
        for _ in range(times):
            out = model(out)
        model = keras.Model(inputs, out)
    return model.to_json()


def attention(steps):
    """Scores of each step with each: more than what goes in and comes out."""
    inputs = keras.Input((steps, 4))
    out = keras.layers.MultiHeadAttention(8, 4)(inputs, inputs)
    return keras.Model(inputs, keras.layers.GlobalAveragePooling1D()(out)).to_json()


ONE = ("Dense", {"units": 1})


@pytest.mark.parametrize(
    ("name", "brings", "says"),
    [
        ("a large image", lambda: stack([3000, 3000, 3], ("GlobalAveragePooling2D", {}), ONE), "outputs an example"),
        ("a large window", lambda: stack(
            [300, 300, 1], ("MaxPooling2D", {"pool_size": [300, 300], "strides": [1, 1], "padding": "same"}),
            ("GlobalAveragePooling2D", {}), ONE), "multiplications an example"),
        ("many steps", lambda: stack([10**5, 1], ("LSTM", {"units": 2}), ONE), "100,000 recurrent steps"),
        ("large steps", lambda: stack([599, 1], ("LSTM", {"units": 500}), ONE), "multiplications an example"),
        ("scores of attention", lambda: attention(1400), "outputs an example"),
        ("calls of calls", lambda: called(5, 5), "calls of layers, and 400 is the most"),
        ("many calls", lambda: called(500, 1), "calls of layers, and 400 is the most"),
        ("a loop of a million", lambda: stack(
            [8], ("SpectralNormalization", {"power_iterations": 10**6, "layer": {
                "module": "keras.layers", "class_name": "Dense", "config": {"units": 8}}}), ONE),
         "`power_iterations` may be 10 at the most"),
        ("a lambda", lambda: layer("Lambda", function="print(1)"), "Lambda layer, which is code of its own"),
        ("a class of one's own", lambda: layer("Mine", units=3), "'Mine', which is not built into Keras"),
        ("a registered class", lambda: layer("Dense", units=3).replace(
            '"class_name": "Dense"', '"registered_name": "evil>Dense", "class_name": "Dense"'), "not allowed here"),
        ("another module", lambda: layer("Dense", units=3).replace('"module": "keras.layers"', '"module": "os"'),
         "not allowed here"),
        ("a function", lambda: text(activation={"class_name": "function", "config": "system", "module": "os",
                                                 "registered_name": "system"}), "the function 'system'"),
        ("a preprocessing file", lambda: layer("TextVectorization", vocabulary="/etc/passwd"), "'TextVectorization'"),
        ("a layer of TensorFlow", lambda: layer("TFSMLayer", filepath="/tmp/x"), "'TFSMLayer'"),
        ("a billion units", lambda: text(units=10**9), "the number 1000000000; 10,000,000 is the most"),
        ("a number of 400 digits", lambda: text(units=10**400), "10,000,000 is the most"),
        ("no number", lambda: text(units=float("nan")), "10,000,000 is the most"),
        ("ten million units", lambda: text(units=10**7), "weights, and 5,000,000 is the most"),
        ("a billion outputs", lambda: layer("UpSampling1D", size=10_000_000), "Keras cannot build this network"),
        ("many repeats", lambda: layer("RepeatVector", n=1_000_000), "`lab.checkup` takes more in a notebook"),
        ("too deep", lambda: stacked(40), "nests deeper than 30 levels"),
        ("brackets", lambda: "[" * 100_000 + "]" * 100_000, "brackets within brackets"),
        ("nothing of the kind", lambda: "{", "is no JSON"),
        ("a list", lambda: "[]", "no Sequential or functional network"),
        ("a long text", lambda: " " * 2_000_000, "1,000,000 is the most"),
        ("not a number", lambda: text(units="many"), "Keras cannot build this network"),
        ("negative units", lambda: text(units=-3), "Keras cannot build this network"),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_refused_in_a_sentence(name, brings, says):
    with pytest.raises(ValueError, match=r"^[^\n]{20,400}[.?!]$") as refused:
        brought.model_of(brought.of_json(brings()))
    assert says in str(refused.value)


def test_a_network_that_was_refused_for_its_size_never_gets_its_memory():
    held = psutil.Process().memory_info().rss
    with pytest.raises(ValueError, match="5,000,000 is the most"):
        brought.model_of(brought.of_json(text(units=10**7)))
    with keras.StatelessScope():
        keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    assert psutil.Process().memory_info().rss < held + 500e6


def test_a_loop_written_out_step_by_step_is_built_as_a_loop():
    model = brought.model_of(brought.of_json(stack([500, 1], ("LSTM", {"units": 2, "unroll": True}), ONE)))
    assert not model.layers[0].unroll


def test_what_takes_minutes_to_compile_is_refused_by_how_much_there_is_of_it(monkeypatch):
    monkeypatch.setattr(brought, "MOST_OPERATIONS", 5)
    with pytest.raises(ValueError, match=r"^This network has \d+ operations, and 5 is the most here\."):
        brought.model_of(brought.of_json(text()))


def test_what_a_network_gives_is_counted_once():
    model = network(hidden=(4,))
    assert outputs_of_one(model) == 64 + 4 + 10
    inputs = keras.Input((64,))
    assert outputs_of_one(keras.Model(inputs, keras.layers.Dense(3)(model(inputs)))) == 64 + 64 + 4 + 10 + 3


def test_nothing_of_a_lambda_is_run(tmp_path):
    mark = tmp_path / "was here"
    made = keras.Sequential([keras.Input((4,)), keras.layers.Lambda(lambda x: x)])
    config = json.loads(made.to_json())
    config["config"]["layers"][1]["config"]["function"] = f"open({str(mark)!r}, 'w')"
    with pytest.raises(ValueError, match="nothing of it was run"):
        brought.model_of(brought.of_json(json.dumps(config)))
    assert not mark.exists()


@pytest.mark.filterwarnings("ignore:__array__:DeprecationWarning")  # of Keras, as it saves
def test_a_network_comes_back_as_it_was(tmp_path):
    model = network(hidden=(4,))
    x = np.random.default_rng(0).normal(size=(5, 64)).astype("float32")
    back = brought.model_of(*brought.of_file(saved(model, tmp_path)))
    np.testing.assert_allclose(back.predict(x, verbose=0), model.predict(x, verbose=0), rtol=1e-6)
    assert not getattr(back, "compiled", False)
    again = brought.model_of(brought.of_json(model.to_json()))
    assert [each.shape for each in again.weights] == [each.shape for each in model.weights]


def test_a_functional_network_with_a_skip_comes_back():
    inputs = keras.Input((8,))
    hidden = keras.layers.Dense(8, "relu")(inputs)
    out = keras.layers.Dense(1)(keras.layers.Add()([inputs, hidden]))
    back = brought.model_of(brought.of_json(keras.Model(inputs, out).to_json()))
    assert back.output_shape == (None, 1)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("no archive", lambda: b"hello", "no .keras file that can be read"),
        ("no configuration", lambda: archive(a__txt="x"), "holds no config.json"),
        ("something else", lambda: archive(config__json="{}", evil__py="x"), "which a .keras file of built-in layers"),
        ("a path", lambda: archive(config__json="{}", **{"/../../etc/passwd": "x"}), "does not"),
        ("a bomb", lambda: archive(config__json=b" " * 50_000_000), "config.json unpacks to more than 1 MB"),
        ("a large bomb", lambda: archive(config__json=text(), model__weights__h5=bytes(70_000_000)),
         "model.weights.h5 unpacks to more than 60 MB"),
        ("large", lambda: bytes(31_000_000), "The file has 31 MB"),
        ("packed otherwise", lambda: archive(zipfile.ZIP_LZMA, config__json=text()), "packed in a way that Keras"),
        ("broken inside", lambda: broken(archive(config__json=text())), "no .keras file that can be read"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_model_is_refused_in_a_sentence(name, content, says):
    with pytest.raises(ValueError, match=r"^[^\n]{10,400}$") as refused:
        brought.of_file(content())
    assert says in str(refused.value)


def weights(change):
    """The weights of a small network, changed, as an HDF5 file."""
    held = io.BytesIO()
    with h5py.File(held, "w") as file:
        change(file)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        (
            "a link to another file",
            lambda file: file.__setitem__("x", h5py.ExternalLink("/etc/passwd", "/")),
            "other files",
        ),
        (
            "a dataset of terabytes",
            lambda file: file.create_dataset("x", (10**12,), chunks=(10**6,), compression="gzip"),
            "unpacks to more than 60 MB",
        ),
        (
            "numbers elsewhere",
            lambda file: file.create_dataset("x", (8,), "u1", external=[("/etc/passwd", 0, 8)]),
            "other files",
        ),
        (
            "a piece of gigabytes",
            lambda file: file.create_dataset("x", (8,), maxshape=(None,), chunks=(10**8,), compression="gzip"),
            "unpacks to more than 60 MB",
        ),
        ("texts", lambda file: file.create_dataset("x", data=["one", "two"]), "something that is no number"),
        ("nothing", lambda file: None, "do not fit its network"),
    ],
)
def test_weights_that_are_no_plain_numbers_are_refused(name, change, says):
    with pytest.raises(ValueError, match="^The weights in the file do not fit its network") as refused:
        brought.model_of(brought.of_json(text()), weights(change))
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("python", "plain"),
    [
        ("Dense(16, activation='relu'), Dense(10, \"softmax\")", "Dense 16 relu, Dense 10 softmax"),
        ("[keras.layers.Dense(units=16), tf.keras.layers.Dropout(0.2)]", "Dense 16, Dropout 0.2"),
        ("Dense (16), Dense(1)", "Dense 16, Dense 1"),
        ("2 x Dense 16 relu, Dense 1", "Dense 16 relu, Dense 16 relu, Dense 1"),
        ("2*Dense(16), 1 × Dense 1", "Dense 16, Dense 16, Dense 1"),
        ("12x Dense 64 sigmoid, Dense 1 sigmoid", ", ".join(["Dense 64 sigmoid"] * 12 + ["Dense 1 sigmoid"])),
        ("Normalization(), Dense(1)", "Normalization, Dense 1"),
    ],
)
def test_layers_may_be_written_as_in_python(python, plain):
    assert line.configuration(python, (64,)) == line.configuration(plain, (64,))


RELU = "Dense 25 relu, Dense 10"


@pytest.mark.parametrize(
    ("code", "plain"),
    [
        ('model = keras.Sequential([keras.Input(shape=(64,)), Dense(25, activation="relu"), Dense(10)])', RELU),
        ("Sequential([\n  Dense(units=25, activation=tf.nn.relu),  # hidden\n  layers.Dense(10),\n])", RELU),
        ("m = Sequential()\nm.add(Dense(25, input_shape=(64,), activation='relu'))\nm.add(Dense(10))\n", RELU),
        ("m = Sequential() m.add(Dense(25, 'relu')) m.add(Dense(10)) m.compile(loss=Loss(from_logits=True))", RELU),
        ("Sequential([Dense(8, kernel_initializer=keras.initializers.HeNormal()), ReLU()])", "Dense 8 he_normal, ReLU"),
        ("Sequential([Dense(8, kernel_initializer=Constant(0.5))])", "Dense 8 constant(0.5)"),
        (">>> model = Sequential([\n...     Dense(25, 'relu'),\n...     Dense(10)])\n%matplotlib inline", RELU),
        ("x = Input((64,))\nh = Dense(25, 'relu')(x)\nh = Dense(10)(h)\nm = keras.Model(inputs=x, outputs=h)", RELU),
        ("def build(units=25):\n  out = 5 * 2\n  return Sequential([Dense(units, 'relu'), Dense(out)])", RELU),
        ("m = Sequential([Dense(25, 'relu'), Dense(10)])\nfor each in m.layers:\n  print(each)", RELU),
        ("m = Sequential([Dense(25, 'relu'), Dense(10)])\nm.compile(", RELU),
        (
            "Dense(25, activation='relu', kernel_initializer=keras.initializers.Zeros()),\nDense(10),",
            "Dense 25 relu zeros, Dense 10",
        ),
    ],
)
def test_code_may_be_pasted_as_it_is(code, plain):
    assert line.configuration(code, (64,)) == line.configuration(plain, (64,))


def test_what_code_says_of_a_layer_reaches_keras():
    code = """Sequential([Rescaling(1./255), Conv2D(4, (3, 3), strides=2, padding="same", use_bias=False, name="first",
        kernel_initializer=RandomNormal(stddev=0.01), kernel_regularizer=l2(1e-3)), MaxPool2D(), Flatten()])"""
    model = brought.model_of(brought.checked(line.configuration(code, (8, 8, 1))))
    convolution = model.get_layer("first")
    assert (convolution.strides, convolution.padding, convolution.use_bias) == ((2, 2), "same", False)
    assert convolution.kernel_initializer.stddev == 0.01
    assert convolution.kernel_regularizer.get_config() == {"l2": pytest.approx(1e-3)}
    assert model.output_shape == (None, 16)


@pytest.mark.parametrize(
    "written",
    ["Constant(0.5)", "RandomUniform(-0.5, 0.5)", "VarianceScaling(2.0, mode='fan_out')", "Orthogonal(2.0)",
     "TruncatedNormal(stddev=0.1)", "RandomNormal(0.0, 0.1, seed=1)"],
)  # fmt: skip
def test_an_initializer_is_read_with_its_arguments(written):
    code = f"Dense(3, kernel_initializer=keras.initializers.{written}, kernel_regularizer=keras.regularizers.L2(0.1))"
    made = brought.model_of(brought.checked(line.configuration(code, (4,)))).layers[0]
    wanted = eval(f"keras.initializers.{written}")
    assert made.kernel_initializer.get_config() | {"seed": 0} == wanted.get_config() | {"seed": 0}
    assert float(made.kernel_regularizer.l2) == pytest.approx(0.1)


@pytest.mark.parametrize("one", ["[a{0}, a{0}]", "a{0} * a{0}", "[a{0}]"])
def test_names_that_lead_on_and_on_are_given_up(one):
    names = "\n".join(f"a{i + 1} = {one.format(i)}" for i in range(2_000))
    with pytest.raises(ValueError, match="plain number|too far|too deep"):
        line.configuration(f"a0 = 9\n{names}\nSequential([Dense(a2000)])", (4,))


def test_layers_are_called_as_keras_calls_them():
    layers = line.configuration("Dense 3, Dropout 0.2, MaxPooling1D, Dense 2", (4,))["config"]["layers"]
    names = [each["config"]["name"] for each in layers]
    assert names == ["input", "dense", "dropout", "max_pooling1d", "dense_1"]


def test_a_square_kernel_may_be_written_twice():
    written = "Conv2D(8, (3, 3), activation='relu'), Flatten, Dense(10)"
    read = [line.configuration(text, (8, 8, 1)) for text in (written, "Conv2D 8 3 relu, Flatten, Dense 10")]
    one, other = (brought.model_of(brought.checked(config)).get_config() for config in read)
    assert one == other


def test_layers_in_a_line_are_a_network():
    written = "Conv2D 8 3 relu, MaxPooling2D, Flatten, dense 16 tanh he_normal, Dropout 0.2, Dense 10 softmax"
    model = brought.model_of(brought.checked(line.configuration(written, (8, 8, 1))))
    kinds = [type(each).__name__ for each in model.layers]
    assert kinds == ["Conv2D", "MaxPooling2D", "Flatten", "Dense", "Dropout", "Dense"]
    assert model.output_shape == (None, 10)
    assert model.layers[3].kernel_initializer.get_config()["seed"] is None


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "Write layers between commas"),
        ("Dense", "'Dense' lacks a number: Dense takes units."),
        ("Dense 3 reluu", "has the word 'reluu', which is no activation and no initializer of Dense"),
        ("Dens 3", "'Dens 3' is not understood here. Did you mean 'Dense'? Paste the code"),
        ("My network learns nothing, why?", "'My network learns nothing' is not understood here. Paste the code"),
        ("Dense(3) or Dense(1)", "has the word 'or', which is no activation and no initializer of Dense. Paste the"),
        ("Dense 3.5", "must have a whole number from 1 to 10,000"),
        ("Dropout 2", "must have a number from 0 to below 1"),
        ("Dense 1000000", "must have a whole number from 1 to 10,000"),
        ("9999 x Dense 2", "There are 9999 layers, and 40 is the most in a line."),
        (", ".join(["Dense 2"] * 41), "There are 41 layers, and 40 is the most in a line."),
        ('Model: "sequential" Layer (type) Output Shape Param #', "does not say the activations. Paste the code"),
        ("Sequential([Dense(n)])", "'n' cannot be known from this code alone"),
        ("nn.Sequential(nn.Linear(4, 2))", "This is code of PyTorch; networks of Keras are read here"),
        ("x = Dense(4)(inputs)", "Only layers that follow each other from keras.Input to keras.Model"),
        ("x = Input((4,))\nModel(x, Add()([x, Dense(4)(x)]))", "Only layers that follow each other from keras.Input"),
        ("x = Input((4,))\nd = Dense(4)\nModel(x, d(d(x)))", "'Dense(4)' stands there more than once"),
        ("class Net(keras.Model):\n  pass", "A model with a class of its own cannot be read"),
        ("Sequential([Dense(4)", "A bracket in this code is not closed"),
        ("Activation", "'Activation' lacks one"),
        ("Dense nan", "must have a whole number from 1 to 10,000"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_by_its_layer(written, says):
    with pytest.raises(ValueError, match="^.{20,330}$") as refused:
        line.configuration(written, (4,))
    assert says in str(refused.value)


SHARED = "init = {}\nmodel = Sequential([Dense(4, kernel_initializer={held}), Dense(4, kernel_initializer={held})])"


@pytest.mark.parametrize(
    ("made", "held", "alike"),
    [
        ("keras.initializers.HeNormal()", "init", True),
        ("lambda: keras.initializers.HeNormal()", "init()", False),
        ('"he_normal"', "init", False),
        ("keras.initializers.HeNormal(seed=3)", "init", True),
    ],
)
def test_one_initializer_object_of_pasted_code_draws_alike_as_in_keras(made, held, alike):
    code = SHARED.format(made, held=held)
    names = {"keras": keras, "Dense": keras.layers.Dense, "Sequential": keras.Sequential}
    exec(code, names)
    names["model"].build((None, 4))
    config = brought.checked(line.configuration(code, (4,)))
    starts = [names["model"], *(brought.again(config) for _ in range(2))]
    kernels = [[each.kernel.numpy() for each in model.layers] for model in starts]
    assert [np.array_equal(*pair) for pair in kernels] == [alike] * 3
    assert np.array_equal(kernels[1][0], kernels[2][0]) == ("seed" in made)  # each start is another one
