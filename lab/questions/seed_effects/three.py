"""What do zeros, He and weights ten times too large do?"""

import math

from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.numerals import short
from lab.question import Question
from lab.seeds import three, three_drawn, three_words

QUESTION = Question(
    room="seed_effects",
    slug="three",
    title="Zeros, He, times ten",
    ask="What do zeros, He and weights ten times too large do?",
    group="Where runs end",
    place=4,
    also=(
        "He initialization", "He or Glorot initialization", "initialize parameters to zeros", "large random weights",
        "why multiply by sqrt(2 / n)", "cost stays at 0.693", "compare zero, random and He starts",
        "Kaiming initialization", "weights too large at the start", "randn times 10",
        "standard deviation of the starting weights",
    ),
)  # fmt: skip


def knobs(k):
    """How long, how large, which draw, at which rate."""
    k.steps("epochs", "Steps", (100, 1000, 5000, 15_000), 15_000, key="seeds_three_epochs")
    sizes = (1.0, 3.0, 10.0, 30.0, 100.0)
    k.steps("stddev", "Large weights: standard deviation", sizes, 10.0, key="seeds_three_sd")
    k.slider("seed", "Seed of the first weights", 0, 20, 1, 3, key="seeds_three_seed")
    k.steps("rate", "Learning rate", (0.001, 0.003, 0.01, 0.03, 0.1), 0.01, key="seeds_three_rate")


def answer(compute, *, epochs, stddev, seed, rate):
    """The cost from three starts, published beside ours, why."""
    experiment = three.setting(epochs, rate)
    found = compute(three.measure, experiment, sd=stddev, seed=seed)
    return Answer(
        headline=headline(found),
        note=f"{three_words.answer(found)} {three_words.right(found)}",
        blocks=(
            Figure.of(
                charts.seeds.three.costs(*three_drawn.placed(found)), three_words.course(found),
                caption="Two circles, layers of 10, 5 and 1 units, ReLU, full batch, float64. Diamonds: published (for "
                "seed 3 and rate 0.01).",
            ),
            Why(three_words.why(found)),
            Advice(
                "With ReLU draw kernels by He's rule: the standard deviation shrinks with the number of inputs. Biases "
                "may start at zero, kernels may not.",
                'keras.layers.Dense(10, activation="relu", kernel_initializer="he_normal")',
            ),
            Section(
                "Published, and measured here",
                (Table(three_words.compared(found)), Words(three_words.published(found), small=True)),
            ),
            Section("The mathematics, with your numbers", (Formula(three_words.formula(found)),), folded=True),
        ),
        experiment=experiment,
    )  # fmt: skip


def headline(found: three.Found) -> str:
    """What becomes of each start."""
    rows = found.ends.set_index("start")
    zeros, he, large = (rows.loc[name] for name in three.STARTS)
    still = abs(zeros["last"] - zeros["first"]) <= three_words.STILL
    said = "Zeros learn nothing" if still else f"Zeros end at {short(zeros['last'])}"
    said += f"; He {_ends(he)}"
    if not math.isfinite(large["last"]):
        return f"{said}, large weights diverge."
    return f"{said}, large weights {'only ' * bool(large['last'] > he['last'])}{_to(large)}."


def _ends(row) -> str:
    if not math.isfinite(row["last"]):
        return "diverges"
    return f"gets the cost down {_to(row)}" if row["last"] < row["first"] else f"brings the cost {_to(row)}"


def _to(row) -> str:
    return f"to {short(row['last'])}"


TRY = {
    "Is it luck that He wins?": {"seed": 4},
    "What if the large ones are only a little too large?": {"stddev": 1.0},
    "And with ten times the rate?": {"rate": 0.1},
    "What can be seen after 1,000 steps?": {"epochs": 1000},
}
