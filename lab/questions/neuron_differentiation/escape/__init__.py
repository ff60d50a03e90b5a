"""How long until two nearly equal neurons differ?"""

import numpy as np

import lab
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words, mathematics
from lab.claim import Claim, Expected
from lab.datasets import TITLES
from lab.differentiation import distance, forecast
from lab.differentiation.distance import WEIGHTS
from lab.differentiation.forecast import PARTED
from lab.experiment import default_head
from lab.numerals import counted
from lab.question import Question
from lab.questions.neuron_differentiation.escape import picture, words
from lab.questions.neuron_differentiation.escape.outcome import foretold_decade, settles
from lab.questions.neuron_differentiation.escape.pushed import ROUNDED, START, Escape, measure, rounded_runs

QUESTION = Question(
    room="neuron_differentiation",
    slug="escape",
    title="How long?",
    ask="How long until two nearly equal neurons differ?",
    group="Two neurons",
    place=3,
    also=(
        "why don't they all converge to the same optimum", "how small a difference is enough", "escape from a saddle",
        "time until symmetry is broken", "how long do similar neurons stay similar",
        "exponential growth of a small difference", "why does each unit find its own weights",
        "does every unit end at its own optimum",
        "how fast do nearly equal neurons drift apart",
    ),
)  # fmt: skip
LONG = 10_000  # runs times epochs from which on one run of each difference is shown first


def knobs(k):
    """What two neurons learn, and where they differ at the start."""
    k.steps("rate", "Learning rate", [0.01, 0.03, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0], 0.1)
    data = ["teacher", "circles", "moons", "xor"]
    k.choice("data", "Data", data, "teacher", shown=TITLES.get)
    k.choice("activation", "Activation", ["tanh", "sigmoid", "relu"], "tanh")
    with k.more():
        k.choice("at", "The weight that differs", WEIGHTS, "w3 (from x1)")
        k.steps("epochs", "Epochs", [500, 1000, 1500, 3000, 6000], 1500)
        k.steps("seeds", "Runs of each difference", [1, 2, 5, 10, 20], 5)


def answer(compute, *, seeds, **settings):
    """Epochs until they differ against the size of the difference."""
    experiment = _experiment(**settings)
    first = 1 if compute.watched and seeds * experiment.training.epochs > LONG else seeds
    so_far = {"runs of each difference": (first, seeds)}

    def partly(found: Escape) -> None:
        compute.show(_answer(found, experiment, first), so_far | {"precisions in plain Keras": (0, 2)})

    found = compute(measure, experiment, seeds=range(first), partly=partly)
    if first < seeds:
        compute.show(_answer(found, experiment, first), so_far)
        found = compute(measure, experiment, seeds=range(seeds))
    return _answer(found, experiment, seeds)


def _answer(found: Escape, experiment: lab.Experiment, seeds: int) -> Answer:
    says, ridge = words.verdict(found), words.takeaway(found)
    times = picture.times_chart(picture.times(found), picture.rounded(found), picture.widest(found))
    courses = picture.courses_chart(*picture.courses(found))
    curve = Figure.of(picture.ridge_chart(found.ridge), ridge, caption=ridge) if settles(found) else Words(ridge)
    return Answer(
        headline=words.headline(found),
        note=f"{says} ({counted(seeds, 'run')} of each difference.)",
        blocks=(
            Figure.of(times, says, caption=words.of_times(found)),
            Why(words.why(found)),
            Advice(
                "Rather than train longer, let units start as different as their weights are large: Keras's random "
                "kernels do. Units that were copied, as when a trained layer is made wider, need noise of their own "
                "before they train on.",
                NOISE,
            ),
            Section("The distance over training", (Figure.of(courses, says, caption=words.of_courses(found)),)),
            Section("The cost where both neurons are equal, and beside it", (curve,)),
            mathematics(
                Formula(LAW), Formula(DECADE), Formula("= " + words.formula(found)), Words(words.settled(found)),
                *([] if found.rounded.empty else [Words(words.rounding(found))]),
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


LAW = r"\text{distance} \approx \varepsilon\,(1 + \eta\lambda)^t \quad\Rightarrow\quad"
DECADE = r"\text{epochs per decade} = \frac{\ln 10}{\ln(1 + \eta\lambda)}"
NOISE = """\
layer = model.layers[0]
kernel, bias = layer.get_weights()
rng = np.random.default_rng(0)
noise = rng.normal(size=kernel.shape) * kernel.std()
layer.set_weights([kernel + 0.1 * noise, bias])"""
TRY = {
    "What if the rate is ten times smaller?": {"rate": 0.01, "epochs": 6000},
    "And on two circles, with sigmoid neurons?": {
        "data": "circles", "activation": "sigmoid", "rate": 2.0, "epochs": 3000,
    },
    "Does ReLU change it?": {"activation": "relu"},
    "What if the outgoing weight differs?": {"at": "w6 (to the output)"},
}  # fmt: skip


def _experiment(rate, data, activation, at, epochs) -> lab.Experiment:
    return lab.vary(
        START,
        {
            "data.name": data, "network.activation": activation, "init.epsilon_at": WEIGHTS[at],
            "training.learning_rate": rate, "training.epochs": epochs, **default_head(lab.Data(data)),
        },
    )  # fmt: skip


def _decade(compute, *, seeds, **settings) -> tuple[float, ...]:
    """Epochs that a push ten times smaller costs, measured over the pushes below 3e-6 and by theory."""
    found = compute(measure, _experiment(**settings), seeds=range(seeds))
    times = found.times.query("kind == 'measured' and epsilon < 3e-6").groupby("epsilon")["epochs"].median()
    return -float(np.polyfit(np.log10(times.index), times, 1)[0]), foretold_decade(found)


def _rounding(compute, *, seeds, **settings) -> tuple[float, ...]:
    """Runs that rounding parts, the push it amounts to (log10), exact runs; the same count on the teacher."""
    circles = lab.vary(_experiment(**settings), {"training.precision": "float32"})
    times = rounded_runs(circles, MANY)
    there = np.flatnonzero(np.isfinite(times))
    growth = forecast.parting(circles, [MANY[place] for place in there]).growth
    amounts = PARTED / growth[np.arange(len(there)), times[there].round().astype(int)]
    exact = distance.distances(compute(lab.train, lab.vary(circles, {"init.epsilon": 0.0}), seeds=MANY[:8]))
    teacher = rounded_runs(lab.vary(START, {"training.precision": "float32"}), MANY)
    amount = round(float(np.median(np.log10(amounts))), 1)
    return len(there), amount, float(exact["distance"].max()), int(np.isfinite(teacher).sum())


MANY = ROUNDED[:32]  # seeds that rounding alone may part
CLAIMS = (
    Claim(
        id="L01",
        question="How long until two nearly equal neurons differ?",
        claim="Neurons that start ten times closer take ln 10 / ln(1 + ηλ) steps more to differ; η is the learning "
        "rate, λ how steeply the cost curves down where the neurons are equal.",
        source="plain algebra: the Hessian at the symmetric point",
        figures=(
            Expected(name="steps that a tenth of the push takes more, measured", expected=62.5, tolerance=1.2),
            Expected(name="the same, foretold", expected=62.487, tolerance=0.01),
        ),
        measure=_decade,
    ),
    Claim(
        id="L02",
        question="Can rounding alone make equal neurons different?",
        claim="Rounding alone makes equal neurons different in compiled float32 arithmetic, as a difference of about a "
        "hundred-millionth at the start would.",
        source="measured with TensorFlow and XLA; L01 says which push parts as late",
        settings={"data": "circles", "activation": "sigmoid", "rate": 2.0, "epochs": 3000},
        figures=(
            # which runs part is decided by the processor's instructions
            Expected(name="runs that rounding parts on two circles, of 32", expected=16, way="at least"),
            Expected(name="log10 of the push that parts as late, median", expected=-7.5, tolerance=1.5),
            Expected(name="largest distance where both units go through the same instructions", expected=0.0),
            Expected(name="runs that rounding parts with the teacher, of 32", expected=16, way="at most"),
        ),
        measure=_rounding,
        verdict="holds only when",
        because="the compiler rounds the two neurons differently while they part: on two circles in {0} of 32 runs, "
        "as from a difference of 10 to the power of {1}; with targets made by a network, in {3} of 32. With the same "
        "instructions for all units the neurons never part.",
    ),
)
