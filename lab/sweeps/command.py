"""`python -m lab sweep spec.json folder`: a sweep from the command line."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path

from lab.numerals import counted
from lab.sweeps.bar import duration
from lab.sweeps.plan import Plan
from lab.sweeps.run import MISSING, Estimate, Incomplete, estimate, sweep

CONNECT = 10.0  # seconds to reach the scheduler
ABOUT = """\
The specification is a JSON object: "experiment" as `experiment.to_json()` writes it, "seeds" as a list or as
{"first": 0, "count": 1000000}, and where they are wanted "vary" ({"training.learning_rate": [0.5, 2.0]}),
"recorded" (1) and "weights" ("none", "ends" or "all"). Run again with the same folder, it goes on where it ended."""


def add(commands) -> None:
    """The command and its arguments."""
    command = commands.add_parser(
        "sweep", help="train millions of replicas into a folder, here or on a Dask cluster", description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    command.add_argument("spec", type=Path, metavar="spec.json")
    command.add_argument("folder", type=Path, help="where the parts go; on a cluster one that all workers see")
    command.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="of a Dask cluster; none: this machine")
    command.add_argument("--dry-run", action="store_true", help="say what it would take, and make nothing")


def run(given: argparse.Namespace) -> int:
    """Run it; 0 if the sweep is whole, 1 if it is not.

    Raises:
        ValueError: the specification makes no sense, or another sweep is in the folder.
    """
    try:
        plan = Plan.from_json(given.spec.read_text(encoding="utf-8"))
        with contextlib.ExitStack() as until_the_end:
            client = given.scheduler and until_the_end.enter_context(_client(given.scheduler))
            if given.dry_run:
                print(said(estimate(plan, client)))
                return 0
            found = sweep(
                plan.experiment, plan.seeds, plan.vary, folder=given.folder, client=client or None,
                recorded=plan.recorded, weights=plan.weights,
            )  # fmt: skip
            print(found)
            return 0
    except (Incomplete, OSError, ModuleNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The parts that were made are kept: run the sweep again to go on.", file=sys.stderr)
        return 1


def said(expected: Estimate) -> str:
    """An estimate in words."""
    return (
        f"{counted(expected.replicas, 'replica')} in {counted(expected.tiles, 'tile')}, "
        f"{counted(expected.parts, 'part')} of at most {counted(expected.each, 'replica')}\n"
        f"about {expected.seconds:,.0f} seconds ({duration(expected.seconds)}) on "
        f"{counted(expected.threads, 'processor')}\n"
        f"about {expected.size:,} bytes of measures before they are compressed"
    )


def _client(scheduler: str):
    try:
        from distributed import Client
    except ImportError as error:
        raise ModuleNotFoundError(MISSING) from error
    return Client(scheduler, timeout=CONNECT, set_as_default=False)
