"""A Chromium to test with: the machine's own, or one installed for it, or the sentence that says what to install."""

import os
import shutil
import subprocess
import sys

NAMES = (
    "chromium-headless-shell",  # without the windows that nobody sees: a second less of a processor for each page
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FLAGS = (
    "--no-sandbox",  # Chromium refuses to start as root with it, and containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ADVICE = (
    "The browser tests need Chromium: none was found, and installing one failed. Install it with "
    "`apt-get install chromium` (Debian), with `.venv/bin/playwright install --with-deps chromium`, or from "
    "https://www.google.com/chrome, and run the tests again."
)
INSTALL = "DEBIAN_FRONTEND=noninteractive apt-get install -y -qq"
APT = f"apt-get update -qq && ({INSTALL} chromium-headless-shell || {INSTALL} chromium)"


def executable(playwrights_own: str) -> str:
    """The path of a Chromium that starts, installed if there is none.

    Args:
        playwrights_own: where Playwright keeps its own.

    Raises:
        RuntimeError: there is none, and none can be installed; the sentence says what to do.
    """
    for install in (lambda: None, *ways_to_install()):
        install()
        found = [path for path in (*map(shutil.which, NAMES), playwrights_own) if path and starts(path)]
        if found:
            return found[0]
    raise RuntimeError(ADVICE)


def ways_to_install():
    """What may bring a Chromium here, first the way that fits the machine best."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root and shutil.which("apt-get"):
        yield lambda: run(["sh", "-c", APT])
    own = [sys.executable, "-m", "playwright", "install", *(["--with-deps"] if root else []), "chromium"]
    yield lambda: run(own)


def run(command: list[str]) -> bool:
    """Whether a command ends well within five minutes."""
    try:
        return subprocess.run(command, capture_output=True, timeout=300, stdin=subprocess.DEVNULL).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def starts(path: str) -> bool:
    """Whether it is a browser and not a stub that asks for another package."""
    return run([path, "--version", "--no-sandbox"])
