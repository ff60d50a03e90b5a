"""Where do runs get stuck, and what holds them?"""

import lab


def test_units_at_their_end_hold_runs_at_an_eighth_and_a_saddle_those_at_a_quarter():
    answer = lab.ask("stuck")
    assert (
        answer.headline
        == "Most stuck runs stand at a cost of 1/8, held by saturated hidden units; none is in a minimum."
    )
    table = next(frame for frame in answer.frames() if "Held by" in frame)
    assert table.loc["1/8", "Held by"].startswith("saturated")
    assert table.loc["1/4", "Held by"] == "saddle"
    assert "With 5 times the epochs these get free: 0 of " in answer.note


def test_where_no_run_is_stuck_none_is_said_to_be():
    answer = lab.ask("stuck", seeds=50, units=4, rate=10.0)
    assert answer.headline == "No run is stuck here: all 50 runs end solved."
