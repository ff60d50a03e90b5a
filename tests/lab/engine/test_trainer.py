"""How a training is cut into calls."""

import numpy as np
import pytest

from lab.engine.program import SLOTS
from lab.engine.trainer import stops_until


@pytest.mark.parametrize(
    ("due", "end", "stops", "recorded"),
    [
        ([0, 10, 20], 0, [0], 1),
        ([10, 20], 15, [10, 15], 1),
        ([10, 20], 20, [10, 20], 2),
        ([10, 20], 99, [10, 20], 2),
        ([10, 20], 5, [5], 0),
    ],
)
def test_a_call_stops_at_what_is_due_and_at_its_end(due, end, stops, recorded):
    assert stops_until(np.array(due), end) == (stops, recorded)


def test_a_call_has_room_for_so_many_records():
    stops, recorded = stops_until(np.arange(100), 50)
    assert stops == list(range(SLOTS))
    assert recorded == SLOTS
