"""Laws and published figures about the seed."""

from lab.claims import luck_laws_measured as measured
from lab.claims.claim import Claim, Figure

PAGE = "seed_effects"
CLAIMS = (
    Claim(
        id="L17",
        question="Does longer training make the start forgotten?",
        claim="A convex model forgets its seed, a network does not.",
        source="convexity of the cross-entropy; the spreads were measured",
        page=PAGE,
        preset={"seeds_part": "convex"},
        figures=(
            # about one last digit of float32
            Figure(name="spread of the cost over 50 seeds, softmax regression", expected=2e-7, way="at most"),
            Figure(name="the same, 16 hidden units", expected=1e-3, way="at least"),
        ),
        measure=measured.forgotten,
    ),
    Claim(
        id="L18",
        question="Is a run with the same seed the same to the last bit?",
        claim="One last bit of one weight stays small from a good start, and grows from a bad one.",
        source="measured: He's start and one with weights ten times as large, on two circles",
        page=PAGE,
        preset={"seeds_part": "bit"},
        figures=(
            Figure(name="largest difference within 2,000 steps, He", expected=1e-12, way="at most"),
            Figure(name="the same, standard deviation 10", expected=1e-6, way="at least"),
            Figure(name="the same start twice", expected=0.0),
        ),
        measure=measured.last_bit,
    ),
    Claim(
        id="L24",
        question="The best of n seeds: how much of it is luck?",
        claim="The best of n seeds lies e_n standard deviations above the mean: 0.846 (3), 1.163 (5), 1.539 (10), "
        "2.508 (100).",
        source="order statistics of the normal distribution; Cook (2022)",
        page=PAGE,
        preset={"seeds_part": "lucky", "seeds_lucky_count": "200"},
        figures=(
            Figure(name="e of 3, the law", expected=0.846, tolerance=5e-4),
            Figure(name="of 5", expected=1.163, tolerance=5e-4),
            Figure(name="of 10", expected=1.539, tolerance=5e-4),
            Figure(name="of 100", expected=2.508, tolerance=5e-4),
            # 20 independent tens among 200 runs, each with a spread of 0.6: 4 standard errors would be 0.5
            Figure(name="measured, best of 10 on spiral arms", expected=1.55, tolerance=0.3),
            Figure(name="measured, best of 10 on two circles", expected=1.3, tolerance=0.3),
            Figure(name="measured, best of 100 on two circles", expected=2.2, way="at most"),
        ),
        measure=measured.best_of,
        verdict="holds only when",
        because="the scores are normal, as nearly on spiral arms: {4} for 10. The accuracies on two circles have no "
        "long upper tail: there it is {5} for 10 and {6} for 100.",
    ),
)  # fmt: skip
