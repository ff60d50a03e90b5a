"""Each check on a faulty model and on its healthy twin."""

import re

import keras
import numpy as np
import pytest

import lab
from lab.check import alike, checkup, cure, first_cost, flow, outputs, shown, steps, tables, trials
from lab.check.checkup import CAUSES_FIRST, CHECKS, COLUMNS, QUESTIONS
from lab.check.finding import Finding, standing
from lab.check.subject import Subject
from tests.lab.check.models import digits, line, network, regression


def worst(check, model, data=digits):
    """The worst of what a check says."""
    return max(check(Subject(model, *data())), key=lambda found: ("ok", "warn", "fault").index(found.verdict))


def changed(data, x=lambda x: x, y=lambda y: y):
    """Data with other inputs or targets."""
    inputs, targets = data()
    return lambda: (x(inputs.copy()), y(targets.copy()))


def copied():
    """The second half of the hidden units is a copy of the first, seen by equal weights."""
    model = network(hidden=(16,))
    kernel, bias, above, last = model.get_weights()
    kernel[:, 8:], above[8:] = kernel[:, :8], above[:8]
    model.set_weights([kernel, bias, above, last])
    return model


def proportional():
    """The second half is three times the first, below and above, so that it stays so."""
    model = copied()
    kernel, bias, above, last = model.get_weights()
    kernel[:, 8:] *= 3
    above[8:] *= 3
    model.set_weights([kernel, bias, above, last])
    return model


def seeded(**more):
    return network(kernel=keras.initializers.HeNormal(seed=3), hidden=(64, 64), **more)


def frozen():
    model = network()
    model.trainable = False
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


def more(model, *layers, loss="sparse_categorical_crossentropy"):
    """A model with more layers behind it, compiled."""
    made = keras.Sequential([keras.Input((64,)), *model.layers, *layers])
    made.compile("adam", loss)
    return made


def dropped():
    return more(network(), keras.layers.Dropout(0.5), keras.layers.Reshape((10,)))


def judged():
    """What a trained layer makes is judged by a frozen one."""
    judge = keras.layers.Dense(1, "sigmoid", trainable=False)
    return more(network(last="tanh"), judge, loss="binary_crossentropy")


def normalised():
    """Each patch of four pixels normalised, twice: many are black, and there is nothing to divide by."""
    keras.utils.set_random_seed(0)
    patches = [keras.layers.Reshape((16, 4)), keras.layers.Dense(32)]
    twice = [keras.layers.LayerNormalization(), keras.layers.Dense(32, "gelu"), keras.layers.LayerNormalization()]
    ends = [keras.layers.Dense(16), keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(10, "softmax")]
    made = keras.Sequential([keras.Input((64,)), *patches, *twice, *ends])
    made.compile("adam", "sparse_categorical_crossentropy")
    return made


def residual():
    """The last layer of the branch starts at zero, and so does the head."""
    keras.utils.set_random_seed(0)
    inputs = keras.Input((64,))
    hidden = keras.layers.Dense(16)(inputs)
    branch = keras.layers.Dense(16, kernel_initializer="zeros")(keras.layers.Dense(16, "relu")(hidden))
    out = keras.layers.Dense(10, "softmax", kernel_initializer="zeros")(keras.layers.Add()([hidden, branch]))
    model = keras.Model(inputs, out)
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


def again(layer, **more):
    """A network and one more layer."""
    return compiled_again(keras.Sequential([*network(**more).layers, layer]))


def compiled_again(model):
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


def narrow_branch():
    """One unit of ReLU beside a way around it."""
    keras.utils.set_random_seed(0)
    inputs = keras.Input((64,))
    branch = keras.layers.Dense(64)(keras.layers.Dense(1, "relu")(inputs))
    out = keras.layers.Dense(10, "softmax")(keras.layers.Add()([inputs, branch]))
    return compiled_again(keras.Model(inputs, out))


def layers_of_relu():
    """Dense, then ReLU as a layer of its own."""
    keras.utils.set_random_seed(0)
    made = [keras.Input((64,)), keras.layers.Dense(32), keras.layers.ReLU(), keras.layers.Dense(10, "softmax")]
    return compiled_again(keras.Sequential(made))


def sigmoid_unit():
    return keras.layers.Dense(1, "sigmoid")


def parity(data=digits):
    """Whether a digit is odd, 0 or 1, in a column."""
    return changed(data, y=lambda y: (y % 2).astype("float32")[:, None])


def below_zero(values):
    return keras.initializers.Constant(values)


def hole(x):
    x[3, 2] = np.nan
    return x


def xor(*, width):
    return regression(
        inputs=2, hidden=(width,), last="sigmoid", loss="binary_crossentropy", kernel="he_normal",
        optimizer=keras.optimizers.Adam(0.1),
    )  # fmt: skip


def corners():
    return np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "float32"), np.array([0, 1, 1, 0], "float32")


FAULTS = {
    "zeros": (alike.clones, lambda: network(kernel="zeros", activation="sigmoid"), digits),
    "ones": (alike.clones, lambda: network(kernel="ones"), digits),
    "copies": (alike.clones, copied, digits),
    "proportional": (alike.clones, proportional, digits),
    "one seed": (alike.repeated_initializer, seeded, digits),
    "zeros below ReLU": (alike.zero_weights, lambda: network(kernel="zeros"), digits),
    "biases of −5": (flow.dead_units, lambda: network(bias=below_zero(-5.0)), digits),
    "large weights": (
        flow.saturated_units,
        lambda: network(activation="tanh", kernel=keras.initializers.RandomNormal(stddev=5.0)),
        digits,
    ),
    "small weights": (
        flow.signal_scale,
        lambda: network(activation="tanh", hidden=(16,) * 5, kernel=keras.initializers.RandomNormal(stddev=0.01)),
        digits,
    ),
    "ten layers of sigmoid": (flow.gradient_scale, lambda: network(activation="sigmoid", hidden=(16,) * 10), digits),
    "weights that grow": (
        flow.gradient_scale,
        lambda: network(hidden=(64,) * 8, kernel=keras.initializers.RandomNormal(stddev=1.0)),
        digits,
    ),
    "outputs dropped behind a layer without weights": (outputs.output_and_loss, dropped, digits),
    "large logits": (
        first_cost.first_cost,
        lambda: network(last_kernel=keras.initializers.RandomNormal(stddev=20.0)),
        digits,
    ),
    "logits as probabilities": (outputs.output_and_loss, lambda: network(last=None), digits),
    "softmax of one": (
        outputs.output_and_loss,
        lambda: network(outputs=1, loss="binary_crossentropy"),
        changed(digits, y=lambda y: (y % 2).astype("float32")),
    ),
    "one output under a categorical loss": (
        outputs.output_and_loss,
        lambda: network(outputs=1, last="sigmoid", loss="categorical_crossentropy"),
        parity(),
    ),
    "sigmoid under a categorical loss": (outputs.output_and_loss, lambda: network(last="sigmoid"), digits),
    "softmax over the examples": (
        outputs.output_and_loss,
        lambda: again(keras.layers.Softmax(axis=0), last=None),
        digits,
    ),
    "softmax of a softmax": (outputs.output_and_loss, lambda: again(keras.layers.Softmax(), last="softmax"), digits),
    "tanh as logits": (
        outputs.output_and_loss,
        lambda: network(last="tanh", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)),
        digits,
    ),
    "a logit that is never below zero": (
        outputs.output_and_loss,
        lambda: network(outputs=1, last="relu", loss=keras.losses.BinaryCrossentropy(from_logits=True)),
        parity(),
    ),
    "counts that may be negative": (
        outputs.output_and_loss,
        lambda: regression(loss="poisson"),
        changed(line, y=np.abs),
    ),
    "sigmoid under a hinge": (
        outputs.output_and_loss,
        lambda: network(outputs=1, last="sigmoid", loss="hinge"),
        parity(),
    ),
    "ReLU below zero": (outputs.output_and_loss, lambda: regression(last="relu"), line),
    "labels of −1": (
        tables.labels,
        lambda: network(outputs=1, last="sigmoid", loss="binary_crossentropy"),
        changed(digits, y=lambda y: 2.0 * (y % 2) - 1),
    ),
    "missing": (tables.inputs, regression, changed(line, x=hole)),
    "large inputs": (tables.inputs, network, changed(digits, x=lambda x: 255 * x)),
    "tiny inputs": (tables.inputs, network, changed(digits, x=lambda x: x / 255)),
    "inputs that hardly vary": (tables.inputs, network, changed(digits, x=lambda x: x / 127.5 - 1)),
    "narrow and deep": (flow.dead_units, lambda: network(hidden=(2,) * 12, kernel="he_normal"), digits),
    "most outputs flat": (
        flow.saturated_units,
        lambda: network(activation="tanh", hidden=(64, 64), kernel=keras.initializers.RandomNormal(stddev=1.0)),
        digits,
    ),
    "SGD at 20": (steps.learning_rate, lambda: network(optimizer=keras.optimizers.SGD(20.0)), digits),
    "momentum at twice the limit": (
        steps.learning_rate,
        lambda: network(optimizer=keras.optimizers.SGD(3.0, momentum=0.9)),
        digits,
    ),
    "SGD at 1 on squares": (steps.learning_rate, lambda: regression(optimizer=keras.optimizers.SGD(1.0)), line),
    "a rate that is gone after ten steps": (
        steps.learning_rate,
        lambda: network(optimizer=keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(1e-3, 1, 0.1))),
        digits,
    ),
    "Adam at 1": (steps.learning_rate, lambda: network(optimizer=keras.optimizers.Adam(1.0)), digits),
    "SGD at 1e-8": (steps.learning_rate, lambda: network(optimizer=keras.optimizers.SGD(1e-8)), digits),
    "no gradient": (steps.updates, lambda: network(kernel="zeros"), digits),
    "frozen": (steps.nothing_to_train, frozen, digits),
    "dead for good": (trials.one_batch, lambda: network(bias=below_zero(-5.0)), digits),
    "XOR with two units": (trials.luck, lambda: xor(width=2), corners),
}
HEALTHY = {
    "logistic regression from zeros": (alike.clones, lambda: network(hidden=(), kernel="zeros"), digits),
    "random": (alike.clones, network, digits),
    "no seed": (alike.repeated_initializer, lambda: network(hidden=(64, 64)), digits),
    "a residual branch from zeros": (alike.zero_weights, residual, digits),
    "a residual branch has no clones": (alike.clones, residual, digits),
    "softmax regression from zeros": (alike.zero_weights, lambda: network(hidden=(), kernel="zeros"), digits),
    "ReLU": (flow.dead_units, network, digits),
    "ReLU as a layer": (flow.dead_units, layers_of_relu, digits),
    "a narrow branch beside a skip": (flow.dead_units, narrow_branch, digits),
    "classes by squares, with their accuracy": (
        outputs.output_and_loss,
        lambda: network(outputs=1, last=None, loss="mse", metrics=["accuracy"]),
        parity(),
    ),
    "an output bias at the share of a rare class": (
        first_cost.first_cost,
        lambda: network(outputs=1, last="sigmoid", loss="binary_crossentropy", last_bias=below_zero(-4.0)),
        changed(digits, y=lambda y: (np.arange(len(y)) % 50 == 0).astype("float32")),
    ),
    "whole numbers that are kept as floats": (tables.labels, network, changed(digits, y=lambda y: y.astype("float32"))),
    "tanh": (flow.saturated_units, lambda: network(activation="tanh"), digits),
    "tanh keeps the signal": (flow.signal_scale, lambda: network(activation="tanh"), digits),
    "empty corners of images, normalised": (flow.gradient_scale, normalised, digits),
    "hidden units dropped": (
        outputs.output_and_loss,
        lambda: more(network(hidden=()), keras.layers.Dropout(0.5), keras.layers.Dense(10, "softmax")),
        digits,
    ),
    "one target for all, before a frozen judge": (tables.labels, judged, changed(digits, y=lambda y: 0 * y + 1.0)),
    "tanh keeps the error": (flow.gradient_scale, lambda: network(activation="tanh"), digits),
    "ln 10": (first_cost.first_cost, network, digits),
    "softmax": (outputs.output_and_loss, network, digits),
    "linear": (outputs.output_and_loss, regression, line),
    "ten digits": (tables.labels, network, digits),
    "one number": (tables.labels, regression, line),
    "complete": (tables.inputs, network, digits),
    "SGD at 0.1": (steps.learning_rate, lambda: network(optimizer=keras.optimizers.SGD(0.1)), digits),
    "Adam at 0.001": (steps.learning_rate, network, digits),
    "a rate that decays": (
        steps.learning_rate,
        lambda: network(optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(1e-3, 1000))),
        digits,
    ),
    "a step for four batches": (
        steps.updates,
        lambda: network(optimizer=keras.optimizers.Adam(1e-3, gradient_accumulation_steps=4)),
        digits,
    ),
    "gradients": (steps.updates, network, digits),
    "free": (steps.nothing_to_train, network, digits),
    "learns by heart": (trials.one_batch, network, digits),
    "XOR with sixteen units": (trials.luck, lambda: xor(width=16), corners),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(name):
    check, model, data = FAULTS[name]
    found = worst(check, model(), data)
    assert found.verdict == "fault", found


@pytest.mark.parametrize("name", HEALTHY)
def test_what_is_in_order_is_left_alone(name):
    check, model, data = HEALTHY[name]
    found = worst(check, model(), data)
    assert found.verdict == "ok", found


def test_the_findings_are_a_row_for_each_check_in_the_agreed_columns():
    found = lab.checkup(network(), *digits(), seeds=2)
    assert list(found.findings) == COLUMNS
    assert list(dict.fromkeys(found.findings["check"])) == list(CHECKS)
    assert set(found.findings["verdict"]) == {"ok"}
    assert found.findings["because"].str.endswith(".").all()


@pytest.mark.parametrize("loss", ["binary_crossentropy", "mse", "categorical_crossentropy"])
def test_a_softmax_of_one_unit_is_not_judged_by_a_cost_that_its_predictions_have_no_part_in(loss):
    found = lab.checkup(network(outputs=1, loss=loss), *parity()(), seeds=2).findings.set_index("check")
    assert found.loc["output_and_loss", "verdict"] == "fault"
    for name in ("first_cost", "one_batch", "luck"):
        assert standing(found.loc[name, "verdict"], found.loc[name, "because"]) == "unjudged"
        assert found.loc[name, "verdict"] == "warn"
        assert found.loc[name, "because"].startswith("Not judged: ")


def test_a_network_that_says_the_same_to_all_has_learned_nothing_whatever_its_cost_did():
    """What is normalised over one unit is 0, and behind it only a bias is left to learn."""
    model = compiled_again(
        keras.Sequential([keras.Input((64,)), keras.layers.Dense(1), keras.layers.LayerNormalization(), sigmoid_unit()])
    )
    model.compile(keras.optimizers.Adam(0.1), "binary_crossentropy")
    x, y = parity()()
    found = worst(trials.one_batch, model, lambda: (x, (np.arange(len(y)) % 8 == 0).astype("float32")[:, None]))
    assert found.verdict == "fault"
    assert "says the same to all of them" in found.because
    assert worst(trials.luck, model, parity()).because.startswith("Not judged: from all 5 starts")


def test_a_network_that_training_makes_say_the_same_to_all_is_not_left_unjudged():
    def model():
        units = [keras.layers.Dense(64, "tanh") for _ in range(2)]
        made = keras.Sequential([keras.Input((64,)), *units, keras.layers.Dense(10, "softmax")])
        made.compile(keras.optimizers.SGD(1.0, momentum=0.9), "sparse_categorical_crossentropy")
        return made

    assert worst(trials.luck, model).verdict == "fault"


def test_a_warning_is_a_fault_where_32_examples_are_not_learned():
    """A step of a millionth may be meant, for tuning what is trained; from a random start it learns nothing."""
    slow = network(optimizer=keras.optimizers.Adam(1e-6))
    assert worst(steps.learning_rate, slow).verdict == "warn"
    found = lab.checkup(slow, *digits(), seeds=1).findings.set_index("check")
    assert found.loc["one_batch", "verdict"] == found.loc["learning_rate", "verdict"] == "fault"


def test_a_network_that_is_still_learning_is_told_to_take_larger_steps_and_not_called_unable():
    found = worst(trials.one_batch, network(optimizer=keras.optimizers.Adam(1e-4)))
    assert (found.verdict, "Adam(0.001)" in found.cure) == ("warn", True)
    assert found.because.endswith(" At 10 times the rate they are learned: it is too small.")


def test_a_rate_that_is_all_that_is_wrong_is_named_with_the_one_at_which_it_learns():
    """Two tanh layers at a rate of 0.01 were "not able to learn 32 examples", and at 1 they do."""

    def rings():
        return lab.data.load(lab.Data("circles"), "float32")

    def tried(optimizer):
        layers = [keras.layers.Dense(16, "tanh"), keras.layers.Dense(16, "tanh"), keras.layers.Dense(1, "sigmoid")]
        model = keras.Sequential([keras.Input((2,)), *layers])
        model.compile(optimizer, "binary_crossentropy")
        return worst(trials.one_batch, model, rings)

    keras.utils.set_random_seed(0)
    slow = tried(keras.optimizers.SGD(0.01))
    assert re.search(r"At 10+ times the rate they are learned: it is too small\.$", slow.because)
    named = float(re.search(r"SGD\(([\d.]+)\)", slow.cure)[1])
    assert tried(keras.optimizers.SGD(named)).verdict == "ok"


def test_the_least_cost_of_bounded_logits_is_that_of_the_best_of_them():
    found = worst(outputs.output_and_loss, again(keras.layers.Softmax(), last="softmax"))
    best = np.eye(10)[0]  # what the inner softmax can say at its best
    assert found.measured == pytest.approx(-np.log(np.exp(best)[0] / np.exp(best).sum()))


def test_layers_without_an_activation_between_them_are_to_be_looked_at_unless_they_are_of_low_rank():
    assert worst(flow.signal_scale, network(activation=None, hidden=(32,))).verdict == "warn"
    assert worst(flow.signal_scale, network(activation=None, hidden=(4,))).verdict == "ok"
    assert worst(flow.signal_scale, residual()).verdict == "ok"


def test_logits_that_a_relu_cuts_are_to_be_looked_at_and_a_fault_where_a_class_is_never_above_zero():
    cut = {"hidden": (), "last": "relu"}
    found = worst(outputs.output_and_loss, again(keras.layers.Softmax(), **cut, last_bias=below_zero(0.5)))
    assert (found.verdict, "None of the 10 units says 0" in found.because) == ("warn", True)
    found = worst(outputs.output_and_loss, again(keras.layers.Softmax(), **cut, last_bias=below_zero(-9.0)))
    assert (found.verdict, "10 of the 10 units say 0" in found.because) == ("fault", True)


def test_what_may_follow_from_a_fault_says_so_and_leaves_the_cure_to_it():
    made = lab.checkup(network(last=None), *digits(), seeds=0)
    found = made.findings.set_index("check").loc["first_cost"]
    assert "That is no sign of wrong answers" in found["because"]
    assert (found["verdict"], found["cure"], found["follows"]) == ("warn", "", "output_and_loss")
    for text in (shown.text(made), shown.html(made)):
        assert "“output and loss”: mend that first, then check again." in " ".join(text.split())


@pytest.mark.parametrize("optimizer", [lambda: keras.optimizers.SGD(0.1), lambda: keras.optimizers.Adam(1e-3)])
def test_zeros_below_relu_are_one_fault_and_none_of_the_rate(optimizer):
    zeros = network(hidden=(16,), kernel="zeros", last_kernel="glorot_uniform", optimizer=optimizer())
    found = lab.checkup(zeros, *digits()).findings
    assert list(found[found["verdict"].eq("fault") & found["follows"].eq("")]["check"]) == ["zero_weights"]
    assert found.set_index("check").loc["learning_rate", "verdict"] == "ok"


def test_a_layer_that_starts_at_zero_below_one_that_does_not_loses_no_signal():
    assert worst(flow.signal_scale, network(hidden=(16,), activation="sigmoid", kernel="zeros",
                                            last_kernel="glorot_uniform")).verdict == "ok"  # fmt: skip


def test_a_large_step_is_too_large_where_a_smaller_one_ends_lower():
    wide, narrow = (network(hidden=hidden, optimizer=keras.optimizers.Adam(0.1)) for hidden in ((128, 128), (32,)))
    found = worst(steps.learning_rate, wide)
    assert (found.verdict, "is too large for Adam" in found.because) == ("warn", True)
    assert worst(steps.updates, wide).verdict == "warn"
    assert worst(steps.learning_rate, narrow).verdict == "ok"


def test_a_rate_beyond_theory_with_which_the_network_learns_is_in_order():
    """Only the largest curvature of the start forbids it; training goes to where the cost is less curved."""
    large = {"kernel": keras.initializers.RandomNormal(stddev=1.0, seed=0), "last_kernel": "glorot_uniform"}
    keras.utils.set_random_seed(0)
    found = worst(steps.learning_rate, network(hidden=(64,), optimizer=keras.optimizers.SGD(0.5), **large))
    assert found.measured > 10 * found.expected
    assert "times the largest stable one" in found.because
    assert (found.verdict, "Yet it learns. After 240 steps the cost is" in found.because) == ("ok", True)


def test_the_layer_that_makes_the_first_cost_large_is_named():
    large = keras.initializers.RandomNormal(stddev=1.0, seed=0)
    first = worst(first_cost.first_cost, network(hidden=(64,), kernel=large, last_kernel="glorot_uniform"))
    times = re.search(r"The weights of hidden_1 begin (.*) times as large as he_normal draws them.", first.because)[1]
    assert float(times) == pytest.approx(1 / np.sqrt(2 / 64), rel=0.05)
    assert first.layer == "hidden_1"
    made = lab.checkup(network(hidden=(64,), kernel=large, last_kernel="glorot_uniform"), *digits(), seeds=0)
    cure = made.findings.set_index("check").loc["first_cost", "cure"]
    assert cure == 'layer = keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal")'
    inputs = worst(first_cost.first_cost, network(), changed(digits, x=lambda x: 255 * x))
    assert (inputs.layer, "x.std(axis=0)" in inputs.cure) == ("", True)


def test_outputs_that_are_larger_than_the_targets_are_no_fault_of_the_targets():
    found = worst(first_cost.first_cost, regression(last_kernel=keras.initializers.RandomNormal(stddev=50.0)), line)
    assert "What the model says is larger than the targets are. The weights of" in found.because
    assert "y.mean()" not in found.cure


def test_numbers_that_may_name_classes_are_asked_about():
    found = worst(outputs.output_and_loss, network(outputs=1, last=None, loss="mse"))
    assert (found.verdict, "The targets are the whole numbers 0 to 9." in found.because) == ("warn", True)
    assert worst(outputs.output_and_loss, network(outputs=1, last=None, loss="mse"), parity()).verdict == "ok"


def test_a_rate_for_inputs_out_of_scale_leaves_the_cure_to_them():
    fast = network(optimizer=keras.optimizers.SGD(0.5))
    found = lab.checkup(fast, *changed(digits, x=lambda x: 255 * x)(), seeds=0).findings.set_index("check")
    assert found.loc["learning_rate", "verdict"] == found.loc["inputs", "verdict"] == "fault"
    assert (found.loc["learning_rate", "follows"], found.loc["learning_rate", "cure"]) == ("inputs", "")


def test_filters_that_are_drawn_around_zero_are_hardly_ever_dead():
    """A filter sees patches: one that is dead says 0 to all patches of all examples."""
    keras.utils.set_random_seed(0)
    made = [keras.Input((8, 8, 1)), keras.layers.Conv2D(16, 3, activation="relu"), keras.layers.Flatten()]
    filters = compiled_again(keras.Sequential([*made, keras.layers.Dense(10, "softmax")]))
    found = worst(flow.dead_units, filters, changed(digits, x=lambda x: x.reshape(-1, 8, 8, 1)))
    assert found.expected < 0.05


def test_sigmoids_are_named_as_what_takes_a_signal_away():
    assert (
        "A sigmoid passes on a quarter"
        in worst(flow.signal_scale, network(hidden=(32,) * 6, activation="sigmoid")).because
    )
    assert "A sigmoid" not in worst(flow.signal_scale, network(hidden=(32,) * 6, kernel="zeros")).because


def test_saturated_units_do_not_follow_from_equal_ones():
    """Ones make equal units and large sums; another draw of ones' size would saturate as well."""
    found = lab.checkup(network(activation="tanh", kernel="ones"), *digits(), seeds=0).findings.set_index("check")
    assert "fault" in set(found.loc["clones", "verdict"])
    assert "fault" in set(found.loc["saturated_units", "verdict"])
    assert set(found.loc["saturated_units", "follows"]) == {""}


def test_a_cost_before_training_does_not_follow_from_a_rate():
    large = network(optimizer=keras.optimizers.SGD(20.0), last_kernel=keras.initializers.RandomNormal(stddev=20.0))
    found = lab.checkup(large, *digits(), seeds=0).findings.set_index("check")
    assert found.loc["learning_rate", "verdict"] == "fault"
    assert found.loc["first_cost", "cure"] != ""


def test_what_dropout_draws_with_is_no_weight():
    found = lab.checkup(
        more(network(hidden=()), keras.layers.Dropout(0.5), keras.layers.Dense(10, "softmax")), *digits(), seeds=0
    )
    says = found.findings.set_index("check").loc["nothing_to_train", "because"]
    assert says == "Training changes 760 weights."


def test_each_check_leads_to_a_question_that_there_is():
    assert set(QUESTIONS) == set(CHECKS)
    assert set(QUESTIONS.values()) <= set(lab.questions())


def test_the_model_and_the_random_state_are_left_as_they_were():
    model = network()
    before = [np.array(each) for each in model.get_weights()]
    np.random.seed(5)  # noqa: NPY002
    expected = np.random.random()  # noqa: NPY002
    np.random.seed(5)  # noqa: NPY002
    lab.checkup(model, *digits(), seeds=2)
    assert np.random.random() == expected  # noqa: NPY002
    for one, other in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    assert model.optimizer.iterations == 0


def test_the_largest_curvature_of_least_squares_is_that_of_the_inputs():
    """The cost is |x w - y|^2 / n: its second derivatives are 2 x^T x / n."""
    x, y = line()
    model = regression(hidden=())
    subject = Subject(model, x, y)
    inputs = np.column_stack([x, np.ones(len(x))]).astype(float)
    expected = np.linalg.eigvalsh(2 * inputs.T @ inputs / len(x))[-1]
    assert steps.largest_curvature(subject) == pytest.approx(expected, rel=0.02)


def test_the_first_cost_of_equal_logits_is_that_of_theory():
    (found,) = first_cost.first_cost(Subject(network(last_kernel="zeros"), *digits()))
    assert found.measured == pytest.approx(found.expected, rel=1e-6)
    assert found.expected == pytest.approx(np.log(10))


def test_what_keras_looks_behind_is_measured():
    """Inside fit the cost of a softmax is that of its logits, so that from_logits=True changes nothing."""
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    (found,) = outputs.output_and_loss(Subject(network(loss=loss), *digits()))
    assert found.verdict == "warn"
    assert found.measured == pytest.approx(found.expected, rel=1e-4)


def test_a_signal_without_a_nonlinearity_is_as_theory_has_it():
    """Orthogonal square layers keep every length, forwards and backwards."""
    model = network(activation=None, kernel="orthogonal", hidden=(64, 64, 64))
    found = Subject(model, *digits()).profile
    hidden = found[found["layer"].str.startswith("hidden")]
    np.testing.assert_allclose(hidden["error"].iloc[:3], 1.0, rtol=1e-4)
    np.testing.assert_allclose(hidden["signal"], hidden["signal"].iloc[0], rtol=1e-3)


@pytest.mark.parametrize(
    ("model", "data"),
    [
        (network, changed(digits, y=lambda y: y + 1)),
        (lambda: regression(outputs=3), line),
        (network, changed(digits, y=lambda y: y.astype(object))),
    ],
    ids=["labels from 1", "three outputs for one target", "Python objects"],
)
def test_what_the_loss_refuses_is_a_fault_of_the_labels(model, data):
    found = lab.checkup(model(), *data()).findings
    assert found[["check", "verdict"]].values.tolist() == [["labels", "fault"]]


@pytest.mark.parametrize(
    ("loss", "targets", "fits"),
    [
        ("categorical_crossentropy", lambda y: y, "sparse_categorical_crossentropy"),
        ("mse", lambda y: y, "sparse_categorical_crossentropy"),
        ("mse", lambda y: y + 0.5, "mean_squared_error"),
        ("binary_crossentropy", lambda y: y % 2, "binary_crossentropy"),
        ("sparse_categorical_crossentropy", lambda y: np.eye(10)[y], "categorical_crossentropy"),
        ("mse", lambda y: np.eye(7)[y % 7], "categorical_crossentropy"),
        ("mse", lambda y: np.stack([y % 2, y % 3 == 0], 1) * 1.0, "binary_crossentropy"),
        ("mse", lambda y: np.stack([y, y**2], 1) / 3, "mean_squared_error"),
    ],
)
def test_where_the_loss_refuses_the_targets_the_lines_told_make_one_that_takes_them(loss, targets, fits):
    model, (x, y) = network(loss=loss), changed(digits, y=targets)()
    code = lab.checkup(model, x, y).findings["cure"].item()
    mended = {"keras": keras, "model": model, "outputs": lambda x: np.full((len(x), 10), 0.1, "float32")}
    exec(code, mended)
    assert model.loss == fits
    assert np.isfinite(keras.losses.get(fits)(y.reshape(len(y), -1), mended["outputs"](x))).all()


def test_what_does_not_fit_is_one_finding():
    found = lab.checkup(network(inputs=63), *digits()).findings
    assert found[["check", "verdict"]].values.tolist() == [["inputs", "fault"]]
    assert "is incompatible with the layer" in found["because"].iloc[0]
    x, y = digits()
    found = lab.checkup(network(), x, y[:-1]).findings
    assert found["because"].tolist() == ["x and y must hold as many examples; they hold 299 and 300."]


def test_a_model_must_be_compiled():
    model = keras.Sequential([keras.Input((64,)), keras.layers.Dense(10)])
    with pytest.raises(ValueError, match=r"^The model must be compiled: .* Call model.compile\(...\) first\.$"):
        lab.checkup(model, *digits())
    with pytest.raises(ValueError, match="^`build_or_model` must be a compiled keras.Model, or a function that makes"):
        lab.checkup(3, *digits())


def test_faults_come_first_in_text_and_html():
    found = lab.checkup(lambda: network(kernel="zeros"), *digits(), seeds=0)
    text = str(found)
    assert text.index("✗ fault clones · hidden_1") < text.index("✓ ok")
    assert 'lab.ask("layer")' in text
    html = found._repr_html_()
    assert html.index("✗ fault") < html.index("✓ ok")
    assert "<script" not in html


def test_the_floor_under_labels_that_contradict_is_their_entropy():
    """Each of two inputs comes with both labels equally often: no model gets below ln 2."""
    x, y = np.repeat([[0.0] * 4, [1.0] * 4], 50, axis=0), np.arange(100) % 2
    (found,) = tables.labels(Subject(network(inputs=4, outputs=2), x, y))
    assert found.measured == pytest.approx(np.log(2))
    assert found.verdict == "fault"


def test_a_model_whose_call_is_its_own_is_drawn_anew_too():
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.hidden, self.out = keras.layers.Dense(16, "relu"), keras.layers.Dense(10, "softmax")

        def call(self, x):
            return self.out(self.hidden(x))

    def build():
        model = Own()
        model.compile("adam", "sparse_categorical_crossentropy")
        return model

    found = worst(trials.luck, build)
    assert found.because.startswith("From 5 starts")


@pytest.mark.parametrize(
    ("labels", "units"), [(range(10), 'Dense(10, activation="softmax")'), (range(2), 'Dense(1, activation="sigmoid")')]
)
def test_the_cure_of_a_softmax_of_one_unit_fits_the_labels(labels, units):
    model = network(outputs=1, loss="mse")
    told = worst(outputs.output_and_loss, model, changed(digits, y=lambda y: np.resize(labels, len(y))))
    assert told.verdict == "fault"
    assert units in told.cure


def below_half(y):
    """Labels that a cross-entropy does not take: its cost can then be below 0."""
    return np.where(y % 2 == 0, -1.0, 3.0)


@pytest.mark.parametrize("check", [trials.luck, trials.one_batch])
def test_what_training_does_is_not_judged_where_the_cost_cannot_be(check):
    made = network(outputs=1, last="sigmoid", loss="binary_crossentropy")
    found = worst(check, made, changed(digits, y=below_half))
    assert (found.verdict, found.because.endswith(trials.IMPOSSIBLE)) == ("ok", True)


@pytest.mark.parametrize("start", ["zeros", keras.initializers.Constant(0.5)])
def test_constant_starts_are_said_to_be_equal_and_so_are_units_that_stay_equal(start):
    told = worst(trials.luck, network(kernel=start)).because
    assert told.startswith("Not judged: all starts are equal, since they are constant")
    assert told.endswith("Units that start equal stay equal: in hidden_1 and hidden_2 they are after 240 steps.")
    told = worst(trials.luck, network(kernel=start, hidden=())).because
    assert "stay equal" not in told


def test_equal_random_starts_are_laid_to_what_draws_them():
    drawn = keras.initializers.GlorotUniform(seed=3)
    assert "since an initializer makes the same numbers" in worst(trials.luck, network(kernel=drawn)).because
    told = worst(trials.luck, lambda: network(kernel="glorot_uniform")).because  # which sets a seed each time
    assert "since the function that builds the model makes the same numbers" in told


@pytest.mark.parametrize("ends", [[np.nan, np.nan, np.inf], [np.nan] * 5])
def test_luck_is_not_judged_where_no_start_ends_at_a_number(ends):
    found = trials._of_ends(np.array(ends), np.array(ends), 1.0)
    assert found.verdict == "ok"
    assert found.because.startswith("Not judged: ")


def test_starts_that_diverge_beside_others_are_bad_luck_and_counted():
    found = trials._of_ends(np.array([0.1, 0.1, np.nan]), np.array([0.05, 0.06, np.nan]), 1.0)
    assert found.verdict == "warn"
    assert found.because.startswith("From 3 starts a short training ends at costs of 0.05 to 0.06, 1 of them at no")


def test_a_finding_leads_to_the_question_that_shows_its_own_fault():
    negative = changed(digits, y=lambda y: -np.eye(10)[y])
    assert worst(first_cost.first_cost, network(loss="categorical_crossentropy"), negative).question == "batch"
    assert worst(tables.inputs, network(), changed(digits, x=lambda x: 1000 * x)).question == "wall"
    ids = keras.Sequential([keras.Input((64,)), keras.layers.Embedding(2, 4), keras.layers.Flatten()])
    ids.add(keras.layers.Dense(10, "softmax"))
    found = lab.checkup(compiled_again(ids), *digits(), seeds=0).findings
    assert found[found["because"].str.contains("no whole numbers")]["question"].tolist() == [""]
    assert lab.checkup(network(inputs=63), *digits()).questions == {"inputs": "dense"}
    wide = changed(digits, y=lambda y: np.tile(y[:, None], 5).astype(float))
    assert worst(tables.labels, network(outputs=1, loss="mse", last=None), wide).question == "broadcast"


def test_the_cause_stands_before_what_follows_from_it():
    assert set(CAUSES_FIRST) == set(CHECKS)
    negative = changed(digits, y=lambda y: -np.eye(10)[y])
    found = lab.checkup(network(loss="categorical_crossentropy"), *negative(), seeds=2)
    bad = [row.check for row in shown.ordered(found) if row.verdict == "fault"]
    assert bad[0] == "labels"
    assert bad.index("labels") < bad.index("first_cost")
    assert found.questions["first_cost"] == "batch"


def test_larger_rates_are_tried_from_the_start_and_not_from_where_a_smaller_one_ended(monkeypatch):
    begun = []
    by_heart = trials._by_heart

    def watched(tried, *arguments):
        begun.append(np.concatenate([each.ravel() for each in tried.model.get_weights()]))
        return by_heart(tried, *arguments)

    monkeypatch.setattr(trials, "_by_heart", watched)
    worst(trials.one_batch, network(optimizer=keras.optimizers.SGD(1e-5)))
    assert len(begun) == 3
    assert all((each == begun[0]).all() for each in begun)


def test_the_size_of_inputs_in_order_is_told_as_it_is():
    model, (x, y) = regression(), line()
    found = lab.checkup(model, 5 * x / x.std(), y).findings.set_index("check")
    assert found.loc["inputs", "because"].endswith("their size is 5 (root mean square).")


def seeds_of_their_own(*seeds):
    """A function that builds a network whose kernels have these seeds; None = none."""

    def build():
        starts = [keras.initializers.GlorotUniform(seed=each) for each in seeds]
        layers = [
            keras.layers.Dense(6, "relu", kernel_initializer=start, name=f"d{i}") for i, start in enumerate(starts)
        ]
        model = keras.Sequential([keras.Input((5,)), *layers])
        model.compile("sgd", "mse")
        return model

    return build


@pytest.mark.parametrize(
    ("seeds", "verdict", "told"),
    [
        ((1, 2), "warn", "Every network that is built like this one starts the same: d0 and d1 have a fixed seed."),
        (
            (1, None),
            "ok",
            "d0 has a fixed seed: each network that is built like this one starts with the same numbers there.",
        ),
        ((None, None), "ok", "No two of 2 kernels hold the same random numbers."),
    ],
)
def test_layers_that_start_alike_in_every_network_are_told(seeds, verdict, told):
    found = next(alike.repeated_initializer(Subject(seeds_of_their_own(*seeds), line()[0], None)))
    assert found.verdict == verdict
    assert told in found.because
    assert found.others == (("d0", "d1") if verdict == "warn" else ())
    assert ("fixed seed" in found.because) == any(seeds)
    twice = next(alike.repeated_initializer(Subject(seeds_of_their_own(1, 1), line()[0], None)))
    assert (twice.verdict, twice.question) == ("fault", "repeat")
    assert twice.because.startswith("Every network that is built like this one starts the same")
    assert (not found.cure) or 'activation="relu", kernel_initializer="glorot_uniform"' in cure.complete(
        found.cure, seeds_of_their_own(1)(), "d0"
    )


def test_a_rate_that_one_start_bears_and_others_do_not_is_to_be_looked_at():
    learned = Finding("ok", f"The rate of 10 is 3 times the largest stable one. {steps.YET} The cost is 0.", "", 10, 3)
    for luck, verdict in (("ok", "ok"), ("warn", "warn")):
        rows = checkup._settled([("learning_rate", learned), ("luck", Finding(luck, "Some stay."))])
        assert rows[0][1].verdict == verdict
        assert ("other starts end otherwise" in rows[0][1].because) == (luck == "warn")
    assert checkup._root("luck", rows[1][1], rows) == "learning_rate"


def test_a_start_that_ends_at_guessing_while_others_learn_is_stuck():
    late, ends = np.array([0.18, 0.26, 0.17]), np.array([0.17, 0.26, 0.16])
    assert trials._of_ends(late, ends, 0.25).verdict == "warn"
    assert trials._of_ends(late, np.array([0.24, 0.26, 0.25]), 0.25).verdict == "ok"  # none learns: that is no luck


def test_a_fault_names_the_initializer_that_does_not_go_by_the_size():
    x, y = digits()
    of = {start: next(alike.clones(Subject(network(hidden=(4,), kernel=start), x, y))).because
          for start in (keras.initializers.Constant(0.05), "ones")}  # fmt: skip
    assert [each.split(". ")[-3:-1] for each in of.values()] == [
        [f"Its kernel_initializer is {name}", "All its weights are positive: their products with inputs of one sign, "
        "as pixels or what comes from a ReLU, add up and do not cancel"]
        for name in ("Constant(value=0.05)", "Ones()")
    ]  # fmt: skip
    tiny = network(hidden=(8, 8), kernel=keras.initializers.RandomNormal(stddev=1e-4))
    assert "RandomNormal(mean=0, stddev=0.0001)" in next(flow.signal_scale(Subject(tiny, x, y))).because
    wide = network(hidden=(64,), activation="sigmoid", kernel=keras.initializers.RandomUniform(0, 1))
    assert "RandomUniform(minval=0, maxval=1)" in next(flow.saturated_units(Subject(wide, 20 * x, y))).because


def test_outputs_at_a_flat_end_lead_where_no_unit_is_flat_for_most_examples():
    x = np.random.default_rng(0).standard_normal((300, 5)).astype("float32")
    model = regression(hidden=(8,), activation="tanh", kernel=keras.initializers.RandomNormal(stddev=3.0))
    found = next(flow.saturated_units(Subject(model, x, None)))
    assert found.verdict != "ok"
    assert re.match(r"\d+ % of the outputs of hidden_1 are at a flat end of its units: less than 5 %", found.because)


def test_a_hidden_softmax_is_told_with_a_cure_that_is_another_activation():
    x, y = digits()
    model = network(hidden=(20, 20), activation="softmax")
    found = lab.checkup(model, x, y).findings
    told = found[found["because"].str.contains("is a hidden layer with a softmax: its 20 outputs sum to 1")]
    assert told["layer"].tolist() == ["hidden_1", "hidden_2"]
    assert all('activation="relu"' in each for each in told["cure"])
    faded = found.loc[found["check"] == "signal_scale", "cure"].item()
    assert "softmax" not in faded  # which the layer has already
    usual = lab.checkup(network(), x, y).findings
    assert not usual["because"].str.contains("with a softmax").any()


def test_what_follows_from_a_cause_is_no_cause_of_its_own():
    rows = [
        ("signal_scale", Finding("fault", "It fades.")),
        ("learning_rate", Finding("fault", "Too small.")),
        ("updates", Finding("warn", "Too small.")),
    ]
    assert [checkup._root(name, found, rows) for name, found in rows] == ["", "signal_scale", "signal_scale"]
