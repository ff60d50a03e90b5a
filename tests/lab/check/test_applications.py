"""Code with a network of `keras.applications` is known for code, and says what to paste in its place."""

import pytest

import lab
from lab import question
from lab.check import applications, line

BASE = 'base = tf.keras.applications.MobileNetV2(input_shape=(160, 160, 3), include_top=False, weights="imagenet")\n'
IMPORTED = "from tensorflow.keras.applications import MobileNetV2\n" + BASE.replace("tf.keras.applications.", "")
FROZEN, COMPILED = (
    "base.trainable = False\n",
    "model.compile('adam', 'binary_crossentropy')\nval accuracy stays at 50 %",
)
SEQUENTIAL = 'model = Sequential([base, GlobalAveragePooling2D(), Dense(1, activation="sigmoid")])\n'
FUNCTIONAL = (
    "inputs = tf.keras.Input(shape=(160, 160, 3))\nx = base(inputs, training=False)\n"
    'x = GlobalAveragePooling2D()(x)\nmodel = tf.keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))\n'
)
FROM_OUTPUT = (
    'x = GlobalAveragePooling2D()(base.output)\nout = Dense(1, activation="sigmoid")(x)\n'
    "model = models.Model(inputs=base.input, outputs=out)\n"
)
HEAD = "Sequential([Input((1280,)), Dense(1, activation='sigmoid')])"
SAYS = (
    "Your code uses MobileNetV2, which is not built here: such networks are mostly too large. Paste only the layers "
    f"after it, as in {HEAD}. Or check all of it with lab.checkup(model, x, y), in a notebook on your own machine."
)
BARE = " A usual cause: images that do not pass through its preprocess_input, which this code does not name."


@pytest.mark.parametrize("flattened", [False, True])
@pytest.mark.parametrize("network", [SEQUENTIAL, FUNCTIONAL, FROM_OUTPUT])
@pytest.mark.parametrize("begins", [BASE, BASE + FROZEN, IMPORTED + FROZEN])
def test_it_is_recognised_and_the_way_on_is_said(begins, network, flattened):
    text = f"{begins}{network}{COMPILED}"
    text = " ".join(text.split()) if flattened else text
    hit = lab.find(text)[0]
    slug, settings = question.from_address(hit.address)
    assert (slug, settings["layers"], settings["symptom"]) == ("check", text, "It is stuck at chance")
    assert hit.says == f"Your network was not read. {SAYS}{BARE}"


def test_what_it_says_to_paste_can_be_read():
    layers = line.configuration(HEAD, (1280,))["config"]["layers"]
    assert [each["config"].get("units") for each in layers[1:]] == [1]


@pytest.mark.parametrize("name", ["MobileNetV2", "MobileNetV3Small", "EfficientNetB0", "VGG16"])
def test_the_numbers_of_a_pooled_output_are_those_of_keras(name):
    import keras

    network = getattr(keras.applications, name)(include_top=False, weights=None, input_shape=(32, 32, 3), pooling="avg")
    text = BASE.replace("MobileNetV2", name) + SEQUENTIAL
    assert f"Input(({network.output_shape[-1]},))" in applications.unread(text)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (BASE + "x = preprocess_input(x)\n" + SEQUENTIAL, "your own machine."),
        (BASE.replace('"imagenet"', "None") + SEQUENTIAL, "your own machine."),
        (BASE.replace("MobileNetV2", "EfficientNetB0") + SEQUENTIAL, "your own machine."),
        ("x = x / 255\n" + BASE.replace("MobileNetV2", "EfficientNetB0") + SEQUENTIAL, "divides them before."),
        (BASE + SEQUENTIAL, "does not name."),
    ],
)
def test_the_scale_of_its_images_is_told_where_it_may_be_wrong(text, ends):
    assert applications.unread(text).endswith(ends)


def test_of_what_is_not_known_nothing_is_said():
    assert "Sequential([Dense(1, activation='sigmoid')])" in applications.unread(
        BASE + SEQUENTIAL.replace("GlobalAveragePooling2D()", "Flatten()")
    )
    assert "Input" not in applications.unread(BASE.replace('"imagenet"', '"imagenet", alpha=0.5') + SEQUENTIAL)
    alone = applications.unread("model = keras.applications.ResNet50(weights=None, classes=10)")
    assert alone.endswith(
        "too large. Check all of it with lab.checkup(model, x, y), in a notebook on your own machine."
    )
    assert applications.unread("def ResNet50(shape):\n    return Sequential([Dense(3)])\nmodel = ResNet50((3,))") == ""
    assert applications.unread("Dense 32 relu, Dense 10 softmax") == ""


def test_a_network_on_what_it_gave_is_read_by_itself():
    code = "features = keras.applications.VGG16(include_top=False).predict(x)\nmodel = Sequential([Dense(8), Dense(1)])"
    layers = line.configuration(code, (4,))["config"]["layers"]
    assert [each["config"]["units"] for each in layers[1:]] == [8, 1]


@pytest.mark.parametrize(
    "text",
    [
        "class Net(keras.Model):\n    def __init__(self):\n        self.d = Dense(10)\nit stays at 10 %",
        "inputs = Input((4,))\nmodel = Model(inputs=inputs, outputs=mine(inputs))",
        "out = Dense(3)(made(x))\nmodel.compile('adam', 'mse')",
    ],
)
def test_code_with_one_layer_or_a_class_of_its_own_is_known_for_code(text):
    hit = lab.find(text)[0]
    assert (hit.question, hit.score) == ("check", 1.0)
    assert hit.says.startswith("Your network was not read.")


def test_its_page_says_it_and_the_usual_causes_of_what_is_seen_without_a_division_by_255():
    answer = lab.ask("check", layers=f"{BASE}{SEQUENTIAL}{COMPILED}", symptom="It is stuck at chance")
    assert answer.headline == "Your network could not be read, so nothing was checked."
    assert f"`{HEAD}`" in answer.note
    assert "`preprocess_input`" in answer.note
    told = answer.to_json()
    assert "The usual causes, the quickest to test first:" in told
    assert "Labels shuffled apart" in told
    assert "255" not in told
    assert "example, not your network" not in told
