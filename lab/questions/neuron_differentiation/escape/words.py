"""What is said of how long nearly equal neurons take to differ, chosen by what was measured."""

import numpy as np

from lab.differentiation.forecast import PARTED
from lab.numerals import bare, counted, figure, short, tex
from lab.questions.neuron_differentiation.escape import outcome, picture
from lab.questions.neuron_differentiation.escape.pushed import Escape

KINKS = "it does not see an example that falls between the kinks of two ReLU neurons"


def headline(found: Escape) -> str:
    """Whether nearly equal neurons separate within this training, and when."""
    apart, more, epochs = outcome.separated(found), outcome.measured_decade(found), _epochs(found)
    if outcome.diverged(found):
        every = outcome.of_small(found).eval("lost == runs").all()
        return f"{'The' if every else 'In most runs the'} training diverged: no weight is a finite number any more."
    if not len(apart):
        return f"They do not separate in these {epochs} epochs; when training ends they {_drift(found)}."
    start, after = f"from {in_words(apart.index[0])} apart", f"after {counted(round(apart.iloc[0]), 'epoch')}"
    if outcome.too_small(found):
        return f"Some separate: {start} {after}; closer ones {_drift(found)} when training ends."
    if not of_all(found, "separated"):
        return f"Some separate, even {start} {after}, but not all in these {epochs}."
    law = f"; ten times closer takes about {short(more)} more" if more > 0 else ""
    return f"They separate, even {start}, {after}{law}."


def _epochs(found: Escape) -> str:
    """The length of the training."""
    return f"{found.experiment.training.epochs:,}"


def in_words(epsilon: float) -> str:
    """A power of ten: "a hundredth", "a ten-millionth"."""
    power = round(-np.log10(epsilon))
    if power < 3:
        return ("one", "a tenth", "a hundredth")[power]
    name = ("thousandth", "millionth", "billionth", "trillionth")[power // 3 - 1]
    return f"a {('', 'ten-', 'hundred-')[power % 3]}{name}"


def _drift(found: Escape) -> str:
    """What neurons that start too close to separate do at the end."""
    grown = outcome.late_growth(found)
    if grown >= outcome.BRISKLY:
        return "still drift apart"
    if grown >= outcome.GROWS:
        return "drift apart only slowly"
    return "draw closer" if grown * outcome.GROWS < 1 else "no longer drift apart"


def verdict(found: Escape) -> str:
    """How many epochs a smaller push costs, which are too small, and what no push at all does."""
    of_pushed, runs = outcome.fates(found)[["lost", "runs"]].sum(), found.rates["seed"].size
    said = [] if outcome.diverged(found) else [_decade(found), _never(found)]
    if of_pushed["lost"]:
        count = f"{of_pushed['lost']:,} of the {counted(of_pushed['runs'], 'run')} that start with a difference"
        said.append(f"{count} diverged, and {'is' if of_pushed['lost'] == 1 else 'are'} not counted.")
    if found.equal or not of_pushed["lost"]:
        stay = "stays" if found.equal == 1 else "stay"
        said.append(f"Without a difference {found.equal} of {runs} {stay} exactly equal at every recorded epoch.")
    return " ".join(filter(None, said))


def _decade(found: Escape) -> str:
    """How many epochs a difference ten times smaller costs, measured and by theory; "" where it costs none."""
    more, runs = outcome.measured_decade(found), found.rates["seed"].size
    if not more > 0:
        return ""
    down = f", down to {figure(outcome.separated(found).index[0])}," if outcome.too_small(found) else ""
    many = f"{'median of ' if runs > 1 else ''}{counted(runs, 'run')}, up to {_epochs(found)} epochs"
    return (
        f"A difference ten times smaller{down} keeps the two neurons alike for {figure(round(more, 2))} epochs more; "
        f"{_law(found)} ({many})."
    )


def _never(found: Escape) -> str:
    """Which differences are too small to separate the neurons, in the median."""
    if not outcome.too_small(found):
        return ""
    apart = outcome.separated(found)
    least = figure(apart.index[0] if len(apart) else PARTED)
    median = ", in the median" if found.rates["seed"].size > 1 else ""
    return f"No difference below {least} makes the two neurons separate within {_epochs(found)} epochs{median}."


def _law(found: Escape) -> str:
    """What theory says about a push ten times smaller."""
    if found.rates["fastest"].isna().all():
        return "theory says nothing, as equal neurons diverge at this rate"
    foretold = outcome.measured_decade(found, "foretold")
    if np.isnan(foretold):
        return f"by theory the closest of them would need more than {_epochs(found)} epochs"
    return f"theory predicts {figure(round(foretold, 2))}"


def why(found: Escape) -> str:
    """Why they separate or do not: equal gradients, the cost beside equal neurons, and what came of small ones."""
    if outcome.diverged(found):
        return (
            "The steps are too large at this learning rate: the weights grow until they are no finite numbers. Whether "
            "the neurons separate can be seen at a smaller rate."
        )
    runs = found.rates["seed"].size
    return (
        "Equal neurons get equal gradients: no part of the gradient could separate them, so they stay equal "
        f"({found.equal} of {counted(runs, 'run')} without a difference). {_curve(found)} {_growth(found)}"
    ).rstrip()


def _curve(found: Escape) -> str:
    """What the cost does beside equal neurons, and what that does to a difference."""
    if not outcome.settles(found):
        return "Of the first run there is no curve of the cost below, as its equal neurons diverge at this rate."
    near, _ = outcome.beside(found)
    end = f"Where the equal neurons of the first run end, the cost {fall(found)}, as the curve below shows"
    if near < 0 and of_all(found, "separated"):
        return f"{end}: downhill is apart, so even the slightest difference was enlarged until the neurons differed."
    if near >= 0 and len(outcome.separated(found)):
        return f"{end}. The neurons that separated did so earlier, on the way there."
    return f"{end}."


def of_all(found: Escape, fate: str) -> bool:
    """Whether this became of all small differences."""
    return bool(outcome.of_small(found)["fate"].eq(fate).all())


def _growth(found: Escape) -> str:
    """How fast a difference too small to separate the neurons grows at the end; "" without one."""
    if not outcome.too_small(found):
        return ""
    grown, more = outcome.late_growth(found), outcome.wanting(found)
    became = "stayed as it was" if figure(grown, 3) == "1" else f"became {figure(grown, 3)} times as large"
    said = [f"In the second half of the training, a difference too small to separate them {became}."]
    if np.isinf(more):
        later = "As the cost falls beside them, that may change with more epochs."
        never = "Nothing here says that more epochs would separate them."
        said.append(later if outcome.beside(found)[0] < 0 else never)
    elif more > 0:
        largest = in_words(outcome.too_small(found)[-1])
        said.append(
            f"If that pace lasted, neurons that start {largest} apart would need about {_rough(more)} epochs more."
        )
    if found.experiment.network.activation == "relu":
        said.append(
            "With ReLU, two such neurons get almost the same gradient unless an example lies between their kinks."
        )
    return " ".join(said)


def _rough(epochs: float) -> str:
    """A number of epochs, to two digits."""
    return short(float(f"{epochs:.2g}"))


def fall(found: Escape) -> str:
    """The way of the cost from equal neurons to both sides: "falls to both sides"."""
    verbs = {-1: "falls", 0: "hardly changes", 1: "rises"}
    near, far = outcome.beside(found)
    if near == far:
        return f"{verbs[near]} to both sides"
    back = f"then {verbs[far]}" if far else "then comes back"
    return f"first {verbs[near]} a little and {back}, to both sides"


def takeaway(found: Escape) -> str:
    """What the curve of the cost shows, in numbers."""
    if not outcome.settles(found):
        return "There is no curve of the cost: the equal neurons of the first run diverge at this rate."
    ends = found.ridge["cost"].iloc[[len(found.ridge) // 2, -1]]
    shown = [figure(cost) for cost in ends]
    middle, side = shown if shown[0] != shown[1] else map(bare, ends)
    falls = outcome.bends(found) and found.rates["fastest"].iloc[0] > 0
    way = "falls fastest" if falls else "rises least"
    flat = "" if outcome.bends(found) else ", which is flat here"
    return (
        f"The cost {fall(found)}: it is {middle} where both neurons are equal, {side} when they are "
        f"pulled 1 apart in the direction in which it {way} by theory. Dashed: the parabola of theory{flat}."
    )


def of_times(found: Escape) -> str:
    """What is drawn in the picture of the times."""
    table, runs = picture.times(found), found.rates["seed"].size
    said = []
    if table.query("kind == 'measured'")["says"].eq("").any():
        said.append(
            "Dots: median of the runs, with the middle 90 %." if runs > 1 else "Dots: one run of each difference."
        )
    if picture.drawn_theory(table):
        said.append("Dashed: theory, nothing fitted.")
    else:
        said.append(_no_theory(found))
    if len(picture.rounded(found)):
        said.append(
            "Diamonds: equal neurons in plain Keras that rounding alone made different, in so many of the runs."
        )
    return " ".join(said)


def _no_theory(found: Escape) -> str:
    """Why no dashed line is in the picture of the times."""
    if found.rates["fastest"].isna().all():
        return "No theory is drawn: equal neurons diverge at this rate."
    kinks = f"; {KINKS}" if found.experiment.network.activation == "relu" else ""
    none = f"no difference below {PARTED:g} separates them within {_epochs(found)} epochs"
    return f"No theory is drawn: by theory {none}{kinks}."


def of_courses(found: Escape) -> str:
    """What is drawn in the picture of the distances."""
    drawn = found.courses.groupby("epsilon")["foretold"].count().ge(2).any()
    theory = "Dashed: theory." if drawn else "No theory is drawn: equal neurons diverge at this rate."
    return f"Each line starts ten times closer than the one above it. {theory}"


def rounding(found: Escape) -> str:
    """What rounding does to clones that nobody pushed."""
    told = []
    for precision, (parted, runs, amount) in outcome.amounts_to(found).items():
        late = f" (in the median of these as late as with a difference of {figure(amount)})"
        told.append(f"in {precision} in {parted} of {runs} runs{late if np.isfinite(amount) else ''}")
    return (
        "Rounding can make a difference, too. The runs above go through instructions that treat both neurons alike. In "
        "plain Keras, compiled by XLA, each neuron may be rounded in its own way, and that alone separated them within "
        f"{_epochs(found)} epochs, {'; '.join(told)}."
    )


def formula(found: Escape) -> str:
    """Epochs per decade by theory, with this run's numbers."""
    rate, fastest = found.experiment.training.learning_rate, float(found.rates["fastest"].median())
    numbers = rf"\frac{{\ln 10}}{{\ln(1 + {tex(figure(rate))} \times {tex(figure(fastest))})}}"
    end = outcome.foretold_decade(found)
    if np.isnan(fastest):
        return r"\text{unknown: equal neurons diverge at this rate}"
    return rf"{numbers} = {tex(figure(round(end, 2)))}" if np.isfinite(end) else r"\lambda \le 0: \text{ never}"


def settled(found: Escape) -> str:
    """Where lambda comes from, and whether the equal neurons have settled there."""
    slope, fastest = float(found.rates["slope"].median()), float(found.rates["fastest"].median())
    differ = f"Different means: a distance above {PARTED:g}."
    if np.isnan(fastest):
        return f"At this rate two equal neurons diverge, so there is no λ (η is the rate). {differ}"
    kink = f" With ReLU, theory has a gap: {KINKS}." if found.experiment.network.activation == "relu" else ""
    falls = (
        "falls away"
        if fastest > 0
        else "falls away (not at all here)"
        if fastest == 0
        else "falls away (here it rises)"
    )
    return (
        f"λ = {figure(fastest)} (η is the learning rate) is how steeply the cost {falls} when two equal neurons are "
        f"pulled apart, computed from the data at the point where they end together; the gradient there is "
        f"{figure(slope)}. {differ}{kink}"
    )
