"""Laws and published figures about the seed."""

from lab.claims import luck_laws_measured as measured
from lab.claims.claim import Claim, Figure

PAGE = "seed_effects"
CLAIMS = (
    Claim(
        id="L13",
        question="Where do XOR networks get stuck?",
        claim="Two sigmoid units, rate 2, from U[-0.5, 0.5]: after 20,000 epochs 93.6 ± 1.1 % are solved, the others "
        "cost 1/8, 1/6 or 1/4.",
        source="algebra of points that share an output; the share by 500 runs in NumPy",
        page=PAGE,
        preset={"seeds_part": "stuck", "seeds_stuck_epochs": "20,000"},
        figures=(
            Figure(name="share solved", expected=0.936, tolerance=0.044),  # 4 standard errors
            Figure(name="of 500, those neither solved nor at a level", expected=2, way="at most"),
            Figure(name="of 500, those at 1/8", expected=10, way="at least"),
        ),
        measure=measured.levels,
        because="a share of {0} is solved, {2} of 500 cost 1/8, and {1} are at no level.",
    ),
    Claim(
        id="L14",
        question="Why do weights from 0 to 1 not learn the digits?",
        claim="On many positive inputs they saturate every hidden unit: the first layer is frozen, and the cost goes "
        "down the ladder 0.45 + 0.405 m, m outputs at 1; from U[-0.5, 0.5] it reaches 0.05.",
        source="plain algebra",
        page=PAGE,
        preset={"seeds_part": "saturated", "seeds_saturated_count": "16"},
        figures=(
            Figure(name="least cost of 6 runs from [0, 1] after 5 epochs", expected=0.4275, way="at least"),
            # a rung is 0.405 high
            Figure(name="their distance from a rung, median", expected=0.08, way="at most"),
            # 1.3 is the spread of a run: 4 standard errors of 16
            Figure(name="outputs that are still at 1, mean of 16 runs", expected=3.8, tolerance=1.3),
            Figure(name="the same, foretold from the first weights", expected=3.75, tolerance=0.3),
            Figure(name="gradient of the first layer, median", expected=1e-3, way="at most"),
            Figure(name="cost from U[-0.5, 0.5], median", expected=0.05, way="at most"),
        ),
        measure=measured.rungs,
        because="after 5 epochs {2} of 10 outputs are still at 1 (foretold: {3}); from U[-0.5, 0.5] the cost is {5}.",
    ),
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
    Claim(
        id="L29",
        question="Is the border between rates that train and rates that diverge a smooth line?",
        claim="It is fractal: it stays rough however far one goes in.",
        source="Sohl-Dickstein (2024), arXiv:2402.06184",
        page=PAGE,
        preset={"seeds_part": "map", "seeds_map_precision": "float64", "seeds_map_levels": "true"},
        figures=(
            # box counting on 128 x 128 points; further in, the last bits of the processor decide which points train
            Figure(name="dimension of the border, by box counting", expected=1.14, tolerance=0.15),
            Figure(name="8 times closer, where most of it is", expected=1.2, way="at least"),
            Figure(name="64 times closer", expected=1.2, way="at least"),
            Figure(name="of a straight line", expected=1.0, tolerance=0.05),
            Figure(name="of tossed coins", expected=1.92, tolerance=0.01),
        ),
        measure=measured.fractal,
        because="its dimension is {0}, 8 times closer {1}, 64 times closer {2}; a straight line has {3}, tossed coins "
        "{4}. So it does not get smoother, but no single dimension describes it.",
    ),
)  # fmt: skip
