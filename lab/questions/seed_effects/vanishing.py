"""Why do the first layers learn slowest?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words
from lab.numerals import counted, short
from lab.question import Question
from lab.seeds import depth, depth_words, vanishing

QUESTION = Question(
    room="seed_effects",
    slug="vanishing",
    title="Vanishing gradients",
    ask="Why do the first layers learn slowest?",
    group="Depth",
    place=13,
    also=(
        "vanishing gradient in deep sigmoid network", "gradients get smaller towards the input", "vanishing gradient",
        "first layers hardly change", "early layers do not train", "gradient almost zero in deep networks",
        "exploding gradients", "why are sigmoids bad in deep networks",
    ),
)  # fmt: skip


def knobs(k):
    """Which network, how it starts, and how many of them."""
    k.choice("activation", "Activation", depth.ACTIVATIONS, "sigmoid", key="seeds_vanishing_activation")
    k.slider("layers", "Hidden layers of 30 units", 1, 10, 1, 4, key="seeds_vanishing_layers")
    k.steps("bias", "Biases: standard deviation", [0.0, 0.3, 1.0, 3.0], 1.0, key="seeds_vanishing_bias")
    k.steps("scale", "All kernels times", [0.5, 1.0, 2.0, 4.0, 8.0], 1.0, key="seeds_vanishing_scale")
    k.steps("networks", "Networks, one seed each", [10, 30, 100, 300], 100, key="seeds_vanishing_count")


def answer(compute, *, activation, layers, bias, scale, networks):
    """Gradients by hidden layer, with what was published."""
    experiment = lab.vary(
        vanishing.START,
        {"network.activation": activation, "network.hidden": (30,) * layers, "init.scale": scale},
    )
    found = compute(vanishing.measure, experiment, networks=networks, bias=bias)
    compared = vanishing.compared(found)
    return Answer(
        headline=headline(found),
        note=f"Median of {counted(networks, f'{activation} network')} with {counted(layers, 'hidden layer')}.",
        blocks=(
            Figure.of(
                charts.seeds.vanishing.by_layer(*depth_words.placed(found.table)), vanishing.summary(found),
                caption="Before training, digits of 8 x 8 pixels. Band: the middle 90 % of networks; dashed: theory.",
            ),
            *([Words(compared, small=True)] if compared else []),
            Why(
                "An error comes back from the output layer by layer, and each layer multiplies it: by its weights, "
                "and by the slope of its units. Where that product is below 1, every further layer gets less than "
                f"the one above, and steps are as small as gradients. {vanishing.meanings(found, experiment)}"
            ),
            Advice(
                "Take ReLU (or GELU) units and He's weights in the hidden layers; keep a sigmoid for the output. Skip "
                "connections and normalisation help where there are many layers.",
                'keras.layers.Dense(30, activation="relu", kernel_initializer="he_normal")',
            ),
            Section(
                "The mathematics, with your numbers",
                (Words(vanishing.verdict(found, activation)), Formula(vanishing.formulas(found))),
                folded=True,
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def headline(found: vanishing.Found) -> str:
    """How much smaller the first layer's gradient is than the last one's."""
    row = found.facts.iloc[0]
    if row["layers"] == 1:
        return "With one hidden layer there is nothing to compare."
    times = row["times"]
    if times > 1.2:
        return f"Their gradient is small: the last hidden layer's is {short(times)} times that of the first."
    if times < 1 / 1.2:
        return f"Not here: the first hidden layer's gradient is {short(1 / times)} times that of the last."
    return "Not here: the first and the last hidden layer start with gradients of about one size."


TRY = {
    "Is tanh better?": {"activation": "tanh", "bias": 0.0},
    "And ReLU?": {"activation": "relu", "bias": 0.0},
    "What if there are ten layers?": {"layers": 10},
    "Do larger weights save the sigmoid?": {"scale": 4.0, "bias": 0.0},
}
