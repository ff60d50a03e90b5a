"""Is there anything that training cannot change?"""

from lab import charts
from lab.answer import Answer, Figure, Formula, Section, Why, Words
from lab.datasets import TITLES
from lab.differentiation import rescaling, rescaling_words
from lab.numerals import counted
from lab.question import Question

QUESTION = Question(
    room="neuron_differentiation",
    slug="conserved",
    title="What stays the same",
    ask="Is there anything about a neuron that training cannot change?",
    group="Many neurons",
    place=8,
    also=(
        "conserved quantity of gradient descent", "rescaling symmetry of ReLU units", "balancedness",
        "what does training leave unchanged", "norm of incoming and outgoing weights", "invariants of gradient flow",
        "scale the weights of a ReLU unit",
    ),
)  # fmt: skip
ACTIVATIONS = ["relu", "leaky_relu", "linear", "tanh", "sigmoid"]


def knobs(k):
    """Which units are trained, how fast, and which one is looked at."""
    k.choice("activation", "Activation", ACTIVATIONS, "relu", key="neurons_conserved_activation")
    rates = [0.05, 0.1, 0.2, 0.5, 1.0]
    k.steps("rate", "Learning rate; its half and its quarter run too", rates, 0.5, key="neurons_conserved_rate")
    k.choice("optimizer", "Optimizer", ["sgd", "momentum", "adam"], "sgd", key="neurons_conserved_optimizer")
    data = ["circles", "moons", "xor", "teacher"]
    k.choice("data", "Data", data, "circles", key="neurons_conserved_data", shown=TITLES.get)
    hidden = k.steps("hidden", "Hidden units", range(1, 9), 4, key="neurons_conserved_hidden")
    with k.more():
        if hidden > 1:
            k.steps("unit", "The unit that is shown", range(1, hidden + 1), 1, key="neurons_conserved_unit")
        k.steps("time", "Rate × steps", [5, 10, 20, 50], 50, key="neurons_conserved_time")
        k.steps("seeds", "Seeds", [1, 5, 10, 20], 20, key="neurons_conserved_seeds")


def answer(compute, *, activation, rate, optimizer, data, hidden, time, seeds, unit=1):
    """The squares of one unit's weights over training, and how their difference drifts with the rate."""
    experiment = rescaling.setting(data, hidden, activation, optimizer, rate, time)
    found = compute(rescaling.measure, experiment, seeds=seeds)
    over_seeds, drawn = rescaling.over_seeds(found.drifts), charts.differentiation.rescaling
    says, course = rescaling_words.verdict(found, over_seeds), rescaling_words.course(found, unit)
    return Answer(
        headline=headline(found, over_seeds),
        note=f"{counted(seeds, 'seed')}, rate × steps {time}.",
        blocks=(
            Figure.of(
                drawn.course(found.course[found.course["unit"] == unit], list(rescaling.QUANTITIES.values())), course,
                caption=f"{course} Thick, thinner, thin: the rate, its half, its quarter.",
            ),
            Why(
                "A ReLU unit that gets twice as much and passes on half as much says the same as before. The cost "
                "does not feel such a change, so its slope has no part in that direction, and small steps of "
                "gradient descent do not move along it. What then stays is in² + b² − out²: the squares of the "
                f"weights that come in and of the bias, less those of the weights that go out. {says}"
            ),
            Section(
                "Half the rate, half the drift?",
                (
                    Figure.of(
                        drawn.drifts(*rescaling.drawn(found.drifts, over_seeds)), says,
                        caption=f"{rescaling_words.foretold(found, over_seeds)} Dots: seeds. Line and band: median, "
                        "middle 90 %. Dashed: theory. Dotted: half the drift at half the rate.",
                    ),
                ),
            ),
            Section(
                "The mathematics, with your numbers",
                (Words(rescaling_words.reading(found, unit)), Formula(rescaling_words.formula(found, unit))),
                folded=True,
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def headline(found: rescaling.Conserved, over_seeds) -> str:
    """Whether in² + b² − out² stays, in one sentence."""
    activation, first = found.experiment.network.activation, over_seeds.iloc[0]
    if (over_seeds["diverged"] == over_seeds["runs"]).any():
        return "No answer: at one of the rates training diverged."
    share = first["mid"] / first["moved"] if first["moved"] else 0.0
    kept = "nearly " if share > 1e-6 else ""
    if share <= rescaling_words.SMALL:
        return f"Yes: in² + b² − out² of a {activation.replace('_', ' ')} unit stays {kept}the same."
    return f"Not here: in² + b² − out² of a {activation.replace('_', ' ')} unit changes with training."


TRY = {
    "Does it hold for tanh units, which cannot be rescaled?": {"activation": "tanh"},
    "And without any bend, for linear units?": {"activation": "linear"},
    "What if the steps remember those before (momentum)?": {"optimizer": "momentum", "rate": 0.1},
    "What if each weight has a step size of its own (Adam)?": {"optimizer": "adam", "rate": 0.05, "time": 5},
    "And with steps ten times as small?": {"rate": 0.05, "time": 20},
}
