"""The training slot: real threads, ordered by events; a wait that runs out is a failure, never a pass."""

import threading
from types import SimpleNamespace

import numpy as np
import pytest

import lab
from lab import jobs

LONG = 20.0  # seconds after which a test gives up


class Work:
    """Work that begins, then waits to be told to end or to be cancelled."""

    def __init__(self, result="result"):
        self.result, self.calls = result, 0
        self.begun, self.finish, self.stopped = threading.Event(), threading.Event(), threading.Event()

    def __call__(self, progress, cancelled, partly):
        self.calls += 1
        self.begun.set()
        while not self.finish.wait(0.001):
            if cancelled():
                self.stopped.set()
                raise lab.Cancelled
        return self.result


def at_once(result):
    return lambda progress, cancelled, partly: result


def outcome(ticket):
    """The result of a ticket, waited for and left."""
    assert ticket.wait(LONG)
    try:
        return ticket.result()
    finally:
        ticket.leave()


@pytest.fixture
def slot():
    return jobs.Slot(grace=0.0)


def test_a_result_reaches_its_waiter(slot):
    assert outcome(slot.join("key", at_once(7))) == 7


def test_the_same_key_asked_twice_is_worked_once(slot):
    work = Work()
    first, second = slot.join("key", work), slot.join("key", work)
    work.finish.set()
    assert (outcome(first), outcome(second), work.calls) == ("result", "result", 1)


def test_a_kept_result_is_there_without_waiting(slot):
    outcome(slot.join("key", at_once(7)))
    again = slot.join("key", None)
    assert again.wait(0)
    assert (again.result(), again.done) == (7, 1.0)


def test_what_nobody_is_to_keep_reaches_its_waiters_and_is_worked_anew(slot):
    work = Work()
    one, two = slot.join("key", work, keep=False), slot.join("key", work, keep=False)
    work.finish.set()
    assert (outcome(one), outcome(two), work.calls) == ("result", "result", 1)
    assert len(slot.results) == 0
    assert outcome(slot.join("key", at_once("other"), keep=False)) == "other"


def test_one_job_runs_at_a_time(slot):
    first, second = Work(), Work()
    tickets = [slot.join("first", first), slot.join("second", second)]
    assert first.begun.wait(LONG)
    assert not second.begun.is_set()
    first.finish.set()
    assert second.begun.wait(LONG)
    second.finish.set()
    assert [outcome(ticket) for ticket in tickets] == ["result", "result"]


def test_a_job_stops_when_its_last_waiter_leaves(slot):
    work = Work()
    one, two = slot.join("key", work), slot.join("key", work)
    assert work.begun.wait(LONG)
    one.leave()
    assert not work.stopped.wait(0.05)
    two.leave()
    assert work.stopped.wait(LONG)


def test_leaving_twice_counts_once(slot):
    work = Work()
    one, two = slot.join("key", work), slot.join("key", work)
    one.leave()
    one.leave()
    work.finish.set()
    assert outcome(two) == "result"


def test_a_queued_job_that_nobody_waits_for_never_begins(slot):
    running, queued = Work(), Work()
    first = slot.join("running", running)
    slot.join("queued", queued).leave()
    last = slot.join("last", at_once(1))
    running.finish.set()
    assert (outcome(first), outcome(last), queued.calls) == ("result", 1, 0)


def test_dragging_runs_one_job_at_a_time_and_finishes_the_last_alone(slot):
    works = [Work(i) for i in range(20)]
    for i, work in enumerate(works[:-1]):
        ticket = slot.join(i, work)
        if i == 0:
            assert work.begun.wait(LONG)
        ticket.leave()
    last = slot.join(19, works[-1])
    works[-1].finish.set()
    assert outcome(last) == 19
    assert works[0].stopped.is_set()
    assert len(slot.results) == 1


def test_within_its_grace_a_job_that_was_left_is_found_again():
    slot, work = jobs.Slot(grace=1e9), Work()
    ticket = slot.join("key", work)
    assert work.begun.wait(LONG)
    ticket.leave()
    again = slot.join("key", work)
    work.finish.set()
    assert (outcome(again), work.calls) == ("result", 1)


def test_grace_ends_when_somebody_waits_for_another_job():
    slot, work = jobs.Slot(grace=1e9), Work()
    ticket = slot.join("key", work)
    assert work.begun.wait(LONG)
    ticket.leave()
    assert outcome(slot.join("other", at_once(2))) == 2
    assert work.stopped.is_set()


def test_grace_ends_with_the_clock():
    now = [0.0]
    slot, work = jobs.Slot(grace=5.0, clock=lambda: now[0]), Work()
    ticket = slot.join("key", work)
    assert work.begun.wait(LONG)
    ticket.leave()
    now[0] = 4.9
    assert not work.stopped.wait(0.05)
    now[0] = 5.0
    assert work.stopped.wait(LONG)


def test_a_cancelled_job_is_begun_anew_for_a_newcomer(slot):
    old, new = Work("old"), Work("new")
    ticket = slot.join("key", old)
    assert old.begun.wait(LONG)
    ticket.leave()
    assert old.stopped.wait(LONG)
    new.finish.set()
    assert outcome(slot.join("key", new)) == "new"


@pytest.mark.parametrize("error", [ValueError("no such data"), KeyboardInterrupt(), SystemExit(3), MemoryError()])
def test_an_error_reaches_every_waiter_and_the_slot_lives_on(slot, error):
    gate = threading.Event()

    def work(progress, cancelled, partly):
        gate.wait(LONG)
        raise error

    tickets = [slot.join("key", work), slot.join("key", work)]
    gate.set()
    for ticket in tickets:
        with pytest.raises(type(error)) as raised:
            outcome(ticket)
        assert raised.value is error
    assert outcome(slot.join("key", at_once(1))) == 1


def test_an_error_is_not_kept(slot):
    with pytest.raises(ZeroDivisionError):
        outcome(slot.join("key", lambda progress, cancelled, partly: 1 / 0))
    assert outcome(slot.join("key", at_once(1))) == 1


def test_progress_can_be_read_while_the_job_runs(slot):
    told, go_on = threading.Event(), threading.Event()

    def work(progress, cancelled, partly):
        progress(SimpleNamespace(done=0.25))
        told.set()
        go_on.wait(LONG)

    ticket = slot.join("key", work)
    assert told.wait(LONG)
    assert ticket.done == 0.25
    go_on.set()
    outcome(ticket)


def test_many_threads_that_join_and_leave_agree(slot):
    work, results = Work(), []

    def ask():
        results.append(outcome(slot.join("key", work)))

    threads = [threading.Thread(target=ask) for _ in range(30)]
    for thread in threads:
        thread.start()
    work.finish.set()
    for thread in threads:
        thread.join(LONG)
    assert (results, work.calls) == (["result"] * 30, 1)


def test_preparing_happens_once_before_the_first_job_and_its_error_ends_nothing():
    order = []

    def prepare():
        order.append("prepare")
        raise RuntimeError("no TensorFlow here")

    slot = jobs.Slot(prepare, rest=LONG)
    assert outcome(slot.join("a", lambda progress, cancelled, partly: order.append("a"))) is None
    assert outcome(slot.join("b", lambda progress, cancelled, partly: order.append("b"))) is None
    assert order == ["prepare", "a", "b"]


def test_preparing_begins_without_a_job_after_the_rest():
    prepared = threading.Event()
    jobs.Slot(prepared.set, rest=0.001)
    assert prepared.wait(LONG)


def test_a_result_larger_than_the_store_reaches_its_waiter_and_is_not_kept():
    slot = jobs.Slot(most_bytes=100)
    assert len(outcome(slot.join("key", at_once(np.zeros(1000))))) == 1000
    assert len(slot.results) == 0


def test_a_part_of_the_result_is_seen_on_the_way_and_gone_at_the_end(slot):
    shared, go_on = threading.Event(), threading.Event()

    def work(progress, cancelled, partly):
        partly("half")
        shared.set()
        assert go_on.wait(LONG)
        return "whole"

    ticket = slot.join("key", work)
    assert shared.wait(LONG)
    assert ticket.partial == "half"
    go_on.set()
    assert outcome(ticket) == "whole"
    assert ticket.partial is None


def test_a_result_that_cannot_be_weighed_reaches_its_waiter_and_is_not_kept(slot):
    class Odd:
        @property
        def nbytes(self):
            raise RuntimeError("no weight")

    odd = Odd()
    assert outcome(slot.join("key", at_once(odd))) is odd
    assert len(slot.results) == 0
