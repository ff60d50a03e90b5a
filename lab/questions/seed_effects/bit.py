"""Is a run with the same seed the same to the last bit?"""

from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.question import Question
from lab.seeds import bit, bit_words, repeated, three
from lab.specs import PRECISIONS

QUESTION = Question(
    room="seed_effects",
    slug="bit",
    title="One last bit",
    ask="Is a run with the same seed exactly the same?",
    group="Luck",
    place=11,
    level="first",
    also=(
        "how do I make my Keras run reproducible", "does tf.random.set_seed do the same as setting the weights by hand",
        "different result every time I train the same model", "set_random_seed", "reproducible training",
        "tf.random.set_seed(1234)", "same seed different results", "deterministic results in TensorFlow",
        "fix the random seed", "is a run with the same seed identical", "enable_op_determinism",
        "floating point rounding in training", "butterfly effect", "running the program twice gives other numbers",
    ),
)  # fmt: skip


def knobs(k):
    """Which weight gets the last bit, and how the network is trained."""
    k.steps("sd", "Large weights: standard deviation", (1.0, 3.0, 10.0, 30.0, 100.0), 10.0, key="seeds_bit_sd")
    k.steps("steps", "Steps", (10, 100, 500, 2000, 5000), 2000, key="seeds_bit_steps")
    k.choice("precision", "Precision", PRECISIONS, "float64", key="seeds_bit_precision")
    k.choice("place", "The first weight of", bit.PLACES, "layer 1", key="seeds_bit_place")
    k.slider("seed", "Seed of the first weights", 0, 20, 1, 3, key="seeds_bit_seed")
    k.toggle("plain", "Train in plain Keras too: which call makes two runs equal?", False, key="seeds_bit_plain")
    with k.more():
        k.steps("rate", "Learning rate", (0.001, 0.003, 0.01, 0.03, 0.1), 0.01, key="seeds_bit_rate")


def answer(compute, *, sd, steps, precision, place, seed, plain, rate):
    """How far apart two runs are: of the same start, and of one last bit more; and which call repeats a run."""
    experiment = three.setting(steps, rate, precision)
    found = compute(bit.measure, experiment, place=place, sd=sd, seed=seed)
    return Answer(
        headline=bit_words.headline(found),
        note=f"{bit_words.answer(found)} {bit_words.detail(found)}",
        blocks=(
            Figure.of(
                charts.seeds.bit.apart(*bit_words.placed(found)), bit_words.summary(found),
                caption="Two circles, 2-10-5-1, ReLU, full batch. In the lowest row the two runs are exactly equal: "
                "one was asked for on its own, the other among three more.",
            ),
            Why(
                "A seed decides the first weights and the order of the examples; the rest is arithmetic, the same "
                "every time if it is done in the same order and precision. Where training is chaotic, as from large "
                "weights, the smallest difference is multiplied at every step. A sum in another order, on another "
                f"processor or with another batch of neighbours, is such a difference. {bit_words.growth(found)}"
            ),
            Advice(
                "Call `keras.utils.set_random_seed` before each run that is to be repeated; `tf.random.set_seed` "
                "alone leaves the first weights to chance.",
                bit_words.REMEDY,
            ),
            *([_in_plain_keras(compute)] if plain else []),
            Section(
                "The mathematics, with your numbers",
                (
                    Words(
                        "The next number after w that the precision has is a step w + ulp(w) away: in float64 about "
                        "w times 2⁻⁵², in float32 2⁻²³. From start to end:"
                    ),
                    Formula(bit_words.formula(found)),
                ),
                folded=True,
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def _in_plain_keras(compute) -> Section:
    """Two runs of a network of Keras's own layers after each call that is said to make them equal."""
    found = compute(repeated.measure, repeated.setting())
    return Section(
        "In plain Keras: which call makes two runs equal?",
        (Table(bit_words.plain_table(found)), Words(bit_words.plain(found))),
    )


TRY = {
    "Which call makes two runs of plain Keras equal?": {"plain": True},
    "And in float32?": {"precision": "float32"},
    "At which size of the weights does it begin?": {"sd": 3.0},
    "What if the bit is in the last layer?": {"place": "layer 3"},
    "Does He stay safe at ten times the rate?": {"rate": 0.1},
}
