"""Requests that a Dask cluster answers: one worker on this machine, in a process of its own."""

import contextlib
import sys
import threading
import time

import pytest
from distributed import LocalCluster

import lab
from lab import cluster
from lab.job_queue import JobQueue
from lab.progress import Cancelled
from lab.request import Failed, Refused, Request
from tests.lab import fake_worker
from tests.lab.fake_worker import request

LONG = 90.0  # seconds after which a test gives up
SAID = fake_worker.say(None, None, None)


@contextlib.contextmanager
def running(port=0):
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=":0", scheduler_port=port, silence_logs=50
    ) as made:
        yield made


@pytest.fixture(scope="module")
def local():
    with running() as made:
        yield made


@pytest.fixture(scope="module")
def place(local):
    [made] = cluster.workers(local.scheduler_address, fake_worker.answered)
    yield made
    made.end()


def run(place, asked, progress=lambda done: None, cancelled=lambda: False, show=lambda coarse: None):
    place.start()
    return place.run(asked, progress, cancelled, show)


def until(condition):
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def written(note):
    return lambda: note.exists() and note.read_text() != ""


def test_an_answer_comes_with_progress_and_coarse_answers_before_it(place, tmp_path):
    told, shown, gate = [], [], tmp_path / "gate"

    def show(answer):
        shown.append(answer)
        gate.touch()

    assert b'"fine"' in run(place, request("coarse", until=str(gate)), told.append, show=show)
    assert max(told) == 0.5
    assert len(shown) == 1
    assert b'"coarse"' in shown[0]


def test_an_answer_is_computed_anew_each_time_it_is_asked_for(place, tmp_path):
    note = tmp_path / "note"
    for _ in range(2):
        run(place, request("poll", note=str(note), seconds=0.0))
    assert note.read_text().count("ended") == 2


@pytest.mark.parametrize(
    ("asked", "error", "sentence"),
    [
        (request("refuse"), Refused, "There is no such thing."),
        (request("fail"), Failed, "the inner workings"),
        (request("say", headline=threading.Lock()), Failed, "settings that cannot be sent"),
    ],
    ids=["refused", "failed", "cannot be sent"],
)
def test_what_brings_no_answer_says_why_and_the_next_is_answered(place, asked, error, sentence):
    with pytest.raises(error, match=sentence):
        run(place, asked)
    assert run(place, request()) == SAID


def test_what_would_last_minutes_is_given_up_and_its_worker_stops(place, tmp_path):
    note = tmp_path / "note"
    with pytest.raises(Cancelled):
        run(place, request("poll", note=str(note)), cancelled=written(note))
    until(lambda: "stopped" in note.read_text())
    assert run(place, request()) == SAID


def test_what_is_given_up_before_it_begins_does_not_begin_for_long(place):
    with pytest.raises(Cancelled):
        run(place, request("poll"), cancelled=lambda: True)
    assert run(place, request()) == SAID


def test_a_visitor_gets_an_answer_although_the_worker_dies_once(local, tmp_path):
    queue = JobQueue(cluster.workers(local.scheduler_address, fake_worker.answered))
    try:
        asked = request("die", unless=str(tmp_path / "gate"))
        with queue.asked("key", asked) as job:
            assert job.wait(LONG)
            assert b"survived" in job.answer
    finally:
        queue.close()


def test_nothing_of_a_request_stays_with_the_worker(place):
    kept = place._client.run(_kept)
    assert list(kept.values()) == [0]


def _kept():
    return len(cluster._under_way)


def test_a_question_is_answered_as_it_is_here(local):
    [place] = cluster.workers(local.scheduler_address)
    try:
        assert run(place, Request("one", {"outputs": 4})) == lab.ask("one", outputs=4).to_json().encode()
    finally:
        place.end()


def test_a_cluster_that_goes_away_is_a_sentence_and_one_that_is_back_answers_again(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT", 1.0)
    note = tmp_path / "note"
    with contextlib.ExitStack() as until_the_end:
        with running() as first:
            queue = JobQueue(cluster.workers(first.scheduler_address, fake_worker.answered))
            until_the_end.callback(queue.close)
            slow = until_the_end.enter_context(queue.asked("slow", request("poll", note=str(note))))
            until(written(note))
            port = int(first.scheduler_address.rsplit(":", 1)[1])
        assert slow.wait(LONG)
        assert slow.error == cluster.AWAY
        with queue.asked("next", request()) as job:
            assert job.wait(LONG)
            assert job.error == cluster.AWAY
        with running(port), queue.asked("again", request()) as job:
            assert job.wait(LONG)
            assert job.answer == SAID


def test_a_cluster_that_is_not_there_is_one_place_that_says_so(monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT", 0.2)
    [place] = cluster.workers("tcp://127.0.0.1:9")
    with pytest.raises(Refused, match=f"^{cluster.AWAY}$"):
        place.start()


def test_without_dask_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ModuleNotFoundError, match="pip install distributed"):
        cluster.workers("tcp://127.0.0.1:9")
