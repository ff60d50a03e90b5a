"""Why do the first layers learn slowest? Gradients by layer, beside Nielsen's published ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.answer import Advice, Answer, Figure, Formula, Why, Words, mathematics
from lab.bands import BAND
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.data import Data, load
from lab.experiment import Experiment, vary
from lab.laws import depth as laws
from lab.lazy import alt
from lab.numerals import aligned, counted, figure, short, tex
from lab.question import Elsewhere, Question
from lab.seeds.backward import passed
from lab.specs import Init, Network

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
        "a network of many sigmoid layers does not learn", "deep sigmoid network learns nothing",
    ),
)  # fmt: skip
# Nielsen (2015), Neural networks and deep learning, chapter 5: [784, 30, 30, 30, 30, 10] on 1,000 images of MNIST, one
# start; what is averaged is in his fig/generate_gradient.py.
PUBLISHED = (0.0030, 0.0171, 0.0695, 0.2851)
EXAMPLES = 300
RATE = 0.01  # of Keras's SGD, unless told otherwise
SMALL = 10  # times that the last layer's gradient is the first's, from which on that one is called small
START = Experiment(
    data=Data("digits"),
    network=Network(hidden=(30,) * 4, activation="sigmoid", output="sigmoid"),
    init=Init("lecun_normal"),
)
SLOPES = {"sigmoid": "at most 1/4", "tanh": "at most 1", "relu": "1 or 0", "linear": "1"}
CLOSE = 1.25  # times that theory may miss a layer's gradient and still be said to be near it


def knobs(k):
    """Which network, how it starts, and how many of them."""
    k.choice("activation", "Activation", ("relu", "tanh", "sigmoid", "linear"), "sigmoid")
    k.slider("layers", "Hidden layers of 30 units", 1, 10, 1, 4)
    k.steps("bias", "Biases: standard deviation", [0.0, 0.3, 1.0, 3.0], 1.0)
    k.steps("scale", "All kernels times", [0.5, 1.0, 2.0, 4.0, 8.0], 1.0)
    k.steps("networks", "Networks, one seed each", [10, 30, 100, 300], 100, key="seeds_vanishing_count")


def setting(activation, layers, scale) -> Experiment:
    """The network and its start, but for the biases."""
    return vary(START, {"network.activation": activation, "network.hidden": (30,) * layers, "init.scale": scale})


def answer(compute, *, bias, networks, **setting_):
    """Gradients by hidden layer, with what was published."""
    experiment = setting(**setting_)
    found = compute(measure, experiment, networks=networks, bias=bias)
    kind, layers, published = setting_["activation"], setting_["layers"], compared(found)
    return Answer(
        headline=headline(found),
        note=f"Median of {counted(networks, f'{kind} network')} with {counted(layers, 'hidden layer')}.",
        blocks=(
            Figure.of(
                picture(found.table), summary(found),
                caption="Before training, digits of 8 x 8 pixels. Band: the middle 90 % of networks; dashed: theory"
                + (". Diamonds: Nielsen, MNIST." if published else "."),
            ),
            *([Words(published, small=True)] if published else []),
            Why(
                "An error comes back from the output layer by layer, and each layer multiplies it: by its weights, "
                "and by the slope of its units. Where that product is below 1, every further layer gets less than "
                f"the one above. {training(found)}{meanings(found)}"
            ),
            Advice(
                "Take ReLU (or GELU) units and He's weights in the hidden layers; keep a sigmoid for the output. Skip "
                "connections and normalisation help where there are many layers.",
                'keras.layers.Dense(30, activation="relu", kernel_initializer="he_normal")',
            ),
            mathematics(Words(f"{theory(found)} {premises(found, experiment)}"), Formula(formulas(found))),
        ),
        experiment=experiment,
    )  # fmt: skip


@dataclass(frozen=True)
class Gradients:
    """What was measured.

    Attributes:
        table: one row per hidden layer: `layer`, `low`, `mid`, `high` (5, 50, 95 % of the networks) of the norm of the
            gradient of its biases, `law` (from the last layer's median down), `published` (NaN where there is none).
        facts: `layers`, `times` (last layer over first, median over the networks), `law` (the same), `inside`
            (published figures that lie in the band), `gain` (sigma_w^2), `biases` (sigma_b^2), `each` (factor of one
            layer in the norm, by theory, in the middle).
    """

    table: pd.DataFrame
    facts: dict


def measure(experiment: Experiment, networks: int = 100, bias: float = 1.0) -> Gradients:
    """Draw networks and send examples forward and back once.

        norm_l = | mean over examples of dC/db_l |,   C = cross-entropy, summed over the ten sigmoid outputs

    Args:
        experiment: its data, network and `Init`.
        networks: seeds 0, 1, ...
        bias: standard deviation of the normal biases.
    """
    from lab.initial import starts

    x, y = (array[np.linspace(0, len(array) - 1, EXAMPLES).astype(int)] for array in load(experiment.data, "float64"))
    weights = starts(experiment, range(networks))
    weights[1::2] = [biases(bias, networks, layer, array.shape[1]) for layer, array in enumerate(weights[1::2], 1)]
    errors = passed(weights, x, y, experiment.network).errors[:-1]
    norms = np.array([np.linalg.norm(layer.mean(axis=1), axis=1) for layer in errors]).T  # (network, layer)
    sums, _ = laws.signal(experiment, (x**2).mean(axis=1), bias**2)
    widths = np.array(experiment.network.hidden, float)
    each = np.sqrt(laws.passing(experiment, sums)[:-1] * widths[:-1] / widths[1:])  # of a layer's norm over the next's
    low, mid, high = np.quantile(norms, BAND, axis=0)
    law = mid[-1] * np.append(np.cumprod(each[::-1])[::-1], 1.0)
    published = np.array(PUBLISHED) if experiment == START and bias == 1 else np.full(len(mid), np.nan)
    table = {"layer": np.arange(1, len(mid) + 1), "low": low, "mid": mid, "high": high, "law": law}
    facts = {
        "layers": len(mid), "times": np.median(norms[:, -1] / norms[:, 0]), "law": law[-1] / law[0],
        "inside": int(((published >= low) & (published <= high)).sum()), "gain": laws.gains(experiment)[-2],
        "biases": bias**2, "each": each[len(each) // 2] if len(each) else 1.0,
    }  # fmt: skip
    return Gradients(pd.DataFrame(table | {"published": published}), facts)


def biases(bias: float, networks: int, layer: int, units: int) -> np.ndarray:
    """Normal biases of one layer, (replica, unit), each network's from an address under its seed."""
    draws = [np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(layer, 2))) for seed in range(networks)]
    return bias * np.array([draw.normal(size=units) for draw in draws])


def headline(found: Gradients) -> str:
    """How much smaller the first layer's gradient is than the last one's, at this depth."""
    times, layers = found.facts["times"], found.facts["layers"]
    if layers == 1:
        return "With one hidden layer there is nothing to compare."
    if 1.2 < times < SMALL:
        return f"Hardly with {layers} hidden layers: the last one's gradient is only {short(times)} times the first's."
    if times >= SMALL:
        return (
            f"Their gradient is small: with {layers} hidden layers, the last one's is {short(times)} times the first's."
        )
    if times < 1 / 1.2:
        return f"Not with {layers} hidden layers: the first one's gradient is {short(1 / times)} times the last's."
    return f"Not with {layers} hidden layers: the first and the last start with gradients of about one size."


def theory(found: Gradients) -> str:
    """How much faster the last hidden layer starts to learn than the first, measured and by theory."""
    if found.facts["layers"] == 1:
        return "One hidden layer: nothing to compare it with."
    times, law = figure(found.facts["times"]), figure(found.facts["law"])
    return f"The last hidden layer starts with a gradient {times} times that of the first (theory: {law} times)."


def compared(found: Gradients) -> str:
    """What was published, and where it lies; empty where nothing was."""
    if found.table["published"].isna().any():
        return ""
    parts = [
        f"layer {row.layer}: {figure(row.published)} (here {figure(row.low)} to {figure(row.high)})"
        for row in found.table.itertuples()
    ]
    inside = found.facts["inside"]
    return (
        f"Nielsen published one start of such a network on MNIST: {'; '.join(parts)}. {inside} of his 4 figures "
        f"{'lies' if inside == 1 else 'lie'} in the band of our networks, though ours see other data: digits of 8 x 8 "
        "pixels."
    )


def training(found: Gradients) -> str:
    """What gradients of such sizes mean for the steps of training; "" where the first layer's is not smaller."""
    times, mid = found.facts["times"], found.table["mid"]
    if found.facts["layers"] == 1 or times <= 1.2:
        return ""
    first, last = (short(RATE * norm) for norm in (mid.iloc[0], mid.iloc[-1]))
    hardly = "hardly moves, and what it passes on stays as random as it was" if times >= SMALL else "learns more slowly"
    return (
        "A step of gradient descent is the learning rate times the gradient, so the first layer "
        f"{hardly}. At {figure(RATE)}, the rate that Keras's SGD begins with, one step moves its biases by {first} in "
        f"all, the last layer's by {last}. "
    )


def meanings(found: Gradients) -> str:
    """What a layer passes on, by theory."""
    each = found.facts["each"]
    if found.facts["layers"] == 1:
        return ""
    towards = "vanish" if each < 1 else "grow" if each > 1 else "keep their size"
    passed_on = f"{figure(each)} times the length that it gets"
    return f"By theory a layer passes on {passed_on}: gradients {towards} towards the input."


def premises(found: Gradients, experiment: Experiment) -> str:
    """How the weights are drawn, what the theory is about, and how near it is."""
    scale, slope = experiment.init.scale, SLOPES[experiment.network.activation]
    misses = float(np.exp(np.abs(np.log(found.table["mid"] / found.table["law"])).max()))
    near = "is near it" if misses < CLOSE else f"is up to {short(misses)} times away from it"
    times = f", times {figure(scale**2)} here" if scale != 1 else ""
    return (
        f"Weights start with variance 1 / inputs, as LeCun's and Nielsen's do{times}. The slope of a "
        f"{experiment.network.activation} unit is {slope}. Theory starts from the last hidden layer, in a wide "
        "network with one example. Training averages the gradients of all examples, which cancel in part where they "
        f"disagree: what was measured {near}."
    )


def summary(found: Gradients) -> str:
    """The medians by layer: the takeaway of the picture."""
    parts = [f"{row.layer}: {figure(row.mid)} (theory {figure(row.law)})" for row in found.table.itertuples()]
    return f"Median norm of the gradient by hidden layer. {'; '.join(parts)}."


def formulas(found: Gradients) -> str:
    """The factor of a layer with its numbers, as LaTeX."""
    gain, bias, each = (tex(figure(found.facts[name])) for name in ("gain", "biases", "each"))
    law = r"\frac{|\nabla_l|}{|\nabla_{l+1}|} &\approx \sqrt{\sigma_w^2 \, \mathrm{E}[\varphi'(\sqrt{q_l}\, z)^2]}"
    return aligned(law, rf"&= {each}", rf"\sigma_w^2 &= {gain}, \quad \sigma_b^2 = {bias}")


def picture(table: pd.DataFrame) -> alt.LayerChart:
    """Median and band of the networks by hidden layer, theory dashed, published figures as diamonds."""
    drawn, axis = traces.placed(table)
    x = alt.X("layer:Q").title("Hidden layer").axis(grid=False, tickMinStep=1, format="d")
    y = traces.on_log(axis, "Norm of the biases' gradient")
    ours = traces.banded(drawn, x, y, at=traces.PLACED, says=("mid", "law"), point=True)
    book = alt.Chart(drawn).transform_filter("isValid(datum.published)")
    book = book.mark_point(size=110, shape="diamond", filled=True, opacity=1, color=theme.SERIES[1])
    published = book.encode(x, alt.Y("published:Q", **y), tooltip=["layer:Q", "published:Q"])
    return (ours + published).properties(height=theme.HEIGHT)


TRY = {
    "Are the first layers slowest with tanh?": {"activation": "tanh"},
    "And ReLU?": {"activation": "relu"},
    "What if there are ten layers?": {"layers": 10},
    "Are the first layers slowest from larger weights?": {"scale": 4.0},
    "How many layers of sigmoids still learn?": Elsewhere("depth", {"activation": "sigmoid", "train": True}),
}


def _measured(compute, *, bias, networks, **setting_) -> tuple[float, ...]:
    """How many published norms lie in the band; the last layer's over the first's, and theory's."""
    facts = compute(measure, setting(**setting_), networks=networks, bias=bias).facts
    return facts["inside"], round(facts["times"]), round(facts["law"])


CLAIMS = (
    Claim(
        id="L21",
        question="Why do the first layers of a deep network learn slowest?",
        claim="The gradients of four hidden layers of sigmoid units are 0.0030, 0.0171, 0.0695 and 0.2851 long: they "
        "vanish towards the input.",
        source="Nielsen (2015), chapter 5; one start on MNIST",
        figures=(
            # his data have 784 inputs, and his is one draw: each lies within 5 to 95 in a hundred in 9 of 10 cases
            Expected(name="of the 4 published lengths, those in the band of 100 networks", expected=3, way="at least"),
            Expected(name="last layer's gradient over the first's, median", expected=127, tolerance=35),
            Expected(name="the same by theory", expected=115, tolerance=12),
        ),
        measure=_measured,
        because="in a network of four hidden layers of sigmoid units the gradient of the last one is {1} times that of "
        "the first (predicted: {2}). Of the 4 published lengths {0} lie where 90 % of 100 networks do.",
    ),
)
