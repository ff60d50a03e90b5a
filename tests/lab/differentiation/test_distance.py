"""Distances between neurons, against plain loops, and theory."""

import itertools

import numpy as np
import pandas as pd
import pytest

import lab
from lab import differentiation
from lab.differentiation import distance
from lab.laws import differentiation as laws

START = lab.vary(distance.START, {"training.epochs": 200, "data.name": "xor"})


def trained(values=None, seeds=3, experiment=START, **options):
    return lab.train(lab.vary(experiment, values or {}), seeds=range(seeds), recorded=8, **options)


def by_hand(run, variant, seed, epoch, layer):
    """The largest difference between two units in one weight, pair by pair."""
    incoming, bias, outgoing = (run.arrays[2 * layer + i][variant, seed, epoch] for i in range(3))
    units = [[*incoming[:, i], bias[i], *outgoing[i]] for i in range(len(bias))]
    pairs = itertools.combinations(units, 2)
    return max(abs(float(a) - float(b)) for one, two in pairs for a, b in zip(one, two, strict=True))


def test_distances_are_those_of_the_most_different_pair():
    run = trained({"network.hidden": (3, 2), "init.clones": "none"}, vary={"training.learning_rate": [0.1, 1.0]})
    frame = differentiation.distances(run)
    assert list(frame.columns) == ["training.learning_rate", "seed", "epoch", "layer", "distance"]
    places = itertools.product(range(2), range(3), range(len(run.weight_epochs)), range(2))
    np.testing.assert_allclose(frame["distance"], [by_hand(run, *place) for place in places], rtol=1e-12)


@pytest.mark.parametrize("clones", ["none", "incoming", "outgoing", "both"])
@pytest.mark.parametrize("epsilon", [0.0, 1e-3])
def test_neurons_stay_equal_where_the_law_says_so_and_nowhere_else(clones, epsilon):
    run = trained({"init.clones": clones, "init.epsilon": epsilon})
    zero = differentiation.distances(run)["distance"].eq(0.0)
    assert zero.all() if laws.stay_equal(run.experiment.init) else not zero.any()


@pytest.mark.parametrize("at", distance.WEIGHTS.values(), ids=list(distance.WEIGHTS))
def test_a_push_of_any_named_weight_is_the_distance_at_the_start(at):
    frame = differentiation.distances(trained({"init.epsilon": 1e-2, "init.epsilon_at": at}))
    np.testing.assert_allclose(frame.query("epoch == 0")["distance"], 1e-2, rtol=1e-4)


def distances(table):
    """A frame of distances from a list of runs, each a list over epochs."""
    rows = [(seed, epoch, 1, d) for seed, run in enumerate(table) for epoch, d in enumerate(run)]
    return pd.DataFrame(rows, columns=["seed", "epoch", "layer", "distance"])


def test_over_seeds_counts_zeros_and_what_diverged_apart():
    frame = differentiation.over_seeds(distances([[0.0, 0.0], [1.0, np.nan], [3.0, 4.0]]))
    assert frame["mid"].tolist() == [1.0, 2.0]
    assert frame[["runs", "zero", "diverged"]].to_numpy().tolist() == [[3, 1, 0], [3, 1, 1]]


def test_a_replica_with_a_weight_that_is_not_finite_has_no_distance():
    run = trained(seeds=2)
    run.parts[0][0][1, -1, 0, 0] = np.inf
    last = differentiation.distances(run).query("epoch == 200")["distance"]
    assert last.isna().tolist() == [False, True]


def test_drawn_distances_lie_on_the_axis_and_keep_a_dozen_single_runs():
    frame = distances([[0.0, np.nan, 1e-6]] * 30)
    over, single, axis = distance.drawn(frame, differentiation.over_seeds(frame))
    assert single["seed"].nunique() == 12
    assert over["mid"].tolist() == [axis.zero, axis.diverged, 1e-6]
    assert over["median"].tolist() == ["0", "diverged", "10⁻⁶"]
