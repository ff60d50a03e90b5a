"""The laboratory from the command line: `claims` verifies what it claims, `sweep` trains millions of replicas."""

import argparse
import sys

from lab import known
from lab.claims import CLAIMS, verification, words
from lab.sweeps import command

BAR = 30  # characters


def main(arguments: list[str] | None = None) -> int:
    """Verify claims, know answers, or sweep; 0 if all is as wanted, 1 if not, 2 if the arguments make no sense."""
    parser = argparse.ArgumentParser(prog="python -m lab", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    claims = commands.add_parser("claims", help="measure every figure of every claim, and compare")
    claims.add_argument("names", nargs="*", metavar="ID", help="such as S09 or L13; none: all of them")
    claims.add_argument("--write", action="store_true", help="keep what was measured, for the pages to show")
    ahead = commands.add_parser(
        "known", help="compute the answers that pages show at once, after a change of the sources"
    )
    ahead.add_argument("names", nargs="*", metavar="SLUG", help="such as width; none: all questions")
    command.add(commands)
    given = parser.parse_args(arguments)
    if given.command == "known":
        known.write(given.names, print)
        return 0
    try:
        if given.command == "sweep":
            return command.run(given)
        found = verification.verify_all(given.names, _bar if sys.stderr.isatty() else _line)
    except ValueError as error:
        parser.error(str(error))
    print(words.table(found).to_string())
    for name, rows in found.groupby("id", sort=False):
        print(f"{name} {words.verdict(CLAIMS[name], rows)}")
    if given.write:
        verification.write(found)
    return 0 if found["met"].all() else 1


def _bar(name: str, done: float) -> None:
    full = round(BAR * done)
    end = "\n" if done == 1 else ""
    print(f"\r[{'#' * full}{'.' * (BAR - full)}] {100 * done:3.0f} % {name:4}", end=end, file=sys.stderr, flush=True)


def _line(name: str, done: float) -> None:
    print(f"{100 * done:3.0f} % {name}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
