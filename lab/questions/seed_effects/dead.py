"""How often is a ReLU network dead before it is trained?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words
from lab.numerals import percent
from lab.question import Question
from lab.seeds import dead, dead_words, dying

QUESTION = Question(
    room="seed_effects",
    slug="dead",
    title="Born dead",
    ask="How often is a ReLU network dead before it is trained?",
    group="Depth",
    place=14,
    also=(
        "dying relu", "my ReLU network predicts the same value for all inputs", "dead neurons at initialization",
        "all ReLU units output zero", "relu units die during training", "dead neurons, learning rate too high",
    ),
)  # fmt: skip


def knobs(k):
    """How narrow and how deep, and what has to be silenced."""
    k.slider("width", "Units in each layer", 1, 10, 1, 3, key="seeds_dead_width")
    k.slider("layers", "Hidden layers", 1, 50, 1, 20, key="seeds_dead_layers")
    k.choice("examples", "Examples that all must be silenced", [1, 2, 10, 100], 1, key="seeds_dead_examples")
    k.choice("bias", "Biases at the start", [0.0, 0.01, 0.1, 1.0], 0.0, key="seeds_dead_bias")
    k.steps("networks", "Networks, one draw each", [100, 1000, 4000, 10_000], 4000, key="seeds_dead_count")


def answer(compute, *, width, layers, examples, bias, networks):
    """The share of the dead against depth, and theory's."""
    network = lab.Network(hidden=(width,) * layers, activation="relu", output="linear")
    found = compute(dead.measure, network, networks=networks, examples=examples, bias=bias)
    died = compute(dying.measure)
    return Answer(
        headline=headline(found),
        note=dead_words.verdict(found),
        blocks=(
            Figure.of(
                charts.seeds.dead.by_layer(found.table), dead_words.summary(found),
                caption="Share of the networks that are dead by then, with its 95 % interval; dashed: theory.",
            ),
            Why(f"{dead_words.setting(found)} {dead_words.fate(found)} {dead_words.schemes(found)}".strip()),
            Advice(
                "Make layers wider rather than deeper, or let the units pass a little of what is negative. Units that "
                "die during training want a smaller rate and scaled inputs. Count those that are 0 for every example.",
                'keras.layers.Dense(16, activation="leaky_relu", kernel_initializer="he_normal")\n'
                "hidden = keras.Model(model.inputs, model.layers[-2].output).predict(x)\n"
                "print((hidden == 0).all(axis=0).mean())  # share of dead units",
            ),
            Section(
                "And while it trains?",
                (
                    Figure.of(
                        dying.chart(died.rates), dying.verdict(died),
                        caption="Another network, 64-32-10 on the digits. Line: the median run. Band: the middle 90 % "
                        "of runs.",
                    ),
                    Words(f"{dying.verdict(died)} {dying.WHY}"),
                ),
            ),
            Section(
                "The mathematics, with your numbers",
                (Formula(dead_words.formulas(found)), Words(dead_words.half(found))),
                folded=True,
            ),
        ),
    )  # fmt: skip


def headline(found: dead.Found) -> str:
    """The share of networks that are born dead."""
    row = found.facts.iloc[0]
    where = {1: "at one example", 2: "at both examples"}.get(row["examples"], f"at all {row['examples']} examples")
    shares = sorted({percent(share) for share in found.facts["share"]}, key=lambda text: float(text.split()[-2]))
    if found.facts["dead"].sum() == 0:
        return f"Never here: not one of these networks is dead {where}."
    told = f"{shares[0]} to {shares[-1]}" if len(shares) > 1 else shares[0]
    return f"{told[0].upper()}{told[1:]} of these networks are born dead {where}."


TRY = {
    "Two units, ten layers: how many live?": {"width": 2, "layers": 10},
    "Is one more unit a cure?": {"width": 4},
    "And ten units, fifty layers?": {"width": 10, "layers": 50},
    "What if a hundred examples must all be silenced?": {"examples": 100},
    "Do small positive biases help?": {"bias": 0.1},
}
CLAIMS = dying.CLAIMS
