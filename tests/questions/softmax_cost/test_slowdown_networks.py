"""Two costs, pair by pair: the pairing, the choice of rates, the intervals, and what is said."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import lab
from lab.answer import Figure
from lab.questions.softmax_cost.slowdown import networks, two_costs
from lab.questions.softmax_cost.slowdown.two_costs import BEST, LOSES, OPEN, WINS

SMALL = two_costs.setting("spiral", 8, "tanh", "softmax", 40)
RATES = (0.3, 1.0, 3.0)


@pytest.fixture(scope="module")
def found():
    return two_costs.measure(SMALL, pairs=5, rates=RATES, threshold=0.5)


def made(squared, entropy, steps=50.0):
    """Pairs with given accuracies, (rate, seed) each; the first half of the seeds chooses."""
    rows = [
        {"cost": cost, "rate": rate, "seed": seed, "role": "chooses" if seed < 2 else "compares",
         "accuracy": float(table[i][seed]), "steps": steps, "never": False, "diverged": False}
        for cost, table in (("squared error", squared), ("cross-entropy", entropy))
        for i, rate in enumerate((1.0, 3.0)) for seed in range(len(table[i]))
    ]  # fmt: skip
    return two_costs.Pairs(SMALL, 0.95, pd.DataFrame(rows))


def test_both_costs_start_from_the_same_weights_and_differ_by_their_cost_alone(found):
    """Each run is the one that the cost alone gives."""
    for cost, loss in (("squared error", "mse"), ("cross-entropy", "categorical_crossentropy")):
        alone = lab.train(lab.vary(SMALL, {"training.loss": loss, "training.learning_rate": 3.0}), seeds=[9])
        rows = found.runs.set_index(["cost", "rate", "seed"]).loc[(cost, 3.0, 9)]
        assert [rows["accuracy"]] == [100 * alone.accuracy[0, 0, -1]]


def test_the_starts_that_choose_are_not_those_that_are_compared(found):
    roles = found.runs.groupby("role")["seed"].unique()
    assert sorted(roles["chooses"]) == list(range(8))
    assert sorted(roles["compares"]) == list(range(8, 13))
    assert set(two_costs.differences(found, "accuracy")["seed"]) == set(roles["compares"])


def test_the_best_rate_is_chosen_on_other_starts_than_those_that_are_compared():
    squared = [[90, 90, 10, 10], [20, 20, 99, 99]]
    entropy = [[50, 50, 60, 60], [70, 70, 30, 30]]
    assert two_costs.best(made(squared, entropy), "accuracy") == {"squared error": 1.0, "cross-entropy": 3.0}
    table = two_costs.intervals(two_costs.differences(made(squared, entropy), "accuracy"))
    assert table.set_index("setting").loc[BEST, "mean"] == 30 - 10


def test_the_interval_is_scipy_s_for_paired_samples(found):
    compared = found.runs[found.runs["role"] == "compares"].set_index(["rate", "cost", "seed"]).sort_index()
    table = two_costs.intervals(two_costs.differences(found, "accuracy")).set_index("setting")
    for rate in RATES:
        squared, entropy = (compared.loc[(rate, cost), "accuracy"] for cost in ("squared error", "cross-entropy"))
        theirs = stats.ttest_rel(entropy, squared).confidence_interval(0.95)
        row = table.loc[f"both at {rate:g}"]
        assert (row["low"], row["high"]) == pytest.approx((theirs.low, theirs.high), rel=1e-6)


def test_a_paired_interval_is_narrower_where_the_starts_matter():
    """Seeds that differ by 10 points, costs by 1 on each of them: the pairing sees the 1."""
    base = [50.0, 60.0, 70.0, 80.0, 60.0]
    table = two_costs.intervals(two_costs.differences(made([base, base], [[b + 1 for b in base]] * 2), "accuracy"))
    assert table["says"].eq(WINS).all()
    assert table["low"].tolist() == pytest.approx([1.0] * 3)


@pytest.mark.parametrize(
    ("change", "says"),
    [([0, 0, 2, 3, 4], WINS), ([0, 0, -2, -3, -4], LOSES), ([0, 0, -1, 0, 1], OPEN), ([0] * 5, OPEN)],
)
def test_a_cost_is_called_better_only_where_the_interval_leaves_0_out(change, says):
    base = np.full(5, 50.0)
    pairs = made([base] * 2, [base + 10 * np.array(change)] * 2)
    table = two_costs.intervals(two_costs.differences(pairs, "accuracy"))
    assert set(table["says"]) == {says}
    verdict = networks.verdict(pairs, table, "accuracy", 1.0)
    phrases = {WINS: "cross-entropy gets", LOSES: "squared error gets", OPEN: "neither is shown to be better"}
    assert phrases[says] in verdict


def test_fewer_steps_are_better(found):
    sooner = found.runs.copy()
    sooner.loc[sooner["cost"] == "cross-entropy", "steps"] = 10.0
    sooner.loc[sooner["cost"] == "squared error", "steps"] = 30.0
    pairs = two_costs.Pairs(SMALL, 0.5, sooner)
    table = two_costs.intervals(two_costs.differences(pairs, "steps"))
    assert table["mean"].eq(20).all()
    assert "cross-entropy is there 20 steps sooner" in networks.verdict(pairs, table, "steps", 1.0)


def test_steps_are_the_first_recorded_ones_with_the_accuracy(found):
    run = lab.train(SMALL_AT_3, seeds=[10], recorded=two_costs.RECORDED)
    there = run.accuracies().query("accuracy >= 0.5")["epoch"]
    row = found.runs.query("cost == 'cross-entropy' and rate == 3 and seed == 10").iloc[0]
    assert row["never"] == there.empty
    assert row["steps"] == (40 if there.empty else there.min())


SMALL_AT_3 = lab.vary(SMALL, {"training.learning_rate": 3.0})


def test_a_run_that_never_gets_there_counts_with_all_its_steps_and_is_told():
    pairs = two_costs.measure(SMALL, pairs=2, rates=(0.3,), threshold=1.0)
    assert pairs.runs["never"].all()
    assert (pairs.runs["steps"] == 40).all()
    rows = two_costs.differences(pairs, "steps")
    assert rows["open"].all()
    assert not two_costs.differences(pairs, "accuracy")["open"].any()
    verdict = networks.verdict(pairs, two_costs.intervals(rows), "steps", 0.3)
    assert verdict.count("no run of either cost gets there") == 2
    assert "Hollow: such a run is among them." in networks.reading(pairs, "steps")


def test_a_diverged_run_counts_as_nothing_right_and_is_told():
    experiment = two_costs.setting("moons", 4, "relu", "softmax", 60)
    runs = two_costs.measure(experiment, pairs=4, rates=(1e6,)).runs
    assert runs["diverged"].any()
    lost = runs[runs["diverged"]]
    assert (lost["accuracy"] == 0).all()
    assert lost["never"].all()
    assert "diverged" in networks.reading(two_costs.Pairs(experiment, 0.95, runs), "accuracy")


@pytest.mark.parametrize(("data", "output"), [("circles", "sigmoid"), ("digits", "softmax"), ("iris", "softmax")])
def test_every_data_set_gets_the_output_that_fits_and_whole_epochs(data, output):
    experiment = two_costs.setting(data, 4, "tanh", "softmax", 30)
    assert experiment.network.output == output
    steps = two_costs.Pairs(experiment, 0.9, pd.DataFrame()).steps
    assert 30 <= steps < 30 + 18


def test_classes_may_have_a_sigmoid_each():
    assert two_costs.setting("spiral", 4, "tanh", "sigmoid", 30).training.loss == "binary_crossentropy"


def test_on_the_spiral_the_rate_decides():
    """S29: at one rate for both cross-entropy is far ahead, with a rate of its own squared error does as well."""
    pairs = two_costs.measure(two_costs.setting("spiral", 8, "tanh", "softmax", 300), pairs=8, rates=(1.0, 3.0, 10.0))
    table = two_costs.intervals(two_costs.differences(pairs, "accuracy")).set_index("setting")
    assert table.loc["both at 1", "low"] > 25
    assert table.loc["both at 10", "high"] < -10
    assert abs(table.loc[BEST, "mean"]) < 3
    assert two_costs.best(pairs, "accuracy") == {"squared error": 10.0, "cross-entropy": 3.0}


def test_too_few_pairs_and_a_wrong_loss_are_refused(refused):
    with refused("`pairs` must be a whole number from 2 to 1,000; got 1."):
        two_costs.measure(SMALL, pairs=1)
    squared = lab.vary(SMALL, {"training.loss": "mse"})
    words = "`Training.loss` must be one of 'categorical_crossentropy', 'binary_crossentropy'; got 'mse'."
    with refused(words):
        two_costs.measure(squared)


def conclusion(found, by="accuracy"):
    return networks.conclusion(found, two_costs.intervals(two_costs.differences(found, by)), by)


def test_the_rate_is_said_to_decide_only_where_it_does():
    low, high = [50.0, 50.0, 50.0, 51.0, 52.0], [90.0, 90.0, 90.0, 91.0, 92.5]
    both = conclusion(made((low, low), (high, high)))
    assert both.startswith(
        "With one rate for both, cross-entropy is better at 2 of 2 rates. Even with a rate of its own"
    )
    assert conclusion(made((low, high), (high, low))).startswith(
        "The rate decides: with one rate for both, cross-entropy is better at 1 and squared error is better at 1 of 2"
    )
    mixed = [50.0, 50.0, 49.0, 51.0, 50.0]
    none = conclusion(made((low, low), (mixed, mixed)))
    assert none.startswith("With one rate for both, neither is shown to be better at any of 2 rates. With a rate for ")
    assert "no difference is shown; if there is one, it is" in none
    assert "That is nothing against cross-entropy: nothing is shown to be lost with it. (An end" in none


def test_what_keeps_up_at_its_best_rate_is_not_said_against_the_advice():
    low, high = [50.0, 50.0, 50.0, 51.0, 52.0], [90.0, 90.0, 90.0, 91.0, 92.5]
    pairs = made((low, high), (high, low))
    table = two_costs.intervals(two_costs.differences(pairs, "accuracy"))
    assert networks.verdict(pairs, table, "accuracy", 1.0).endswith(
        "Each at its best rate, squared error keeps up: no difference is shown."
    )
    assert ", and the best rate of squared error is another one (" in conclusion(pairs)


def test_where_no_run_gets_there_nothing_is_called_as_good():
    found = made(([50.0] * 5, [50.0] * 5), ([60.0] * 5, [60.0] * 5))
    never = two_costs.Pairs(SMALL, 0.95, found.runs.assign(never=True))
    assert conclusion(never, "steps") == (
        "No run gets 95 % right within 40 steps, so there is nothing to compare: take more steps, or a lower accuracy."
    )


def test_one_run_that_diverged_is_told_in_the_singular():
    found = made(([50.0] * 5, [50.0] * 5), ([60.0] * 5, [60.0] * 5))
    runs = found.runs.copy()
    runs.loc[runs.index[-1], ["diverged", "never"]] = True
    one = two_costs.Pairs(SMALL, 0.95, runs)
    assert " 1 run diverged and counts as 0 %: nothing is classified." in networks.reading(one, "accuracy")
    assert " 1 run never got there and counts with all 40 steps." in networks.reading(one, "steps")


def test_the_best_rates_are_ringed():
    found = two_costs.measure(two_costs.setting("spiral", 8, "tanh", "softmax", 5), pairs=2, rates=(0.1, 1.0))
    rows = two_costs.by_rate(found, "accuracy")
    assert rows.groupby("cost")["best"].sum().tolist() == [1, 1]
    chart = two_costs.rates_chart(rows, "Right (%)").to_dict()
    assert sum("datum.best" in str(each.get("transform")) for each in chart["layer"]) == 1


@pytest.mark.parametrize("by", networks.COMPARED)
def test_every_rate_for_both_is_in_the_picture(found, by):
    section = networks.section(found, by, 1.0)
    differences = next(block for block in section.blocks if isinstance(block, Figure))
    assert all(f"both at {rate:g} " in differences.says for rate in RATES)
    assert "95 % intervals: both at rate 1 " in section.blocks[3].text


def test_a_cost_has_one_place_among_colours_and_shapes_in_both_pictures(found):
    costs = two_costs.by_rate(found, "accuracy")["cost"].unique()
    assert [*(f"{cost} is better" for cost in costs), OPEN] == two_costs.SAYS
