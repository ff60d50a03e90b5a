"""Trainings one after another: every run as by itself, and one progress."""

import lab
from lab.series import train_in_turn


def test_a_series_of_trainings_has_one_progress():
    experiment, told = lab.Experiment(training=lab.Training(epochs=300)), []
    runs = train_in_turn([(experiment, {"seeds": [0]}), (experiment, {"seeds": [1]})], told.append)
    done = [now.done for now in told]
    assert [run.seeds for run in runs] == [(0,), (1,)]
    assert done == sorted(done)
    assert done[-1] == 1.0
