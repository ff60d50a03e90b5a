"""Which rates train from which start?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Sets, Why, Words
from lab.numerals import percent
from lab.question import Question
from lab.seeds import border, trainability
from lab.seeds import trainability_drawn as drawn
from lab.seeds import trainability_words as words
from lab.seeds.window import Window

QUESTION = Question(
    room="seed_effects",
    slug="map",
    title="The trainability map",
    ask="Which rates train from which start?",
    group="Training or not",
    place=18,
    also=(
        "fractal boundary of neural network training", "learning rate and initial weight scale", "zoom into the map",
        "largest learning rate that still trains", "edge of stability", "hyperparameter landscape",
        "which learning rates converge", "grid of learning rates", "border between convergence and divergence",
    ),
)  # fmt: skip
LEVELS = 6
WHOLE = Window()


def knobs(k):
    """The network, and the piece of the map."""
    k.choice("units", "Hidden units", [2, 3, 4, 8], 4, key="seeds_map_units")
    k.choice("activation", "Activation", ["tanh", "relu", "linear"], "tanh", key="seeds_map_activation")
    k.choice("precision", "Precision", ["float32", "float64"], "float32", key="seeds_map_precision")
    k.toggle("levels", f"Measure {LEVELS} levels, each {border.CLOSER} times closer", key="seeds_map_levels")
    k.area(
        "window", "Window, in powers of ten: rates from and to, scales from and to", _edges(WHOLE),
        window=lambda left, right, low, high: Window(rates=(left, right), scales=(low, high)), edges=_edges,
        key="seeds_map_window",
    )  # fmt: skip
    with k.more():
        k.steps("steps", "Steps of each network", [30, 100, 300, 1000], 300, key="seeds_map_steps")
        k.choice("points", "Points on each side", [64, 128, 256], 256, key="seeds_map_points")
        k.slider("seed", "Seed of the first weights", 0, 20, 1, 0, key="seeds_map_seed")


def _edges(window: Window) -> tuple[float, float, float, float]:
    return (*window.rates, *window.scales)


def answer(compute, *, units, activation, precision, levels, window, steps, points, seed):
    """The map, how rough its border is, and whether it is so further in."""
    experiment = lab.vary(
        trainability.START,
        {
            "network.hidden": (units,), "network.activation": activation,
            "training.precision": precision, "training.epochs": steps,
        },
    )  # fmt: skip
    shown = Window(rates=window[:2], scales=window[2:])
    found = compute(
        trainability.charted, experiment, window=shown, size=points, seed=seed,
        partly=lambda part: compute.show(_coarse(part, experiment)),
    )  # fmt: skip
    closer = border.closer(found)
    picture = Figure.of(
        charts.seeds.trainability.map_of(**drawn.frames(found)), words.takeaway(found),
        caption=f"Draw a box on the map to go closer. {words.numbers(found)}",
        sets=Sets(knob="window", selection="zoom", fields=("left", "low"), closer=closer and _edges(closer)),
        behind=found.cells(),
    )  # fmt: skip
    further = (_further_in(compute, experiment, shown, seed),) if levels else ()
    return Answer(
        headline=headline(found),
        note=words.verdict(found),
        blocks=(
            picture,
            Why(why(found)),
            Advice(
                "Stay well below the largest rate that still trains: near the border the smallest change decides. If a "
                "run diverges, divide the rate by three; if it crawls, multiply it by three.",
                "for rate in (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0):\n"
                "    model = build()\n"
                '    model.compile(keras.optimizers.SGD(rate), "mse")\n'
                '    print(rate, model.fit(x, y, epochs=300, verbose=0).history["loss"][-1])',
            ),
            *further,
            Section(
                "The mathematics, with your numbers",
                (
                    Words(words.BOXES), Formula(words.counting(border.boxes(found.trained))),
                    Words(words.COLORS, small=True),
                ),
                folded=True,
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def _coarse(part: trainability.Map, experiment: lab.Experiment) -> Answer:
    """What there is to see of the map while finer points are trained."""
    picture = Figure.of(
        charts.seeds.trainability.map_of(**drawn.frames(part)), words.takeaway(part), caption=words.coarse(part)
    )
    return Answer(headline=headline(part), note=words.coarse(part), blocks=(picture,), experiment=experiment)


def _further_in(compute, experiment: lab.Experiment, window: Window, seed: int) -> Section:
    """The border's dimension from level to level."""
    found, noise = compute(border.levels, experiment, window=window, count=LEVELS, seed=seed), border.noise()
    said = words.deeper(found, noise)
    picture = Figure.of(charts.seeds.trainability.dimensions(found, drawn.marks(noise)), said)
    return Section("Does it get smoother further in?", (picture, Words(said)))


def headline(found: trainability.Map) -> str:
    """How much of the map trains, and how rough the border is."""
    share = found.trained.mean()
    if share in (0, 1):
        return f"{'Every rate' if share else 'No rate'} on this map trains from {'every' if share else 'any'} start."
    rough = border.dimension(border.boxes(found.trained))
    if rough != rough:
        return f"{percent(share).capitalize()} of these rates and starts train, with hardly any border."
    kind = "a frayed border" if rough > ROUGH else "a border almost as smooth as a line"
    return f"{percent(share).capitalize()} of these rates and starts train, up to {kind} of dimension {rough:.2f}."


ROUGH = 1.1  # a dimension above this is that of no smooth line


def why(found: trainability.Map) -> str:
    """Why some rates train and others do not, and why the border is frayed."""
    left, right = (found.trained[:, place].mean() for place in (0, -1))
    said = [
        "A step goes as far as rate times gradient. Where that is further than the slope reaches, the cost grows "
        "instead of falling, the next step is longer still, and training fails."
    ]
    said.append(
        f"So of the starts {percent(left)} train at the smallest rate shown and {percent(right)} at the largest."
    )
    said.append("The size of the first weights decides too: it sets how steep the cost is where training begins.")
    if border.dimension(border.boxes(found.trained)) > ROUGH:
        said.append(
            "Near the border a run jumps about for a while before it settles or fails, and the smallest change of "
            "the rate decides which."
        )
    return " ".join(said)


TRY = {
    "What is in the frayed corner?": {"window": (-0.5, -0.2, 0.25, 0.85)},
    "Does the border get smoother further in?": {"levels": True, "precision": "float64"},
    "Is a linear network as frayed?": {"activation": "linear"},
    "And one of ReLU units?": {"activation": "relu"},
    "Another draw of the first weights?": {"seed": 1},
}
