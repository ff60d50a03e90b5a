"""Which randomness: each run against `lab.train`, what is fixed and what is free, and what is said about it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import lab
from lab.charts.seeds import randomness as charts
from lab.seeds import paired, randomness, randomness_words, scored, split

SHORT = lab.vary(scored.START, {"training.epochs": 5, "training.batch_size": 10, "training.order_seed": 0})


@pytest.fixture(scope="module")
def found():
    return randomness.measure(SHORT, count=6)


def changed(found, **facts):
    """The same with other facts."""
    return replace(found, facts=found.facts.assign(**facts))


def test_a_pair_gives_the_replica_of_a_plain_run_to_the_bit():
    tables = [split.split(replace(SHORT.data, seed=seed), 100).training for seed in (0, 1)]
    pairs = [(replace(SHORT, data=tables[0]), 3), (replace(SHORT, data=tables[1]), 4)]
    run = paired.train_pairs(pairs)
    for place, (experiment, seed) in enumerate(pairs):
        alone = lab.train(experiment, seeds=[seed], recorded=1)
        for mine, plain in zip(run.parts[place], alone.parts[0], strict=True):
            assert np.array_equal(mine[0], plain[0])


def test_experiments_of_two_architectures_are_refused():
    wide = lab.vary(SHORT, {"network.hidden": (9,)})
    with pytest.raises(ValueError, match="^These experiments differ in more than values, or their data"):
        paired.train_pairs([(SHORT, 0), (wide, 0)])


def test_the_first_run_is_the_same_whatever_is_free_as_all_seeds_are_0(found):
    first = found.runs.query("run == 0")
    assert np.ptp(first["score"]) == 0
    assert len(first) == 5


@pytest.mark.parametrize(
    ("name", "moves"),
    [
        ("data", {"examples", "trained on"}),
        ("split", {"trained on"}),
        ("first weights", {"weights"}),
        ("order", {"order"}),
        ("all together", {"examples", "trained on", "weights", "order"}),
    ],
)
def test_what_is_free_moves_the_cost_and_nothing_else_moves(name, moves):
    some = randomness.measure(SHORT, free=[name], count=3, result="training cost")
    assert some.runs["score"].nunique() == 3
    (one, seed, part), (other, other_seed, other_part) = (
        randomness._plan(SHORT, randomness.FREE[name], place, 100, 0) for place in (1, 2)
    )
    trained, other_trained = (lab.data.load(each.data, "float64")[0] for each in (one, other))
    pools = [np.concatenate([x, each.x]) for x, each in ((trained, part), (other_trained, other_part))]
    pools = [pool[np.lexsort(pool.T)] for pool in pools]
    moved = {
        "examples": not np.array_equal(*pools),
        "trained on": not np.array_equal(trained, other_trained),
        "weights": seed != other_seed,
        "order": one.training.order_seed != other.training.order_seed,
    }
    assert {key for key, value in moved.items() if value} == moves


def test_the_spread_has_the_chi_square_interval():
    """n = 50: sd times 0.8353 to 1.2461, from published tables."""
    scores = np.random.default_rng(1).normal(size=50)
    row = randomness.spreads_of(pd.DataFrame({"free": "data", "score": scores})).iloc[0]
    assert row["sd"] == pytest.approx(np.std(scores, ddof=1))
    assert (row["low"] / row["sd"], row["high"] / row["sd"]) == pytest.approx((0.8353, 1.2461), abs=1e-4)


def test_the_sum_is_that_of_the_single_variances(found):
    sd = found.spreads.set_index("free")["sd"]
    assert found.facts["sum"][0] == pytest.approx(np.sqrt((sd.iloc[:4] ** 2).sum()))
    assert found.facts["together"][0] == sd["all together"]
    assert randomness_words.added(found)["sum"][0] == found.facts["sum"][0]


@pytest.mark.parametrize(
    ("total", "together", "sentence"),
    [(2.0, 1.0, "measured: 1 points (less)"), (1.0, 2.0, "(more)"), (1.0, 1.01, "which is luck")],
)
def test_what_is_said_of_the_sum(found, total, together, sentence):
    assert sentence in randomness_words.no_pie(changed(found, sum=total, together=together))


def test_what_overlaps_is_not_called_different(found):
    sds = [2.0, 1.9, 1.0, 0.5, 2.5]
    apart = found.spreads.assign(sd=sds, low=[1.8, 1.7, 0.9, 0.4, 2.2], high=[2.2, 2.1, 1.1, 0.6, 2.8])
    said = randomness_words.answer(replace(found, spreads=apart))
    assert said.startswith("Data moves the held-out accuracy most (standard deviation 2 points), order least")
    assert said.endswith("From data, split cannot be told apart: the intervals overlap.")
    clear = apart.assign(low=sds, high=sds)
    assert randomness_words.answer(replace(found, spreads=clear)).endswith("order least (0.5 points).")


def test_diverged_runs_are_counted(found):
    gone = found.spreads.assign(diverged=1)
    assert "Left out, as they diverged: 5 runs." in randomness_words.detail(replace(found, spreads=gone))
    lost = replace(found, spreads=found.spreads.assign(sd=np.nan))
    assert randomness_words.answer(lost).startswith("No answer")
    assert randomness_words.no_pie(changed(found, sum=np.nan)) == ""
    still = replace(found, spreads=found.spreads.assign(sd=0.0))
    assert randomness_words.answer(still) == "None of them: the held-out accuracy is the same in all runs."


def test_the_pictures_have_a_row_for_each(found):
    dots = charts.dots(found.runs, list(randomness.FREE), "Score").to_dict()
    assert dots["encoding"]["y"]["sort"] == list(randomness.FREE)
    charts.spreads(found.spreads, randomness_words.added(found), "sd").to_dict()
    assert randomness_words.formula(found).count("^2") == 5
    assert "order" in randomness_words.rows(found)


def test_unequal_is_only_said_of_what_is(found):
    same = replace(found, facts=found.facts.assign(sum=found.facts["together"]))
    apart = replace(found, facts=found.facts.assign(sum=9 * found.facts["together"]))
    assert r"pprox" not in randomness_words.formula(apart)
    assert r"\ne" not in randomness_words.formula(same)
