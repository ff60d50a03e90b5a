"""The chain read link by link, and the update by the mean: the numbers that are said are those of the network."""

import re

import pandas as pd
import pytest

import lab
from lab.numerals import short
from lab.questions.neuron_differentiation.side import network as side_by_side
from lab.questions.neuron_differentiation.side import updates

SHORT = lab.vary(side_by_side.START, {"training.epochs": 3})


def moment(pair=("w1", "w3"), example=2):
    return side_by_side.moment(side_by_side.course(SHORT), 0, example, pair)


@pytest.mark.parametrize("pair", [("w1", "w3"), ("w1", "w2"), ("w4", "w2")])
def test_the_five_factors_that_are_read_multiply_to_the_gradient(pair):
    seen = moment(pair)
    factors = re.findall(r" = ([−\d.]+)\)", updates.why(seen))
    assert len(factors) == 5
    product = 1.0
    for each in factors:
        product *= float(each.replace("−", "-"))
    assert product == pytest.approx(seen.gradients.loc["this example", pair[0]], rel=1e-2)


def test_the_chain_names_every_link_and_the_way_of_the_other_weight():
    assert "J → a3 → z3 → a1 → z1 → w1." in updates.why(moment())
    assert "dJ/dw3 goes through a2 and z2 instead, so its last three factors are w6, da2/dz2 and x1." in (
        updates.why(moment())
    )
    assert "dJ/dw2 takes the same way, but its last factor is x2." in updates.why(moment(("w1", "w2")))


def test_weights_that_the_mean_moves_the_other_way_are_named():
    seen = moment()
    mean, alone = (seen.gradients.loc[name] for name in ("mean", "this example"))
    for name in updates.ORDER:
        assert bool(re.search(rf"\b{name}\b", updates.turned(seen))) == (mean[name] * alone[name] < 0)
    seen.gradients.loc["mean"] = seen.gradients.loc["this example"]
    assert updates.turned(seen) == ""


def test_the_table_has_all_nine_weights_neuron_by_neuron():
    table = updates.table(moment())
    assert table.index.tolist() == ["w1", "w2", "b1", "w5", "w3", "w4", "b2", "w6", "b3"]
    assert table["now"].tolist() == ["0.2", "0.5", "0", "0.3", "0.2", "0.5", "0", "0.7", "0"]
    assert table.columns.tolist() == ["now", "dJ/dw, example 2", "dJ/dw, mean of all", "next"]


def test_the_agreement_is_the_largest_difference_of_all():
    seen = moment()
    other = seen.gradients + pd.DataFrame(0.0, seen.gradients.index, seen.gradients.columns)
    assert "the largest difference is **exactly 0**, where the largest gradient is 0.6" in updates.agreement(
        seen, other
    )
    other.loc["mean", "b3"] += 1e-16
    assert "the largest difference is **a rounding error**, where" in updates.agreement(seen, other)
    other.loc["mean", "b3"] += 0.25
    assert "the largest difference is **0.25" in updates.agreement(seen, other)


def test_the_update_has_the_numbers_of_the_next_moment():
    seen = moment()
    new = float(updates.formula(seen).rsplit("= ", 1)[1])
    assert new == pytest.approx(seen.following["w1"], abs=1e-4)
    assert r"= 0.2 - 1 \cdot" in updates.formula(seen)


def test_what_a_second_neuron_is_worth_is_said_whichever_network_has_the_copies():
    for w6 in (0.7, 0.3):
        weights = side_by_side.WEIGHTS | {"w6": w6}
        runs = side_by_side.both(side_by_side.begun(side_by_side.START, weights))
        first, second = (float(each.loss[0, 0, -1]) for each in runs.values())
        copies, others = (first, second) if w6 == weights["w5"] else (second, first)
        (says,) = updates.worth(runs, {})
        assert f"They end at cost {short(copies)}, neurons that differ at {short(others)}: " in says
        assert f"a second neuron lowers the cost on these data by {short(copies - others)}." in says
        assert copies > others


def both(data):
    return side_by_side.both(
        side_by_side.begun(
            lab.vary(side_by_side.START, {"data.name": data}), side_by_side.WEIGHTS | {"w3": -0.4, "w4": 0.1}
        )
    )


def test_data_that_hardly_need_a_second_neuron_are_called_so_beside_data_that_do():
    moons, xor = both("moons"), both("xor")
    assert updates.hardly(moons)
    assert not updates.hardly(xor)
    (says,) = updates.worth(moons, xor)
    different, copies = (short(float(run.loss[0, 0, -1])) for run in xor.values())
    assert "So these data hardly need a second neuron." in says
    assert f"from the same starts copies end at {copies}, neurons that differ at {different}." in says
    (says,) = updates.worth(xor, {})
    assert "hardly" not in says


def test_every_setting_says_that_all_units_learn_alike():
    assert updates.why(moment()).startswith("All units learn by one rule, from one cost")
