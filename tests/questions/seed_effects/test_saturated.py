"""Why do weights from 0 to 1 not learn the digits?"""

import lab


def test_all_runs_from_0_to_1_are_stuck_and_none_from_around_zero():
    answer = lab.ask("saturated")
    assert answer.headline == (
        "From 0 to 1 hidden units start saturated, so hardly any gradient reaches them: all runs get stuck."
    )
    assert answer.note.startswith(
        "Stuck after 5 epochs (900 steps), by range. 0 to 1: 64 of 64 runs (94.3 to 100 %); "
        "−0.5 to 0.5: 0 of 64 runs (0 to 5.66 %); −1 to 1: 0 of 64 runs (0 to 5.66 %). That is saturation"
    )


def test_standardized_pixels_leave_no_run_stuck():
    answer = lab.ask("saturated", ranges="0 to 1", epochs=1, seeds=16, standardize=True)
    assert answer.headline == "Here they do learn: from 0 to 1 no run gets stuck."
