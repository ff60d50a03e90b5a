"""The network that is read in code is the one that Python makes of it, in lines and in one line; or none is."""

import random
import re

import pytest

from lab.check import line, pasted
from lab.check.pasted import Code

PRACTITIONER = """\
model = Sequential()
model.add(Input((20,)))
for _ in range(12):
    model.add(Dense(64, activation='sigmoid', kernel_initializer='glorot_uniform'))
model.add(Dense(1, activation='sigmoid'))
model.compile(SGD(0.01), 'binary_crossentropy')
model.fit(x, y, epochs=20)"""


class Layer:
    """Stands for a layer of Keras: what it is made with, and whether it is trained."""

    def __init__(self, *values, **named):
        self.made, self.trainable = [type(self).__name__, *values, *named.values()], named.pop("trainable", True)

    def __call__(self, before):
        return (*before, self) if isinstance(before, tuple) else (self,)


def kind(name):
    """A class of layers."""
    return type(name, (Layer,), {})


class Network:
    """Stands for a network of Keras."""

    def __init__(self, layers=(), outputs=None):
        self.held = [each for each in (layers if outputs is None else outputs) if type(each).__name__ != "Input"]

    layers = property(lambda self: list(self.held))

    def add(self, layer):
        self.held += [layer] if type(layer).__name__ != "Input" else []

    def pop(self):
        self.held.pop()

    def compile(self, *given, **named):
        """Nothing of the layers."""


KINDS = ("Dense", "Dropout", "ReLU", "BatchNormalization", "Input")


def made(code):
    """The layers that Python makes of some code: the class and its arguments of each."""
    names = {name: kind(name) for name in KINDS} | {"Sequential": Network, "Model": Network, "__name__": "__main__"}
    exec(code, names)
    return [each.made for each in names["model"].held]


def read(text):
    """The layers that are read in a text."""
    found = pasted.layers(text)
    return [[each["class_name"], *(value for key, value in each["config"].items())] for each in found]


def in_one_line(code):
    """What a box of one line makes of it."""
    return code.strip("\n").replace("\n", " ")


BEGUN = "model = Sequential([Input((20,))])\n"
PROGRAMS = {
    "a loop": PRACTITIONER.split("model.compile")[0],
    "a loop over units": BEGUN + "for units in [64, 32]:\n    model.add(Dense(units))\n    model.add(ReLU())\n",
    "a loop over pairs": BEGUN + "for n, a in zip((8, 4), ('relu', 'tanh')):\n    model.add(Dense(n, activation=a))\n",
    "a loop on its line": BEGUN + "for _ in range(3): model.add(Dense(8))\nmodel.add(Dense(1))\n",
    "a loop in a loop": BEGUN + "for n in (8, 4):\n    for _ in range(2):\n        model.add(Dense(n))\n    "
    "model.add(ReLU())\nmodel.add(Dense(1))\n",
    "with tabs": BEGUN + "for n in (8, 4):\n\tmodel.add(Dense(n))\n\tmodel.add(ReLU())\nmodel.add(Dense(1))\n",
    "with empty lines": BEGUN + "\nfor n in (8, 4):\n    model.add(Dense(n))\n\n    model.add(ReLU())\n\n\n"
    "model.add(Dense(1))\n",
    "a known number": "depth = 2\nwidth = 2 ** depth\n" + BEGUN + "for i in range(depth):\n    "
    "model.add(Dense(width // (i + 1)))\n",
    "a branch that is known": "last = 2\n" + BEGUN + "for i in range(3):\n    if i == last:\n        "
    "model.add(Dense(1))\n    else:\n        model.add(Dense(8))\n",
    "a while": "n = 32\n" + BEGUN + "while n > 4:\n    model.add(Dense(n))\n    n //= 2\nmodel.add(Dense(1))\n",
    "a comprehension": "model = Sequential([Input((20,)), *[Dense(16) for _ in range(3)], Dense(1)])\n",
    "lists": "sizes = [8, 4]\nlayers = [Input((20,))] + [Dense(n) for n in sizes]\nlayers.append(ReLU())\n"
    "layers += [Dense(1)]\nmodel = Sequential(layers[:2] + layers[-1:])\n",
    "a function": "def build(units=25, depth=1):\n    net = Sequential()\n    for _ in range(depth):\n        "
    "net.add(Dense(units))\n    return net\n\n\nmodel = build(7, depth=2)\n",
    "a block": "def block(x, n):\n    x = Dense(n)(x)\n    return ReLU()(x)\n\ninputs = Input((20,))\n"
    "x = block(inputs, 8)\nx = block(x, 4)\nmodel = Model(inputs, Dense(1)(x))\n",
    "a functional loop": "x = inputs = Input((20,))\nfor _ in range(3):\n    x = Dense(8)(x)\n"
    "model = Model(inputs, outputs=Dense(1)(x))\n",
    "a layer taken away": "model = Sequential([Dense(8), Dense(10)])\nmodel.pop()\nmodel.add(Dense(3))\n",
    "what is not to be": "drop = False\nmodel = Sequential([Dense(8)])\ndrop and model.add(Dropout(0.5))\n"
    "if drop:\n    model.add(Dropout(0.5))\n",
    "names of arguments": "common = dict(activation='tanh')\nmodel = Sequential([Dense(8, **common), Dense(1)])\n",
    "a training of one's own": "model = Sequential([Dense(8), Dense(1)])\nfor epoch in range(900):\n    "
    "if epoch > 3:\n        break\n",
    "comments": "# The model:\nmodel = Sequential()\n# hidden layers\nfor _ in range(2):  # two\n    "
    "model.add(Dense(8))  # units\n# output\nmodel.add(Dense(1))\n",
    "a list with comments": "model = Sequential([\n    Dense(8),  # hidden\n    # the last\n    Dense(1),  # one\n])\n",
}  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
@pytest.mark.parametrize("shown", [str, in_one_line])
def test_code_is_read_as_python_makes_it(program, shown):
    assert read(shown(program)) == made(program)
    beside = f"It does not learn, here's all of it:\n{program}What's wrong? (The loss is 0.69.)\n"
    assert read(shown(beside)) == made(program)


def test_of_a_loop_in_one_line_all_is_read():
    for text in (PRACTITIONER, in_one_line(PRACTITIONER)):
        found = line.configuration(text, (20,))["config"]["layers"][1:]
        assert [each["config"]["units"] for each in found] == [64] * 12 + [1]
        assert Code(text).shape() == (20,)
        assert Code(text).said("compile", "optimizer", "loss")["loss"] == "binary_crossentropy"


HIDDEN = BEGUN + "for _ in range(3):\n{}\nmodel.add(Dense(1))"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (HIDDEN.format("    model.add(Dense(8))").replace("range(3)", "range(depth)"),
         "How often 'for _ in range(depth)' is gone through cannot be known from this code alone"),
        (BEGUN + "if big:\n    model.add(Dense(8))", "Code with 'if' in it is not read here"),
        (BEGUN + "while learns(model):\n    model.add(Dense(8))", "How often 'while learns(model)' is gone through"),
        (BEGUN + "match size:\n    case 1:\n        model.add(Dense(8))", "Code with 'match' in it is not read here"),
        ("x = Input((4,))\nif big:\n    x = norm(x)\nmodel = Model(x, Dense(1)(x))", "Only layers that follow"),
        (BEGUN + "model.add(Dense(8))\nif big:\n    model.pop()", "'model.pop()' may change the network"),
        (BEGUN + "n = 8\nif big:\n    n = 16\nmodel.add(Dense(n))", "What 'n' is hangs on code that is not read here"),
        (BEGUN + "add_hidden(model)\nmodel.add(Dense(1))", "'add_hidden(model)' may change the network"),
        ("model = load_model('mine.keras')\nmodel.add(Dense(1))", "The layers before 'model.add(Dense(1))' are not in"),
        ("model = Sequential([*[Dense(64)] * 3, Dense(1)])", "'Dense(64)' stands there more than once: that is one"),
        ("model = Sequential([Mine(3), Dense(1)])", "'Mine(3)' is no layer of Keras that can be read here"),
        ("model = Sequential([Dense(3)])\nmodel.layers[0].activation = relu", "changes a layer after it is made"),
        ("a = Sequential([Dense(3)])\nb = Sequential([Dense(4)])", "There are 2 networks in this code"),
        ("class Net(keras.Model):\n    pass\nnet = Net(Dense(3), Dense(4))", "A model with a class of its own"),
        ("class Net(keras.Model):\n    pass", "Write its layers: Dense 32 relu, Dense 1. Or in a notebook"),
        ("a = Input((5,))\nb = Input((3,))\nModel([a, b], Dense(1)(Add()([a, b])))", "lab.checkup(model, [x1, x2], y)"),
        ("a = Input((5,))\nModel(inputs={'a': a, 'b': Input((5,))}, outputs=Dense(1)(a))", "of several inputs"),
        ("a = Input((5,))\nModel(a, [Dense(1)(a), Dense(2)(a)])", "lab.checkup(model, x, [y1, y2])"),
        ("model = Sequential()\nfor _ in range(3)\n    model.add(Dense(8))", "This code cannot be read as Python"),
        ("def f(n):\n    return f(n)\nmodel = Sequential([Dense(8), f(3)])", "'f(n)' is no layer of Keras"),
        ("n = 1\nmodel = Sequential()\nwhile n:\n    model.add(Dense(n))", "This code takes too many steps"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_in_lines_and_in_one(code, says):
    for text in (code, in_one_line(code)):
        with pytest.raises(ValueError, match=r"^[^\n]{20,300}$") as refused:
            line.configuration(text, (4,))
        assert says in str(refused.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HIDDEN.format("  model.add(Dense(8))\n  model.add(ReLU())"), "where the body of 'for _ in range(3):' ends"),
        (HIDDEN.format("\n    model.add(Dense(8))\n    model.add(ReLU())"), "where the body of 'for _ in range(3):'"),
        (re.sub(" +", " ", HIDDEN.format("    model.add(Dense(8))\n    model.add(ReLU())")), "where the body of 'for"),
        (BEGUN + "# model.add(Dropout(0.5))\nmodel.add(Dense(1))", "where a comment ends"),
        (BEGUN + "# one could use model.add(Dropout(0.5))\nmodel.add(Dense(1))", "where a comment ends"),
        ("n = 8\n# n = 4\nmodel = Sequential([Dense(n)])", "where a comment ends"),
        ("model = Sequential([\n    Dense(8),\n    # Dense(4),\n    Dense(1)])", "where a comment ends"),
    ],
)
def test_where_one_line_does_not_say_what_ends_where_it_is_refused(text, says):
    with pytest.raises(ValueError, match="^In one line it cannot be told") as refused:
        line.configuration(in_one_line(text), (4,))
    assert says in str(refused.value)


def test_a_function_in_one_line_goes_on_as_far_as_it_returns():
    code = "def build():\n  m = Sequential()\n  m.add(Dense(8))\n  m.add(Dense(1))\n  return m\n\n\nmodel = build()"
    assert read(in_one_line(code)) == read(re.sub(r"\s+", " ", code)) == made(code)


def test_layers_that_are_frozen_stay_so():
    frozen = pasted.layers(
        "m = Sequential([Dense(8), Dense(1)])\nfor each in m.layers[:-1]:\n    each.trainable = False"
    )
    assert [each["config"].get("trainable") for each in frozen] == [False, None]


def test_a_network_within_another_is_read_in_its_place_and_stays_frozen():
    code = "base = Sequential([Dense(8), Dense(4)])\nbase.trainable = False\nm = Sequential([base, Dense(1)])"
    for compiles in ("", "\nm.compile('adam', 'mse')"):
        found = [each["config"] for each in pasted.layers(code + compiles)]
        assert [each["units"] for each in found] == [8, 4, 1]
        assert [each.get("trainable") for each in found] == [False, False, None]


@pytest.mark.parametrize(
    ("code", "line", "twice"),
    [
        ("nn.Linear(784, 128)\nF.softmax(nn.Linear(128, 10)(x), dim=1)\nnn.CrossEntropyLoss()", "Dense 10 soft", True),
        ("nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))\nnn.CrossEntropyLoss()", "Dense 3 soft", False),
        ("nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))\nnn.MSELoss()", "Dense 1 linear", False),
        ("nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid())", "Dense 1 sigmoid", False),
    ],
    ids=["softmax twice", "classes", "a number", "two classes"],
)
def test_pytorch_is_told_apart_with_the_line_to_write(code, line, twice):
    with pytest.raises(ValueError, match="This is code of PyTorch") as refused:
        pasted.layers(f"import torch.nn as nn\n{code}")
    assert line in str(refused.value)
    assert ("a softmax before it" in str(refused.value)) == twice
    assert pasted.layers(re.search(r"such as (.*?)\.", str(refused.value))[1]) is None  # a line, which is read as one


OWN = """\
class Net(keras.Model):
    def __init__(self, units=8, **kwargs):
        super().__init__(**kwargs)
        self.hidden = [Dense(units, activation="tanh") for _ in range(2)]
        self.drop = Dropout(0.5)
        self.last = Dense(3)

    def call(self, inputs, training=False):
        x = inputs
        for layer in self.hidden:
            x = layer(x)
        {}
"""
ENDS = {
    "return self.last(x)": [8, 8, 3],
    "return self.last(self.drop(x, training=training))": [8, 8, 0.5, 3],
    "return self.last(tf.nn.relu(x))": [8, 8, "relu", 3],
}
REFUSED = {
    "a branch": "if training: x = self.drop(x)\n        return self.last(x)",
    "a sum": "return self.last(x) + x",
    "a function that is not known": "return self.last(tf.cast(x, tf.float32))",
    "training of its own": "return self.last(x)\n    def train_step(self, data): return {}",
}


@pytest.mark.parametrize(("ends", "says"), ENDS.items())
def test_a_class_of_its_own_whose_layers_follow_each_other_is_read(ends, says):
    for made, units in (("", 8), ("net = Net()", 8), ("net = Net(16)\nnet.compile('adam', 'mse')", 16)):
        found = [each["config"] for each in pasted.layers(OWN.replace("{}", ends) + made)]
        assert [next(each[key] for key in ("units", "rate", "activation") if key in each) for each in found] == [
            units if each == 8 else each for each in says
        ]


@pytest.mark.parametrize("ends", REFUSED.values(), ids=REFUSED)
def test_a_class_that_does_more_is_refused(ends):
    with pytest.raises(ValueError, match="A model with a class of its own"):
        pasted.layers(OWN.replace("{}", ends, 1) + "Net()")


def test_of_several_networks_the_one_that_is_compiled_is_read():
    code = "i = Input((8,))\nc = Dense(2)(i)\nsmall = Model(i, c)\nwhole = Model(i, Dense(8)(c))\nwhole.compile('adam')"
    assert [each["config"]["units"] for each in pasted.layers(code)] == [2, 8]


def test_what_prompts_and_notebooks_put_before_code_is_left_out():
    prompts = ">>> m = Sequential()\n>>> for _ in range(2):\n...     m.add(Dense(4))\n...\n>>> m.add(Dense(1))\n"
    fence = "My network:\n```python\nm = Sequential([Dense(4), Dense(4), Dense(1)])\n```\nIs it (loss = 0.69) in order?"
    for text in (prompts, fence, "%matplotlib inline\nm = Sequential([Dense(4), Dense(4), Dense(1)])"):
        assert read(text) == read(in_one_line(text)) == [["Dense", 4], ["Dense", 4], ["Dense", 1]]


def program(draw, indent=0, depth=0):
    """Lines of code at random that add layers, in loops and branches, with empty lines and comments."""
    lines, before = [], " " * indent
    for _ in range(draw.randint(1, 3)):
        add = f"model.add({draw.choice(['Dense(n)', 'Dense(8)', 'ReLU()', 'Dense(2 ** n)'])})"
        step, turn = draw.choice([2, 4, 4]), draw.random()
        if turn < 0.35 and depth < 3:
            heads = ["for n in (1, 2):", "for i in range(2):", "for n in sizes:", "if n > 1:", "if flag:"]
            lines += [before + draw.choice(heads), *program(draw, indent + step, depth + 1)]
        else:
            lines.append(before + draw.choice([add, add, "n += 1", "n = 2", f"for n in (1, 3): {add}"]))
            lines[-1] += draw.choice(["", "", "", "  # which is small"])
        lines += [""] * draw.choice([0, 0, 0, 0, 1, 2])
        lines += [before + "# the next one"] * draw.choice([0, 0, 0, 1])
    return lines


def test_code_at_random_is_read_as_python_makes_it_or_in_one_line_not_at_all():
    draw, in_one = random.Random(0), 0
    for _ in range(300):
        head = [f"flag = {draw.choice([True, False])}", "sizes = [3, 2]", "n = 1", "model = Sequential([Dense(5)])"]
        code = "\n".join([*head, *program(draw), draw.choice(["", "model.add(Dense(1))", "model.compile('adam')"])])
        code = re.sub(r"\n{4,}", "\n\n\n\n", code)
        assert read(code) == made(code), code
        try:
            assert read(in_one_line(code)) == made(code), code
            in_one += 1
        except ValueError as refused:
            assert "In one line it cannot be told where" in str(refused)  # noqa: PT017
    assert in_one > 150
