"""The queue: real threads, ordered by events; a wait that runs out is a failure, never a pass."""

import ctypes
import logging
import threading
import time
from contextlib import ExitStack

import psutil
import pytest

from lab import job_queue
from lab.job_queue import LOST, SORRY, JobQueue, key_of
from lab.process import NONE, Worker
from lab.progress import Cancelled
from lab.request import Died, Failed, Refused, Request
from tests.lab import fake_worker
from tests.lab.fake_worker import request

LONG = 60.0  # seconds after which a test gives up


class Thread:
    """What computes, as a worker does, in the thread that asks: it does what a request's `do` does."""

    def __init__(self):
        self.calls, self.started, self.ended, self.nbytes, self.pid = [], 0, 0, 0, 1
        self.renewed = []  # whether at once, each time

    def start(self):
        self.started += 1

    def renew(self, at_once):
        self.renewed.append(at_once)

    def end(self):
        self.ended += 1

    def run(self, asked, progress, cancelled, show):
        self.calls.append(asked.slug)
        return asked.settings["do"](progress, cancelled, show)


class Work:
    """Work that begins, then waits to be told to end or to be given up."""

    def __init__(self, answer=b"answer"):
        self.answer, self.calls = answer, 0
        self.begun, self.finish, self.stopped = threading.Event(), threading.Event(), threading.Event()

    def __call__(self, progress, cancelled, show):
        self.calls += 1
        self.begun.set()
        while not self.finish.wait(0.001):
            if cancelled():
                self.stopped.set()
                raise Cancelled
        return self.answer


def at_once(answer=b"answer"):
    return lambda progress, cancelled, show: answer


def raising(*errors):
    """Work that raises one error after the other, then brings an answer."""
    left = list(errors)

    def work(progress, cancelled, show):
        if left:
            raise left.pop(0)
        return b"answer"

    return work


@pytest.fixture
def thread():
    return Thread()


@pytest.fixture
def queue(thread):
    made = JobQueue([thread], rest=LONG)
    yield made
    made.close()


@pytest.fixture
def processes():
    """A queue with a real process."""
    made = JobQueue([Worker(fake_worker.COMMAND)])
    yield made
    made.close()


def asked(queue, key, work, **named):
    return queue.asked(key, Request(str(key), {"do": work}), **named)


def outcome(queue, key, work, **named):
    """The answer to a request, or the sentence in its place."""
    with asked(queue, key, work, **named) as job:
        assert job.wait(LONG)
        return job.answer or job.error


def test_visitors_who_ask_for_the_same_get_one_computation(queue, thread):
    work, got = Work(), []
    threads = [threading.Thread(target=lambda: got.append(outcome(queue, "key", work))) for _ in range(20)]
    for each in threads:
        each.start()
    until(lambda: len(queue._jobs) == 1 and queue._jobs["key"].waiting == 20)
    work.finish.set()
    for each in threads:
        each.join(LONG)
    assert (got, work.calls) == ([b"answer"] * 20, 1)


def until(condition):
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_no_answer_but_the_last_is_kept(queue, thread):
    assert outcome(queue, "key", at_once(b"one")) == b"one"
    assert outcome(queue, "other", at_once(b"two")) == b"two"
    assert outcome(queue, "key", at_once(b"three")) == b"three"


def test_jobs_are_computed_in_their_order_one_at_a_time(queue, thread):
    first = Work()
    with ExitStack() as waits:
        waits.enter_context(asked(queue, "first", first))
        assert first.begun.wait(LONG)
        rest = [waits.enter_context(asked(queue, f"{n}", at_once())) for n in range(1, 6)]
        assert thread.calls == ["first"]
        first.finish.set()
        assert all(job.wait(LONG) for job in rest)
    assert thread.calls == ["first", "1", "2", "3", "4", "5"]


def test_a_job_that_everybody_left_is_given_up_and_the_next_begins(queue):
    old, new = Work(), Work()
    with ExitStack() as visitors:
        for _ in range(3):
            visitors.enter_context(asked(queue, "old", old))
        assert old.begun.wait(LONG)
        with asked(queue, "new", new):
            assert not new.begun.is_set()
            left = time.monotonic()
            visitors.close()
            assert new.begun.wait(LONG)
            print(f"given up, and the next begun, within {time.monotonic() - left:.3f} s")
    assert old.stopped.is_set()


def test_a_job_that_one_of_two_left_goes_on(queue):
    work = Work()
    with asked(queue, "key", work) as job:
        with asked(queue, "key", work):
            assert work.begun.wait(LONG)
        assert not work.stopped.wait(2 * job_queue.GRACE)
        work.finish.set()
        assert job.wait(LONG)
        assert (job.answer, work.calls) == (b"answer", 1)


def test_a_visitor_whose_page_is_drawn_anew_still_waits_when_the_run_before_leaves(queue):
    """Streamlit begins the new run of a page before the old one has ended: one visitor waits twice for the same."""
    work = Work()
    old = asked(queue, "key", work)
    old.__enter__()
    assert work.begun.wait(LONG)
    with asked(queue, "key", work) as job:
        old.__exit__(None, None, None)
        assert not work.stopped.wait(4 * job_queue.GRACE)
        work.finish.set()
        assert job.wait(LONG)
        assert (job.answer, work.calls) == (b"answer", 1)


def test_a_visitor_who_leaves_and_is_back_within_a_moment_finds_the_job_still_running(queue, monkeypatch):
    monkeypatch.setattr(job_queue, "GRACE", LONG)
    work = Work()
    with asked(queue, "key", work):
        assert work.begun.wait(LONG)
    with asked(queue, "key", work) as job:
        work.finish.set()
        assert job.wait(LONG)
    assert work.calls == 1


@pytest.mark.parametrize("stays", [True, False])
def test_an_answer_that_came_while_a_page_was_drawn_anew_is_there_for_it(queue, monkeypatch, stays):
    monkeypatch.setattr(job_queue, "GRACE", LONG)
    work = Work()
    with ExitStack() as visitor:
        left = visitor.enter_context(asked(queue, "key", work))
        assert work.begun.wait(LONG)
        if not stays:
            visitor.close()
        work.finish.set()
        assert left.wait(LONG)
    assert outcome(queue, "key", at_once(b"another")) == b"answer"


def test_a_job_given_up_is_begun_anew_for_a_newcomer(queue):
    old = Work(b"old")
    with asked(queue, "key", old):
        assert old.begun.wait(LONG)
    assert old.stopped.wait(LONG)
    assert outcome(queue, "key", at_once(b"new")) == b"new"


def test_a_newcomer_to_a_job_that_is_being_given_up_gets_one_of_their_own(queue):
    """It is out of reach before it has ended: its answer may be that it was given up."""
    told, go_on = threading.Event(), threading.Event()

    def slow_to_stop(progress, cancelled, show):
        until(cancelled)
        told.set()
        assert go_on.wait(LONG)
        raise Cancelled

    with asked(queue, "key", slow_to_stop):
        until(lambda: queue._jobs["key"].running)
    assert told.wait(LONG)
    with asked(queue, "key", at_once(b"new")) as job:
        go_on.set()
        assert job.wait(LONG)
        assert job.answer == b"new"


def test_requests_that_are_left_one_after_another_do_not_pile_up(queue, thread):
    running, works = Work(), [Work() for _ in range(5)]
    with asked(queue, "running", running), ExitStack() as drags:
        assert running.begun.wait(LONG)
        for number, work in enumerate(works):
            drags.close()
            drags.enter_context(asked(queue, number, work))
            assert list(queue._jobs) == ["running", number]
        running.finish.set()
        assert works[-1].begun.wait(LONG)
        works[-1].finish.set()
    assert thread.calls == ["running", "4"]


def test_a_run_that_was_held_up_and_asks_for_what_it_was_for_takes_nothing_from_the_one_after_it(queue):
    """A page's new run may overtake the old one, which asks late and then hears that it is out of date."""
    running, latest = Work(), Work()
    with asked(queue, "running", running):
        assert running.begun.wait(LONG)
        with asked(queue, "new", latest) as job:
            with asked(queue, "old", Work()):
                pass
            running.finish.set()
            latest.finish.set()
            assert job.wait(LONG)
            assert job.answer == b"answer"


def test_fifty_who_drag_pile_nothing_up_and_each_gets_the_last_they_asked_for(queue, thread):
    """At most one job runs and two of each wait, for the moment in which one run of a page gives way to the next."""
    running, most, got = [], [0, 0], {}

    def work(progress, cancelled, show):
        running.append(1)
        most[0], most[1] = max(most[0], len(running)), max(most[1], len(queue._jobs))
        end = time.monotonic() + 0.005
        try:
            while time.monotonic() < end:
                if cancelled():
                    raise Cancelled
                time.sleep(0.0005)
            return b"answer"
        finally:
            running.pop()

    def drag(who):
        before = ExitStack()
        for step in range(20):
            run = ExitStack()
            job = run.enter_context(asked(queue, (who, step), work))
            before.close()
            job.wait(0.002)
            before = run
        with before:
            assert job.wait(LONG)
            got[who] = job.answer

    threads = [threading.Thread(target=drag, args=(who,)) for who in range(50)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(LONG)
    assert got == dict.fromkeys(range(50), b"answer")
    assert most[0] == 1
    assert most[1] <= 2 * 50 + 1
    assert not queue._jobs


def test_two_workers_compute_two_jobs_at_once_and_each_job_once():
    first, second = Work(), Work()
    queue = JobQueue([Thread(), Thread()], rest=0.0)
    try:
        with asked(queue, "a", first) as a, asked(queue, "b", second) as b:
            assert first.begun.wait(LONG)
            assert second.begun.wait(LONG)
            first.finish.set()
            second.finish.set()
            assert a.wait(LONG)
            assert b.wait(LONG)
    finally:
        queue.close()
    assert (first.calls, second.calls) == (1, 1)


class Spare(Thread):
    """What has no process until it is started."""

    def __init__(self):
        super().__init__()
        self.pid = None

    def start(self):
        super().start()
        self.pid = 2

    def end(self):
        super().end()
        self.pid = None


@pytest.fixture
def spare(thread, monkeypatch):
    """What is started for those who wait behind a long job, of the queue `relieved`."""
    monkeypatch.setattr(job_queue, "BEHIND", 0.05)
    monkeypatch.setattr(job_queue, "QUIET", 0.05)
    monkeypatch.setattr(job_queue, "free_memory", lambda: job_queue.ANOTHER)
    return Spare()


@pytest.fixture
def relieved(thread, spare):
    made = JobQueue([thread], rest=LONG, spare=spare)
    yield made
    made.close()


def long(queue, key, work):
    """A job that says how long it may take: minutes."""
    return queue.asked(key, Request(key, {"do": work}, seconds=180.0), private=True)


def test_who_comes_while_a_network_is_checked_for_minutes_does_not_wait_for_that(relieved, thread, spare):
    check, second = Work(), Work()
    with long(relieved, "check", check) as checked:
        assert check.begun.wait(LONG)
        assert outcome(relieved, "one", at_once(b"one")) == b"one"
        assert outcome(relieved, "two", at_once(b"two")) == b"two"
        assert (spare.calls, spare.pid, thread.calls) == (["one", "two"], 2, ["check"])
        with long(relieved, "other check", second) as other:
            assert not second.begun.wait(0.3)  # two for minutes at once would take what the others need
            check.finish.set()
            assert checked.wait(LONG)
            second.finish.set()
            assert other.wait(LONG)
    until(lambda: spare.pid is None)
    assert thread.calls == ["check", "other check"]


def test_nobody_gets_a_second_process_without_a_long_job_or_without_memory_for_it(relieved, spare, monkeypatch):
    usual, check = Work(), Work()
    with asked(relieved, "usual", usual) as job, asked(relieved, "next", at_once()) as after:
        assert not after.wait(0.3)
        usual.finish.set()
        assert job.wait(LONG)
        assert after.wait(LONG)
    monkeypatch.setattr(job_queue, "free_memory", lambda: job_queue.ANOTHER - 1)
    with long(relieved, "check", check) as job, asked(relieved, "one", at_once()) as after:
        assert check.begun.wait(LONG)
        assert not after.wait(0.3)
        assert spare.started == 0
        monkeypatch.setattr(job_queue, "free_memory", lambda: job_queue.ANOTHER)
        assert after.wait(LONG)
        assert (spare.calls, job.answer) == (["one"], None)
        check.finish.set()
        assert job.wait(LONG)


def test_progress_and_coarse_answers_are_seen_on_the_way(queue):
    told, go_on = threading.Event(), threading.Event()

    def work(progress, cancelled, show):
        progress(0.25)
        show(b"coarse")
        told.set()
        assert go_on.wait(LONG)
        return b"fine"

    with asked(queue, "key", work) as job:
        assert told.wait(LONG)
        assert (job.done, job.coarse, job.answer) == (0.25, b"coarse", None)
        go_on.set()
        assert job.wait(LONG)
        assert (job.done, job.answer) == (1.0, b"fine")


def test_a_refusal_is_told_and_nothing_else_is(queue, caplog):
    assert outcome(queue, "a", raising(Refused("No such thing."))) == "No such thing."
    assert outcome(queue, "b", raising(Failed("the inner workings"))) == SORRY
    assert outcome(queue, "c", raising(ZeroDivisionError("inner workings"))) == SORRY
    assert outcome(queue, "d", at_once()) == b"answer"
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 2


def test_of_what_a_visitor_brought_the_log_says_nothing(queue, caplog):
    for key, error in enumerate([Failed("my income"), ValueError("my income")]):
        assert outcome(queue, key, raising(error), private=True) == SORRY
    assert "my income" not in caplog.text
    assert len(caplog.records) == 2


def test_a_job_whose_process_dies_is_tried_once_more(queue, thread):
    assert outcome(queue, "key", raising(Died())) == b"answer"
    assert len(thread.calls) == 2


def test_a_job_that_takes_two_processes_down_is_refused_for_a_while_and_others_live_on(queue, thread, monkeypatch):
    deadly = raising(*[Died()] * 3)
    for _ in range(10):
        assert outcome(queue, "deadly", deadly) == LOST
        assert outcome(queue, "other", at_once()) == b"answer"
    assert thread.calls.count("deadly") == 2
    monkeypatch.setattr(job_queue, "REFUSED_FOR", 0.0)
    assert outcome(queue, "deadly", deadly) == b"answer"


def test_deaths_of_which_a_job_recovered_are_forgotten(queue):
    for _ in range(3):
        assert outcome(queue, "key", raising(Died())) == b"answer"
    assert queue._deaths == {}


def test_no_process_to_be_had_is_told_and_the_queue_lives_on(queue, thread, monkeypatch):
    def none():
        raise Refused(NONE)

    with monkeypatch.context() as patched:
        patched.setattr(thread, "start", none)
        assert outcome(queue, "key", at_once()) == NONE
        queue.warm()
    assert outcome(queue, "key", at_once()) == b"answer"


def test_whatever_a_worker_does_when_it_is_started_or_weighed_the_queue_lives_on(queue, thread, monkeypatch):
    monkeypatch.setattr(job_queue, "QUIET", 0.001)

    def stumbles():
        raise RuntimeError("no")

    with monkeypatch.context() as patched:
        patched.setattr(thread, "start", stumbles)
        queue.warm()
        assert outcome(queue, "key", at_once()) == SORRY
    assert outcome(queue, "key", at_once()) == b"answer"


def test_a_large_process_is_replaced_between_two_jobs(queue, thread):
    thread.nbytes = job_queue.HARD + 1
    first = Work()
    with asked(queue, "first", first) as job:
        assert first.begun.wait(LONG)
        assert thread.renewed == []
        first.finish.set()
        assert job.wait(LONG)
    assert outcome(queue, "second", at_once()) == b"answer"
    assert thread.renewed[0] is True


def test_a_process_that_grows_is_replaced_when_the_next_one_is_prepared(queue, thread):
    thread.nbytes = job_queue.SOFT + 1
    assert outcome(queue, "first", at_once()) == b"answer"
    assert outcome(queue, "second", at_once()) == b"answer"
    assert thread.renewed[0] is False


def test_a_process_that_has_grown_is_replaced_in_a_quiet_moment(thread, monkeypatch):
    monkeypatch.setattr(job_queue, "QUIET", 0.01)
    thread.nbytes = job_queue.SOFT + 1
    queue = JobQueue([thread], rest=0.0)
    try:
        until(lambda: thread.started >= 2)
        assert thread.renewed == [True]
    finally:
        queue.close()


def test_a_process_without_work_is_ended_and_is_there_again_when_somebody_comes(thread, monkeypatch):
    monkeypatch.setattr(job_queue, "QUIET", 0.01)
    monkeypatch.setattr(job_queue, "IDLE", 0.01)
    queue = JobQueue([thread], rest=0.0)
    try:
        until(lambda: thread.ended)
        started = thread.started
        queue.warm()
        until(lambda: thread.started > started)
        assert outcome(queue, "key", at_once()) == b"answer"
    finally:
        queue.close()


def test_a_queue_that_is_closed_gives_up_what_runs_and_answers_nobody(thread):
    queue, work = JobQueue([thread], rest=LONG), Work()
    with asked(queue, "key", work) as running, asked(queue, "other", at_once()) as waiting:
        assert work.begun.wait(LONG)
        queue.close()
        assert work.stopped.is_set()
        assert (running.wait(LONG), waiting.wait(LONG)) == (True, True)
        assert (running.error, waiting.error) == (SORRY, SORRY)
    assert outcome(queue, "key", at_once()) == SORRY
    assert not any(each.is_alive() for each in queue._threads)


def test_a_key_tells_texts_numbers_and_bytes_apart():
    keys = {key_of(*parts) for parts in [("1",), (1,), (1.0,), (b"1",), ("1", ""), (None,), (True,)]}
    assert len(keys) == 7
    assert key_of({"a": (1, 2)}) == key_of({"a": (1, 2)})


def said(queue, asked_for):
    with queue.asked(key_of(asked_for), asked_for) as job:
        assert job.wait(LONG)
        return job.answer or job.error


def test_a_process_killed_in_the_midst_costs_nobody_an_answer(processes, tmp_path):
    note, gate = tmp_path / "note", tmp_path / "gate"
    slow = request("poll", note=str(note), until=str(gate), headline="in the end")
    with processes.asked("slow", slow) as job, processes.asked("quick", request()) as other:
        until(lambda: note.exists() and note.read_text())
        psutil.Process(int(note.read_text().split()[1])).kill()
        gate.touch()
        assert job.wait(LONG)
        assert b"in the end" in job.answer
        assert other.wait(LONG)
        assert b"said" in other.answer


def test_a_job_that_always_kills_its_process_is_refused_and_the_rest_lives(processes, tmp_path):
    note = tmp_path / "note"
    for _ in range(10):
        assert said(processes, request("die", note=str(note))) == LOST
        assert b"said" in said(processes, request())
    assert note.read_text().count("begun") == 2


def test_a_process_over_the_bound_is_another_one_for_the_next_job(processes, monkeypatch):
    made = processes._workers[0]
    said(processes, request())
    before = made.pid
    monkeypatch.setattr(job_queue, "HARD", made.nbytes + 200_000_000)  # it may just be giving some back
    monkeypatch.setattr(job_queue, "SOFT", job_queue.HARD)
    said(processes, request("hold", count=10_000_000))
    assert b"said" in said(processes, request())
    assert made.pid == before
    said(processes, request("hold", count=400_000_000))
    assert b"said" in said(processes, request(headline="another said"))
    assert made.pid != before


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="glibc alone keeps what was freed")
def test_a_process_that_can_hand_back_what_it_took_stays(processes, monkeypatch):
    made = processes._workers[0]
    said(processes, request())
    before = made.pid
    monkeypatch.setattr(job_queue, "HARD", made.nbytes + 200_000_000)
    monkeypatch.setattr(job_queue, "SOFT", job_queue.HARD)
    said(processes, request("litter", count=500_000_000))
    assert b"said" in said(processes, request(headline="another said"))
    assert made.pid == before


def test_closing_ends_the_process_and_takes_its_exit_status(tmp_path, monkeypatch):
    monkeypatch.setattr(job_queue.compiled, "forget", lambda: pytest.fail("its programs would be compiled again"))
    note, made = tmp_path / "note", Worker(fake_worker.COMMAND)
    queue = JobQueue([made])
    with queue.asked("key", request("spin", note=str(note))):
        until(lambda: note.exists() and note.read_text())
        queue.close()
    assert not psutil.pid_exists(int(note.read_text().split()[1]))


@pytest.fixture
def quiet(thread, monkeypatch):
    """A queue whose quiet moments come at once."""
    monkeypatch.setattr(job_queue, "STAYED", 0.001)
    made = JobQueue([thread], rest=0.0)
    yield made
    made.close()


def test_what_is_expected_is_computed_once_in_a_process(quiet, thread):
    for key in ("a", "a", "b", "a"):
        quiet.expect(key, Request(key, {"do": at_once()}))
        until(lambda: quiet._expected is None)
    until(lambda: thread.calls == ["a", "b"])
    thread.pid = 2
    quiet.expect("a", Request("a", {"do": at_once()}))
    until(lambda: thread.calls == ["a", "b", "a"])


def test_a_process_that_takes_the_place_of_a_large_one_is_prepared_for_the_same_once(quiet, thread, monkeypatch):
    def renew(at_once):
        thread.pid, thread.nbytes = thread.pid + 1, 0

    monkeypatch.setattr(job_queue, "QUIET", 0.01)
    monkeypatch.setattr(thread, "renew", renew)
    quiet.expect("key", Request("key", {"do": at_once()}))
    for pid in (1, 2):
        until(lambda: thread.calls == ["key"] * pid)  # noqa: B023 - called at once
        thread.nbytes = job_queue.SOFT + 1
        quiet.warm()
        until(lambda: thread.pid == pid + 1)  # noqa: B023
    assert outcome(quiet, "asked", at_once()) == b"answer"
    until(lambda: quiet._expected is None)
    quiet.expect("last", Request("last", {"do": at_once()}))
    until(lambda: "last" in thread.calls)
    assert thread.calls == ["key", "key", "asked", "last"]


def test_a_worker_is_there_before_it_is_known_whether_somebody_stays(thread, monkeypatch):
    monkeypatch.setattr(job_queue, "STAYED", LONG)
    queue = JobQueue([thread], rest=0.0)
    try:
        until(lambda: thread.started == 1)
        queue.expect("key", Request("key", {"do": at_once()}))
        until(lambda: thread.started >= 2)
        assert thread.calls == []
    finally:
        queue.close()


def test_what_was_asked_is_not_computed_again_because_it_is_expected(quiet, thread):
    assert outcome(quiet, "key", at_once()) == b"answer"
    quiet.expect("key", Request("key", {"do": at_once()}))
    until(lambda: quiet._expected is None)
    quiet.expect("last", Request("last", {"do": at_once()}))
    until(lambda: "last" in thread.calls)
    assert len(thread.calls) == 2


def test_what_is_expected_gives_way_to_what_is_asked(quiet):
    work = Work()
    quiet.expect("expected", Request("expected", {"do": work}))
    assert work.begun.wait(LONG)
    assert outcome(quiet, "asked", at_once()) == b"answer"
    assert work.stopped.is_set()


@pytest.mark.parametrize(("pid", "nbytes"), [(None, 0), (1, job_queue.SOFT)])
def test_nothing_is_prepared_in_a_cluster_nor_in_a_large_process(quiet, thread, pid, nbytes):
    thread.pid, thread.nbytes = pid, nbytes
    quiet.expect("key", Request("key", {"do": at_once()}))
    until(lambda: quiet._expected is None)
    assert outcome(quiet, "asked", at_once()) == b"answer"
    assert "key" not in thread.calls


@pytest.fixture
def foreseeing(thread, prepared, monkeypatch):
    """A queue that expects "a" and "b" in a lull, which comes at once."""
    monkeypatch.setattr(job_queue, "STAYED", 0.001)
    monkeypatch.setattr(job_queue, "QUIET", 0.001)
    monkeypatch.setattr(job_queue, "LULL", 0.01)
    likely = ((key, Request(key, {"do": at_once()})) for key in "ab")
    made = JobQueue([thread], rest=0.0, likely=likely, prepared=prepared.append)
    yield made
    made.close()


@pytest.fixture
def prepared():
    """The keys of what was prepared in a lull."""
    return []


def test_in_a_lull_what_is_likely_is_prepared_one_after_another_and_then_the_worker_rests(
    foreseeing, prepared, thread, monkeypatch
):
    monkeypatch.setattr(job_queue, "IDLE", 0.01)
    until(lambda: thread.ended)
    assert thread.calls == prepared == ["a", "b"]
    assert outcome(foreseeing, "asked", at_once()) == b"answer"


def test_what_is_prepared_in_a_lull_gives_way_and_is_prepared_in_another(thread, prepared, monkeypatch):
    monkeypatch.setattr(job_queue, "QUIET", 0.001)
    monkeypatch.setattr(job_queue, "LULL", 0.01)
    work = Work()
    queue = JobQueue([thread], rest=0.0, likely=[("a", Request("a", {"do": work}))], prepared=prepared.append)
    try:
        assert work.begun.wait(LONG)
        assert outcome(queue, "asked", at_once()) == b"answer"
        assert work.stopped.is_set()
        assert prepared == []
        work.finish.set()
        until(lambda: prepared == ["a"])
        assert thread.calls == ["a", "asked", "a"]
    finally:
        queue.close()


def test_what_fails_in_a_lull_is_not_prepared_nor_tried_again_though_somebody_comes(thread, prepared, monkeypatch):
    for name in ("QUIET", "LULL", "IDLE"):
        monkeypatch.setattr(job_queue, name, 0.01)
    made = []

    def fails(progress, cancelled, show):
        until(lambda: made)
        made[0].warm()
        raise Refused("no")

    queue = JobQueue([thread], rest=0.0, likely=[("a", Request("a", {"do": fails}))], prepared=prepared.append)
    made.append(queue)
    try:
        until(lambda: thread.ended)
        assert thread.calls == ["a"]
        assert prepared == []
    finally:
        queue.close()


def test_nothing_is_foreseen_while_visitors_ask(thread, monkeypatch):
    monkeypatch.setattr(job_queue, "QUIET", 0.001)
    monkeypatch.setattr(job_queue, "LULL", LONG)
    queue = JobQueue([thread], rest=0.0, likely=iter([("a", Request("a", {"do": at_once()}))]))
    try:
        for key in ("asked", "and again"):
            assert outcome(queue, key, at_once()) == b"answer"
            time.sleep(0.05)  # quiet moments, but no lull
        assert thread.calls == ["asked", "and again"]
    finally:
        queue.close()
