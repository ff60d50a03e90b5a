"""The process that computes, and what its server makes of it when it is slow, deaf, dead or never born."""

import errno
import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import psutil
import pytest

from lab import memory
from lab.process import NONE, ROOT, Worker
from lab.progress import Cancelled
from lab.request import TOO_LARGE, Died, Failed, Refused
from tests.lab import fake_worker
from tests.lab.fake_worker import request

LONG = 60.0  # seconds after which a test gives up
SAID = fake_worker.say(None, None, None)


@pytest.fixture(scope="module")
def process():
    """A worker whose process the tests of this file share, as long as it lives."""
    made = Worker(fake_worker.COMMAND)
    yield made
    made.end()


def run(process, asked, progress=lambda done: None, cancelled=lambda: False, show=lambda coarse: None):
    process.start()
    return process.run(asked, progress, cancelled, show)


def until(condition, seconds=LONG):
    """Wait for a condition, and fail if it does not come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def begun(note):
    """What gives a request up once its `note` says that it has begun."""
    return lambda: note.exists() and note.read_text() != ""


def test_an_answer_comes_with_progress_and_coarse_answers_before_it(process, tmp_path):
    told, shown, gate = [], [], tmp_path / "gate"

    def show(answer):
        shown.append(answer)
        gate.touch()

    answer = run(process, request("coarse", until=str(gate)), told.append, show=show)
    assert b'"fine"' in answer
    assert told[0] == 0.5
    assert len(shown) == 1
    assert b'"coarse"' in shown[0]


def test_an_answer_of_150_megabytes_arrives_whole(process):
    count = 150_000_000
    assert run(process, request("large", count=count)).count(b"\xab") == count


def test_settings_of_five_megabytes_arrive_whole(process):
    assert len(run(process, request("say", headline="x" * 5_000_000))) > 5_000_000


@pytest.mark.parametrize(
    ("asked", "error", "sentence"),
    [
        (request("refuse"), Refused, "There is no such thing."),
        (request("starve"), Refused, TOO_LARGE),
        (request("fail"), Failed, "the inner workings"),
        (request("say", headline=lambda: None), Failed, "settings that cannot be sent"),
    ],
    ids=["refused", "out of memory", "failed", "cannot be sent"],
)
def test_what_brings_no_answer_says_why_and_the_process_lives_on(process, asked, error, sentence):
    process.start()
    before = process.pid
    with pytest.raises(error, match=sentence):
        run(process, asked)
    assert run(process, request()) == SAID
    assert process.pid == before


@pytest.mark.parametrize(
    ("asked", "bounds", "sentence"),
    [
        (request("deaf"), {"seconds": 0.3}, r"This takes longer than 0 seconds, the most .*"),
        (request("swell", count=400_000_000), {"nbytes": 300e6},
         r"This has taken 0\.[3-9]\d GB of memory, and 0\.30 GB is the most that it may take here now; .*"),
    ],
    ids=["time", "memory"],
)  # fmt: skip
def test_what_passes_its_bounds_is_refused_and_its_process_ended(process, asked, bounds, sentence):
    process.start()
    before = process.pid
    with pytest.raises(Refused) as refused:
        run(process, replace(asked, **bounds))
    assert re.fullmatch(sentence, str(refused.value))
    assert not psutil.pid_exists(before)
    assert run(process, request()) == SAID


def test_what_is_bounded_never_takes_the_last_of_the_machines_memory(process, monkeypatch):
    """Of a machine whose free memory shrinks by what the process takes: it may take that down to the reserve."""
    process.start()
    free = process.nbytes + memory.RESERVE + 200e6
    monkeypatch.setattr("lab.memory.free_memory", lambda: max(0.0, free - process.nbytes))
    assert run(process, replace(request("hold", count=100_000_000), nbytes=2.5e9))
    with pytest.raises(Refused, match=r"^This has taken 0\.\d\d GB of memory, and 0\.\d\d GB is the most"):
        run(process, replace(request("swell", count=400_000_000), nbytes=2.5e9))
    assert process.pid is None
    assert run(process, request("hold", count=400_000_000))  # what is not bounded is left to the system
    process.end()


def test_a_process_may_take_no_more_than_is_free_however_little_that_is(process, monkeypatch):
    monkeypatch.setattr("lab.memory.free_memory", lambda: 0.0)
    with pytest.raises(Refused, match=r"^This has taken 0\.\d\d GB of memory, and 0\.00 GB is the most"):
        run(process, replace(request("deaf"), nbytes=2.5e9))
    assert process.pid is None


class Unreadable:
    """A value that is written, and cannot be read."""

    def __reduce__(self):
        return os.getpid, ("one argument too many",)


def test_settings_that_cannot_be_read_fail_and_the_process_lives_on(process):
    with pytest.raises(Failed, match="getpid"):
        run(process, request("say", headline=Unreadable()))
    assert run(process, request()) == SAID


@pytest.mark.parametrize("do", ["poll", "spin", "swallow"])
def test_what_would_last_minutes_is_given_up_and_the_same_process_answers_the_next(process, tmp_path, do):
    note = tmp_path / "note"
    process.start()
    before, given_up = process.pid, []

    def cancelled():
        if begun(note)() and not given_up:
            given_up.append(time.monotonic())
        return bool(given_up)

    with pytest.raises(Cancelled):
        run(process, request(do, note=str(note)), cancelled=cancelled)
    print(f"{do}: given up within {time.monotonic() - given_up[0]:.3f} s")
    assert run(process, request()) == SAID
    assert process.pid == before


def test_giving_up_at_any_moment_leaves_answers_and_requests_in_step(process):
    """Each request is given up a little later than the one before: before it begins, amidst it, as its answer comes."""
    process.start()
    before = process.pid
    for step in range(60):
        end = time.monotonic() + step * 0.0002
        try:
            got = run(process, request("say", headline=f"{step}"), cancelled=lambda end=end: time.monotonic() >= end)
        except Cancelled:
            continue
        assert f'"{step}"'.encode() in got
    assert run(process, request()) == SAID
    assert process.pid == before


def test_what_is_being_sent_is_sent_whole_and_interrupted_after_that(process, tmp_path):
    note, shown = tmp_path / "note", []
    with pytest.raises(Cancelled):
        run(process, request("chatter", note=str(note)), cancelled=begun(note), show=shown.append)
    assert [line.split()[0] for line in note.read_text().splitlines()] == ["begun", "whole"]
    assert shown == [b"sent"]


def test_what_nothing_interrupts_is_ended_after_a_while(process, tmp_path, monkeypatch):
    monkeypatch.setattr("lab.process.PATIENCE", 0.2)
    note = tmp_path / "note"
    with pytest.raises(Cancelled):
        run(process, request("deaf", note=str(note)), cancelled=begun(note))
    assert process.pid is None
    assert run(process, request()) == SAID


def test_a_request_given_up_while_the_process_imports_does_not_wait_for_that(tmp_path):
    note = tmp_path / "note"
    importing = f"(open({str(note)!r}, 'w').close(), time.sleep(600))"
    code = f"import time; from lab import worker; worker.REST = 0.0; worker.main(prepare=lambda: {importing})"
    made = Worker([sys.executable, "-c", code])
    try:
        made.start()
        until(note.exists)
        start = time.monotonic()
        with pytest.raises(Cancelled):
            run(made, request(), cancelled=lambda: time.monotonic() > start + 0.2)
        assert made.pid is not None
    finally:
        made.end()


def test_what_is_printed_is_not_taken_for_an_answer_and_nobody_reads_what_is_sent(process):
    assert run(process, request("printing")) == SAID


def test_a_process_that_is_killed_in_the_midst_is_reported_and_the_next_one_answers(process, tmp_path):
    note = tmp_path / "note"

    def kill():
        until(begun(note))
        psutil.Process(int(note.read_text().split()[1])).kill()

    threading.Thread(target=kill).start()
    with pytest.raises(Died, match="ended"):
        run(process, request("poll", note=str(note)))
    assert run(process, request()) == SAID


def test_a_process_that_dies_while_it_rests_leaves_no_zombie_and_is_replaced(process):
    process.start()
    dead = psutil.Process(process.pid)
    dead.kill()
    until(lambda: not dead.is_running())  # a zombie would be, until its server has taken its exit status
    assert (process.pid, process.nbytes) == (None, 0)
    assert run(process, request()) == SAID


def test_ctrl_c_in_the_terminal_does_not_reach_the_process(process):
    process.start()
    assert os.getpgid(process.pid) != os.getpgid(0)
    os.kill(process.pid, signal.SIGINT)  # and by itself it is nothing either
    assert run(process, request()) == SAID


def test_the_process_holds_memory_until_it_is_ended(process):
    process.start()
    before = process.nbytes
    run(process, request("hold", count=100_000_000))
    assert process.nbytes > before + 90_000_000
    process.end()
    assert (process.pid, process.nbytes) == (None, 0)
    process.end()


PREPARES = (
    "from tests.lab import fake_worker; from lab import worker; worker.REST = 0.0; worker.main(fake_worker.answered, "
)


@pytest.fixture
def grown(tmp_path):
    """A worker that answers, whose next process is prepared once `gate` is there; and that file."""
    gate = tmp_path / "gate"
    waits = f"lambda: fake_worker.poll(lambda done: None, lambda: False, None, until={str(gate)!r}))"
    made = Worker([sys.executable, "-c", PREPARES + waits])
    gate.touch()
    assert run(made, request()) == SAID
    gate.unlink()
    yield made, gate
    made.end()


def test_the_next_process_answers_as_soon_as_it_is_prepared_and_not_before(grown):
    made, gate = grown
    before = psutil.Process(made.pid)
    made.renew(at_once=False)
    following = made._next
    made.renew(at_once=False)
    assert made._next is following
    assert run(made, request()) == SAID
    assert made.pid == before.pid
    gate.touch()
    assert following.prepared.wait(LONG)
    assert run(made, request()) == SAID
    assert made.pid == following.pid
    assert not before.is_running()
    assert made._next is None


def test_at_once_means_before_the_next_one_is_prepared_or_even_begun(grown):
    made, gate = grown
    made.renew(at_once=False)
    following = made._next
    made.renew(at_once=True)
    assert made.pid == following.pid
    gate.touch()
    assert run(made, request()) == SAID
    made.renew(at_once=True)
    assert made.pid is None
    assert run(made, request()) == SAID


def test_a_next_process_that_dies_is_replaced_and_one_that_is_there_ends_with_the_other(grown):
    made, _ = grown
    made.renew(at_once=False)
    psutil.Process(made._next.pid).kill()
    until(lambda: made._next.pid is None)
    made.renew(at_once=False)
    both = [psutil.Process(each) for each in (made.pid, made._next.pid)]
    made.end()
    assert not any(each.is_running() for each in both)
    assert made.pid is None


def test_where_there_is_no_memory_for_two_none_is_begun_beside_the_other(grown, monkeypatch):
    made, _ = grown
    monkeypatch.setattr(memory, "free_memory", lambda: memory.ANOTHER - 1)
    made.renew(at_once=False)
    assert made._next is None
    assert run(made, request()) == SAID


@pytest.mark.parametrize(
    "command",
    [["/there/is/no/such/program"], [sys.executable, "-c", "raise SystemExit(3)"], [sys.executable, "-c", "print(1)"]],
    ids=["no such program", "ends at once", "says what is no message"],
)
def test_a_process_that_cannot_be_started_is_a_sentence(command):
    with pytest.raises(Refused, match=f"^{NONE}$"):
        Worker(command).start()


@pytest.mark.parametrize("error", [OSError(errno.ENOMEM, "Cannot allocate memory"), MemoryError()])
def test_no_memory_to_start_one_is_a_sentence(monkeypatch, error):
    def refused(*args, **named):
        raise error

    monkeypatch.setattr(subprocess, "Popen", refused)
    with pytest.raises(Refused, match=f"^{NONE}$"):
        Worker(fake_worker.COMMAND).start()


def test_a_process_that_never_says_that_it_is_ready_is_ended(monkeypatch, tmp_path):
    monkeypatch.setattr("lab.process.START", 1.0)
    note = tmp_path / "note"
    code = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    with pytest.raises(Refused, match=f"^{NONE}$"):
        Worker([sys.executable, "-c", code]).start()
    assert not note.exists() or not psutil.pid_exists(int(note.read_text()))


def test_no_thread_to_listen_with_is_a_sentence_and_leaves_no_process(monkeypatch):
    def refused(thread):
        raise RuntimeError("can't start new thread")

    made = []
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **named: made.append(popen(*args, **named)) or made[0])
    monkeypatch.setattr(threading.Thread, "start", refused)
    with pytest.raises(Refused, match=f"^{NONE}$"):
        Worker(fake_worker.COMMAND).start()
    assert made[0].returncode is not None


def test_the_process_ends_with_its_server_although_nobody_tells_it_to(tmp_path):
    """It computes for minutes, never asks whether to stop, and its input is at its end."""
    note = tmp_path / "note"
    code = (
        "from tests.lab import fake_worker; from lab.process import Worker; made = Worker(fake_worker.COMMAND);"
        f"made.start(); made.run(fake_worker.request('spin', note={str(note)!r}), print, lambda: False, print)"
    )
    server = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.DEVNULL)
    until(begun(note))
    computing = psutil.Process(int(note.read_text().split()[1]))
    server.kill()
    server.wait(LONG)
    until(lambda: not computing.is_running() or computing.status() == psutil.STATUS_ZOMBIE)  # whoever adopted it


def test_threads_that_outlive_a_request_are_told_to_stop_for_good(process, tmp_path):
    """What a request is told of giving up is its own: the next request does not take it back."""
    note, gate = tmp_path / "note", tmp_path / "gate"
    with pytest.raises(Cancelled):
        run(process, request("outlived", note=str(note), until=str(gate)), cancelled=begun(note))
    assert run(process, request()) == SAID
    gate.touch()
    until(lambda: "still to stop" in note.read_text())
    assert "still to stop: True" in note.read_text()
