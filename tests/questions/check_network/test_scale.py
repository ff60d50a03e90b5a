"""The scale that somebody says of inputs and targets is the scale of what the network is checked on."""

import numpy as np
import pytest

import lab
from lab import question
from lab.prose import unmarked
from lab.questions.check_network.check import scale, tables

DENSE = "Dense(64, relu), Dense(10, softmax)"


@pytest.mark.parametrize(
    ("text", "inputs", "targets"),
    [
        ("on pixels 0..255 not divided: stuck from the beginning", 255, 0),
        ("images with values between 0 and 255, I did not scale them", 255, 0),
        ("where X has columns like income (20000..150000)", 150_000, 0),
        ("Regression of house prices (targets 100,000 to 900,000)", 0, 900_000),
        ("features from 0 to 1000 and targets from 20k to 80k", 1_000, 80_000),
        ("pixel values 0-255, then x_train = x_train / 255.0", 0, 0),
        ("incomes 20000..150000, scaled by StandardScaler().fit_transform(x)", 0, 0),
        ("Regression of yearly income 15000..200000", 0, 200_000),
        ("I predict prices between 100k and 900k", 0, 900_000),
        ("inputs from 0 to 1", 1, 0),
        ("a table of inputs, 3-5 a day", 0, 0),
        ("x in [5, 10]", 10, 0),
        ("stock prices around 3000", 0, 3000),
        ("my targets are all about 12,500", 0, 12_500),
        ("house prices, loss about 3000", 0, 0),
        ("outputs of about 0.5", 0, 0),
        ("targets between -1 and 1", 0, 1),
        ("my target is the salary between 20000 and 150000", 0, 150_000),
        ("Dense layers of 64 to 128 units, epochs 10-200", 0, 0),
        ("my data is fine. It stays flat for epochs 50 to 200", 0, 0),
        ("", 0, 0),
    ],
)
def test_a_scale_is_read_where_a_range_is_said_of_inputs_or_targets(text, inputs, targets):
    assert scale.said(text) == (inputs, targets)


NETWORK = """
model = Sequential([Dense(64, activation="relu", input_shape=(5,)), Dense(1)])
model.compile(optimizer="adam", loss="mse")
model.fit(X, y, epochs=20)
"""


@pytest.mark.parametrize("flattened", [False, True])
@pytest.mark.parametrize(
    ("code", "words", "inputs", "targets"),
    [
        ('y = df["price"].values  # 50000 .. 900000', "", 0, 900_000),
        ('X = df[["sqft"]].values\ny = df["price"].values  # 50000 to 900000', "it predicts the mean", 0, 900_000),
        ('X = StandardScaler().fit_transform(X)\ny = df["p"].values  # in dollars, 50000 to 900000', "", 0, 900_000),
        ('y = df["income"].values  # yearly income 15000..200000', "", 0, 200_000),
        ('X = df[["a", "b"]].values  # 0..1000\ny = df["price"]', "", 1_000, 0),
        ('X = df[["a", "b"]].values  # prices of yesterday 10..500\ny = df["price"]', "", 500, 0),
        ('X = df.drop(columns=["price"])  # values 0 to 20000\ny = df["price"]  # 50k to 900k', "", 20_000, 900_000),
        ("(x_train, y_train), (x_test, y_test) = mnist.load_data()  # pixels 0..255", "", 255, 0),
        ('x_train = x_train.reshape(-1, 784).astype("float32")  # 0..255', "", 255, 0),
        ('# 50000 .. 900000\ny = df["price"].values', "", 0, 900_000),
        ("X, y = load()  # 8 columns, X 0..5000, y 100000..900000", "", 5_000, 900_000),
        ("labels = data[:, -1]  # temperature from -10 to 40", "", 0, 40),
        ('df["price"] = df["price"].astype(float)  # 50_000 .. 900_000', "", 0, 900_000),
        ('y = df["price"].values  # 50000..900000\ny = y / 1e6', "", 0, 0),
        ('y = df["p"].values  # 0..900\ny = StandardScaler().fit_transform(y.reshape(-1, 1))', "", 0, 0),
        ('X = df[["a"]].values  # 0..1000\ny = StandardScaler().fit_transform(y.reshape(-1, 1))', "", 1_000, 0),
        ("", "yearly income 15000..200000", 200_000, 0),
        ("", "age 0-100, income up to 200000, I predict the price", 200_000, 0),
        ("", "I predict it from features from 0 to 1000", 1_000, 0),
        ("", "I predict the price (50k to 900k) from the area (300 to 5000)", 5_000, 900_000),
        ("", "I want to predict house prices, income 15000..200000", 200_000, 0),
        ("", "I predict the age, 18 to 90, from images with pixels 0..255", 255, 90),
        ("", "forecast sales, which are 100..5000, from prices 10..60", 60, 5_000),
        ("", "the salary is 20000 to 150000 and is what I predict", 0, 150_000),
        ("", "y goes from 50,000 to 900,000 and X from 0 to 1", 1, 900_000),
        ("", "my targets are in the range [100, 5000]", 0, 5_000),
        ("", "House prices. 50,000 to 900,000 (y), 8 columns", 0, 900_000),
        ("", "images 28 x 28, 0..255", 255, 0),
        ("", "stock prices from 2019 to 2023", 0, 0),  # years
        ("", "the loss goes from 50000 to 900000", 0, 0),
        ("", "accuracy up to 97 % on my data", 0, 0),
        ("", "features up to 20 columns", 0, 0),
        ("", "I trained for 50 to 200 epochs on my data", 0, 0),
    ],
)
def test_a_range_is_of_what_its_line_assigns_or_its_words_name(code, words, inputs, targets, flattened):
    text = f"{code}{NETWORK}{words}"
    assert scale.said(" ".join(text.split()) if flattened else text) == (inputs, targets)


MNIST = "(x_train, y_train), (x_test, y_test) = mnist.load_data()\n"
FOLDER = 'ds = tf.keras.utils.image_dataset_from_directory("cats", image_size=(64, 64))\n'


@pytest.mark.parametrize("flattened", [False, True])
@pytest.mark.parametrize(
    ("code", "inputs"),
    [
        (MNIST, 255),
        (MNIST.replace("mnist", "tf.keras.datasets.cifar10"), 255),
        (MNIST.replace("mnist", "fashion_mnist") + "x_train = x_train.reshape(-1, 784)\n", 255),
        (FOLDER, 255),
        ("flow = ImageDataGenerator().flow_from_directory('cats')\n", 255),
        ("flow = ImageDataGenerator(horizontal_flip=True).flow(x, y)\n", 255),
        ("x, y = fetch_openml('mnist_784', return_X_y=True)\n", 255),
        (f"{MNIST}x_train, x_test = x_train / 255.0, x_test / 255.0\n", 0),
        (f"{MNIST}x_train = x_train.astype('float32') / 255\n", 0),
        (f"{MNIST}x_train /= 255\n", 0),
        (f"{MNIST}x_train = x_train * (1.0/255)\n", 0),
        (f"{MNIST}x_train = x_train / np.max(x_train)\n", 0),
        (f"{MNIST}x_train = (x_train - x_train.mean()) / x_train.std()\n", 0),
        (f"{MNIST}x_train = keras.utils.normalize(x_train)\n", 0),
        (f"{MNIST}SCALE = 255.0\nx_train = x_train / SCALE\n", 0),
        (f"{FOLDER}ds = ds.map(lambda x, y: (layers.Rescaling(1/255)(x), y))\n", 0),
        (f"{FOLDER}ds = ds.map(lambda x, y: (preprocess_input(x), y))\n", 0),
        ("flow = ImageDataGenerator(rescale=1./255).flow_from_directory('cats')\n", 0),
        ("(x_train, y_train), _ = imdb.load_data(num_words=5000)\n", 0),
        ("(x_train, y_train), _ = boston_housing.load_data()\n", 0),
        ("(x_train, y_train), _ = reuters.load_data()\n", 0),
        ("from tensorflow.keras.datasets import mnist\n", 0),
    ],
)
def test_images_that_code_loads_are_pixels_until_it_divides_them(code, inputs, flattened):
    text = f"{code}{NETWORK}it is stuck"
    assert scale.said(" ".join(text.split()) if flattened else text) == (inputs, 0)


def test_a_division_that_is_a_comment_or_denied_divides_nothing():
    assert scale.said(f"{MNIST}# x_train = x_train / 255.0{NETWORK}") == (255, 0)
    assert scale.said(f"{MNIST}{NETWORK}I have not normalized them") == (255, 0)
    assert scale.said(f"{MNIST}{NETWORK}The images are normalized") == (0, 0)


def test_pixels_that_code_loads_are_what_is_wrong():
    network = "model = Sequential([Flatten(input_shape=(28, 28)), Dense(16, activation='relu'), Dense(10, 'softmax')])"
    answer = lab.ask("check", layers=f"{MNIST}{network}")
    assert answer.headline.startswith("1 fault: inputs that are too large")
    assert "inputs that are too large" not in lab.ask("check", layers=f"{MNIST}x_train /= 255\n{network}").headline


def test_a_scale_that_is_said_stands_in_its_knob_with_the_readers_own_number():
    text = f'y = df["price"].values  # 50000 .. 900000{NETWORK}'
    for post in (text, " ".join(text.split())):
        found = lab.ask("check", layers=post)
        assert (found.settings["inputs"], found.settings["targets"]) == (0, 900_000)
        given = question.from_address(question.address("check", {"layers": post}))[1]
        assert given["targets"] == 900_000


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("salaries between 20000 and 150000", 20_000, 150_000),
        ("X = load()  # values from 0 to 1", 0, 1),
        ("x in [5, 10]", 5, 10),
        ("inputs from 0.2 to 0.9", 0.2, 0.9),
        ("inputs from -1 to 1", -1, 1),
        ("incomes up to 200000", 0, 200_000),
        ("ages 18 to 90, salaries between 20000 and 150000", 18, 150_000),
    ],
)
def test_data_made_for_a_range_lie_between_both_of_its_ends(text, low, high):
    inputs, targets = scale.ends(text, *scale.said(text))
    assert inputs == (low, high, "as your text says")
    assert targets.most == 0
    task = tables.Task(np.random.default_rng(0).normal(size=(50, 3)), np.zeros(50), 0, "rows")
    found = scale.brought(task, inputs, targets)
    assert (found.x.min(), found.x.max()) == pytest.approx((low, high))


def test_data_are_brought_to_a_scale_and_say_who_says_so():
    task = tables.Task(np.array([[-1.0, 0.0], [1.0, 0.5]]), np.array([2.0, 4.0]), 0, "two rows")
    text, nothing = "targets between 500 and 1000", scale.Ends(0, 0, "")
    found = scale.brought(task, *scale.ends(text, 255, 1000))
    assert found.x.tolist() == [[0, 127.5], [255, 191.25]]
    assert found.y.tolist() == [500, 1000]
    assert found.named == (
        "two rows, inputs brought to 0 to 255, as set here, targets brought to 500 to 1,000, as your text says"
    )
    assert scale.brought(task, nothing, nothing).named == "two rows"
    classes = tables.Task(task.x, np.array([0, 1]), 2, "two rows")
    assert scale.brought(classes, nothing, scale.Ends(0, 1000, "")).y is classes.y  # classes have no scale


def verdicts(**asked):
    """check -> its verdict in a word."""
    table = next(frame for frame in lab.ask("check", **asked).frames() if "because" in frame and "measured" in frame)
    return {row.check: row.verdict.split()[-1] for row in table.itertuples()}


def test_unscaled_inputs_that_are_said_are_judged_and_lead():
    text = f"{DENSE}, sparse_categorical_crossentropy, adam, on pixels 0..255 not divided: stuck"
    assert verdicts(layers=DENSE)["inputs"] == "judged"  # not
    assert verdicts(layers=text)["inputs"] == "fault"
    assert verdicts(layers=text, inputs=0)["inputs"] == "judged"
    assert "inputs brought to 0 to 255" in lab.ask("check", layers=text).note
    assert lab.ask("check", layers=text).headline == (
        "1 fault that can cause this: inputs that are too large; 1 more may be its consequence."
    )


def test_targets_that_are_said_to_be_large_are_judged():
    text = "Regression of house prices (targets 100000..900000): Dense(64, relu), Dense(1), mse, Adam(0.001)"
    answer = lab.ask("check", layers=text)
    assert "targets brought to 100,000 to 900,000, as your text says" in unmarked(answer.note)
    assert verdicts(layers=text)["targets"] == "fault"
    assert "targets that are too large" in answer.headline
