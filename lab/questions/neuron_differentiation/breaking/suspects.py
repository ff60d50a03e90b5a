"""What may make equal neurons different, one suspect at a time, and how far apart each has them after training."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from lab import checks, data
from lab.differentiation.distance import spread, units
from lab.differentiation.plain import train_plainly
from lab.experiment import Experiment, vary
from lab.initial import starts
from lab.laws import differentiation as laws
from lab.progress import Cancelled, Progress
from lab.run import Run
from lab.training import train

ARRANGEMENTS: dict[str, Callable[[int], tuple[int, ...]]] = {
    "all equal": lambda width: (0,) * width,
    "half of them equal": lambda width: tuple(0 if unit < max(2, width // 2) else unit for unit in range(width)),
    "two groups of equals": lambda width: tuple(0 if unit < max(2, width // 2) else 1 for unit in range(width)),
    "all equal, every weight 0.5": lambda width: (0,) * width,
}
CONSTANT = (list(ARRANGEMENTS)[-1], 0.5)  # an arrangement, and what all its weights are
SEEN = 4  # suspects that are shown while the others are still trained


@dataclass(frozen=True, kw_only=True)
class Suspect:
    """Something that might make equal units different.

    Attributes:
        values: what it changes in the experiment.
        push: the weight of the second unit that starts different by epsilon, (parameter, of the units or out of them).
        dropout: share of the units that a step leaves out.
        repeated: whether the first input column comes twice.
    """

    values: Mapping = field(default_factory=dict)
    push: str = ""
    dropout: float = 0.0
    repeated: bool = False


CONTROL = (
    "nothing at all"  # equal neurons with nothing that might part them: no suspect, but what those are held against
)
BATCHES = {"training.batch_size": 10}
SUSPECTS = {
    CONTROL: Suspect(),
    "an incoming weight": Suspect(push="kernel"),
    "a bias": Suspect(push="bias"),
    "an outgoing weight": Suspect(push="outgoing"),
    "dropout": Suspect(dropout=0.5),
    "mini-batches": Suspect(values=BATCHES | {"training.shuffle": False}),
    "shuffled mini-batches": Suspect(values=BATCHES),
    "momentum": Suspect(values={"training.optimizer": "momentum"}),
    "Adam": Suspect(values={"training.optimizer": "adam", "training.learning_rate": 0.01}),
    "weight decay (L2)": Suspect(values={"training.weight_decay": 0.1}),
    "an input column twice": Suspect(repeated=True),
}
MORE_SUSPECTS = {
    "Nesterov momentum": Suspect(values={"training.optimizer": "nesterov"}),
    "RMSprop": Suspect(values={"training.optimizer": "rmsprop", "training.learning_rate": 0.01}),
    "Adagrad": Suspect(values={"training.optimizer": "adagrad"}),
    "sigmoid neurons": Suspect(values={"network.activation": "sigmoid"}),
    "ReLU neurons": Suspect(values={"network.activation": "relu"}),
}


def measure(
    experiment: Experiment,
    seeds: Sequence[int] = range(8),
    suspects: Sequence[str] = tuple(SUSPECTS),
    arrangement: str = "all equal",
    epsilon: float = 1e-3,
    progress: Callable | None = None,
    cancelled: Callable | None = None,
    partly: Callable[[pd.DataFrame], None] | None = None,
) -> pd.DataFrame:
    """Train equal units once for each suspect, and see whether they are equal still.

    Args:
        experiment: with one or more hidden layers of at least two units; `Init` draws the weights that are then copied
            within each group, incoming, bias and outgoing.
        seeds: of the replicas of each suspect.
        suspects: names from `SUSPECTS` and `MORE_SUSPECTS`.
        arrangement: which units start equal, a key of `ARRANGEMENTS`.
        epsilon: how much a weight that is to differ does.
        progress: called with a `Progress` after each suspect.
        cancelled: as in `lab.train`.
        partly: called with the rows of the first `SEEN` suspects once these are there: each kind of optimizer is
            compiled for itself, so the others take a while.

    Returns:
        One row per (suspect, seed): `apart` (largest difference within a group of units that started equal, after the
        last epoch), `equal` (whether it is 0 at every recorded epoch but for the start of what was pushed) and
        `groups` (largest difference between units of any groups, after the last epoch).
    """
    import lab.engine.pool  # noqa: F401 - here, as two threads that import TensorFlow at once wait for each other

    checks.one_of("arrangement", arrangement, ARRANGEMENTS)
    known = SUSPECTS | MORE_SUSPECTS
    for name in suspects:
        checks.one_of("suspects", name, known)
    done: list[str] = []

    def one(name: str) -> pd.DataFrame:
        if cancelled and cancelled():
            raise Cancelled
        run = _trained(experiment, seeds, known[name], arrangement, epsilon, cancelled)
        done.append(name)
        if progress:
            progress(Progress(len(done) / len(suspects), len(done), len(suspects), experiment.training.epochs))
        return _row(name, run, arrangement)

    with ThreadPoolExecutor(2) as pool:
        rows = []
        for row in pool.map(one, suspects):
            rows.append(row)
            if partly and len(rows) == SEEN < len(suspects):
                partly(pd.concat(rows, ignore_index=True))
    return pd.concat(rows, ignore_index=True)


def _row(name: str, run: Run, arrangement: str) -> pd.DataFrame:
    """How equal the units of every seed are, over all hidden layers."""
    within, between = [], []
    for layer, width in enumerate(run.experiment.network.hidden):
        of_units, labels = units(run, layer), np.array(ARRANGEMENTS[arrangement](width))
        within += [spread(of_units[..., labels == label, :])[0] for label in np.unique(labels)]  # (seed, epoch)
        between.append(spread(of_units)[0])
    apart = np.max(within, axis=0)
    after = apart[:, 1:]  # a push is there at the start
    return pd.DataFrame(
        {
            "suspect": name,
            "seed": run.seeds,
            "apart": apart[:, -1],
            "equal": (after == 0.0).all(axis=1),
            "groups": np.max(between, axis=0)[:, -1],
        }
    )


def _trained(experiment: Experiment, seeds, suspect: Suspect, arrangement: str, epsilon: float, cancelled) -> Run:
    changed = vary(experiment, suspect.values)
    changed = replace(changed, data=repeated(changed.data)) if suspect.repeated else changed
    weights = equal_starts(changed, seeds, arrangement)
    push(weights, suspect, epsilon, changed.network.use_bias)
    if suspect.dropout:
        return train_plainly(changed, seeds, weights, compiled=False, dropout=suspect.dropout, recorded=16)
    return train(changed, seeds, initial=weights, recorded=16, cancelled=cancelled)


def equal_starts(experiment: Experiment, seeds: Sequence[int], arrangement: str) -> list[np.ndarray]:
    """Initial weights whose units are equal within each group: copies of its first unit, or all weights one number."""
    arrays, each = starts(experiment, seeds), 2 if experiment.network.use_bias else 1
    for layer, width in enumerate(experiment.network.hidden):
        labels = ARRANGEMENTS[arrangement](width)
        first = [labels.index(label) for label in labels]
        for array in arrays[each * layer : each * (layer + 1)]:
            array[...] = array[..., first]
        outgoing = arrays[each * (layer + 1)]
        outgoing[...] = outgoing[:, first]
    if arrangement == CONSTANT[0]:
        for kernel in arrays[::each]:
            kernel[...] = CONSTANT[1]
    return arrays


def push(weights: list[np.ndarray], suspect: Suspect, epsilon: float, use_bias: bool) -> None:
    """Make one weight of the second unit of the first layer different, in place, if the suspect is a weight."""
    if suspect.push == "kernel":
        weights[0][:, 0, 1] += epsilon
    elif suspect.push == "bias" and use_bias:
        weights[1][:, 1] += epsilon
    elif suspect.push == "outgoing":
        weights[2 if use_bias else 1][:, 1, 0] += epsilon


def repeated(given: data.Data) -> data.Data:
    """The same examples with their first input column once more, at the end."""
    x, y = data.load(given, "float64")
    frame = pd.DataFrame(np.column_stack([x, x[:, 0]]), columns=[*given.features, f"{given.features[0]} again"])
    names = [f"y{i}" for i in range(y.shape[1])] if given.task == "regression" else ["y0"]
    values = y if given.task != "classes" else y.argmax(axis=1)[:, None]
    return data.Data.from_frame(
        frame.assign(**dict(zip(names, values.T, strict=True))),
        target=names if len(names) > 1 else names[0], task=given.task,
    )  # fmt: skip


def over_seeds(frame: pd.DataFrame) -> pd.DataFrame:
    """What the seeds of each suspect have in common.

    Args:
        frame: of `breaking`.

    Returns:
        One row per suspect, in its order: `low`, `mid`, `high` (least, median, largest `apart`), `equal` (runs whose
        units stay equal), `runs`, `foretold` (whether theory says that they part) and `says`, a tick in words.
    """
    grouped = frame.groupby("suspect", sort=False)
    summary = pd.DataFrame(
        {
            "low": grouped["apart"].min(), "mid": grouped["apart"].median(), "high": grouped["apart"].max(),
            "equal": grouped["equal"].sum(), "runs": grouped.size(), "groups": grouped["groups"].median(),
        }
    ).reset_index()  # fmt: skip
    suspects = SUSPECTS | MORE_SUSPECTS
    told = [laws.tells_apart(bool(suspects[name].push), suspects[name].dropout) for name in summary["suspect"]]
    says = ["stay equal" if equal == runs else "part" if not equal else f"part in {runs - equal} of {runs} runs"
            for equal, runs in zip(summary["equal"], summary["runs"], strict=True)]  # fmt: skip
    return summary.assign(foretold=told, says=says)
