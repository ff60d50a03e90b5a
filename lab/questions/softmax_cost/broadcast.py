"""Where does a matrix come from when I add biases? Rows, columns, and what NumPy stretches."""

import pandas as pd

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.question import Question
from lab.softmax import broadcast, broadcast_words

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
        "does .T turn a flat array into a column",
    ),
)  # fmt: skip


def knobs(k):
    """How the biases stand, and how many examples and units there are."""
    k.choice(
        "stands", "The biases stand as", broadcast.STANDS, "a column, (K, 1)", key="softmax_broadcast_stands",
        help="x @ W has a row for each example and a column for each unit, as in Keras.",
    )  # fmt: skip
    k.slider("m", "Examples (m)", 1, 6, 1, 1, key="softmax_broadcast_m")
    k.slider("units", "Units of the layer (K)", 2, 6, 1, 4, key="softmax_broadcast_units")


def answer(compute, *, stands, m, units):
    """The arrays as grids, every case in a table, one example through two layers."""
    experiment = lab.vary(broadcast.START, {"network.hidden": (units,)})
    z, bias = compute(broadcast.product, experiment, m=m)
    found = broadcast.added(z, bias, stands)
    cases, chain = compute(broadcast.additions, experiment, m=m), compute(broadcast.chain, experiment)
    told = note(found, m, units)
    return Answer(
        headline=headline(found, m, units),
        note=told,
        blocks=(
            Figure.of(
                charts.softmax.broadcast.grids(broadcast.cells(z, bias, stands)), told,
                caption="x @ W has a row for each example and a column for each unit. Pale: a number that the array "
                "holds once, and that NumPy uses again.",
            ),
            Why(why(found, m, units)),
            Advice(
                "Where examples are rows, as in Keras, keep the biases flat, (K,). A column is right only where every "
                "example is a column too.",
                CHECK,
            ),
            Section("Every case", (Table(table(cases)),)),
            Section(
                "Is the column wrong, then?", (Table(chain_table(chain)), Words(broadcast_words.chain_words(chain)))
            ),
            Section(
                "The mathematics, with your numbers",
                (
                    Formula(broadcast_words.rule(m, units, found["given"])),
                    Words(
                        "From the right, two sizes must be equal, or one of them 1: then that array is stretched.", True
                    ),
                ),
                folded=True,
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def headline(found: dict, m: int, units: int) -> str:
    """Where the matrix comes from, or why there is none."""
    return {
        "grows": f"From stretching: NumPy makes {units} rows of one example and a column of {units} biases.",
        "other numbers": f"The shape is right by accident: each example gets one bias for all its {units} units.",
        "refused": f"From nowhere here: NumPy refuses to add a column of {units} biases to {m} rows.",
        "right": f"Nothing is stretched wrongly here: each of the {units} units gets its own bias.",
    }[found["verdict"]]


def note(found: dict, m: int, units: int) -> str:
    """The shapes."""
    becomes = "is refused" if found["shape"] is None else f"gives {found['shape']}"
    return f"{(m, units)} + {found['given']} {becomes}. One layer before training, flowers of the Iris data."


def why(found: dict, m: int, units: int) -> str:
    """NumPy's rule, and what it does here."""
    here = {
        "grows": f"Here both are repeated: the one row of x @ W {units} times downwards, the column of biases {units} "
        "times to the right. Every row of the result has another unit's bias in all places. NumPy gives no error, "
        f"and the next layer gets {units} rows instead of one.",
        "other numbers": f"There are as many examples as units, {units}, so the column fits by accident: it is "
        "repeated to the right. The first example gets the first unit's bias in all its units, the second example "
        "the second unit's. NumPy gives no error, as the shape is right.",
        "refused": f"Here the rows are {m} and {units}: neither equal nor 1, so NumPy refuses: "
        f"“{found['message']}”. A batch of 1 or of {units} would have passed, with wrong numbers.",
        "right": "Here the biases are a row, or count as one, so they are repeated downwards for each of the "
        f"examples ({m}). Each unit gets its own bias. A flat array has one axis only, so .T leaves it as it is.",
    }
    return f"{RULE} {here[found['verdict']]}"


def table(cases: pd.DataFrame) -> pd.DataFrame:
    """All ways for the biases to stand against the number of examples."""
    says = cases.assign(says=[broadcast_words._cell(row) for _, row in cases.iterrows()])
    wide = says.pivot_table(index="stands", columns="m", values="says", aggfunc="first")
    wide = wide.loc[cases["stands"].unique(), cases["m"].unique()]
    return wide.set_axis([f"m = {m}" for m in wide.columns], axis=1).rename_axis("b stands as")


def chain_table(chain: pd.DataFrame) -> pd.DataFrame:
    """One example through two layers."""
    return pd.DataFrame(
        {
            "One example": [f"{'✓' if row.right else '–'} {row.convention}" for row in chain.itertuples()],
            "Hidden layer": chain["first"].map(broadcast_words._shape),
            "Output layer": chain["second"].map(broadcast_words._shape),
        }
    ).set_index("One example")


RULE = (
    "NumPy compares the sizes of two arrays from the right. Two sizes must be equal, or one of them 1: then that array "
    "is repeated along it."
)
CHECK = """\
assert b.ndim == 1 and b.shape == W.shape[1:]  # flat, one bias a unit; for W of shape (in, K)
z = x @ W + b                                  # x: (examples, in)
assert z.shape == (len(x), len(b))"""

TRY = {
    "A column of biases, and as many examples as units: does NumPy notice?": {"m": 4},
    "And with any other number of examples?": {"m": 3},
    "Does a transpose help a flat array?": {"stands": "flat, with .T", "m": 3},
    "What is right?": {"stands": "flat, (K,)", "m": 3},
}
