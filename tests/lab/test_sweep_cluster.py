"""Sweeps on a Dask cluster of real processes on this machine, whose workers and scheduler die."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import psutil
import pytest
from distributed import Client, LocalCluster

import lab
from lab.progress import Cancelled
from lab.sweeps import crew, run
from lab.sweeps.task import MANIFEST

ROOT = Path(__file__).parents[2]
LONG = 90.0  # seconds after which a test gives up
XOR = lab.Experiment(
    init=lab.Init("uniform", low=-1.0, high=1.0, bias="same"), training=lab.Training(learning_rate=2.0, epochs=300)
)
ENDLESS = lab.vary(XOR, {"training.epochs": 10_000_000, "training.batch_size": 1})
SEEDS = range(2048)  # eight tiles


@pytest.fixture(autouse=True)
def _parts_of_one_tile(monkeypatch):
    monkeypatch.setattr(run, "LEAST_SECONDS", 0.0)
    monkeypatch.setattr(run, "ROUNDS", 10**9)


@pytest.fixture(scope="module")
def started():
    """A scheduler and a worker as an administrator starts them: the address, and the scheduler's process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s"}
    address = f"tcp://127.0.0.1:{port}"
    commands = (
        ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"],
        ["worker", address, "--nthreads", "1", "--no-dashboard", "--death-timeout", "30"],
    )
    quiet = {"env": environment, "cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processes = [psutil.Popen([sys.executable, "-m", "dask", *command], **quiet) for command in commands]
    try:
        yield address, processes[0]
    finally:
        nanny = processes[1]
        for process in [*processes, *(nanny.children(recursive=True) if nanny.is_running() else [])]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, timeout=LONG)


@pytest.fixture(scope="module")
def client(started):
    with Client(started[0], timeout=LONG, set_as_default=False) as connected:
        yield connected


@pytest.fixture(scope="module")
def trained():
    return lab.train(XOR, SEEDS, recorded=1)


def assert_as_trained(sweep, trained):
    pd.testing.assert_frame_equal(sweep.losses(), trained.losses(), check_exact=True)
    assert sweep.progress().parts == sweep.progress().of_parts == 8
    assert len(list(sweep.folder.iterdir())) == 9


def until(condition):
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_worker_of_the_cluster_that_is_killed_costs_nothing_but_time(client, tmp_path, trained):
    killed = []

    def kill(now):
        if now.parts and not killed:
            killed.extend(client.run(os.getpid).values())
            os.kill(killed[0], signal.SIGKILL)

    assert_as_trained(lab.sweep(XOR, SEEDS, folder=tmp_path, client=client, progress=kill), trained)
    assert killed
    assert set(client.run(os.getpid).values()).isdisjoint(killed)


def test_what_is_cancelled_stops_in_the_workers_too(client, tmp_path):
    def begun():
        return (tmp_path / MANIFEST).exists() and _executing(client) == [1]

    with pytest.raises(Cancelled):
        lab.sweep(ENDLESS, SEEDS, folder=tmp_path, client=client, progress=None, cancelled=begun)
    until(lambda: _executing(client) == [0])
    assert [entry.name for entry in tmp_path.iterdir()] == [MANIFEST]


def _executing(client):
    return list(client.run(lambda dask_worker: dask_worker.state.executing_count).values())


def test_the_scheduler_holds_two_tasks_a_thread_and_no_more(client, monkeypatch, tmp_path):
    most = []
    room = crew.There.room

    def noted(self):
        most.append(len(self._futures))
        return room.fget(self)

    monkeypatch.setattr(crew.There, "room", property(noted))
    lab.sweep(XOR, SEEDS, folder=tmp_path, client=client, progress=None)
    assert max(most) == crew.AHEAD


def test_without_dask_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ModuleNotFoundError, match="pip install distributed"):
        lab.sweep(XOR, SEEDS, folder=tmp_path, client=object())


def test_what_is_no_client_is_refused(tmp_path, refused):
    with refused("`client` must be a Client; got 'tcp://127.0.0.1:9'."):
        lab.sweep(XOR, SEEDS, folder=tmp_path, client="tcp://127.0.0.1:9")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_scheduler_that_is_killed_ends_it_and_with_another_it_goes_on(
    client, started, tmp_path, trained, monkeypatch
):
    """The last test here: its cluster is gone."""
    monkeypatch.setattr(crew, "PATIENCE", 1.0)

    def kill(now):
        if now.parts:
            started[1].kill()

    with pytest.raises(ConnectionError, match="^The cluster is out of reach. The parts that were made are kept"):
        lab.sweep(XOR, SEEDS, folder=tmp_path, client=client, progress=kill)
    assert 0 < lab.open_sweep(tmp_path).progress().parts < 8
    alone = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
    with LocalCluster(processes=False, **alone) as made, Client(made, set_as_default=False) as other:
        assert_as_trained(lab.sweep(XOR, SEEDS, folder=tmp_path, client=other, progress=None), trained)
