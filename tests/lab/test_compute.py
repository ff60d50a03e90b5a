"""Results that are kept: of a function, and of what depends on a part of its arguments alone."""

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
