"""An experiment in words: what is trained on what, from where, and how."""

from lab.datasets import DATASETS, TITLES
from lab.experiment import Experiment
from lab.numerals import counted, figure
from lab.specs import Init

LOSSES = {
    "mse": "squared error",
    "binary_crossentropy": "cross-entropy",
    "categorical_crossentropy": "cross-entropy",
}
OPTIMIZERS = {
    "sgd": "SGD", "momentum": "SGD with momentum", "nesterov": "SGD with Nesterov momentum", "rmsprop": "RMSprop",
    "adam": "Adam", "adagrad": "Adagrad",
}  # fmt: skip
SHARED = {
    "incoming": "the incoming weights", "outgoing": "the outgoing weights", "both": "all weights",
}  # fmt: skip


def setting(experiment: Experiment) -> str:
    """One line: "XOR, 4 examples; 2 sigmoid units, 1 sigmoid output; kernels from U[−0.5, 0.5], biases 0; ..."."""
    parts = (_data(experiment.data), _network(experiment), _start(experiment), _training(experiment))
    return "; ".join(parts)


def _data(data) -> str:
    size = counted(data.examples, "example") + (f" and {data.held:,} held out" if data.held else "")
    words = [_truth(data), size] if data.table is None else ["A table", size, counted(data.inputs, "input")]
    made = DATASETS[data.name].noise if data.noise is None else data.noise
    if made:
        words.append(f"noise of sd {figure(made)}")
    kinds = {"inputs": data.standardize, "targets": data.standardize_target}
    said = ["standardised"] if kinds == {"inputs": True, "targets": False} else []
    if data.standardize_target:
        said = [" and ".join(name for name, wanted in kinds.items() if wanted) + " standardised"]
    return ", ".join([*words, *said])


def _truth(data) -> str:
    """The data set's title; of a line its formula and the columns beside x1."""
    if data.name != "line":
        return TITLES[data.name].partition(" (")[0]
    kinds = [f"x{i} {column.kind}" for i, column in enumerate(data.columns, start=2)]
    more = f" and {len(kinds) - 5} more" if len(kinds) > 5 else ""
    return _line(data) + (f" (beside x1: {', '.join(kinds[:5])}{more})" if kinds else "")


def _line(data) -> str:
    """The truth: "y = 3 x1 + 1"."""
    weights = [data.slope, *(column.weight for column in data.columns)]
    terms = [(weight, f" x{i}") for i, weight in enumerate(weights, start=1) if weight]
    terms += [(data.intercept, "")] if data.intercept or not terms else []
    (first, name), *others = terms
    rest = (f" {'−' if size < 0 else '+'} {figure(abs(size))}{of}" for size, of in others)
    return f"y = {figure(first)}{name}{''.join(rest)}"


def _network(experiment: Experiment) -> str:
    network = experiment.network
    layers = list(map(str, network.hidden))
    if isinstance(network.activation, tuple):
        layers = [f"{units} {name}" for units, name in zip(layers, network.activations, strict=True)]
    kind = f"{network.activation} " if isinstance(network.activation, str) else ""
    alike = len(layers) > 2 and len(set(layers)) == 1
    hidden = f"{len(layers)} layers of {layers[0]}" if alike else " + ".join(layers)
    units = f"{hidden} {kind}{'unit' if hidden == '1' else 'units'}" if hidden else "no hidden layer"
    outputs = counted(experiment.data.outputs, f"{network.output} output")
    return f"{units}, {outputs}" + ("" if network.use_bias else ", no biases")


def _start(experiment: Experiment) -> str:
    init, biased = experiment.init, experiment.network.use_bias
    times = f" times {figure(init.scale)}" if init.scale != 1 else ""
    both = biased and (init.bias == "same" or init.weights is not None)
    if both and not times:
        words = f"kernels and biases {_draw(init)}"
    else:
        words = f"kernels {_draw(init)}{times}"
        words += f", biases {_draw(init) if both else '0'}" if biased else ""
    if init.clones != "none":
        words += f", then {SHARED[init.clones]} of each hidden unit made equal to those of the first"
    return words + (f", then one {moved(init)} moved by {figure(init.epsilon)}" if init.epsilon else "")


def moved(init: Init) -> str:
    """What epsilon is added to: a "weight" or a "bias"."""
    return "bias" if init.epsilon_at[1] == "bias" else "weight"


def _draw(init) -> str:
    if init.weights is not None:
        return "as given"
    if init.scheme in ("zeros", "constant"):
        return figure(init.value if init.scheme == "constant" else 0.0)
    if init.scheme == "uniform":
        return f"from U[{figure(init.low)}, {figure(init.high)}]"
    if init.scheme == "normal":
        return f"from N(0, {figure(init.stddev)}²)"
    if init.scheme == "orthogonal":
        return "orthogonal"
    family, law = init.scheme.split("_")
    return f"by {'LeCun' if family == 'lecun' else family.title()} ({law})"


def _training(experiment: Experiment) -> str:
    training, examples = experiment.training, experiment.data.examples
    whole = training.batch_size is None or training.batch_size >= examples
    if not training.epochs:
        return f"{LOSSES[training.loss]}, not trained"
    optimizer = OPTIMIZERS[training.optimizer]
    if training.momentum is not None:
        optimizer += f" {figure(training.momentum)}"
    words = [LOSSES[training.loss], f"{optimizer} at rate {figure(training.learning_rate)}"]
    words += [f"weight decay {figure(training.weight_decay)}"] if training.weight_decay else []
    words += [f"L1 penalty {figure(training.l1)}"] if training.l1 else []
    words += [counted(training.epochs, "epoch"), "full batch" if whole else f"batches of {training.batch_size:,}"]
    return ", ".join(words + ([training.precision] if training.precision != "float32" else []))
