"""Prints the tables: python -m tests.bench.checkup [starts, tasks, healthy, fresh, later, or words of names]."""

import sys
import time
import warnings
from collections import Counter

import keras

from lab.check.checkup import CHECKS, checkup
from tests.bench.checkup.cases import GROUPS
from tests.bench.checkup.faulty import Faulty


def main(words: list[str]) -> None:
    """Check every model, name what was missed and what was called faulty, and print how many of each."""
    warnings.simplefilter("ignore")
    asked = [
        case
        for group, cases in GROUPS.items()
        for case in cases
        if not words or any(word == group or word in case.name for word in words)
    ]
    found, named, seconds = Counter(), Counter(), []
    for case in asked:
        begun = time.perf_counter()
        keras.utils.set_random_seed(0)  # so that a run can be repeated
        x, y = case.data()
        findings = checkup(case.build, x, y).findings
        seconds.append(time.perf_counter() - begun)
        worst = {check: _worst(rows["verdict"]) for check, rows in findings.groupby("check")}
        if isinstance(case, Faulty):
            hit = _worst([worst.get(check, "ok") for check in case.checks])
            named[case.checks[0], hit] += 1
            found["faulty", hit] += 1
            found["any", _worst(worst.values())] += 1
            if hit != "fault":
                print(f"{hit:5} {case.name}: {_loud(worst)}", flush=True)
        else:
            found["healthy", _worst(worst.values())] += 1
            if _worst(worst.values()) != "ok":
                print(f"{_worst(worst.values()):5} healthy, {case.name}: {_loud(worst)}", flush=True)
                for row in findings[findings["verdict"] == "fault"].itertuples():
                    print(f"      {row.check} {row.layer}: {row.because}", flush=True)
    print("\n| check | faulty models | named a fault | named at least something to look at |\n|---|---|---|---|")
    for check in CHECKS:
        fault, warn, ok = (named[check, verdict] for verdict in ("fault", "warn", "ok"))
        if fault + warn + ok:
            print(f"| {check} | {fault + warn + ok} | {fault} | {fault + warn} |")
    for group in ("faulty", "any", "healthy"):
        print(f"{group}: { {verdict: found[group, verdict] for verdict in ('fault', 'warn', 'ok')} }")
    print(f"seconds a model: median {sorted(seconds)[len(seconds) // 2]:.1f}, longest {max(seconds):.1f}")


def _worst(verdicts) -> str:
    return max(verdicts, key=("ok", "warn", "fault").index, default="ok")


def _loud(worst: dict[str, str]) -> str:
    return ", ".join(f"{check} {verdict}" for check, verdict in worst.items() if verdict != "ok") or "nothing"


if __name__ == "__main__":
    main(sys.argv[1:])
