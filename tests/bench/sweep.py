"""A sweep in worker processes against `lab.train` in one: replicas a second on the same processors, and memory."""

import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

import lab
from tests.bench.clock import Row, seconds

XOR = lab.Experiment(
    data=lab.Data("xor"),
    init=lab.Init("uniform", low=-0.5, high=0.5, bias="same"),
    training=lab.Training(learning_rate=2.0, epochs=4_000),
)
TRAINED, SWEPT, ROUNDS = 50_000, 100_000, 3
MILLION = 1_000_000


def row() -> Row:
    """Replicas a second, once the workers have imported and compiled, in turns; as seconds for `TRAINED` replicas."""
    lab.train(XOR, range(512), recorded=1, weights="ends")
    pairs = [(seconds(_train), TRAINED / _rate()) for _ in range(ROUNDS)]
    ours, theirs = (sorted(each)[ROUNDS // 2] for each in ([b for _, b in pairs], [a for a, _ in pairs]))
    ratio = sorted(a / b for a, b in pairs)[ROUNDS // 2]
    return Row(f"XOR 2-2-1, 4,000 epochs, {TRAINED:,} replicas, as a sweep", "`lab.train`", theirs, ours, ratio)


def memory(count: int = MILLION) -> tuple[float, float]:
    """Bytes of all processes of a sweep at their most, what they share once, and seconds; in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        code = f"from tests.bench.sweep import XOR, lab; print(lab.sweep(XOR, range({count}), folder={folder!r}))"
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[2])
        most, ended = [0], threading.Event()
        watch = threading.Thread(target=_watch, args=(psutil.Process(process.pid), most, ended))
        watch.start()
        process.wait()
        ended.set()
        watch.join()
        return float(most[0]), time.perf_counter() - began


def _train() -> None:
    lab.train(XOR, range(TRAINED), recorded=1, weights="ends")


def _rate() -> float:
    """Replicas a second of a sweep, from its first part to its last."""
    marks = []
    with tempfile.TemporaryDirectory() as folder:
        lab.sweep(
            XOR, range(SWEPT), folder=folder, progress=lambda now: marks.append((time.perf_counter(), now.replicas))
        )
    first = next(mark for mark in marks if mark[1])
    return (marks[-1][1] - first[1]) / (marks[-1][0] - first[0])


def _watch(process: psutil.Process, most: list[int], ended: threading.Event) -> None:
    while not ended.wait(0.2):
        try:
            told = [each.memory_full_info() for each in (process, *process.children(recursive=True))]
            shared = max(each.rss - each.uss for each in told)  # TensorFlow's code, which all of them map
            most[0] = max(most[0], shared + sum(each.uss for each in told))
        except psutil.Error:
            continue


if __name__ == "__main__":
    found = row()
    print(
        f"{found.work}: {found.other} {found.other_seconds:.3g} s, sweep {found.lab_seconds:.3g} s, {found.ratio:.2f} x"
    )
    size, took = memory()
    print(f"{MILLION:,} replicas: {took:.0f} s, {size / 1e9:.2f} GB in all processes")
