"""The app as a process of its own, as a stranger starts it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLAIN = {**os.environ, "STREAMLIT_LOGGER_ENABLE_RICH": "false", "TF_CPP_MIN_LOG_LEVEL": "2"}  # a log to be read


@dataclass(frozen=True)
class Server:
    """A running app: its address and the number of its process."""

    url: str
    pid: int


@contextmanager
def started(script="app.py", **environment):
    """A fresh server of a script, stopped at the end; an exception in its log fails the test that used it."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script]
    options = ["--server.headless", "true", "--server.port", str(port)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [*command, *options],
            cwd=ROOT,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            env={**PLAIN, **environment},
        )
        try:
            wait_until_up(f"http://localhost:{port}/_stcore/health", process)
            yield Server(f"http://localhost:{port}", process.pid)
        finally:
            process.kill()
            process.wait()
            log.seek(0)
            said = log.read().decode(errors="replace")
        assert "Traceback" not in said, said[-3000:]


def wait_until_up(health: str, process: subprocess.Popen) -> None:
    """Return once the server answers; raise if it ends or a minute passes."""
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(health, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"The server did not come up; it ended with {process.poll()}.")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]
