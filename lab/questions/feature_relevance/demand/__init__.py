"""Does any hidden unit become “affordability”?"""

import pandas as pd

import lab
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words, mathematics
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.laws import directions as law
from lab.lazy import alt
from lab.numerals import aligned, column, figure, percentage, tex
from lab.question import Question
from lab.questions.feature_relevance.demand.units import (
    ALL,
    CONCEPTS,
    DIFFER,
    FEATURES,
    STARTS,
    WHEN,
    Demand,
    concepts,
    counts,
    courses,
    measure,
    nearest,
    typical,
)
from lab.questions.feature_relevance.demand.words import ASKED, after, headline, note, two, why

QUESTION = Question(
    room="feature_relevance",
    slug="demand",
    title="Hidden units",
    ask="Does any hidden unit become “affordability”?",
    group="Many columns",
    place=10,
    also=(
        "what does each neuron learn", "affordability, awareness, perceived quality", "demand prediction",
        "do hidden units have a meaning", "interpret hidden neurons", "t-shirt top seller", "meaning of hidden neurons",
        "does a hidden layer find concepts", "price, shipping cost, marketing, material",
        "what feature does a hidden unit detect", "affordability, popularity, quality of a t-shirt",
    ),
)  # fmt: skip
WIDTHS = (1, 2, 3, 4, 6, 8)
SHARED = {"data": "each on data of its own, from one start", "start": "each from a start of its own, on the same data"}
LAW = "theory: random directions"
SOON = 1000  # epochs that are shown while more are trained
LEGENDS = 70  # pixels that the legends take from the picture


def knobs(k):
    """How many hidden units, how like a concept one must be, and what the networks differ in."""
    k.slider("hidden", "Hidden units", 1, 8, 1, 3)
    k.steps("bound", "A unit is a concept if its |cosine| is above", [0.85, 0.9, 0.95, 0.98, 0.99], 0.95)
    k.choice("differ", "The networks differ in", DIFFER, "data")
    when = "{} training".format
    k.choice("when", "Weights below: those", WHEN, "after", shown=when)
    k.toggle("widths", "Compare 1 to 8 hidden units (some seconds)", False)
    with k.more():
        k.choice("activation", "Activation", ["tanh", "sigmoid", "relu"], "tanh")
        epochs = [1, 10, 100, 300, 1000, 3000, 10_000]
        k.steps("epochs", "Epochs", epochs, 1000)
        k.steps("rate", "Learning rate", [0.03, 0.1, 0.3, 1.0, 3.0, 10.0], 3.0)
        k.choice("start", "Weights start", STARTS, next(iter(STARTS)))
        k.steps("networks", "Networks of each kind", [1, 16, 64, 256], 64, key="relevance_demand_count")
        k.steps("examples", "Examples", [50, 100, 200, 400], 200)
        k.steps("noise", "Noise of the labels (standard deviation)", [0.0, 0.1, 0.5, 1.0], 0.1)
        k.slider("data_seed", "Seed of the data that are shared", 0, 50, 1, 0, key="relevance_demand_data")


def answer(compute, *, bound, differ, when, widths, networks, **settings):
    """The share of networks that have each concept, and what their units weigh."""
    experiment, hidden = _experiment(**settings), settings["hidden"]

    def shown(some: lab.Experiment, *compared: Section) -> Answer:
        return _answer(compute(measure, some, widths=[hidden], count=networks), bound, differ, when, compared)

    first = compute.sooner(shown, experiment, SOON)
    if not widths:
        return first
    compute.show(first)
    return shown(experiment, _compared(compute, experiment, networks, bound, differ))


def _answer(found: Demand, bound: float, differ: str, when: str, compared: tuple) -> Answer:
    panels = nearest(found, differ, when)
    return Answer(
        headline=headline(found, bound, differ),
        note=note(found, bound, differ),
        blocks=(
            Figure.of(
                shares_chart(*courses(found, differ), bound),
                seen(found, bound, differ),
                caption="Line: share of the networks; band: its 95 % interval. Upright line: the |cosine| you ask for. "
                "Awareness, how well known the shirt is, is also called popularity.",
            ),
            Why(why(found, bound, differ)),
            Advice(
                "Do not read a name into a hidden unit from one network. Train several, and look whether the same "
                "direction comes back in all of them.",
                "kernel = model.layers[0].get_weights()[0]  # (feature, unit)\n"
                "affordability = np.array([-2, -1, 0, 0]) / 5**0.5\n"
                "print(abs(affordability @ kernel) / np.linalg.norm(kernel, axis=0))  # |cosine| of every unit",
            ),
            *compared,
            Section(
                "What each unit weighs, next to the concept it is most like",
                (
                    *(
                        Figure.of(panel_chart(panel), panel_seen(panels, concept, bound))
                        for concept, panel in panels.items()
                    ),
                    Words(guide(panels, bound), small=True),
                    Words(decides(found)),
                ),
                across=3,
            ),
            mathematics(Formula(formulas(found, bound))),
        ),
        experiment=found.experiment,
    )  # fmt: skip


TRY = {
    "And if all networks have the same data, and only their start differs?": {"differ": "start"},
    "Is it more often so if a |cosine| above 0.9 is enough?": {"bound": 0.9},
    "Is it more often so with eight units?": {"hidden": 8},
    "And with sigmoid units?": {"activation": "sigmoid", "epochs": 3000},
}


def _compared(compute, experiment, networks: int, bound: float, differ: str) -> Section:
    """The same for 1 to 8 hidden units."""
    found = compute(measure, experiment, widths=WIDTHS, count=networks)
    rows = counts(found, bound).query("when == 'after' and differ == @differ")
    return Section("How many units it takes", (Figure.of(widths_chart(rows), widths_seen(rows)),))


def _experiment(hidden, activation, epochs, rate, start, examples, noise, data_seed) -> lab.Experiment:
    return lab.Experiment(
        data=lab.Data("demand", n=examples, noise=noise, seed=data_seed),
        network=lab.Network(hidden=(hidden,), activation=activation),
        init=STARTS[start],
        training=lab.Training(loss="binary_crossentropy", learning_rate=rate, epochs=epochs),
    )


def decides(found: Demand) -> str:
    """What the unit most like affordability weighs, and how far that depends on the data and on the start."""
    data, start = (typical(found, ASKED, differ) for differ in ("data", "start"))
    if data.empty or start.empty:
        return ""
    wanted = concepts().set_index("concept").loc[ASKED]
    weigh, itself = (
        ", ".join(f"{feature} {two(row[feature])}" for feature in FEATURES) for row in (start.loc["mid"], wanted)
    )
    spans = [f"{two(table.loc['low', 'cosine'])} to {two(table.loc['high', 'cosine'])}" for table in (start, data)]
    return (
        f"The unit most like affordability weighs, in the median of the starts: {weigh}. "
        f"Affordability itself: {itself}. The size of the cosine between the two, in the middle "
        f"90 % of the networks: {spans[0]} over the starts, {spans[1]} over the data."
    )


def widths_seen(rows: pd.DataFrame) -> str:
    """The picture over the numbers of hidden units in words."""
    rows = rows[rows["what"] == ALL]
    each = ", ".join(f"{row.hidden}: {percentage(row.share)}" for row in rows.itertuples())
    return f"Networks that have all three concepts, by hidden units: {each} (of {figure(rows['of_networks'].max())})."


def panel_seen(panels: dict[str, pd.DataFrame], concept: str, bound: float) -> str:
    """How many of the drawn units lie nearest to a concept, and how many are it."""
    cosines = panels[concept].query("row > 0").drop_duplicates("row")["cosine"]
    if cosines.empty:
        return f"{concept.capitalize()}: no unit is nearest to it."
    units = f"{len(cosines)} unit{' is' if len(cosines) == 1 else 's are'}"
    above = int((cosines > bound).sum())
    return f"{concept.capitalize()}: {units} nearest to it, {above} above {bound:g}; the most {two(cosines.max())}."


def guide(panels: dict[str, pd.DataFrame], bound: float) -> str:
    """How to read the pictures of the units, and what is in them."""
    each = " ".join(panel_seen(panels, concept, bound) for concept in panels)
    return (
        "Top row: the concept, as the data are made. Below it every unit of some networks that is nearer to it than to "
        "the other two, the nearest first, with its |cosine|. Orange: more of it sells more; blue: less. Every row has "
        f"length 1. {each}"
    )


def formulas(found: Demand, bound: float) -> str:
    """The cosine of one unit and the law of chance with numbers in them, as LaTeX."""
    units = int(found.units["hidden"].iloc[-1])
    chance, one = tex(figure(law.beyond(bound))), tex(figure(law.contains(bound, units)))
    c = tex(figure(bound))
    lines = _example(found) + [
        r"P(|\cos| > c) &= \tfrac{2}{\pi} \left(\arccos c - c \sqrt{1 - c^2}\right)",
        rf"&= \tfrac{{2}}{{\pi}} \left(\arccos {c} - {c} \sqrt{{1 - {c}^2}}\right)",
        rf"&= {chance}",
        rf"1 - (1 - P)^n &= 1 - (1 - {chance})^{{{units}}}",
        rf"&= {one}",
    ]
    return aligned(*lines)


def _example(found: Demand) -> list[str]:
    after = found.units[(found.units["when"] == "after") & (found.units["differ"] == "start")].dropna()
    if after.empty:
        return []
    first = after[after["seed"] == after["seed"].iloc[0]]
    row = first.loc[first[ASKED].idxmax()]
    given = concepts().set_index("concept").loc[ASKED]
    v, c = (column(tex(figure(round(float(value), 3))) for value in values[list(FEATURES)]) for values in (row, given))
    return [
        r"|\cos(v, c)| &= |v \cdot c| \quad (|v| = |c| = 1)",
        rf"&= \left| {v} \cdot {c} \right|",
        rf"&= {tex(figure(round(float(row[ASKED]), 4)))}",
    ]


def seen(found: Demand, bound: float, differ: str) -> str:
    """The picture of the shares in words."""
    rows = after(found, bound, differ).drop(index=ALL)
    each = "; ".join(f"{what} {percentage(row['share'])}" for what, row in rows.iterrows())
    return f"Share of networks, {SHARED[differ]}, with a unit whose |cosine| is above {bound:g}: {each}."


def shares_chart(measured: pd.DataFrame, chance: pd.DataFrame, bound: float) -> "alt.LayerChart":
    """Share of networks with a unit more like a concept than c against c, with its interval; dashed: by chance."""
    color, shape = traces.marked_apart("what", list(CONCEPTS))
    x = alt.X("bound:Q").title("c: the |cosine| that is asked for").axis(grid=False, tickCount=6).scale(zero=False)
    base = alt.Chart(measured).encode(x, color)
    band = base.mark_area(opacity=0.2).encode(_share("low"), alt.Y2("high:Q"))
    law = alt.Chart(chance.assign(says=LAW))
    law = traces.dashed(law, alt.X("bound:Q"), alt.Y("share:Q"), traces.named(LAW), width=2.5)
    dots = base.transform_filter("datum.marked")
    return (law + band + _lines(base, dots, shape, "bound:Q") + _asked(bound)).properties(height=theme.HEIGHT + LEGENDS)


def widths_chart(table: pd.DataFrame) -> "alt.LayerChart":
    """Share of networks that have each concept, and all three, against the number of hidden units."""
    color, shape = traces.marked_apart("what", [*CONCEPTS, ALL])
    x = alt.X("hidden:O").title("Hidden units").axis(labelAngle=0, grid=False)
    base = alt.Chart(table).encode(x, color)
    bars = base.mark_rule(strokeWidth=2, opacity=0.6).encode(_share("low"), alt.Y2("high:Q"))
    law = alt.Chart(table.assign(says=LAW))
    law = traces.dashed(law, x, alt.Y("law:Q"), alt.Detail("what:N"), traces.named(LAW))
    return (law + bars + _lines(base, base, shape, "hidden:O")).properties(height=theme.HEIGHT + LEGENDS)


def _lines(base, dots, shape, place: str) -> "alt.LayerChart":
    """Shares as lines with dots, whose tooltips say the interval."""
    told = ["what:N", place, *traces.tips("share", "low", "high", format=".1%")]
    marks = dots.mark_point(filled=True, size=80, opacity=1).encode(_share("share"), shape, tooltip=told)
    return base.mark_line(strokeWidth=3).encode(_share("share")) + marks


def panel_chart(frame: pd.DataFrame) -> "alt.Chart":
    """The share of every feature in the units' directions, a row a unit; on top the concept."""
    names = frame.drop_duplicates("row")["name"].tolist()
    flat = {"ticks": False, "domain": False, "labelLimit": 140, "labelOverlap": False}
    x = (
        alt.X("feature:N", sort=list(FEATURES), scale=theme.whole())
        .title(None)
        .axis(orient="top", labelAngle=-30, **flat)
    )
    y = alt.Y("name:N", sort=names, scale=theme.whole()).title(None).axis(**flat)
    legend = alt.Legend(title="Share of the direction", orient="bottom", gradientLength=160, values=[-1, 0, 1])
    tips = ["name:N", "feature:N", *traces.tips("share", "cosine", format=".3f")]
    cells = alt.Chart(frame, height=alt.Step(17)).mark_rect()
    return cells.encode(x, y, alt.Color("share:Q", scale=theme.signed(), legend=legend), tooltip=tips)


def _share(name: str) -> "alt.Y":
    return alt.Y(f"{name}:Q").title("Share of networks").axis(format="%").scale(domain=[0, 1])


def _asked(bound: float) -> "alt.LayerChart":
    """The c that is asked for: an upright line with its figure above it."""
    base = alt.Chart(pd.DataFrame({"bound": [bound], "says": [f"{bound:g}"]})).encode(alt.X("bound:Q"))
    words = base.mark_text(fontSize=13, fontWeight="bold", color="currentColor", baseline="bottom")
    return base.mark_rule(color="currentColor", strokeWidth=1.5) + words.encode(alt.Text("says:N"), alt.YValue(-4))


def _measured(compute, *, bound, differ, when, widths, networks, **settings):
    """How many networks have units that are concepts, and how often the median network is right."""
    found = compute(measure, _experiment(**settings), widths=[settings["hidden"]], count=networks)
    had = counts(found, bound).set_index(["differ", "when", "what"])["networks"]
    right = found.networks.query("differ == 'data'")["accuracy"].median()
    return (
        had["data", "after", ALL],
        had["data", "after", "awareness"],
        had["data", "after", "affordability"],
        had["data", "before", "affordability"],
        had["start", "after", "affordability"],
        round(100 * right, 1),
    )


CLAIMS = (
    Claim(
        id="S22",
        question="Does any hidden unit become “affordability”?",
        claim="In demand prediction each hidden unit weighs the features in its own way: affordability, awareness, "
        "perceived quality.",
        source="seeds/002",
        figures=(
            # found 1, 37 and 16 of 64; four standard errors of such counts are 4, 16 and 14
            Expected(name="networks, of 64, with all three concepts", expected=5, way="at most"),
            Expected(name="networks with a unit that is awareness", expected=37, tolerance=16),
            Expected(name="networks with a unit that is affordability", expected=16, tolerance=14),
            Expected(name="the same before training", expected=4, way="at most"),
            Expected(name="networks that share their data: with affordability", expected=4, way="at most"),
            Expected(name="right answers, median network, %", expected=98, way="at least"),
        ),
        measure=_measured,
        verdict="does not hold",
        because="the units weigh the features differently, but of 64 networks with three units, each on data of its "
        "own, {0} found all three concepts (|cosine| above 0.95); {1} found awareness, {2} affordability. The median "
        "network is right in {5} %: it does not need the concepts.",
    ),
)
