"""Do networks from other seeds draw the same boundary?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words
from lab.datasets import TITLES
from lab.numerals import percent
from lab.question import Question
from lab.seeds import boundaries, boundaries_drawn, boundaries_words, scored
from lab.seeds.spread import suited

QUESTION = Question(
    room="seed_effects",
    slug="boundaries",
    title="Many boundaries",
    ask="Do networks from other seeds draw the same boundary?",
    group="Where runs end",
    place=6,
    also=(
        "decision boundary of different seeds", "do two networks agree on new points", "ensemble of networks",
        "same accuracy but different predictions", "what does a network say far from its examples",
    ),
)  # fmt: skip
NOISES = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
SCHEMES = {name: shown for shown, name in scored.SHOWN_SCHEMES.items()}


def knobs(k):
    """The examples, the network, how many of them."""
    k.choice("data", "Data", boundaries.SETS, "xor", key="seeds_boundaries_data", shown=TITLES.get)
    k.choice("hidden", "Hidden units", (2, 4, 8, 16), 4, key="seeds_boundaries_hidden")
    k.steps("noise", "Noise of the examples", NOISES, 0.15, key="seeds_boundaries_noise")
    k.choice("scheme", "First weights", SCHEMES, "he_normal", key="seeds_boundaries_scheme", shown=SCHEMES.get)
    k.steps("epochs", "Epochs", (10, 100, 300, 1000, 3000), 1000, key="seeds_boundaries_epochs")
    k.choice("seeds", "Networks, one seed each", (25, 100, 500), 100, key="seeds_boundaries_count")
    with k.more():
        k.choice("activation", "Activation", ("tanh", "relu", "sigmoid"), "tanh", key="seeds_boundaries_activation")
        k.steps("rate", "Learning rate", (0.03, 0.1, 0.3, 1.0, 3.0), 0.3, key="seeds_boundaries_rate")
        k.choice("examples", "Examples", (12, 60, 150), 60, key="seeds_boundaries_examples")


def answer(compute, *, data, hidden, noise, scheme, epochs, seeds, activation, rate, examples):
    """The plane with its disagreement, the single boundaries, the measure."""
    experiment = lab.vary(
        boundaries.START,
        {
            "data.name": data, "data.noise": noise, "data.n": examples, "network.hidden": (hidden,),
            "network.activation": activation, "init.scheme": scheme,
            "training.learning_rate": rate, "training.epochs": epochs, **suited(lab.Data(data), "cross-entropy"),
        },
    )  # fmt: skip
    found = compute(boundaries.measure, experiment, count=seeds)
    inside, drawn = boundaries_words.inside(found), charts.seeds.boundaries
    return Answer(
        headline=headline(found),
        note=f"{boundaries_words.answer(found)} {boundaries_words.detail(found)}",
        blocks=(
            Figure.of(
                drawn.disagreement(found.cells, found.points), boundaries_words.places(found),
                caption="The redder a place, the more networks disagree with the majority there. Marks: training "
                "examples.",
            ),
            Why(why(found)),
            Advice(
                "Do not trust one network far from its examples. Train several from different seeds, let them vote, "
                "and take their disagreement as a warning.",
                VOTE,
            ),
            Section(
                "One boundary for every seed",
                (
                    Figure.of(
                        drawn.squares(*boundaries_drawn.squares(found)), boundaries_words.drawn(found),
                        caption="Each square: one network, the same examples. Lines: where its answer changes.",
                    ),
                ),
            ),
            Section(
                "The mathematics, with your numbers",
                (Formula(boundaries_words.formula(found)), *([Words(inside)] if inside else [])),
                folded=True,
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def headline(found: boundaries.Found) -> str:
    """Whether the networks agree over the plane."""
    facts = found.facts.astype(object).iloc[0]
    if facts["kept"] < 2:
        return "There are no two boundaries to compare: all runs but one diverged." if facts["kept"] else DIVERGED
    if not facts["one"]:
        return f"Yes: nowhere in the plane does one of the {facts['kept']:,} networks disagree."
    part = percent(facts["one"])
    return f"No: in {part} of the plane at least one of {facts['kept']:,} networks disagrees with the majority."


DIVERGED = "All runs diverged, so there is no boundary to compare; a smaller learning rate helps."


def why(found: boundaries.Found) -> str:
    """What training asks of a boundary, and what it leaves to the start."""
    facts = found.facts.astype(object).iloc[0]
    said = [
        "Training asks for right answers at the examples only. Elsewhere nothing pulls at the boundary, and it stays "
        "where the first weights and the way from them happen to put it."
    ]
    if facts["kept"] > 1:
        inside, plane = facts["inside"], facts["quarrel"]
        said.append(
            f"At {percent(inside)} of the examples at least 10 % of the networks disagree with the majority; over the "
            f"whole plane, at {percent(plane)} of the places."
        )
        if inside < plane:
            said.append("So they agree better where there were examples than where there were none.")
    said.append("The picture reaches beyond the examples, to where the network has to guess.")
    return " ".join(said)


VOTE = """\
votes = np.stack([model.predict(x)[:, 0] > 0.5 for model in models])
share = votes.mean(axis=0)     # 0 or 1: all agree; near 0.5: do not trust it"""

TRY = {
    "Do more hidden units agree more?": {"hidden": 16},
    "And with two units only?": {"hidden": 2},
    "Where do circles leave a choice?": {"data": "circles", "noise": 0.1},
    "What if there are twelve examples?": {"examples": 12},
    "Do ReLU networks draw other lines?": {"activation": "relu"},
}
