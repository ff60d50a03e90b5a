"""Why does training stand still, and then go on? Students of erf units on a plateau, from many small random starts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import bands
from lab.answer import Advice, Answer, Figure, Formula, Why, Words, mathematics
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.laws.plateau import height
from lab.lazy import alt
from lab.numerals import aligned, counted, figure, short, tex
from lab.progress import Cancelled
from lab.prose import listed
from lab.question import Question

QUESTION = Question(
    room="seed_effects",
    slug="plateau",
    title="Plateaus",
    ask="Why does training stand still, and then go on?",
    group="Depth",
    place=17,
    also=(
        "the loss stays the same for many epochs and then suddenly drops fast: is the learning rate wrong",
        "the loss curve looks like a staircase",
        "loss does not decrease for a long time", "loss plateau then drops", "xor network output is always 0.5",
        "loss is flat and then suddenly falls", "when should I stop a training that does not improve",
        "early stopping and patience", "nothing happens for many epochs", "saddle point",
    ),
)  # fmt: skip
INPUTS = 10
RECORDED = 200
ORDINARY = (0.1, 1.0)  # sizes of first weights that are measured beside the one asked for
FASTER, BESIDE = 2, 50  # times the rate (the sentence says twice), and runs at most, of what is measured beside
NEAR = 1.5  # times the height of theory's plateau, or less than one in that, is another height


def knobs(k):
    """How many units student and teacher have, and how small the student starts."""
    k.slider("units", "Units of student and teacher", 2, 6, 1, 2)
    sizes = [1e-9, 1e-6, 1e-3, 0.1, 1.0]
    k.steps("size", "First weights: standard deviation", sizes, 1e-3)
    k.steps("steps", "Steps", [100, 500, 1000, 2000], 500)
    k.steps("rate", "Learning rate", [0.1, 0.3, 0.5], 0.5)
    k.steps("runs", "Runs, one seed each", [10, 50, 200], 50, key="seeds_plateau_count")


def answer(compute, **setting):
    """The error on its plateau, and when runs leave it."""
    found = compute(measure, **setting)
    few = setting | {"runs": min(setting["runs"], BESIDE)}
    faster = compute(measure, **few | {"rate": FASTER * setting["rate"]}).facts
    others = [compute(measure, **few | {"size": size}).facts for size in ORDINARY if size != setting["size"]]
    return Answer(
        headline=headline(found),
        note=verdict(found),
        blocks=(
            Figure.of(
                picture(found.table), verdict(found),
                caption="Line: the median run; band: the middle 90 % of runs; dashed: the plateau by theory.",
            ),
            Why(f"{rated(found.facts, faster)} {PLATEAU} {spread(found)}"),
            Advice(
                f"{patient(found)} {sized([found.facts, *others])} {RANDOM}", STOPPING.format(patience=patience(found))
            ),
            mathematics(
                Formula(formulas(found)),
                Words(
                        "A student of K units erf(u / √2), all with output weight 1, learns a teacher of K such "
                        "units whose weights are orthogonal. The error is the exact average over normal inputs, as "
                        "if there were data without end."
                    ),
            ),
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Waits:
    """What was measured, and theory.

    Attributes:
        table: one row per recorded step: `low`, `mid`, `high` (5, 50, 95 % of the runs) of the error, `law` (the
            plateau).
        facts: `units`, `runs`, `steps`, `size`, `rate`, `height` (error where a run falls slowest before it is at half
            theory's plateau, median), `law`, `early`, `left`, `late` (5, 50, 95 % of the steps at which runs fall
            below half the plateau; infinite: not yet), `gone` (runs that have).
    """

    table: pd.DataFrame
    facts: dict


def measure(units=2, size=1e-3, rate=0.5, steps=1000, runs=50, cancelled=None) -> Waits:
    """Train students of K erf units on a teacher of K by gradient descent on the exact error over all normal inputs.

    Args:
        units: K, from 2.
        size: standard deviation of the student's normal first weights.
        rate: of gradient descent; theory is about small ones (1 is too large from K = 5).
        steps: how many.
        runs: seeds 0, 1, ...
        cancelled: asked at every step; True ends it.
    """
    draws = [np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(units,))) for seed in range(runs)]
    student = size * np.array([draw.normal(size=(units, INPUTS)) for draw in draws])  # (run, unit, input)
    errors, teacher = [], np.eye(units, INPUTS)
    for _ in range(steps + 1):
        if cancelled and cancelled():
            raise Cancelled
        errors.append(error(student, teacher))
        student = student - rate * slope(student, teacher)
    errors, law = np.maximum(errors, 0.0), height(units)  # (step, run); what is exactly 0 may be rounded below it
    below = errors < law / 2
    times = np.where(below.any(axis=0), below.argmax(axis=0).astype(float), np.inf)
    early, left, late = bands.of(times, method="nearest").values()
    moves = np.abs(np.diff(np.log(np.maximum(errors, 1e-300)), axis=0))
    waits = np.where(below[1:], np.inf, moves).argmin(axis=0)  # where each moves least
    kept = np.unique(np.linspace(0, steps, RECORDED + 1).astype(int))
    facts = {
        "units": units, "runs": runs, "steps": steps, "size": size, "rate": rate,
        "height": np.median(errors[waits, np.arange(runs)]), "law": law, "early": early, "left": left, "late": late,
        "gone": int(np.isfinite(times).sum()),
    }  # fmt: skip
    return Waits(pd.DataFrame({"step": kept, **bands.of(errors[kept], axis=1), "law": law}), facts)


def error(student: np.ndarray, teacher: np.ndarray) -> np.ndarray:
    """Half the mean squared difference of the outputs over standard normal inputs: (run,).

        E = (1 / pi) (sum asin Q_ik / (s_i s_k) + sum asin T_nm / (t_n t_m) - 2 sum asin R_in / (s_i t_n))

    Q, T and R are the products of the student's weight vectors, the teacher's, and of one with the other;
    s_i = sqrt(1 + Q_ii), t_n = sqrt(1 + T_nn).

    Args:
        student, teacher: weights, (run, unit, input) and (unit, input).

    Source: Saad and Solla (1995), as in `lab.laws.plateau`.
    """
    teacher = np.broadcast_to(teacher, student.shape)
    pairs = ((student, student), (teacher, teacher), (student, teacher))
    own, other, cross = (np.arcsin(_cosines(*pair)).sum(axis=(1, 2)) for pair in pairs)
    return (own + other - 2 * cross) / np.pi


def slope(student: np.ndarray, teacher: np.ndarray) -> np.ndarray:
    """Gradient of `error` in the student's weights, (run, unit, input)."""
    length = 1 + (student**2).sum(axis=-1, keepdims=True)  # s^2, (run, unit, 1)
    total = np.zeros_like(student)
    for sign, others in ((1, student), (-1, np.broadcast_to(teacher, student.shape))):
        cosines = _cosines(student, others)
        steep = 1 / np.sqrt(1 - cosines**2)
        lengths = 1 + (others**2).sum(axis=-1, keepdims=True)
        towards = (steep / np.sqrt(length)) @ (others / np.sqrt(lengths))
        total += sign * (towards - (steep * cosines).sum(axis=-1, keepdims=True) * student / length)
    return 2 / np.pi * total


def _cosines(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """a . b / sqrt((1 + a^2) (1 + b^2)) of every pair, (run, unit, unit)."""
    lengths = [np.sqrt(1 + (each**2).sum(axis=-1)) for each in (first, second)]
    return first @ second.swapaxes(1, 2) / (lengths[0][:, :, None] * lengths[1][:, None])


def headline(found: Waits) -> str:
    """How long the median run stands still."""
    left, steps = found.facts["left"], found.facts["steps"]
    if not stands(found.facts):
        takes = f"the median run comes down in {short(left)} steps"
        if not np.isfinite(left):
            takes = f"the median run is not down after {counted(steps, 'step')}"
        return f"No such standstill here: the units start different, and {takes}."
    if not np.isfinite(left):
        return f"Its units stay alike: within {counted(steps, 'step')} the median run does not leave the plateau."
    return f"Its units are alike at first: the median run waits {short(left)} steps until they differ enough."


def stands(facts: dict) -> bool:
    """Whether runs wait where theory has the plateau of units that are alike."""
    return facts["size"] < 1 and 1 / NEAR <= facts["height"] / facts["law"] <= NEAR


def rated(facts: dict, faster: dict) -> str:
    """Whether the learning rate makes the plateau, by runs with a larger one."""
    rate = f"twice the rate ({short(faster['rate'])})"
    down = f"the median run is down after {steps_to(faster, 'left')} steps instead of {steps_to(facts, 'left')}"
    if not np.isfinite([facts["left"], faster["left"]]).any():
        down = f"it takes the median run {steps_to(faster, 'left')} steps too"
    if not stands(facts):
        return f"These units start too different for the plateau of equal ones. With {rate} {down}."
    if not stands(faster):
        return (
            f"With {rate} the curve is another one, flattest at an error of {short(faster['height'])}, not at "
            f"{short(facts['height'])}; {down}."
        )
    return (
        "A plateau and then a fast drop do not mean that the learning rate is wrong: "
        f"with {rate} the plateau is there too, at an error of {short(faster['height'])}, and {down}."
    )


def sized(rows: list[dict]) -> str:
    """Which size of the first weights waits least, of those measured; this page's own is the first of `rows`."""
    own, *_ = rows
    each = "; ".join(
        f"{figure(row['size'])}: {steps_to(row, 'left')} ({steps_to(row, 'late')})"
        for row in sorted(rows, key=lambda row: row["size"])
    )
    fewer = f", {rows[-1]['runs']} runs each beside this page's own" if rows[-1]["runs"] < own["runs"] else ""
    told = f"Steps until half of the runs (95 %) were down, by the size of the first weights{fewer}: {each}."
    best = min(rows, key=lambda row: (row["left"], row["late"]))
    if not np.isfinite(best["left"]):
        return f"{told} No size is soon enough here."
    if best["late"] > min(row["late"] for row in rows):
        return f"{told} No size is the soonest by both."
    longer = [figure(row["size"]) for row in rows if row["size"] > best["size"]]
    larger = f" Larger ones ({listed(longer)}) wait longer again." if longer else ""
    does = "This size waits least" if best is own else f"To shorten the wait, start from size {figure(best['size'])}"
    return f"{told} {does}.{larger}"


def steps_to(facts: dict, name: str) -> str:
    """The step by which so many runs were down, `name` one of the facts, or that there were too few."""
    step, steps = facts[name], facts["steps"]
    return f"{step:,.0f}" if np.isfinite(step) else f"more than {steps:,}"


def verdict(found: Waits) -> str:
    """How high the plateau is, and when runs leave it."""
    gone, runs, units, steps, left, high, law = (
        found.facts[name] for name in ("gone", "runs", "units", "steps", "left", "height", "law")
    )
    fell = f"the median run is down at half of that after {figure(left)} steps ({gone} of {runs} are by the end)"
    if not np.isfinite(left):
        fell = f"{gone or 'none'} of {runs} {'is' if gone <= 1 else 'are'} down at half of that after {steps:,} steps"
    where = f"the curve of the median run is flattest at an error of {figure(high)}"
    if not 1 / NEAR <= high / law <= NEAR:
        where = f"no plateau where theory has one: {where}"
    return f"{runs} runs, networks of {units} units: {where} (theory's plateau: {figure(law)}); {fell}."


def spread(found: Waits) -> str:
    """How much the leaving differs between starts."""
    names = {"early": "5 %", "left": "half", "late": "95 %"}
    parts = [f"{share} by step {figure(found.facts[name])}" for name, share in names.items()
             if np.isfinite(found.facts[name])]  # fmt: skip
    return (
        f"Runs that have left it (half the plateau's error): {listed(parts) or 'fewer than 5 %'}. How unlike "
        f"the units are by chance at the start (weights of size {figure(found.facts['size'])}) decides how long they "
        "wait."
    )


def formulas(found: Waits) -> str:
    """The height of the plateau with its numbers, as LaTeX."""
    units, law = found.facts["units"], tex(figure(found.facts["law"]))
    plain = r"E &= \frac{K}{\pi} \Bigl(\frac{\pi}{6} - K \arcsin \frac{1}{2 K}\Bigr)"
    given = rf"&= \frac{{{units}}}{{\pi}} \Bigl(\frac{{\pi}}{{6}} - {units} \arcsin \frac{{1}}{{{2 * units}}}\Bigr)"
    return aligned(plain, given, rf"&= {law}")


def patience(found: Waits) -> int:
    """Steps without progress after which one may stop: more than 95 % of the runs waited, in two digits, rounded up.

    Where fewer than 95 % have left the plateau: twice the steps that were made.
    """
    late = found.facts["late"]
    if not np.isfinite(late):
        return 2 * found.facts["steps"]
    unit = 10 ** max(len(str(int(late))) - 2, 0)
    return int(late // unit + 1) * unit


def patient(found: Waits) -> str:
    """How long to wait before one stops, by what the runs here waited."""
    late, steps = found.facts["late"], found.facts["steps"]
    waits = (
        f"after {counted(late, 'step')} 95 % of the runs were down"
        if np.isfinite(late)
        else (f"even {counted(steps, 'step')} were too few for 95 % of the runs")
    )
    return (
        f"Do not stop at the first flat stretch. Here {waits}: a smaller patience than that would stop on the "
        "plateau. With one step an epoch, as here, the lines below wait long enough; your network's plateau may be "
        "longer, so look at its curve first."
    )


def picture(table: pd.DataFrame) -> alt.LayerChart:
    """Median and 5-95 % band of the error against the step, on a logarithmic axis; the plateau dashed."""
    drawn, axis = traces.placed(table)
    x = traces.epochs("Step", "step")
    y = traces.on_log(axis, "Error on new inputs")
    return traces.banded(drawn, x, y, at=traces.PLACED, says=("mid", "law")).properties(height=theme.HEIGHT)


PLATEAU = (
    "One network, the student, learns what another one, the teacher, says. From small weights all units of the student "
    "are nearly the same, and first each learns the same thing: the sum of what the teacher's units do. That is the "
    "best that equal units can do, and there the slope is almost flat: this is the plateau. Meanwhile the small "
    "differences of the start grow, slowly at first, until each unit takes one of the teacher's and the error falls "
    "again."
)
RANDOM = "Units that start exactly equal never part, however long one waits: draw their weights at random."
STOPPING = """\
keras.callbacks.EarlyStopping(
    monitor="val_loss",
    patience={patience},
    restore_best_weights=True,
)"""
TRY = {
    "What if there are three units?": {"units": 3},
    "A thousand times smaller weights: how much longer is the wait?": {"size": 1e-6},
    "And weights of ordinary size?": {"size": 1.0},
    "Would you have stopped after 100 steps?": {"steps": 100},
}


def _measured(compute, *, units, **setting) -> tuple[float, ...]:
    """Height of the plateau of students of so many units and of one more; the step at which the median run leaves."""
    found = [compute(measure, units=each, **setting).facts for each in (units, units + 1)]
    return *(facts["height"] for facts in found), *(facts["left"] for facts in found)


CLAIMS = (
    Claim(
        id="L27",
        question="Why does training stand still, and then go on?",
        claim="Soft committee machines wait on a symmetric plateau of height (K/pi)(pi/6 - K asin(1/2K)).",
        source="Saad, Solla (1995)",
        figures=(
            Expected(name="height where runs of 2 units learn slowest", expected=0.011611, tolerance=2e-5),
            Expected(name="of 3 units", expected=0.020297, tolerance=4e-5),
            # medians of 50 runs, from starts of 1e-3
            Expected(name="steps after which the median run of 2 units leaves it", expected=213, tolerance=20),
            Expected(name="of 3 units", expected=316, tolerance=30),
        ),
        measure=_measured,
        because="from first weights of size 0.001 the median network of 2 units waits {2} steps on it, that of 3 units "
        "{3} steps.",
    ),
)
