"""What a sweep trains, and how it is cut into parts: plain values that go through JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lab import checks, limits
from lab.experiment import Experiment, field_of, vary
from lab.training import recorded_epochs

WEIGHTS = ("none", "ends", "all")
MOST_REPLICAS = 10**11
MOST_SEEDS = 2_000_000  # of a list; a range may have as many as there are seeds
CHECKED = 2_000  # combinations that are looked at before anything is trained, and values of one field
FIELDS = ("experiment", "seeds", "vary", "recorded", "weights")
SEEDS = ("first", "count", "step")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All replicas of a sweep, numbered: the first varied value is the slowest, the seed the fastest.

    Attributes:
        experiment: what is trained.
        seeds: of every combination of varied values.
        vary: "part.field" -> values.
        recorded: number of recorded epochs after epoch 0.
        weights: whether weights are kept: "none", at both "ends", or at "all" recorded epochs.
    """

    experiment: Experiment
    seeds: range | tuple[int, ...]
    vary: Mapping[str, tuple]
    recorded: int = 1
    weights: str = "none"

    @classmethod
    def of(cls, experiment: Experiment, seeds: Sequence[int], vary=None, recorded: int = 1, weights: str = "none"):
        """A plan that has been looked at.

        Raises:
            ValueError: bad input; the sentence says what is allowed and what came.
        """
        checks.require_type("experiment", experiment, Experiment)
        plan = cls(
            experiment=experiment,
            seeds=_seeds(seeds),
            vary=_varied(vary or {}),
            recorded=checks.whole("recorded", recorded, 1, 10_000),
            weights=checks.one_of("weights", weights, WEIGHTS),
        )
        checks.require(
            plan.replicas <= MOST_REPLICAS,
            f"A sweep may have {MOST_REPLICAS:,} replicas (seeds x varied values); got {plan.replicas:,}.",
        )
        limits.check_work(plan.some, 1)
        return plan

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """The plan of a JSON text: `experiment`, `seeds`, and `vary`, `recorded`, `weights` where they are wanted.

        Raises:
            ValueError: the text is not JSON, or a field is not what it must be.
        """
        try:
            given = json.loads(text)
        except (json.JSONDecodeError, RecursionError):
            raise ValueError("A sweep's specification must be a JSON text; this is none.") from None
        checks.require(isinstance(given, dict), "A sweep's specification must be a JSON object {...}.")
        checks.known("sweep", given, FIELDS)
        lacking = [name for name in FIELDS[:2] if name not in given]
        checks.require(not lacking, f"A sweep's specification lacks {' and '.join(map(repr, lacking))}.")
        experiment = Experiment.from_json(json.dumps(given["experiment"]))
        checks.require_type("vary", given.get("vary", {}), dict)
        return cls.of(experiment, _read_seeds(given["seeds"]), **_others(given))

    def to_json(self) -> str:
        """This plan as JSON text."""
        seeds = self.seeds
        if isinstance(seeds, range):
            seeds = {"first": seeds.start, "count": len(seeds), "step": seeds.step}
        plain = {"experiment": json.loads(self.experiment.to_json()), "seeds": seeds, "vary": dict(self.vary)}
        return json.dumps({**plain, "recorded": self.recorded, "weights": self.weights}, allow_nan=False)

    @cached_property
    def digest(self) -> str:
        """A fingerprint of the plan: equal plans have equal ones."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many values each varied field has."""
        return tuple(len(values) for values in self.vary.values())

    @property
    def variants(self) -> int:
        """Combinations of varied values."""
        return int(np.prod(self.sizes, dtype=object))

    @property
    def replicas(self) -> int:
        """Networks that are trained."""
        return self.variants * len(self.seeds)

    @cached_property
    def epochs(self) -> np.ndarray:
        """Recorded epochs, from 0."""
        return recorded_epochs(self.experiment.training.epochs, self.recorded, "linear")

    @cached_property
    def some(self) -> list[Experiment]:
        """The experiments of all combinations; of a great many, those with one value other than the first."""
        if self.variants <= CHECKED:
            return [self.variant(number) for number in range(self.variants)]
        first = [values[0] for values in self.vary.values()]
        found = []
        for place, values in enumerate(self.vary.values()):
            for at in np.unique(np.linspace(0, len(values) - 1, CHECKED).astype(int)):
                chosen = [*first[:place], values[at], *first[place + 1 :]]
                found.append(vary(self.experiment, dict(zip(self.vary, chosen, strict=True))))
        return found

    @cached_property
    def held(self) -> bool:
        """Whether anything is held out of the data."""
        return any(each.data.held for each in self.some)

    @cached_property
    def precision(self) -> str:
        """Of the costs and weights that are kept: "float64" if any replica is trained so."""
        return max(each.training.precision for each in self.some)

    def variant(self, number: int) -> Experiment:
        """The experiment of one combination of varied values."""
        if not self.vary:
            return self.experiment
        places = np.unravel_index(number, self.sizes)
        values = [each[place] for each, place in zip(self.vary.values(), places, strict=True)]
        return vary(self.experiment, dict(zip(self.vary, values, strict=True)))

    def places(self, replicas: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
        """Where replicas stand: the place of each varied value, and of the seed."""
        variants, seeds = np.divmod(replicas, len(self.seeds))
        return list(np.unravel_index(variants, self.sizes)) if self.vary else [], seeds

    def parts(self, size: int) -> Iterator[tuple[int, int]]:
        """The parts of `size` replicas: the first one of each, and the one after its last."""
        for first in range(0, self.replicas, size):
            yield first, min(first + size, self.replicas)

    def part_name(self, first: int, stop: int) -> str:
        """The name of a part's file."""
        return f"part-{hashlib.sha256(f'{self.digest} {first} {stop}'.encode()).hexdigest()[:20]}.parquet"


def _others(given: dict) -> dict:
    return {name: given[name] for name in FIELDS[2:] if name in given}


def _read_seeds(given: object) -> Sequence[int]:
    if not isinstance(given, dict):
        return given
    checks.known("seeds", given, SEEDS)
    checks.require(
        "count" in given, "`seeds` must be a list, or an object with `count`, and `first` and `step` if wanted."
    )
    first = checks.whole("seeds first", given.get("first", 0), 0, checks.MAX_SEED)
    count = checks.whole("seeds count", given["count"], 1, checks.MAX_SEED + 1)
    step = checks.whole("seeds step", given.get("step", 1), 1, checks.MAX_SEED)
    return range(first, first + count * step, step)


def _seeds(seeds: object) -> range | tuple[int, ...]:
    if isinstance(seeds, range):
        checks.require(len(seeds) > 0, "`seeds` must name at least one seed; got none.")
        for end in (seeds[0], seeds[-1]):
            checks.whole("seeds", end, 0, checks.MAX_SEED)
        return seeds
    given = seeds.tolist() if isinstance(seeds, np.ndarray) else checks.sequence("seeds", seeds, MOST_SEEDS)
    checks.require(len(given) > 0, "`seeds` must name at least one seed; got none.")
    whole = tuple(checks.whole("seeds", seed, 0, checks.MAX_SEED) for seed in given)
    checks.require(len(set(whole)) == len(whole), "`seeds` must differ from each other; one comes twice.")
    return whole


def _varied(given: object) -> dict[str, tuple]:
    checks.require_type("vary", given, Mapping)
    return {path: _values(path, values) for path, values in given.items()}


def _values(path: str, values: object) -> tuple:
    """The values of one field, as they come back from JSON."""
    field_of(path)
    checks.require(path != "training.epochs", "`training.epochs` cannot be varied: train the longest, read any epoch.")
    values = values.tolist() if isinstance(values, np.ndarray) else values
    plain = tuple(_plain(path, value) for value in checks.sequence(f"vary {path}", values, 10_000_000))
    checks.require(len(plain) > 0, f"`vary {path}` has no values.")
    checks.require(
        len(set(map(repr, plain))) == len(plain), f"`vary {path}` must have different values; one comes twice."
    )
    return plain


def _plain(path: str, value: object) -> object:
    if isinstance(value, (list, tuple)):
        return tuple(_plain(path, each) for each in value)
    value = value.item() if isinstance(value, np.generic) else value
    checks.require(
        value is None or isinstance(value, (bool, int, float, str)),
        f"`vary {path}` must have numbers, texts or lists of these in a sweep; got a {type(value).__name__}.",
    )
    return value
