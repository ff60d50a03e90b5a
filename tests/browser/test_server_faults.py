"""The server goes on, whatever becomes of the process that computes and of those who asked."""

import os
import signal
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from lab.job_queue import LOST
from lab.process import NONE
from tests.browser.server import started
from tests.browser.visitor import LONG, visitor

PAGE = "tests/browser/asking.py"


@pytest.fixture(scope="module")
def server():
    with started(PAGE) as server:
        yield server


def until(condition):
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def written(note, text="begun"):
    return lambda: note.exists() and text in note.read_text()


def computing(note):
    """The process that wrote a note."""
    until(written(note))
    return psutil.Process(int(note.read_text().split()[1]))


def test_the_process_is_killed_in_the_midst_and_everybody_gets_an_answer(server, tmp_path):
    note, gate = tmp_path / "note", tmp_path / "gate"
    with visitor(server) as one, visitor(server) as two:
        one.ask(ask={"do": "poll", "note": str(note), "until": str(gate), "headline": "in the end"})
        killed = computing(note)
        two.ask(ask={"do": "say"})
        killed.kill()
        gate.touch()
        assert one.hear()[-1] == "in the end"
        assert two.hear() == ["said"]


def test_what_kills_the_process_each_time_is_refused_and_others_are_answered(server, tmp_path):
    note = tmp_path / "note"
    with visitor(server) as one, visitor(server) as two:
        for number in range(10):
            assert one.see(ask={"do": "die", "note": str(note)}) == [LOST]
            assert two.see(ask={"do": "say", "headline": f"{number}"}) == [f"{number}"]
    assert note.read_text().count("begun") == 2


def test_a_tab_that_is_closed_in_the_midst_frees_the_process_for_the_next(server, tmp_path):
    note = tmp_path / "note"
    with visitor(server) as waits:
        with visitor(server) as leaves:
            leaves.ask(ask={"do": "spin", "note": str(note)})
            process = computing(note)
            waits.ask(ask={"do": "say", "headline": "next"})
            left = time.monotonic()
        until(written(note, "interrupted"))
        print(f"given up within {time.monotonic() - left:.3f} s of the tab's closing")
        assert waits.hear() == ["next"]
        assert process.is_running()


def test_a_page_that_is_drawn_anew_goes_on_waiting_for_the_same(tmp_path):
    note, gate = tmp_path / "note", tmp_path / "gate"
    with started(PAGE, GRACE=f"{LONG}") as server, visitor(server) as one:
        asked = {"do": "poll", "note": str(note), "until": str(gate), "headline": "once"}
        one.ask(ask=asked)
        computing(note)
        for number in range(5):
            one.ask(ask=asked, other=f"{number}")
        gate.touch()
        assert one.hear()[-1] == "once"
    assert [line.split()[0] for line in note.read_text().splitlines()] == ["begun", "ended"]


def test_a_coarse_answer_is_seen_before_the_fine_one(server, tmp_path):
    gate = tmp_path / "gate"
    with visitor(server) as one:
        one.see(ask={"do": "say"})  # then the process is up, also where this test runs alone
        one.ask(ask={"do": "coarse", "until": str(gate)})
        threading.Timer(0.5, gate.touch).start()
        assert one.hear() == ["coarse", "fine"]


def test_fifty_sessions_that_drag_get_what_they_asked_for_last_and_jobs_run_one_at_a_time(server, tmp_path):
    note = tmp_path / "note"
    with ExitStack() as tabs:
        sessions = [tabs.enter_context(visitor(server)) for _ in range(50)]
        for step in range(6):
            for number, session in enumerate(sessions):
                say = f"session {number} step {step}"
                session.ask(ask={"do": "poll", "note": str(note), "seconds": 0.01, "headline": say})
            time.sleep(0.3)  # a hand that drags: else the server skips what is no longer asked for
        for number, session in enumerate(sessions):
            session.hear_until(f"session {number} step 5")
    lines = [line.split()[0] for line in note.read_text().splitlines()]
    assert set(lines[::2]) == {"begun"}
    assert set(lines[1::2]) <= {"ended", "stopped"}
    assert len(lines) % 2 == 0
    print(f"{len(lines) // 2} of 300 requests were begun, {lines.count('ended')} answered")


def test_no_memory_to_start_a_process_is_a_sentence_on_a_page_that_works():
    with started(PAGE, FAKE_WORKER="/there/is/no/such/program") as server, visitor(server) as one:
        assert one.see(ask={"do": "say"}) == [NONE]
        assert one.see(ask={"do": "say", "headline": "again"}) == [NONE]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_end_of_the_server_in_the_midst_of_a_job_leaves_no_process(tmp_path, number):
    note = tmp_path / "note"
    with started(PAGE) as server, visitor(server) as one:
        one.ask(ask={"do": "spin", "note": str(note)})
        process = computing(note)
        os.kill(server.pid, number)
        until(lambda: psutil.Process(server.pid).status() == psutil.STATUS_ZOMBIE)  # ours, until `started` ends
        if number == signal.SIGKILL:  # then nobody took its exit status but whoever adopted it
            until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)
        else:
            assert not process.is_running()


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="says what a process has loaded on Linux alone")
def test_what_trains_is_loaded_by_the_process_that_computes_and_not_by_the_server():
    with started() as server, visitor(server, "softmax_cost") as one, visitor(server, "neuron_differentiation") as two:
        assert one.see(softmax_added="2.5") != []
        [computes] = psutil.Process(server.pid).children()
        until(lambda: "tensorflow" in loaded(computes.pid))
        assert two.see(neurons_epochs="300", neurons_seeds="2") != []
        assert "tensorflow" not in loaded(server.pid)
        web, other = (psutil.Process(pid).memory_info().rss / 2**20 for pid in (server.pid, computes.pid))
        print(f"the server holds {web:.0f} MB, the process that computes {other:.0f} MB")


def loaded(pid):
    """The files that a process has mapped."""
    return Path(f"/proc/{pid}/maps").read_text()
