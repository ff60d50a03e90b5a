"""Where does a matrix come from when I add biases? Rows, columns, and what NumPy stretches."""

from collections.abc import Callable

import numpy as np
import pandas as pd

import lab
from lab import charts, checks
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.claim import Claim, Expected
from lab.data import load
from lab.initial import starts
from lab.numerals import aligned
from lab.question import Question, address, said

QUESTION = Question(
    room="softmax_cost",
    slug="broadcast",
    title="Row or column",
    ask="Where does a matrix come from when I add biases?",
    group="Its gradient as arrays",
    place=6,
    also=(
        "biases as a column vector", "NumPy broadcasts a row vector with a column vector",
        "my layer gives a square matrix", "shape (n,) or (n, 1)", "operands could not be broadcast together",
        "does .T turn a flat array into a column", "adding the bias gives a matrix instead of a vector",
        "column vector or row vector for biases", "reshape the bias", "(n, 1) plus (1, n) gives (n, n)",
        "feedforward returns the wrong shape",
        "keepdims=True",
    ),
)  # fmt: skip
START = lab.Experiment(
    data=lab.Data("iris", standardize=True),
    network=lab.Network(hidden=(4,), activation="tanh", output="softmax"),
    init=lab.Init("uniform", low=-1.0, high=1.0, bias="same"),
    training=lab.Training(loss="categorical_crossentropy", epochs=0),
)
# how the biases stand, from those of K units, (K,)
STANDS: dict[str, Callable] = {
    "a column, (K, 1)": lambda b: b[:, None],
    "a row, (1, K)": lambda b: b[None, :],
    "flat, (K,)": lambda b: b,
    "flat, with .T": lambda b: b.T,
}
# how one example and the biases stand -> (x flat -> what goes in, kernel and biases and what went in -> logits)
CONVENTIONS: dict[str, tuple[Callable, Callable]] = {
    "x flat (n,), b a column: W.T @ x + b": (lambda x: x, lambda w, b, h: w.T @ h + b[:, None]),
    "x a row (1, n), b a column: x @ W + b": (lambda x: x[None, :], lambda w, b, h: h @ w + b[:, None]),
    "x a column (n, 1), b a column: W.T @ x + b": (lambda x: x[:, None], lambda w, b, h: w.T @ h + b[:, None]),
    "x a row (1, n), b flat: x @ W + b": (lambda x: x[None, :], lambda w, b, h: h @ w + b),
}


def knobs(k):
    """How the biases stand, and how many examples and units there are."""
    k.choice(
        "stands", "The biases stand as", STANDS, "a column, (K, 1)",
        help="x @ W has a row for each example and a column for each unit, as in Keras.",
    )  # fmt: skip
    k.slider("m", "Examples (m)", 1, 6, 1, 1)
    k.slider("units", "Units of the layer (K)", 2, 6, 1, 4)


def answer(compute, *, stands, m, units):
    """The arrays as grids, every case in a table, one example through two layers."""
    experiment = setting(units)
    z, bias = compute(product, experiment, m=m)
    found = added(z, bias, stands)
    cases, through = compute(additions, experiment, m=m), compute(chain, experiment)
    told = note(found, m, units)
    return Answer(
        headline=headline(found, m, units),
        note=told,
        blocks=(
            Figure.of(
                charts.arrays.picture(
                    *charts.arrays.side_by_side(cells(z, bias, stands), "array", 3 if units <= 4 else 2),
                    ["array", "row", "column", "copied"],
                ),
                told,
                caption="x @ W has a row for each example and a column for each unit. In a frame: a "
                "number that the array holds; pale, without one: the same number, used again.",
            ),
            Why(why(found, m, units)),
            Advice(
                "Where examples are rows, as in Keras, keep the biases flat, (K,). A column is right only where every "
                "example is a column too. What shape the gradient must have: "
                f"[{said('matrix').ask}]({address('matrix')})",
                CHECK,
            ),
            Section("Every case", (Table(table(cases), LEGEND),)),
            Section(
                "Is the column wrong, then?", (Table(chain_table(through), LEGEND), Words(chain_sentence(through)))
            ),
            mathematics(
                Formula(rule(m, units, found["given"])),
                Words(
                    "From the right, two sizes must be equal, or one of them 1: then that array is stretched.", True
                ),
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def setting(units: int) -> lab.Experiment:
    """The network whose biases are added."""
    return lab.vary(START, {"network.hidden": (units,)})


def headline(found: dict, m: int, units: int) -> str:
    """Where the matrix comes from, or why there is none."""
    return {
        "grows": f"From stretching: NumPy repeats the one row and the column {units} times each, and adds these "
        "matrices.",
        "other numbers": f"The shape is right by accident: each example gets one bias for all its {units} units.",
        "refused": f"From nowhere here: NumPy refuses to add a column of {units} biases to {m} rows.",
        "right": f"Nothing is stretched wrongly here: each of the {units} units gets its own bias.",
    }[found["verdict"]]


def note(found: dict, m: int, units: int) -> str:
    """The shapes."""
    becomes = "is refused" if found["shape"] is None else f"gives {found['shape']}"
    return f"{(m, units)} + {found['given']} {becomes}. One layer before training, flowers of the Iris data."


def why(found: dict, m: int, units: int) -> str:
    """NumPy's rule, what it does here, and what becomes of the gradient of the next layer's weights."""
    outputs = load(START.data)[1].shape[1]
    column = "stretched, too" if units == outputs else "refused"
    here = {
        "grows": f"Here both are repeated: the one row of x @ W {units} times downwards, the column of biases {units} "
        "times to the right. Every row of the result has another unit's bias in all places. NumPy gives no error. Next "
        f"come {units} rows a instead of one. A column of {outputs} output biases is then {column}; flat ones pass, "
        f"and give {units} rows of d = p − y. The gradient of the output weights must have their shape, "
        f"{(units, outputs)}. `np.outer(a, d)`, right for one example, grows to {(units**2, units * outputs)}; "
        "`a.T @ d` has the shape, but it sums all rows, and is wrong.",
        "other numbers": f"There are as many examples as units, {units}, so the column fits by accident: it is "
        "repeated to the right. The first example gets the first unit's bias in all its units, the second example "
        "the second unit's. NumPy gives no error, as the shape is right, and so is that of the gradient of the output "
        f"weights, `a.T @ d / m`, {(units, outputs)}; only its numbers are wrong.",
        "refused": f"Here the rows are {m} and {units}: neither equal nor 1, so NumPy refuses: "
        f"“{found['message']}”. A batch of 1 or of {units} would have passed, with wrong numbers.",
        "right": "Here the biases are a row, or count as one, so they are repeated downwards for each of the "
        f"examples ({m}). Each unit gets its own bias. A flat array has one axis only, so .T leaves it as it is.",
    }
    return f"{RULE} {here[found['verdict']]}"


def table(cases: pd.DataFrame) -> pd.DataFrame:
    """All ways for the biases to stand against the number of examples."""
    says = cases.assign(says=[_cell(row) for row in cases.itertuples()])
    wide = says.pivot_table(index="stands", columns="m", values="says", aggfunc="first")
    wide = wide.loc[cases["stands"].unique(), cases["m"].unique()]
    return wide.set_axis([f"m = {m}" for m in wide.columns], axis=1).rename_axis("b stands as")


def _cell(row) -> str:
    return {
        "right": f"✓ {row.shape}",
        "other numbers": f"✗ wrong numbers {row.shape}",
        "grows": f"✗ grows to {row.shape}",
        "refused": "– refused",
    }[row.verdict]


def chain_table(through: pd.DataFrame) -> pd.DataFrame:
    """One example through two layers."""
    return pd.DataFrame(
        {
            "One example": [f"{_sign(row)} {row.convention}" for row in through.itertuples()],
            "Hidden layer": through["first"].map(_shape),
            "Output layer": through["second"].map(_shape),
        }
    ).set_index("One example")


def _sign(row) -> str:
    return "✓" if row.right else "✗" if isinstance(row.second, tuple) else "–"


def _shape(shape: tuple | None) -> str:
    return str(shape) if isinstance(shape, tuple) else "refused"


def chain_sentence(through: pd.DataFrame) -> str:
    """Whether it is the column that is wrong."""
    right = through.loc[through["right"], "convention"]
    columns = right.str.contains("b a column").any()
    return (
        f"{len(right)} of {len(through)} give the network's logits. "
        + ("A column of biases is among them, as long as the input is a column too. " if columns else "")
        + "What grew in one layer goes on into the next: nothing raises an error until two sizes differ."
    )


def rule(m: int, units: int, given: tuple) -> str:
    """NumPy's rule on these shapes, as LaTeX: from the right, sizes must be equal or 1."""
    width = len(given)
    padded = (1,) * (2 - width) + given
    sizes = [_pair(left, right) for left, right in zip((m, units), padded, strict=True)]
    counts = rf"\text{{ as }} (1, {given[0]})" if width == 1 else ""
    return aligned(
        rf"({m}, {units}) &+ {given}{counts}",
        rf"\text{{rows: }} & {sizes[0]}",
        rf"\text{{columns: }} & {sizes[1]}",
    )


def _pair(left: int, right: int) -> str:
    if left == right:
        return f"{left} = {right}"
    if 1 in (left, right):
        return rf"{left}, {right} \to {max(left, right)}"
    return rf"{left} \neq {right}"


def product(experiment: lab.Experiment, m: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """x @ W of the first hidden layer for `m` examples, (m, K), and its biases, (K,)."""
    x, _ = load(experiment.data)
    chosen = np.arange(checks.whole("m", m, 1, len(x))) * len(x) // m
    kernel, bias, *_ = (array[0] for array in starts(experiment, [seed]))
    return x[chosen] @ kernel, bias


def added(z: np.ndarray, bias: np.ndarray, stands: str) -> dict:
    """What z + b is.

    Args:
        z: (m, K).
        bias: (K,), one for each unit.
        stands: how b stands, a key of `STANDS`.

    Returns:
        `given`: b's shape, `shape` of the sum (None: refused), `verdict`: "right" (every unit got its own bias),
        "other numbers", "grows" (another shape than z) or "refused", `message` of NumPy, `sum` itself (or None).
    """
    checks.one_of("stands", stands, STANDS)
    given = STANDS[stands](bias)
    row = {"given": given.shape, "shape": None, "verdict": "refused", "message": "", "sum": None}
    try:
        total = z + given
    except ValueError as error:  # what NumPy says about shapes is what is to be shown
        return row | {"message": str(error).strip()}
    right = np.array([[z[i, j] + bias[j] for j in range(z.shape[1])] for i in range(z.shape[0])])
    verdict = "grows" if total.shape != z.shape else "right" if np.array_equal(total, right) else "other numbers"
    return row | {"shape": total.shape, "verdict": verdict, "sum": total}


def additions(experiment: lab.Experiment, m: int = 1) -> pd.DataFrame:
    """z + b for every way that b may stand, with 1 example, as many as there are units, and `m`.

    Returns:
        One row per (stands, m): columns of `added` but for the sum, and `units`.
    """
    units = experiment.network.hidden[0]
    rows = []
    for count in dict.fromkeys([1, units, m, units + 1]):
        z, bias = product(experiment, count)
        rows += [{"stands": name, "m": count, "units": units, **added(z, bias, name)} for name in STANDS]
    return pd.DataFrame(rows).drop(columns="sum")


def cells(z: np.ndarray, bias: np.ndarray, stands: str) -> pd.DataFrame:
    """x @ W, the biases as NumPy stretches them, and the sum, number by number.

    Returns:
        One row per (array, row, column), from 1: `value`, `text`, `copied` (a number that the array has once, and the
        sum uses again).
    """
    found, given = added(z, bias, stands), STANDS[stands](bias)
    shape = found["shape"] or np.atleast_2d(given).shape
    rows = []
    for name, array in {"x @ W": z, "b": given, "x @ W + b": found["sum"]}.items():
        if array is None:
            continue
        own = np.atleast_2d(array).shape
        stretched = np.broadcast_to(array, np.broadcast_shapes(own, shape if found["shape"] else own))
        rows += [
            {"array": f"{name} {array.shape}", "row": i + 1, "column": j + 1, "value": float(value),
             "text": f"{round(float(value), 1) + 0.0:.1f}".replace("-", "−"), "copied": i >= own[0] or j >= own[1]}
            for (i, j), value in np.ndenumerate(stretched)
        ]  # fmt: skip
    return pd.DataFrame(rows)


def chain(experiment: lab.Experiment, seed: int = 0) -> pd.DataFrame:
    """One example through both layers, in every convention of `CONVENTIONS`.

    Returns:
        One row per convention: `first`, `second`: shapes of the logits of the layers (None: refused), `right`:
        whether the last are those of the plain way, `message` of NumPy.
    """
    x = load(experiment.data)[0][0]
    weights = [array[0] for array in starts(experiment, [seed])]
    plain = _logits(weights, [float(value) for value in x])
    return pd.DataFrame([{"convention": name, **_passed(name, x, weights, plain)} for name in CONVENTIONS])


def _passed(name: str, x: np.ndarray, weights: list, plain: list[float]) -> dict:
    inside, step = CONVENTIONS[name]
    row, h = {"first": None, "second": None, "right": False, "message": ""}, inside(x)
    for layer, (kernel, bias) in zip(("first", "second"), (weights[:2], weights[2:]), strict=True):
        try:
            z = step(kernel, bias, h)
        except ValueError as error:  # what NumPy says about shapes is what is to be shown
            return row | {"message": str(error).strip()}
        row, h = row | {layer: z.shape}, np.tanh(z)
    return row | {"right": z.size == len(plain) and bool(np.allclose(z.ravel(), plain, atol=1e-5))}


def _logits(weights: list, h: list[float]) -> list[float]:
    """The logits of one example, a number at a time: z_k = sum over j of h_j W_jk + b_k."""
    for place in (0, 2):
        kernel, bias = weights[place], weights[place + 1]
        z = [sum(h[j] * kernel[j, k] for j in range(len(h))) + bias[k] for k in range(len(bias))]
        h = [float(np.tanh(value)) for value in z]
    return z


RULE = (
    "NumPy compares the sizes of two arrays from the right. Two sizes must be equal, or one of them 1: then that array "
    "is repeated along it."
)
LEGEND = "✓: right. ✗: it runs, and is wrong. –: NumPy refuses it, which does no harm."
CHECK = """\
# W: (in, K), x: (examples, in); b flat, one bias a unit
assert b.shape == W.shape[1:]
z = x @ W + b
assert z.shape == (len(x), len(b))"""

TRY = {
    "A column of biases, and as many examples as units: does NumPy notice?": {"m": 4},
    "And with any other number of examples?": {"m": 3},
    "Does a transpose help a flat array?": {"stands": "flat, with .T", "m": 3},
    "What is right?": {"stands": "flat, (K,)", "m": 3},
}


def _measured(compute, *, stands, m, units) -> tuple[float, ...]:
    """What becomes of biases in columns and flat ones, and of a column where examples are columns."""
    experiment = setting(units)
    cases = compute(additions, experiment, m=m)
    column = cases[cases["stands"] == stands].set_index("m")
    flat = cases[cases["stands"] == "flat, (K,)"]
    through = compute(chain, experiment).set_index("convention")["right"]
    return (
        column.loc[m, "shape"][0],
        int(column.loc[units, "verdict"] == "other numbers"),
        int((flat["verdict"] == "right").sum()),
        int(through["x a column (n, 1), b a column: W.T @ x + b"]),
    )


CLAIMS = (
    Claim(
        id="S26",
        question="Where does a matrix come from when I add the biases?",
        claim="Biases that stand as a column make NumPy broadcast one example to a matrix; they must stand in a row.",
        source="seeds/003",
        figures=(
            Expected(name="rows of x @ W + b, one example, a column of 4 biases", expected=4),
            Expected(name="4 examples, a column of 4 biases: wrong numbers unnoticed (1 = yes)", expected=1),
            Expected(name="flat biases right, of three numbers of examples", expected=3),
            Expected(name="examples in columns, W.T @ x + b, a column of biases: right (1 = yes)", expected=1),
        ),
        measure=_measured,
        verdict="holds only when",
        because="the examples stand in rows (x @ W + b). There one example and a column of 4 biases give {0} rows, and "
        "4 examples give wrong numbers without an error. With every example in a column (W.T @ x + b) a column of "
        "biases is what is right.",
    ),
)
