"""Does Adam depend less on the first weights than SGD? Against plain runs, and what is said of it."""

import re

import pandas as pd
import pytest

import lab
from lab import question
from lab.headline import fits
from lab.questions.seed_effects import optimizer
from lab.seeds import spread

SHORT = lab.vary(spread.START, {"training.epochs": 300})


@pytest.fixture(scope="module")
def found():
    return optimizer.measure(SHORT, {"SGD": "sgd", "Adam": "adam"}, count=12, widths=(0.5, 5.0))


def test_each_share_is_that_of_the_optimizer_alone_at_that_rate(found):
    fields = {"training.optimizer": "adam", "training.learning_rate": 0.03, "init.low": -5.0, "init.high": 5.0}
    run = lab.train(lab.vary(SHORT, fields), range(12))
    (row,) = found.shares.query("optimizer == 'Adam' and rate == 0.03 and width == 5").itertuples()
    assert row.solved == (run.loss[0, :, -1] < optimizer.SOLVED).sum()


def test_the_rate_compared_is_the_one_with_most_runs_solved(found):
    sums = found.shares.groupby(["optimizer", "rate"])["solved"].sum()
    for row in found.facts.itertuples():
        assert sums[row.optimizer, row.rate] == sums[row.optimizer].max()


def test_luck_is_the_chance_that_two_seeds_end_differently():
    facts = optimizer._facts("Adam", 0.1, pd.Series([0.5, 1.0]))
    assert (facts["luck"], facts["size"]) == (0.25, 0.5)


@pytest.mark.parametrize(
    ("size", "luck", "says"),
    [
        (0.2, 0.1, "Yes, on XOR: less than SGD on the weights' size and the seed."),
        (0.9, 0.9, "No, on XOR: more than SGD on the weights' size and the seed."),
        (0.6, 0.31, "No, on XOR: about as much as SGD on the weights' size and the seed."),
        (0.2, 0.5, "Partly, on XOR: less on the first weights' size, more on the seed."),
        (0.2, 0.3, "Yes, on XOR: less on the first weights' size, about as much on the seed."),
        (0.9, 0.3, "No, on XOR: more on the first weights' size, about as much on the seed."),
    ],
)
def test_the_headline_says_which_depends_less_by_either_measure(found, size, luck, says):
    facts = pd.DataFrame({"optimizer": ["SGD", "Adam"], "size": [0.6, size], "luck": [0.3, luck]})
    said = optimizer.headline(optimizer.Compared(found.shares, found.best.assign(solved=1), facts), "Adam", "XOR")
    assert said == says
    assert fits(said.replace("XOR", "two circles with 8 hidden units"))


@pytest.mark.parametrize(("other", "kind"), optimizer.OTHERS.items())
def test_that_none_moves_what_has_no_gradient_is_said_with_the_page_that_shows_it(found, other, kind):
    best = found.best.assign(optimizer=found.best["optimizer"].replace("Adam", other))
    named = [each.assign(optimizer=each["optimizer"].replace("Adam", other)) for each in (found.shares, found.facts)]
    said = optimizer.why(optimizer.Compared(named[0], best, named[1]), other)
    (shown,) = re.findall(r"No optimizer moves a weight that has no gradient, .*?: \[.*?\]\((.*?)\)\.", said)
    slug, settings = question.from_address(shown)
    assert (slug, settings["optimizer"]) == ("frozen", kind)
    assert settings["starts"] == ("all zeros", "Glorot random")


def test_where_nothing_is_solved_there_is_no_answer(found):
    none = optimizer.Compared(found.shares, found.best.assign(solved=0), found.facts)
    assert optimizer.headline(none, "Adam", "XOR").startswith("No answer")
