"""Results that are kept: of a function, and of what depends on a part of its arguments alone."""

import lab
from lab.answer import Answer
from lab.compute import Compute

called = []


def doubled(number):
    called.append(number)
    return 2 * number


def moved(number, by, compute):
    return compute(doubled, number) + by


def test_what_does_not_depend_on_the_changed_argument_is_not_computed_anew():
    compute = Compute()
    assert [compute(moved, 20, by=by) for by in (1, 2, 1)] == [41, 42, 41]
    assert called == [20]


def test_results_outlive_the_one_who_asked():
    assert Compute()(doubled, 7) == Compute()(doubled, 7) == 14
    assert called.count(7) == 1


def test_a_coarse_answer_says_what_it_is_true_of():
    shown, answer = [], Answer(headline="Half of them do.", note="64 runs.", blocks=())
    Compute(show=shown.append).show(answer, {"runs": (64, 2000), "epochs": (5, 5)})
    assert shown[0].note == "64 runs. So far 64 of 2,000 runs; the rest follows."


def test_a_coarse_answer_may_need_no_such_word():
    shown, answer = [], Answer(headline="Half of them do.", note="64 runs.", blocks=())
    Compute(show=shown.append).show(answer)
    assert shown == [answer]


def told(experiment):
    return Answer(headline="It learns.", note=f"{experiment.training.epochs} epochs.", blocks=())


def test_the_first_epochs_of_a_long_training_are_shown_meanwhile():
    shown, long = [], lab.Experiment(training=lab.Training(epochs=5000))
    assert Compute(show=shown.append).sooner(told, long, 100).note == "5000 epochs."
    assert [answer.note for answer in shown] == ["100 epochs. So far 100 of 5,000 epochs; the rest follows."]
    assert [answer.headline for answer in shown] == ["So far: It learns."]


def test_a_training_that_is_short_or_that_nobody_watches_is_not_cut():
    shown, asked, long = [], [], lab.Experiment(training=lab.Training(epochs=5000))
    Compute(show=shown.append).sooner(told, long, 1001)
    Compute().sooner(asked.append, long, 100)
    assert (shown, asked) == ([], [long])
