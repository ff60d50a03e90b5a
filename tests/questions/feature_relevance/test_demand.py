"""Units of the demand data: their directions, whether they are concepts, and what is said about it."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import lab
from lab.answer import Why
from lab.laws import directions as law
from lab.questions.feature_relevance import demand
from lab.questions.feature_relevance.demand import units as of
from lab.questions.feature_relevance.demand import words

SHORT = demand._experiment(3, "tanh", 30, 3.0, "Glorot, as Keras does", 50, 0.1, 0)


@pytest.fixture(scope="module")
def found():
    return demand.measure(SHORT, count=16)


def made(cosines, diverged=None):
    """What `measure` returns, with these |cosines| before and after, (network, unit, concept), of both kinds."""
    networks, units, _ = np.shape(cosines)
    lost, shares = diverged or [False] * networks, dict.fromkeys(demand.FEATURES, 0.5)
    rows = [
        {"hidden": units, "differ": differ, "seed": seed, "unit": unit + 1, "when": when, **shares}
        | dict(zip(demand.CONCEPTS, cosines[seed][unit], strict=True))
        for differ in demand.DIFFER for seed in range(networks) for unit in range(units) for when in demand.WHEN
    ]  # fmt: skip
    keys = [{"hidden": units, "differ": differ, "seed": seed} for differ in demand.DIFFER for seed in range(networks)]
    ends = [
        key | {"accuracy": np.nan if gone else 0.9, "diverged": gone} for key, gone in zip(keys, lost * 2, strict=True)
    ]
    experiment = lab.vary(SHORT, {"network.hidden": (units,)})
    return demand.Demand(pd.DataFrame(rows), pd.DataFrame(ends), experiment)


def test_the_concepts_are_what_the_demand_is_made_of():
    x, y = lab.data.load(lab.Data("demand", n=400, noise=0.0), "float64")
    sells = sum(np.tanh(x @ np.array(each)) for each in demand.CONCEPTS.values()) > 0
    assert np.array_equal(sells, y[:, 0] == 1)


@pytest.mark.parametrize("differ", demand.DIFFER)
def test_directions_and_cosines_are_those_of_the_kernels_one_at_a_time(found, differ):
    for seed in (0, 5):
        changed = lab.vary(SHORT, {"data.seed": seed if differ == "data" else 0})
        run = lab.train(changed, [0 if differ == "data" else seed], recorded=1)
        for when, epoch in (("before", 0), ("after", -1)):
            kernel, _, outgoing, _ = run.keras_weights(0 if differ == "data" else seed, epoch)
            units = found.units
            rows = units[(units["differ"] == differ) & (units["seed"] == seed) & (units["when"] == when)]
            for unit, row in zip(range(3), rows.itertuples(), strict=True):
                v = kernel[:, unit].astype(float)
                v = v / np.sqrt(v @ v) * np.sign(outgoing[unit, 0])
                assert [row.price, row._7, row.marketing, row.material] == pytest.approx(list(v), abs=1e-12)
                quality = np.array(demand.CONCEPTS["quality"])
                assert row.quality == pytest.approx(abs(v @ quality) / np.sqrt(quality @ quality), abs=1e-12)


def test_a_unit_that_is_turned_around_on_both_sides_is_the_same_unit():
    """tanh(-z) = -tanh(z): the same function, so the same directions to the bit."""
    kernel, bias, outgoing, last = lab.train(SHORT, range(4), recorded=1).arrays
    start = [array[0, :, 0] for array in (kernel, bias, outgoing, last)]
    turned = [-start[0], -start[1], -start[2], start[3]]
    plain, other = (of._units(lab.train(SHORT, range(4), initial=w, recorded=1), "start") for w in (start, turned))
    pd.testing.assert_frame_equal(plain, other)


def test_before_training_a_start_without_a_preferred_direction_is_as_near_to_the_concepts_as_chance():
    start = demand.STARTS["normal, sd 0.5 (all directions alike)"]
    units = demand.measure(replace(SHORT, init=start), count=256).units.query("differ == 'start' and when == 'before'")
    for concept in demand.CONCEPTS:
        chance = law.beyond(0.7)
        assert abs((units[concept] > 0.7).mean() - chance) <= 4 * np.sqrt(chance * (1 - chance) / len(units))


def test_counting_is_counting():
    found = made([[[0.99, 0.2, 0.96], [0.1, 0.97, 0.1]], [[0.96, 0.1, 0.1], [0.96, 0.1, 0.1]], [[0.1] * 3] * 2])
    rows = of.counts(found, 0.95).query("when == 'after' and differ == 'data'").set_index("what")
    assert rows["units"].tolist() == [3, 1, 1, 4]
    assert rows["networks"].tolist() == [2, 1, 1, 1]
    assert rows["of_networks"].tolist() == [3] * 4
    assert rows["of_units"].tolist() == [6] * 4


def test_the_curve_meets_the_count_at_every_bound(found):
    curve, foretold = of.courses(found, "start")
    for bound in (0.5, 0.8, 0.95):
        rows = of.counts(found, bound).query("when == 'after' and differ == 'start' and what != 'all three'")
        there = curve[curve["bound"] == bound]
        assert there["share"].tolist() == rows["share"].tolist()
        assert foretold.set_index("bound").loc[bound, "share"] == pytest.approx(rows["law"].iloc[0])
    assert curve.groupby("what")["share"].apply(lambda share: share.is_monotonic_decreasing).all()


def test_a_network_that_diverged_and_a_unit_without_weights_are_told_and_count_nowhere():
    gone = [[[np.nan] * 3] * 2, [[0.99, 0.0, 0.0], [np.nan] * 3]]
    found = made(gone, [True, False])
    rows = of.counts(found, 0.95).query("when == 'after' and differ == 'data'").set_index("what")
    assert rows.loc["affordability", ["networks", "of_networks"]].tolist() == [1, 1]
    assert demand.headline(found, 0.95) == "Yes: a hidden unit becomes affordability in the one network."
    assert "2 networks diverged and are not counted." in demand.note(found, 0.95)
    lost = made(gone[:1], [True])
    assert demand.headline(lost, 0.95) == "No answer: every network diverged; a smaller learning rate helps."
    assert demand.note(lost, 0.95) == "All 2 networks diverged."
    assert "On the same data, from 1 start: affordability in" in demand.note(found, 0.95)
    assert of.courses(lost, "data")[0].empty
    assert demand.decides(lost) == ""
    assert demand.formulas(lost, 0.95)


@pytest.mark.parametrize(
    ("hits", "lead"),
    [
        (0, "No: no hidden unit becomes affordability in 4 networks."),
        (1, "Sometimes: a hidden unit becomes affordability in 1 of 4 networks."),
        (4, "Yes: a hidden unit becomes affordability in all of 4 networks."),
    ],
)
def test_the_answer_leads_with_what_was_counted(hits, lead):
    found = made([[[0.99 if seed < hits else 0.1, 0.0, 0.0]] for seed in range(4)])
    says = demand.note(found, 0.95)
    assert demand.headline(found, 0.95) == lead
    assert says.startswith("Each on data of its own, from one start (95 % interval of the share: ")
    assert says.endswith(
        "(1 hidden unit, 30 epochs; “becomes”: |cosine| above 0.95; accuracy on the training "
        "examples 90 % in the median.)"
    )
    assert "awareness in none, quality in none, all three in none" in says


def test_every_shown_unit_stands_once_under_the_concept_it_is_nearest_to(found):
    panels = of.nearest(found, "start", "after")
    shown = pd.concat([panel[panel["row"] > 0].drop_duplicates("row") for panel in panels.values()])
    assert len(shown) == len(shown["name"].str.split(":").str[0].unique()) == 16 * 3
    for concept, panel in panels.items():
        top = panel[panel["row"] == 0]
        assert (top["name"] == concept).all()
        assert panel.drop_duplicates("row")["cosine"].is_monotonic_decreasing
        cosines = of.likeness(panel.pivot_table("share", "row", "feature")[list(demand.FEATURES)].to_numpy())
        assert (cosines.argmax(axis=1) == list(demand.CONCEPTS).index(concept)).all()


def test_other_data_and_deeper_networks_are_refused():
    for values in ({"data.name": "circles"}, {"network.hidden": (2, 2)}):
        with pytest.raises(ValueError, match="^The concepts belong to the data"):
            demand.measure(lab.vary(SHORT, values))


def test_the_data_decide():
    answer = lab.ask("demand")
    found = re.fullmatch(r"Sometimes: a hidden unit becomes affordability in (\d+) of 64 networks\.", answer.headline)
    told = re.search(
        r"On the same data, from 64 starts: affordability in none, awareness in (\d+), quality in none, all three in "
        r"none\. \(3 hidden units, 1,000 epochs;",
        answer.note,
    )
    assert 8 <= int(found[1]) <= 26
    assert lab.ask("demand", differ="start").headline == "No: no hidden unit becomes affordability in 64 networks."
    assert int(told[1]) >= 55
    assert len(answer.figures()) == 4


def test_the_networks_that_are_asked_for_are_told_first(found):
    says = demand.note(found, 0.95, "start")
    assert says.startswith("On the same data, from 16 starts (95 % interval of the share: ")
    assert "Each on data of its own, from one start: affordability in " in says


def turned(angles, unit):
    """16 networks of two units, the one most like affordability turned by an angle away from it in its plane."""
    across = np.array([0.0, 0.0, 0.6, 0.8])
    given = np.array([-2.0, -1.0, 0.0, 0.0]) / np.sqrt(5)
    rows = []
    for seed, angle in enumerate(angles):
        best = np.cos(angle) * given + np.sin(angle) * across
        for place in (1, 2):
            v = best if place == unit[seed] else across
            rows.append([seed, place, *v, *of.likeness(v)])
    columns = ["seed", "unit", *demand.FEATURES, *demand.CONCEPTS]
    return pd.DataFrame(rows, columns=columns).assign(hidden=2, when="after")


def compared(data, start):
    units = pd.concat([data.assign(differ="data"), start.assign(differ="start")], ignore_index=True)
    return demand.Demand(units, pd.DataFrame(), lab.vary(SHORT, {"network.hidden": (2,)}))


def test_directions_and_units_of_two_networks_are_compared_pair_by_pair():
    found = compared(turned([0.0, 0.6], [1, 1]), turned([0.1, 0.2, 0.2], [1, 2, 2]))
    one, three = (of.pointing(found, "affordability", differ) for differ in ("data", "start"))
    assert one.low == pytest.approx(np.cos(0.6))
    assert three.low == pytest.approx(np.cos(0.1), abs=1e-3)
    assert (one.units.to_dict(), three.units.to_dict()) == ({1: 2}, {1: 1, 2: 2})
    assert of.pointing(compared(turned([0.0], [1]), turned([0.0], [1])), "affordability", "data") is None


def test_what_decides_follows_the_figures():
    spread, tight = np.linspace(0.0, 0.8, 16), np.full(16, 0.3)
    first, both = [1] * 16, [1, 2] * 8
    said = words.decided(compared(turned(spread, first), turned(tight, both)))
    assert said.startswith("The examples decide the direction: from 16 starts on the same data the unit most like aff")
    which = "unit 1 in 8, unit 2 in 8; from one start, unit 1 in 16 of 16. "
    assert said.endswith(f"The start decides which unit that is: {which}")
    assert "The start decides" not in words.decided(compared(turned(spread, first), turned(tight, first)))
    assert words.decided(compared(turned(tight, first), turned(spread, both))).startswith("The start has a say in")


def test_the_examples_decide_what_a_unit_is_like_and_the_start_which_unit():
    why = next(block.text for block in lab.ask("demand").blocks if isinstance(block, Why))
    found = re.search(r"at least (\S+) in 95 % of pairs; with data of their own, from one start, at least (\S+)\)", why)
    assert float(found[1]) >= 0.95 > float(found[2])
    assert "The start decides which unit that is: unit 1 in " in why
    assert "any mixture" not in why
    assert re.search(r"right on [\d.]+ % of its training examples, and \d+ of 64 networks end without all three", why)


@pytest.mark.parametrize("differ", demand.DIFFER)
def test_it_begins_with_who_tells_a_unit_what_to_be(found, differ):
    assert words.why(found, 0.95, differ).startswith(
        "Nobody tells a hidden unit what to be: its random first weights and the examples decide. "
        "Names such as “affordability” are given by people, afterwards. "
    )
    assert all(each.scheme != "zeros" for each in of.STARTS.values())
