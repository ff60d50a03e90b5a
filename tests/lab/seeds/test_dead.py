"""Networks that are born dead: counted against the law, and what is said about them."""

import pytest

import lab
from lab.charts.seeds import dead as charts
from lab.seeds import dead


def network(width, layers):
    """A narrow ReLU network."""
    return lab.Network(hidden=(width,) * layers, activation="relu")


@pytest.mark.parametrize(("width", "layers", "law"), [(3, 20, 0.9308), (2, 10, 0.9437), (1, 1, 0.5), (4, 5, 0.2758)])
def test_the_published_chances_are_met_within_four_standard_errors(width, layers, law):
    found = dead.measure(network(width, layers), networks=20_000)
    row = found.facts.iloc[0]
    assert abs(row["share"] - law) < 4 * (law * (1 - law) / 20_000) ** 0.5
    assert row["low"] < row["share"] < row["high"]
    assert f"the law says {100 * row['law']:.2f} %." in dead.verdict(found)


def test_more_examples_or_positive_biases_leave_more_alive():
    alone = dead.measure(network(3, 20)).facts["share"][0]
    many = dead.measure(network(3, 20), examples=10)
    assert many.facts["share"][0] < alone
    assert "an upper bound here, says 93.08 %." in dead.verdict(many)
    assert dead.measure(network(3, 20), bias=0.1).facts["share"][0] < many.facts["share"][0]


def test_death_comes_once_and_portions_do_not_matter_much(monkeypatch):
    shares = dead.measure(network(2, 30)).table["share"]
    assert shares.is_monotonic_increasing
    assert shares.iloc[-1] <= 1
    monkeypatch.setattr(dead, "CHUNK", 200)
    assert dead.measure(network(2, 30)).table["share"].to_numpy() == pytest.approx(shares.to_numpy(), abs=0.05)
    with pytest.raises(lab.progress.Cancelled):
        dead.measure(network(2, 3), cancelled=lambda: True)


def test_what_is_said_has_the_numbers():
    found = dead.measure(network(3, 20), networks=100)
    assert dead.half(found).startswith("By the law half of the networks of width 3 are dead at a depth of 5.2 layers")
    assert "(1 - 2^{-3})^{20}" in dead.formulas(found)
    assert "dead by layer 1: " in dead.summary(found)
    assert dead.verdict(dead.measure(network(10, 1), networks=100)).startswith(
        "Of 100 networks of 1 layer of 10 ReLU units 0 are born dead: 0 % (95 % interval 0 % to 3.70 %)"
    )
    law = charts.by_layer(found.table).to_dict()["layer"][0]
    assert law["mark"]["strokeDash"] == [5, 4]


def test_another_network_is_refused():
    with pytest.raises(ValueError, match="^`Network.activation` must be one of 'relu'; got 'tanh'.$"):
        dead.measure(lab.Network(hidden=(2,), activation="tanh"))
    with pytest.raises(ValueError, match="^`Network.hidden` must be layers of one width"):
        dead.measure(lab.Network(hidden=(2, 3), activation="relu"))
