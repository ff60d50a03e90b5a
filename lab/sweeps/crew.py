"""Who makes the parts of a sweep: processes on this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from lab.sweeps.task import FAILED, outcome

if TYPE_CHECKING:
    from distributed import Client, Future

ROOT = Path(__file__).parents[2]
ONE_THREAD = {"OMP_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
AHEAD = 2  # tasks that a thread of the cluster has at hand: the one it does and the next
ASKED = 1.0  # seconds between two questions how many workers there are
PATIENCE = 10.0  # seconds that the cluster may be out of reach
AWAY = "away"


class _Crew:
    """Stops when the sweep is over, however it ends."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Here(_Crew):
    """Worker processes on this machine, each with a task at a time; one that dies is replaced with the next task.

    Args:
        count: of processes.
    """

    def __init__(self, count: int):
        self.threads = count
        self._busy: dict[subprocess.Popen, int] = {}
        self._printed: dict[subprocess.Popen, IO[bytes]] = {}
        self._said: queue.SimpleQueue = queue.SimpleQueue()
        self._idle = [self._started() for _ in range(count)]  # all of them import TensorFlow at once

    @property
    def room(self) -> int:
        """How many more tasks it takes now."""
        return self.threads - len(self._busy)

    def give(self, number: int, task: dict) -> None:
        """Have a task done; `number` is what it is called by."""
        process = self._idle.pop() if self._idle else self._started()
        self._busy[process] = number
        with contextlib.suppress(OSError):  # it has died; which its listener says
            process.stdin.write(json.dumps(task).encode() + b"\n")
            process.stdin.flush()

    def next(self, timeout: float) -> tuple[int, str, object] | None:
        """A task's number and its outcome; None if there is none in time."""
        try:
            process, said = self._said.get(timeout=timeout)
        except queue.Empty:
            return None
        if said is None:
            if process in self._idle:
                self._idle.remove(process)
            process.stdin.close()
            number, words = self._busy.pop(process, None), _last_line(self._printed.pop(process))
            why = f"its process ended with {process.returncode}{words}"
            return None if number is None else (number, FAILED, why)
        self._idle.append(process)
        return self._busy.pop(process), *said

    def stop(self) -> None:
        """End all processes at once: what they have written under its name is whole."""
        processes, self._busy, self._idle = [*self._busy, *self._idle], {}, []
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()
            with contextlib.suppress(OSError):
                process.stdin.close()
            self._printed.pop(process).close()

    def _started(self) -> subprocess.Popen:
        printed = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the process has ended
        process = subprocess.Popen(
            [sys.executable, "-m", "lab.sweeps.task"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=printed,
            cwd=ROOT,
            env={**os.environ, **ONE_THREAD, "TF_CPP_MIN_LOG_LEVEL": os.environ.get("TF_CPP_MIN_LOG_LEVEL", "2")},
            start_new_session=True,  # Ctrl-C in a terminal is for the sweep, which ends them
        )
        self._printed[process] = printed
        threading.Thread(target=self._listen, args=(process,), name="what a worker says", daemon=True).start()
        return process

    def _listen(self, process: subprocess.Popen) -> None:
        with process.stdout:
            for line in process.stdout:
                self._said.put((process, json.loads(line)))
        process.wait()
        self._said.put((process, None))


class There(_Crew):
    """The workers of a Dask cluster.

    The scheduler never holds more than two tasks a thread. Dask's `cancel` does not stop a task that runs: its workers
    are told, by `Client.run`, that nobody waits any more, which a task asks now and then.

    Args:
        client: connected to the cluster, whose workers have this package.
    """

    def __init__(self, client: Client):
        self._client, self._run = client, uuid.uuid4().hex
        self._futures: dict[Future, int] = {}
        self._ended: queue.SimpleQueue = queue.SimpleQueue()
        self._away = 0.0
        self._threads, self._asked = 0, -ASKED

    @property
    def threads(self) -> int:
        """Threads of all workers that the cluster has now, or had a moment ago."""
        if self._client.status != "running":
            return 0
        if time.monotonic() - self._asked > ASKED:
            with contextlib.suppress(OSError):  # the scheduler is gone; which `next` says
                self._threads = sum(self._client.nthreads().values())
            self._asked = time.monotonic()
        return self._threads

    @property
    def room(self) -> int:
        """How many more tasks it takes now."""
        return AHEAD * self.threads - len(self._futures)

    def give(self, number: int, task: dict) -> None:
        """Have a task done; `number` is what it is called by."""
        key = f"lab-sweep-{uuid.uuid4().hex}"
        with contextlib.suppress(OSError, CancelledError):  # the cluster is gone; which `next` says
            future = self._client.submit(_outcome, self._run, task, key=key, pure=False, retries=0)
            self._futures[future] = number
            future.add_done_callback(self._ended.put)

    def next(self, timeout: float) -> tuple[int, str, object] | None:
        """A task's number and its outcome; AWAY where the cluster is out of reach. None if there is none in time."""
        try:
            future = self._ended.get(timeout=timeout)
        except queue.Empty:
            self._away = 0.0 if self._client.status == "running" else self._away + timeout
            return (-1, AWAY, "") if self._away > PATIENCE else None
        number = self._futures.pop(future)
        try:
            kind, value = future.result(timeout=PATIENCE)
        except (OSError, CancelledError, TimeoutError) as error:
            return number, AWAY, str(error)
        except Exception as error:  # its worker died again and again, or cannot import what it is asked for
            return number, FAILED, f"{type(error).__name__}: {error}".split("\n")[0]
        return number, kind, value

    def stop(self) -> None:
        """Tell the workers that nobody waits any more; what they have written under its name is whole."""
        futures, self._futures = list(self._futures), {}
        if not futures or self._client.status != "running":
            return
        told = threading.Thread(target=self._tell, args=(futures,), daemon=True)
        told.start()
        told.join(1.0)

    def _tell(self, futures: list[Future]) -> None:
        with contextlib.suppress(Exception):  # the scheduler, or a worker, may be gone
            self._client.run(_give_up, self._run, on_error="ignore")
            self._client.cancel(futures)


def _last_line(printed: IO[bytes]) -> str:
    with printed:
        printed.seek(0)
        lines = printed.read().decode(errors="replace").strip().splitlines()
    return f": {lines[-1]}" if lines else ""


# What follows runs in the cluster's workers.

_given_up: dict[str, None] = {}  # sweeps that nobody waits for


def _outcome(run: str, task: dict) -> tuple[str, object]:
    return outcome(task, partial(_given_up.__contains__, run))


def _give_up(run: str) -> None:
    _given_up[run] = None
