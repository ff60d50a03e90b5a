"""Which randomness: each run against `lab.train`, what is fixed and what is free, and what is said about it."""

import inspect
from dataclasses import replace

import keras
import numpy as np
import pandas as pd
import pytest

import lab
from lab.answer import Advice
from lab.questions.seed_effects import random
from lab.seeds import scored

SHORT = lab.vary(scored.START, {"training.epochs": 5, "training.batch_size": 10, "training.order_seed": 0})


@pytest.fixture(scope="module")
def found():
    return random.measure(SHORT, count=6)


def changed(found, **facts):
    """The same with other facts."""
    return replace(found, facts=found.facts | facts)


def test_a_pair_gives_the_replica_of_a_plain_run_to_the_bit():
    tables = [scored.split(replace(SHORT.data, seed=seed), 100).training for seed in (0, 1)]
    pairs = [(replace(SHORT, data=tables[0]), 3), (replace(SHORT, data=tables[1]), 4)]
    run = random.train_pairs(pairs)
    for place, (experiment, seed) in enumerate(pairs):
        alone = lab.train(experiment, seeds=[seed], recorded=1)
        for mine, plain in zip(run.parts[place], alone.parts[0], strict=True):
            assert np.array_equal(mine[0], plain[0])


def test_experiments_of_two_architectures_are_refused():
    wide = lab.vary(SHORT, {"network.hidden": (9,)})
    with pytest.raises(ValueError, match="^These experiments differ in more than values, or their data"):
        random.train_pairs([(SHORT, 0), (wide, 0)])


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
    some = random.measure(SHORT, free=[name], count=3, result="training cost")
    assert some.runs["score"].nunique() == 3
    (one, seed, part), (other, other_seed, other_part) = (
        random._plan(SHORT, random.FREE[name], place, 100, 0) for place in (1, 2)
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
    row = random.spreads_of(pd.DataFrame({"free": "data", "score": scores})).iloc[0]
    assert row["sd"] == pytest.approx(np.std(scores, ddof=1))
    assert (row["low"] / row["sd"], row["high"] / row["sd"]) == pytest.approx((0.8353, 1.2461), abs=1e-4)


def test_the_sum_is_that_of_the_single_variances(found):
    sd = found.spreads.set_index("free")["sd"]
    assert found.facts["sum"] == pytest.approx(np.sqrt((sd.iloc[:4] ** 2).sum()))
    assert found.facts["together"] == sd["all together"]


@pytest.mark.parametrize(
    ("total", "together", "sentence"),
    [(2.0, 1.0, "measured: 1 point (less)"), (1.0, 2.0, "(more)"), (1.0, 1.01, "which is luck")],
)
def test_what_is_said_of_the_sum(found, total, together, sentence):
    assert sentence in random.no_sum(changed(found, sum=total, together=together))


def scattered(found, sds, count=200):
    """What `measure` would find of scores spread evenly, with these standard deviations."""
    even = np.linspace(-1.0, 1.0, count)
    scores = (80 + np.outer(sds, even / even.std(ddof=1))).ravel()
    runs = pd.DataFrame({"free": np.repeat(list(random.FREE), count), "score": scores})
    return replace(found, runs=runs, spreads=random.spreads_of(runs))


def test_what_a_test_cannot_tell_apart_is_not_called_different(found):
    said = scattered(found, [2.0, 1.9, 1.0, 0.5, 2.5])
    assert random.headline(said) == (
        "Data and split move it about alike (standard deviation up to 2 points); order least (0.5)."
    )
    assert "Which of data and split moves it most may be luck" in random.detail(said)
    alike = scattered(found, [1.0, 1.05, 1.02, 1.01, 2.5])
    assert random.headline(alike) == "All move it about alike: standard deviations of 1 point to 1.05 points."


def test_spreads_whose_intervals_overlap_may_differ_all_the_same(found):
    said = scattered(found, [1.2, 1.0, 0.5, 0.5, 2.0])
    data, split = said.spreads.iloc[0], said.spreads.iloc[1]
    assert data["low"] < split["high"]
    assert random.headline(said) == "Data moves it most (standard deviation 1.2 points); order least (0.5)."
    assert "luck" not in random.detail(said)


def test_with_all_examples_as_one_batch_the_order_moves_nothing():
    whole = random.measure(lab.vary(scored.START, {"training.epochs": 5}), count=20, result="training cost")
    assert whole.spreads.set_index("free")["sd"]["order"] == 0
    assert random.headline(whole).endswith("; order not at all.")


def test_one_batch_an_epoch_is_said_to_make_few_steps(found):
    whole = changed(found, batch=None, epochs=100, examples=95)
    assert random.one_batch(whole).startswith(
        "One batch makes 100 epochs only 100 steps; batches of 10 make 1,000 of them. If the results are worse"
    )
    assert "100 epochs of 1 step, 95 training examples" in random.detail(whole)
    assert random.one_batch(found) == ""
    assert "5 epochs of 10 steps, 100 training examples" in random.detail(found)
    assert lab.question.settings("random")["batch"] == random.BATCH


def test_with_as_many_steps_the_full_batch_is_no_worse_than_mini_batches():
    """Means of 20 runs, which lie 1.3 points apart: 4 standard errors of their difference are 1.7 points."""
    ends = [
        random.measure(lab.vary(scored.START, fields), free=["split"], count=20).spreads["mean"][0]
        for fields in (
            {"training.epochs": 1000},
            {"training.epochs": 100, "training.batch_size": 10, "training.order_seed": 0},
        )
    ]
    assert ends[0] == pytest.approx(ends[1], abs=1.7)


def test_the_advice_is_to_shuffle():
    answer = lab.ask("random", epochs=10, count=20)
    (advice,) = [block for block in answer.blocks if isinstance(block, Advice)]
    assert advice.text.startswith("With mini-batches shuffle the training examples, above all if they are sorted")
    assert inspect.signature(keras.Model.fit).parameters["shuffle"].default is True


def test_words_of_statistics_stand_in_the_mathematics_alone(found):
    said = scattered(found, [2.0, 1.9, 1.0, 0.5, 2.5])
    assert "may be luck: their spreads are too close to tell." in random.detail(said)
    assert "Levene" not in random.detail(said)
    assert "Levene's test" in random.TESTED


def test_the_squares_of_the_mathematics_are_those_of_the_figures_shown(found):
    assert "3.24" in random.formula(changed(found, together=1.804))


def test_diverged_runs_are_counted(found):
    gone = found.spreads.assign(diverged=1)
    assert "Left out, as they diverged: 5 runs." in random.detail(replace(found, spreads=gone))
    lost = replace(found, spreads=found.spreads.assign(sd=np.nan))
    assert random.headline(lost).startswith("No answer")
    assert random.no_sum(changed(found, sum=np.nan)) == ""
    still = replace(found, spreads=found.spreads.assign(sd=0.0))
    assert random.headline(still) == "None of them: the held-out accuracy is the same in all runs."


def test_the_picture_has_a_row_for_each(found):
    assert random.dots(found).to_dict()["encoding"]["y"]["sort"] == list(random.FREE)
    assert random.formula(found).count("^2") == 5
    assert "order" in random.rows(found)


def test_unequal_is_only_said_of_what_is(found):
    same = changed(found, sum=found.facts["together"])
    apart = changed(found, sum=9 * found.facts["together"])
    assert r"pprox" not in random.formula(apart)
    assert r"\ne" not in random.formula(same)
