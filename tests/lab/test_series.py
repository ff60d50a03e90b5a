"""Trainings at the same time: every run as by itself, one progress, and one end."""

import pytest

import lab
from lab.progress import Cancelled
from lab.series import train_together


def test_a_series_of_trainings_has_one_progress():
    experiment, told = lab.Experiment(training=lab.Training(epochs=300)), []
    runs = train_together([(experiment, {"seeds": [0]}), (experiment, {"seeds": [1]})], told.append)
    done = [now.done for now in told]
    assert [run.seeds for run in runs] == [(0,), (1,)]
    assert done == sorted(done)
    assert done[-1] == 1.0


def test_a_training_that_is_refused_ends_the_others():
    long = lab.Experiment(training=lab.Training(epochs=1_000_000))
    with pytest.raises(ValueError, match="`seeds` must name at least one seed; got none."):
        train_together([(long, {"seeds": [0], "recorded": 1}), (long, {"seeds": []})])


def test_trainings_are_cancelled_together():
    asked = iter([False] * 4)
    with pytest.raises(Cancelled):
        train_together([(lab.Experiment(), {"seeds": [seed]}) for seed in (0, 1)], None, lambda: next(asked, True))


def test_the_first_runs_are_shared_while_others_still_train(monkeypatch):
    monkeypatch.setattr("lab.series.processors", lambda: 2)
    plans, shared = [(lab.Experiment(), {"seeds": [seed], "recorded": 1}) for seed in range(5)], []
    runs = train_together(plans, partly=shared.append)
    assert shared == [runs[:2], runs[:4]]


def test_a_caller_that_cannot_use_the_first_runs_ends_the_others(monkeypatch):
    monkeypatch.setattr("lab.series.processors", lambda: 1)
    long = lab.Experiment(training=lab.Training(epochs=1_000_000))
    plans = [(lab.Experiment(), {"seeds": [0]}), (long, {"seeds": [0], "recorded": 1})]
    with pytest.raises(ZeroDivisionError):
        train_together(plans, partly=lambda runs: 1 / 0)
