"""All models of the benchmark, in groups: what it is told to check, in words."""

from tests.bench.checkup import (
    faulty_fresh,
    faulty_later,
    faulty_starts,
    faulty_tasks,
    healthy,
    healthy_fresh,
    healthy_later,
)

GROUPS = {
    "starts": faulty_starts.CASES,
    "tasks": faulty_tasks.CASES,
    "fresh": faulty_fresh.CASES + healthy_fresh.CASES,
    "later": faulty_later.CASES + healthy_later.CASES,
    "healthy": healthy.CASES,
}
