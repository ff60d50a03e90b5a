"""Order and chaos: random networks against theory, and what is said about them."""

import numpy as np
import pytest

import lab
from lab.questions.seed_effects import phase


@pytest.mark.parametrize("weights", [1.0, 1.75, 3.0])
def test_wide_networks_follow_the_law_on_every_side_of_the_line(weights):
    found = phase.measure(weights=weights, width=400, layers=8, networks=10)
    table = found.table
    assert table["mid"].to_numpy() == pytest.approx(table["law"].to_numpy(), abs=0.06)
    assert (table["low"] <= table["law"]).sum() >= 7
    assert (table["high"] >= table["law"]).sum() >= 7


def test_the_inputs_are_as_alike_as_asked():
    draw = np.random.default_rng(0)
    pair = phase.pair(draw, 50, 0.3)
    assert pair @ pair.T / 50 == pytest.approx(np.array([[1, 0.3], [0.3, 1]]))


def test_order_makes_one_of_two_and_chaos_of_like_ones_two():
    order = phase.measure(width=50, layers=20, weights=0.8, like=-1.0, networks=5)
    assert order.table["low"].iloc[-1] > 0.999
    assert phase.verdict(order).startswith("By the theory of wide networks order: all inputs become one.")
    assert "the squared error shrinks: it is multiplied by" in phase.reach(order)
    chaos = phase.measure(width=50, layers=20, weights=4.0, like=0.99, networks=5)
    assert chaos.table["mid"].iloc[-1] < 0.8
    assert phase.verdict(chaos).startswith("By the theory of wide networks chaos: even like inputs part.")
    assert phase.place(chaos).startswith("With biases of variance 0.05 the critical line lies at 1.7610;")


def test_near_the_line_it_is_said_that_distances_last():
    found = phase.measure(width=20, layers=3, weights=1.75, networks=3)
    assert phase.verdict(found).startswith(
        "By the theory of wide networks the edge of chaos: two inputs keep their distance"
    )
    assert r"c^* &= 1" in phase.formulas(found)
    assert phase.summary(found).startswith("Median correlation of two inputs. layer 1: 0.8")


def test_the_diagram_has_the_line_between_blue_and_orange():
    cells, line = phase.diagram()
    assert len(cells) == 33 * 21
    for point in line.iloc[::40].itertuples():
        row = cells[(cells["bottom"] <= point.biases) & (cells["top"] > point.biases)]
        near = row[(row["left"] <= point.weights) & (row["right"] > point.weights)]
        assert near["chi"].to_numpy() == pytest.approx(1.0, abs=0.2)
    chart = phase.plane(cells, line, phase.measure(width=5, layers=2, networks=2)).to_dict()
    assert [layer["mark"]["type"] for layer in chart["layer"]] == ["rect", "line", "point"]
    assert chart["layer"][1]["mark"]["strokeDash"] == [5, 4]


def test_a_cancelled_one_ends():
    with pytest.raises(lab.progress.Cancelled):
        phase.measure(cancelled=lambda: True)


def test_networks_too_narrow_for_the_law_are_not_said_to_follow_it():
    narrow, wide = (phase.measure(width=width) for width in (10, 200))
    assert narrow.table["mid"].iloc[-1] > narrow.table["mid"].iloc[0]  # these inputs do not part
    assert "The median of these networks is far from it." in phase.verdict(narrow)
    assert "far from it" not in phase.verdict(wide)
