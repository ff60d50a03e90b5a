"""What if only the target's logit learned?"""

import numpy as np
import pandas as pd

import lab
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.claim import Claim, Expected
from lab.laws import target_only as theory
from lab.log_axis import FARTHEST
from lab.numerals import RAISED, counted, figure, percent, short, tex
from lab.question import Question
from lab.questions.softmax_cost.target_only import compared
from lab.questions.softmax_cost.target_only.compared import FULL, NETWORKS, ONLY, Compared

QUESTION = Question(
    room="softmax_cost",
    slug="target_only",
    title="Only the target's logit",
    ask="What if only the target's logit learned?",
    group="What the cost sees",
    place=2,
    also=(
        "ignore all outputs but the target's", "only increase the right neuron and not decrease the rest",
        "could weights and gradients explode if the other outputs are ignored", "gradient of the true class only",
        "update only the correct output", "what if the wrong classes are not pushed down",
        "mask the gradients of the other classes", "train the score of the true class alone",
        "what softmax does to the other classes when one logit rises",
    ),
)  # fmt: skip
NAMES = list(NETWORKS)


SOON = 100  # epochs that are shown while more are trained


def knobs(k):
    """The network, and how it trains."""
    k.choice("network", "Network, 64 pixels to 10 digits", NAMES, NAMES[0])
    k.steps("rate", "Learning rate", [0.05, 0.1, 0.2, 0.5, 1.0, 2.0], 0.5)
    k.steps("epochs", "Epochs", [10, 30, 100, 300, 1000], 100)
    k.toggle("standardized", "Inputs with mean 0, standard deviation 1", key="softmax_target_only_inputs")
    with k.more():
        k.steps("seeds", "Runs of each", [1, 2, 4, 8, 16], 8)


def answer(compute, *, network, rate, epochs, standardized, seeds):
    """Gradient descent with all of a − y and with the target's part of it, from the same starts."""
    experiment = setting(network, rate, epochs, standardized)
    return compute.sooner(lambda some: _answer(compute(compared.compare, some, seeds=range(seeds))), experiment, SOON)


def _answer(found: Compared) -> Answer:
    return Answer(
        headline=headline(found),
        note=note(found),
        blocks=(
            Figure.of(
                compared.accuracy_chart(*compared.accuracies(found)),
                seen(found, "accuracy"),
                caption="Line: the median run. Band: the middle 90 % of runs. Both ways start from the same weights.",
            ),
            Why(why(found)),
            Advice(
                "Send a − y back from **every** output.",
                "delta = a - y          # what back propagation sends down\n"
                "delta = (a - y) * y    # the target's part alone: what is tried here",
            ),
            Section("What was said about it, and what happens", (Words(said(found)),)),
            Section(
                "Weights and cost",
                (
                    Figure.of(
                        compared.size_chart(*compared.sizes(found, "size"), "Size of the output weights"),
                        seen(found, "size"),
                        caption=f"Size: the root of the sum of their squares, biases included.{beyond(found, 'size')}",
                    ),
                    Figure.of(
                        compared.size_chart(*compared.sizes(found, "cost"), "Cost"),
                        seen(found, "cost"),
                        caption=beyond(found, "cost").strip(),
                    ),
                    Table(table(found)),
                ),
                across=2,
            ),
            mathematics(*tuple(map(Formula, formulas(found)))),
        ),
        experiment=found.experiment,
    )


TRY = {
    "And with 25 hidden ReLU units: do the weights explode?": {"network": NAMES[1]},
    "With 25 tanh units: does it learn at all?": {"network": NAMES[2]},
    "Does it catch up if it trains for longer?": {"epochs": 1000},
    "What if the inputs have mean 0?": {"standardized": True},
    "Mean 0 and tanh units: is it saved?": {"standardized": True, "network": NAMES[2]},
}


def setting(network: str, rate: float, epochs: int, standardized: bool) -> lab.Experiment:
    """What both ways train."""
    changed = {"data.standardize": standardized, "training.learning_rate": rate, "training.epochs": epochs}
    return lab.vary(compared.START, {**NETWORKS[network], **changed})


def headline(found: Compared) -> str:
    """What the target's logit alone reaches, beside the full gradient."""
    full, only = (found.of(way)["accuracy"] for way in (FULL, ONLY))
    if not np.isfinite(only) and not np.isfinite(full):
        return "Here both diverge: with the target's logit alone, and with the full gradient."
    if not np.isfinite(only):
        return f"Its weights grow beyond all numbers, while the full gradient gets {percent(full)} right."
    if not np.isfinite(full):
        return f"It would get {percent(only)} right, while the full gradient diverges."
    blown = ", and its weights explode" if found.explodes else ""
    if percent(full) == percent(only):
        return f"It would learn as much: {percent(only)} right, as with the full gradient{blown}."
    return (
        f"It would learn {'less' if only < full else 'more'}: {percent(only)} right instead of {percent(full)}{blown}."
    )


def note(found: Compared) -> str:
    """Whether that is more than a guess, and what was feared of it is true; sizes, runs and epochs."""
    full, only = (found.of(way) for way in (FULL, ONLY))
    blind = [bool(0 <= way["accuracy"] <= found.chance + 0.02) for way in (full, only)]
    nobody = f"no better than always naming the same class ({percent(found.chance)})"
    told = f"Both are {nobody}. " if all(blind) else f"Alone it is {nobody}. " if blind[1] else ""
    many = f"Medians of {found.runs} runs" if found.runs > 1 else "One run"
    return (
        f"{told}{feared(found)} Size of the output weights at the end: {_size(only['size'])} with the target's logit "
        f"alone, {_size(full['size'])} with the full gradient. {many}, "
        f"{counted(found.experiment.training.epochs, 'epoch')}."
    )


def feared(found: Compared) -> str:
    """Whether the output weights only increase, and whether they explode, with the network that they do it in."""
    rise = "some of them get smaller" if _fell(found) else "they only increase, as was said"
    if found.explodes:
        return f"With {here(found)} its output weights explode; {rise}."
    ends = "have not exploded so far" if found.line.empty else "do not explode"
    network = found.experiment.network
    only = "" if network.hidden else " Hidden units without an upper limit, such as ReLU, can make them: see Try."
    return f"With {here(found)} its output weights {ends}; {rise}.{only}"


def here(found: Compared) -> str:
    """The network in words: "no hidden layer", "25 ReLU units"."""
    network = found.experiment.network
    if not network.hidden:
        return "no hidden layer"
    return f"{network.hidden[0]} {network.activation.replace('relu', 'ReLU')} units"


def beyond(found: Compared, quantity: str) -> str:
    """What the axis of a picture does not hold, if anything; begins with a blank."""
    values = found.curves.loc[found.curves["quantity"] == quantity, ["low", "mid", "high"]].to_numpy()
    most = f"10{str(FARTHEST).translate(RAISED)}"
    return f" What passes {most} is drawn at {most}." if (values[np.isfinite(values)] > 10.0**FARTHEST).any() else ""


def _fell(found: Compared) -> bool:
    """Whether any output weight ever got smaller with the target's logit alone."""
    return bool(found.ends.query("way == @ONLY")["fell"].any())


def why(found: Compared) -> str:
    """Why half a gradient does what it does here."""
    only = found.of(ONLY)
    good = "less than a right angle" if found.angle < 90 else "a right angle or more"
    shared = (
        f"So all classes rise together, and softmax sees only differences: at the end {percent(only['common'])} of the "
        "squared size of the output weights is the same for all classes. "
        if np.isfinite(only["common"])
        else ""
    )
    return (
        "Back propagation sends a − y back from every output: the target's logit goes up, all others go down. With the "
        f"target's part alone each example lifts its own class and lowers no other. {shared}In the first epoch the two "
        f"directions, each the mean over all examples, lie {found.angle:.0f}° apart, {good}. {_growth(found)}"
    )


def _growth(found: Compared) -> str:
    """What becomes of the output weights, and why."""
    network, only = found.experiment.network, found.of(ONLY)
    if found.explodes:
        some = "every run" if found.lost == found.runs else f"{found.lost} of {found.runs} runs"
        beyond = f", beyond all numbers in {some}" if found.lost else ""
        return (
            f"The output weights explode, × {found.factor:.3f} an epoch{beyond}: outgoing and incoming weights of the "
            "hidden units make each other grow, and nothing pulls back."
        )
    times = f"twice the epochs make them {only['size'] / only['half']:.1f} times as large"
    if network.hidden and network.activation == "relu":
        faster = "grow faster than a straight line" if found.curved else "have not exploded so far"
        return f"The output weights {faster}: {times}. Nothing bounds what ReLU units say, so nothing bounds the steps."
    bound = "hidden values" if network.hidden else "inputs"
    return f"The output weights do not explode, as the {bound} bound each step: {times}."


def said(found: Compared) -> str:
    """What was said about it, each with what was measured."""
    fell, classes = _fell(found), found.experiment.data.outputs
    kept = (
        "some output weights do get smaller, as what they are multiplied with can be negative"
        if fell
        else "not one output weight was ever smaller than before, in any run"
    )
    return "\n".join(
        [
            "- “We would not implement back propagation correctly.” **True.** For the logits of one example the two "
            f"directions are {theory.angle(classes):.0f}° apart if the logits are equal, and never more than 45°: "
            f"alone, each still gets better. In the mean over all examples they are {found.angle:.0f}° apart in the "
            "first epoch.",
            f"- “Only try increasing values, and not decreasing the rest.” **{'Not quite' if fell else 'True'}:** "
            f"{kept}. {_shared(found)}",
            f"- “Could cause our weights and gradients to explode.” **{_exploding(found)}",
        ]
    )


def _shared(found: Compared) -> str:
    full, only = (found.of(way)["common"] for way in (FULL, ONLY))
    if not np.isfinite(only):
        return ""
    return (
        f"What all classes share, {percent(only)} of the squared size, is {percent(full)} with the full gradient."
        if np.isfinite(full)
        else ""
    )


def _exploding(found: Compared) -> str:
    network, only, name = found.experiment.network, found.of(ONLY), here(found)
    if found.explodes:
        predicted = "" if found.predicted is None else f"; theory says {found.predicted:.3f}"
        return (
            f"Here, with {name}, they do:** × {found.factor:.3f} an epoch{predicted}. The gradients of the weights "
            "do too, as they are the logit's times the hidden value; the logits' own stay between −1 and 0."
        )
    if network.hidden and network.activation == "relu":
        epochs, times = counted(found.experiment.training.epochs, "epoch"), only["size"] / only["start"]
        return f"Not yet, with {name}:** in {epochs} the output weights get {times:.1f} times as large."
    return (
        f"Not here, with {name}:** the gradient of a logit is a − 1, between −1 and 0, and the output weights grow "
        "along a straight line at most."
    )


def table(found: Compared) -> pd.DataFrame:
    """Both ways, as a table to read: medians, and the runs from least to largest."""
    columns = {
        way: {
            "right": _span(group["accuracy"], _percent),
            "cost": _span(group["cost"], figure),
            "output weights, start": _span(group["start"], figure),
            "output weights, end": _span(group["size"], _size),
            "the same for all classes": _span(group["common"], _percent),
            "runs": str(len(group)),
        }
        for way, group in found.ends.groupby("way", sort=False)
    }
    return pd.DataFrame(columns).rename_axis("gradient")


def _span(values: pd.Series, shown) -> str:
    low, mid, high = values.min(), values.quantile(0.5, interpolation="nearest"), values.max()
    return shown(mid) if shown(low) == shown(high) else f"{shown(mid)} ({shown(low)} to {shown(high)})"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if np.isfinite(share) else "diverged"


def _size(value: float) -> str:
    return short(value) if np.isfinite(value) else "beyond all numbers"


def seen(found: Compared, quantity: str) -> str:
    """One picture in words: medians after the last epoch."""
    shown = {"accuracy": _percent, "cost": figure, "size": _size}[quantity]
    each = [f"{way} {shown(found.of(way)[quantity])}" for way in (FULL, ONLY)]
    name = {"accuracy": "Share that is right", "cost": "Cost", "size": "Size of the output weights"}[quantity]
    return f"{name} after {counted(found.experiment.training.epochs, 'epoch')}: {'; '.join(each)}."


def formulas(found: Compared) -> list[str]:
    """The step, the angle of one example, and what theory says of the size of the output weights, if anything."""
    classes = found.experiment.data.outputs
    return [
        r"W_k \leftarrow W_k - \eta \, \overline{(a_k - y_k) \, s_k \, h}, \quad s_k = 1 \text{ or } y_k",
        r"\cos = \frac{1 - a_t}{\sqrt{(1 - a_t)^2 + \sum_{k \neq t} a_k^2}} = \frac{1}{\sqrt{1 + \frac{1}{K - 1}}} = "
        rf"\frac{{1}}{{\sqrt{{1 + \frac{{1}}{{{classes - 1}}}}}}}, \quad \text{{angle }} {theory.angle(classes):.1f}°",
        *_growth_formula(found),
    ]


def _growth_formula(found: Compared) -> list[str]:
    training, classes = found.experiment.training, found.experiment.data.outputs
    rate = tex(figure(training.learning_rate))
    if found.predicted is not None:
        length = (found.predicted - 1) / training.learning_rate * np.sqrt(classes) / (1 - 1 / classes)
        return [
            r"\text{factor an epoch, in the long run} = 1 + \eta \left(1 - \tfrac{1}{K}\right) \frac{|m|}{\sqrt{K}} = "
            rf"1 + {rate} \cdot {1 - 1 / classes:g} \cdot \frac{{{tex(figure(length))}}}{{\sqrt{{{classes}}}}} = "
            rf"{found.predicted:.4f} \quad \text{{measured }} {tex(figure(found.factor))}"
        ]
    if found.line.empty:
        return []
    first, last = found.line["value"].iloc[0], found.line["value"].iloc[-1]
    step = (last - first) / (training.learning_rate * training.epochs)
    return [
        rf"|W_T| \le |W_0| + \eta \, T \, s = {tex(figure(first))} + {rate} \cdot {training.epochs} \cdot "
        rf"{tex(figure(step))} = {tex(figure(last))} \quad \text{{measured }} {tex(figure(found.of(ONLY)['size']))}"
    ]


def blown_and_bounded(compute, *, network, seeds, **settings) -> tuple[float, ...]:
    """Growth and accuracy with this network, and without a hidden layer beside the full gradient."""
    relu, plain = (
        compared.compare(setting(name, **settings), range(seeds), **compute.signals) for name in (network, NAMES[0])
    )
    blown, only, full = (
        round(100 * found.ends.groupby("way")["accuracy"].median()[way], 1)
        for found, way in ((relu, ONLY), (plain, ONLY), (plain, FULL))
    )
    fell = plain.ends.loc[plain.ends["way"] == ONLY, "fell"].sum()
    return round(relu.factor, 3), blown, plain.factor, only, full, int(fell)


CLAIMS = (
    Claim(
        id="S03",
        question="What if only the target's logit learned?",
        claim="Moving the target's logit alone would not be back propagation, would only ever increase values, and "
        "could make weights explode.",
        source="seeds/004",
        settings={"network": "25 ReLU units", "seeds": 2},
        figures=(
            # the factor is 1.4788 in theory
            Expected(
                name="25 ReLU units, target's logit alone: growth of the weights a step", expected=1.4788,
                tolerance=0.015,
            ),
            Expected(name="the same: right in the end, %", expected=20, way="at most"),
            Expected(
                name="no hidden layer, target's logit alone: growth of the weights a step", expected=1.02,
                way="at most",
            ),
            # medians of 2 runs; the runs lie less than half a point apart
            Expected(name="the same: right in the end, %", expected=89, tolerance=1),
            Expected(name="no hidden layer, full gradient: right in the end, %", expected=93.5, tolerance=1),
            Expected(name="no hidden layer, target's logit alone: runs in which a weight ever fell", expected=0),
        ),
        measure=blown_and_bounded,
        verdict="holds only when",
        because="hidden units have no upper limit: with 25 ReLU units each step makes the output weights {0} times as "
        "large, and {1} % of the digits are right. Without a hidden layer they grow and never fall, but do not "
        "explode, and it learns: {3} % right, {4} % with the full gradient.",
    ),
)  # fmt: skip
