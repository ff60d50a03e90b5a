"""Do networks from other seeds draw the same boundary? Many of them, and where they disagree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.answer import Advice, Answer, Figure, Formula, Section, Why, mathematics
from lab.charts import theme, traces
from lab.data import Data, load
from lab.datasets import TITLES
from lab.experiment import Experiment, default_head, vary
from lab.forward import logits
from lab.lazy import alt
from lab.numerals import aligned, percent, tex
from lab.question import Question
from lab.questions.seed_effects.boundaries.contour import segments
from lab.run import Run
from lab.seeds import scored
from lab.specs import Init, Network, Training
from lab.training import train

QUESTION = Question(
    room="seed_effects",
    slug="boundaries",
    title="Many boundaries",
    ask="Do networks from other seeds draw the same boundary?",
    group="Where runs end",
    place=6,
    also=(
        "decision boundary of different seeds", "do two networks agree on new points", "ensemble of networks",
        "same accuracy but different predictions", "what does a network say far from its examples",
        "two models with the same accuracy disagree", "uncertainty of a prediction",
        "are predictions far from the data reliable", "average the predictions of several networks",
        "do networks of other seeds make the same mistakes",
    ),
)  # fmt: skip
NOISES = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
SCHEMES = {name: shown for shown, name in scored.SHOWN_SCHEMES.items()}
FINE, MARGIN = 32, 0.4  # points a side of the grid; room around the examples, in parts of their span
SHOWN = 25  # networks whose boundary is drawn
DISAGREE = 0.1  # share of the networks, from which a place is disputed
SETS = {"xor": 0.15, "moons": 0.2, "circles": 0.1, "spiral": 0.02, "blobs": 0.7}  # noise that a visitor meets first
EXAMPLES = 60
START = Experiment(
    data=Data("xor", n=EXAMPLES, noise=SETS["xor"]),
    network=Network(hidden=(4,), activation="tanh", output="sigmoid"),
    init=Init("he_normal"),
    training=Training(loss="binary_crossentropy", learning_rate=0.3, epochs=1000),
)
COLUMNS, PITCH = 5, 1.12  # squares in a row; from one to the next, in squares
NO_AXIS = {"labels": False, "ticks": False, "grid": False, "domain": False}


def knobs(k):
    """The examples, the network, how many of them."""
    k.choice("data", "Data", SETS, "xor", shown=TITLES.get)
    k.choice("hidden", "Hidden units", (2, 4, 8, 16), 4)
    k.steps("noise", "Noise of the examples", NOISES, 0.15)
    k.choice("scheme", "First weights", SCHEMES, "he_normal", shown=SCHEMES.get)
    k.steps("epochs", "Epochs", (10, 100, 300, 1000, 3000), 1000)
    with k.more():
        k.choice("seeds", "Networks, one seed each", (25, 100, 500), 100, key="seeds_boundaries_count")
        k.choice("activation", "Activation", ("tanh", "relu", "sigmoid"), "tanh")
        k.steps("rate", "Learning rate", (0.03, 0.1, 0.3, 1.0, 3.0), 0.3)
        k.choice("examples", "Examples", (12, 60, 150), 60)


def answer(compute, *, data, hidden, noise, scheme, epochs, seeds, activation, rate, examples):
    """The plane with its disagreement, the single boundaries, the measure."""
    experiment = vary(
        START,
        {
            "data.name": data, "data.noise": noise, "data.n": examples, "network.hidden": (hidden,),
            "network.activation": activation, "init.scheme": scheme,
            "training.learning_rate": rate, "training.epochs": epochs, **default_head(Data(data)),
        },
    )  # fmt: skip
    found = compute(measure, experiment, count=seeds)
    return Answer(
        headline=headline(found),
        note=note(found),
        blocks=(
            Figure.of(
                disagreement(found.cells, found.points), places(found),
                caption="The redder a place, the more networks disagree with the majority there. Marks: training "
                "examples.",
            ),
            Why(why(found)),
            Advice(
                "Do not trust one network far from its examples. Train several from different seeds, let them vote, "
                "and take their disagreement as a warning.",
                VOTE,
            ),
            Section(
                "One boundary for every seed",
                (
                    Figure.of(
                        squares(*placed(found)),
                        f"The boundaries of {found.lines['seed'].nunique()} networks, each from a seed of its own, "
                        "over the same examples.",
                        caption="Each square: one network, the same examples. Lines: where its answer changes.",
                    ),
                ),
            ),
            mathematics(Formula(formula(found))),
        ),
        experiment=experiment,
    )  # fmt: skip


@dataclass(frozen=True)
class Boundaries:
    """What was measured.

    Attributes:
        lines: one row per segment of a boundary: `seed`, `x1`, `x2`, `x1_end`, `x2_end`.
        cells: one row per place of the grid: `x1`, `x2`, `x1_end`, `x2_end` (its ends), `against` (share of the
            networks that disagree with the majority).
        points: one row per example: `x1`, `x2`, `group` (its class).
        facts: `kept`, `diverged`, `disputed` (share of the plane where at least `DISAGREE` of the networks
            disagree with the majority), `one` (where at least one does), `answers` (different classifications of the
            training examples), `right` (networks that have them all right), `inside` (as `disputed`, of the training
            examples), `epochs`, `examples`.
    """

    lines: pd.DataFrame
    cells: pd.DataFrame
    points: pd.DataFrame
    facts: dict


def measure(experiment: Experiment, count=100, progress=None, cancelled=None) -> Boundaries:
    """Train from many seeds, and ask every network about every place of the plane.

    Args:
        experiment: two inputs and classes, cross-entropy.
        count: seeds 0, 1, ...
        progress, cancelled: as in `lab.train`.
    """
    run = train(experiment, range(count), recorded=1, weights="ends", progress=progress, cancelled=cancelled)
    good = np.flatnonzero(np.isfinite(run.loss[0, :, -1]))
    x, y = load(experiment.data, "float64")
    x1, x2 = (_grid(column) for column in x.T)
    plane = np.stack([axis.ravel() for axis in np.meshgrid(x1, x2)], axis=1)
    z = _logits(run, good, plane)  # (network, place, output)
    against = minority(_classes(z))
    truth = y.argmax(axis=1) if y.shape[1] > 1 else y[:, 0].astype(int)
    said = _classes(_logits(run, good, x))  # (network, example)
    return Boundaries(
        lines=_lines(z[:SHOWN], good[:SHOWN], x1, x2),
        cells=_cells(against, x1, x2),
        points=pd.DataFrame({"x1": x[:, 0], "x2": x[:, 1], "group": [f"class {each}" for each in truth]}),
        facts={
            "kept": len(good), "diverged": count - len(good), "epochs": experiment.training.epochs, "examples": len(y),
            "disputed": (against >= DISAGREE).mean(), "one": (against > 0).mean(),
            "answers": len(np.unique(said, axis=0)), "right": int((said == truth).all(axis=1).sum()),
            "inside": (minority(said) >= DISAGREE).mean(),
        },
    )  # fmt: skip


def minority(said: np.ndarray) -> np.ndarray:
    """Share of the networks that say otherwise than the most, at each place.

    Args:
        said: class numbers, (network, place).
    """
    if not len(said):
        return np.full(said.shape[1], np.nan)
    votes = np.stack([(said == each).sum(axis=0) for each in range(said.max() + 1)])
    return 1 - votes.max(axis=0) / len(said)


def _grid(values: np.ndarray) -> np.ndarray:
    room = MARGIN * np.ptp(values)
    return np.linspace(values.min() - room, values.max() + room, FINE)


def _logits(run: Run, good: np.ndarray, x: np.ndarray) -> np.ndarray:
    return logits([part[good, -1] for part in run.parts[0]], x, run.experiment.network)


def _classes(z: np.ndarray) -> np.ndarray:
    return z.argmax(axis=-1) if z.shape[-1] > 1 else (z[..., 0] > 0).astype(int)


def _margins(z: np.ndarray) -> np.ndarray:
    """What changes its sign at a boundary: for each class, its score less the best of the others; (margin, place)."""
    if z.shape[-1] == 1:
        return z.T
    others = [np.delete(z, each, axis=-1).max(axis=-1) for each in range(z.shape[-1])]
    return np.stack([z[:, each] - best for each, best in enumerate(others)])


def _lines(z: np.ndarray, seeds: np.ndarray, x1: np.ndarray, x2: np.ndarray) -> pd.DataFrame:
    """The boundaries of some networks, network after network."""
    shape, columns = (len(x2), len(x1)), ["x1", "x2", "x1_end", "x2_end"]
    tables = [
        pd.DataFrame(segments(margin.reshape(shape), x1, x2), columns=columns).assign(seed=int(seed))
        for seed, network in zip(seeds, z, strict=True)
        for margin in _margins(network)
    ]
    joined = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=[*columns, "seed"], dtype=float)
    return joined.round(3)


def _cells(against: np.ndarray, x1: np.ndarray, x2: np.ndarray) -> pd.DataFrame:
    """One row per place, with the ends of the cell around it."""
    (left, right), (low, high) = ((axis - step, axis + step) for axis in (x1, x2) for step in [(axis[1] - axis[0]) / 2])
    return pd.DataFrame(
        {
            "x1": np.tile(left, len(x2)),
            "x1_end": np.tile(right, len(x2)),
            "x2": np.repeat(low, len(x1)),
            "x2_end": np.repeat(high, len(x1)),
            "against": against,
        }
    ).round(4)


def headline(found: Boundaries) -> str:
    """Whether the networks agree over the plane."""
    facts = found.facts
    if facts["kept"] < 2:
        return "There are no two boundaries to compare: all runs but one diverged." if facts["kept"] else DIVERGED
    if not facts["one"]:
        return f"Yes: nowhere in the plane does one of the {facts['kept']:,} networks disagree."
    part = percent(facts["one"])
    return f"No: in {part} of the plane at least one of {facts['kept']:,} networks disagrees with the majority."


DIVERGED = "All runs diverged, so there is no boundary to compare; a smaller learning rate helps."


def why(found: Boundaries) -> str:
    """What training asks of a boundary, and what it leaves to the start."""
    facts = found.facts
    said = [
        "Training asks for right answers at the examples only. Elsewhere nothing pulls at the boundary, and it stays "
        "where the first weights and the way from them happen to put it."
    ]
    if facts["kept"] > 1:
        inside, plane = facts["inside"], facts["disputed"]
        said.append(
            f"At {percent(inside)} of the examples at least {100 * DISAGREE:.0f} % of the networks disagree with the "
            f"majority; over the whole plane, at {percent(plane)} of the places."
        )
        if inside < plane:
            said.append("So they agree better where there were examples than where there were none.")
    said.append("The picture reaches beyond the examples, to where the network has to guess.")
    return " ".join(said)


def note(found: Boundaries) -> str:
    """How many have all examples right, how they classify them, runs and the step budget."""
    facts = found.facts
    kept, right = facts["kept"], facts["right"]
    gone = f"; left out, as they diverged: {facts['diverged']:,}" if facts["diverged"] else ""
    budget = (
        f"({kept:,} networks, one seed each, {facts['epochs']:,} epochs{gone}; the plane: the examples and "
        f"{100 * MARGIN:.0f} % of their span around them.)"
    )
    if kept < 2:
        return budget
    have = f"{right:,} of {kept:,} networks have" if right else f"Not one of {kept:,} networks has"
    have = {kept: f"All {kept:,} networks have", 1: f"One of {kept:,} networks has"}.get(right, have)
    several = "one and the same way" if facts["answers"] == 1 else f"{facts['answers']:,} different ways"
    return (
        f"{have} all {facts['examples']} examples right, {'and yet' if 2 * right > kept else 'and'} in "
        f"{percent(facts['disputed'])} of the plane at least {100 * DISAGREE:.0f} % of them disagree with the "
        f"majority. They classify the training examples in {several}. {budget}"
    )


def formula(found: Boundaries) -> str:
    """What is drawn at a place, with its largest value, as LaTeX."""
    worst = found.cells["against"].max()
    shown = tex(f"{worst:.2f}") if np.isfinite(worst) else r"\text{unknown}"
    return aligned(
        r"d(x) &= 1 - \frac{\max_k \#\{\text{networks that say } k\}}{\#\text{networks}}",
        rf"\max_x d(x) &= {shown}",
    )


def places(found: Boundaries) -> str:
    """The picture of the plane in words."""
    facts = found.facts
    if not facts["kept"]:
        return "No network is left."
    return (
        f"Disagreement of {facts['kept']:,} networks over the plane: at most {percent(found.cells['against'].max())} "
        f"at one place, {100 * DISAGREE:.0f} % or more in {percent(facts['disputed'])} of it."
    )


def placed(found: Boundaries) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Boundaries, examples and frames of the first networks, moved into squares of side 1.

    Returns:
        Segments (`x1`, `x2`, `x1_end`, `x2_end`), examples (`x1`, `x2`, `group`) and frames (`left`, `right`, `low`,
        `high`, `name`), one frame a network.
    """
    seeds = list(range(found.facts["kept"] + found.facts["diverged"]))[:SHOWN]
    places = {seed: (i % COLUMNS * PITCH, -(i // COLUMNS) * PITCH) for i, seed in enumerate(seeds)}
    left, low = found.cells[["x1", "x2"]].min()
    width, height = found.cells[["x1_end", "x2_end"]].max().to_numpy() - (left, low)
    rows = found.lines["seed"].map(places).tolist()
    across, down = (np.array([place[i] for place in rows], dtype=float) for i in (0, 1))
    lines = pd.DataFrame(
        {
            "x1": (found.lines["x1"] - left) / width + across,
            "x1_end": (found.lines["x1_end"] - left) / width + across,
            "x2": (found.lines["x2"] - low) / height + down,
            "x2_end": (found.lines["x2_end"] - low) / height + down,
        }
    ).round(3)
    points = found.points.assign(x1=(found.points["x1"] - left) / width, x2=(found.points["x2"] - low) / height)
    moved = [points.assign(x1=points["x1"] + place[0], x2=points["x2"] + place[1]) for place in places.values()]
    frame = [(x, x + 1, y, y + 1, f"seed {seed}") for seed, (x, y) in places.items()]
    return lines, pd.concat(moved).round(3), pd.DataFrame(frame, columns=["left", "right", "low", "high", "name"])


def squares(lines: pd.DataFrame, points: pd.DataFrame, frames: pd.DataFrame) -> alt.LayerChart:
    """The boundary of each network in a square of its own, over the examples.

    Args:
        lines: `x1`, `x2`, `x1_end`, `x2_end`.
        points: `x1`, `x2`, `group`.
        frames: `left`, `right`, `low`, `high`, `name`.
    """
    across, up = theme.equal(frames[["left", "low"]].min(), frames[["right", "high"]].max())
    x = alt.X("left:Q").title(None).axis(**NO_AXIS).scale(across)
    y = alt.Y("low:Q").title(None).axis(**NO_AXIS).scale(up)
    box = alt.Chart(frames).mark_rect(fillOpacity=0, stroke=theme.NEUTRAL, strokeOpacity=0.6)
    box = box.encode(x, alt.X2("right:Q"), y, alt.Y2("high:Q"), tooltip=["name:N"])
    ends = {"x": "x1:Q", "x2": "x1_end:Q", "y": "x2:Q", "y2": "x2_end:Q"}
    border = alt.Chart(lines).mark_rule(strokeWidth=2, color=theme.NEUTRAL).encode(**ends)
    return (box + _examples(points, 7, 0.6) + border).properties(height=520)


def disagreement(cells: pd.DataFrame, points: pd.DataFrame) -> alt.LayerChart:
    """The share of the networks that say otherwise than the most, place by place, and the examples.

    Args:
        cells: `x1`, `x2`, `x1_end`, `x2_end`, `against`.
        points: `x1`, `x2`, `group`.
    """
    title = "Networks that disagree with the majority"
    legend = alt.Legend(orient="top", format="%", values=[0.1, 0.2, 0.3, 0.4, 0.5], symbolType="square", titleLimit=300)
    share = alt.Opacity("against:Q").title(title).scale(domain=[0, 0.5], range=[0, 1]).legend(legend)
    across, up = theme.equal(cells[["x1", "x2"]].min(), cells[["x1_end", "x2_end"]].max())
    x = alt.X("x1:Q").title("x1").axis(grid=False).scale(across)
    y = alt.Y("x2:Q").title("x2").axis(grid=False).scale(up)
    place = alt.Chart(cells).mark_rect(color=theme.SERIES[5])
    place = place.encode(
        x, alt.X2("x1_end:Q"), y, alt.Y2("x2_end:Q"), share, tooltip=[alt.Tooltip("against:Q", format=".0%")]
    )
    return (place + _examples(points, 55, 1)).properties(height=theme.HEIGHT + 60)


def _examples(points: pd.DataFrame, size: int, opacity: float) -> alt.Chart:
    """The training examples, classes by colour and shape."""
    told = traces.marked_apart("group", sorted(points["group"].unique()), columns=3, symbolSize=60)
    base = alt.Chart(points).mark_point(filled=True, size=size, opacity=opacity)
    return base.encode(alt.X("x1:Q"), alt.Y("x2:Q"), *told)


VOTE = """\
votes = np.stack([model.predict(x)[:, 0] > 0.5 for model in models])
share = votes.mean(axis=0)     # 0 or 1: all agree; near 0.5: do not trust it"""

TRY = {
    "Do networks of 16 hidden units draw the same boundary?": {"hidden": 16},
    "And those of two units only?": {"hidden": 2},
    "Do they draw the same boundary around circles?": {"data": "circles", "noise": 0.1},
    "What if there are twelve examples?": {"examples": 12},
    "Do ReLU networks agree?": {"activation": "relu"},
}
