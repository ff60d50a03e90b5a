"""Claims about training a softmax: half a gradient, two costs, and what no step can change."""

from lab.claims import softmax_training_measured as measured
from lab.claims.claim import Claim, Figure

CLAIMS = (
    Claim(
        id="S03",
        question="What if only the target's logit learned?",
        claim="Moving the target's logit alone would not be back propagation, would only ever increase values, and "
        "could make weights explode.",
        source="seeds/004",
        page="softmax_cost",
        preset={
            "softmax_part": "target_only", "softmax_target_only_network": "25 ReLU units",
            "softmax_target_only_seeds": "2",
        },
        figures=(
            # factor foretold by lab.laws.target_only: 1.4788
            Figure(name="25 ReLU units, target's logit alone: growth of the weights a step", expected=1.4788,
                   tolerance=0.015),
            Figure(name="the same: right in the end, %", expected=20, way="at most"),
            Figure(name="no hidden layer, target's logit alone: growth of the weights a step", expected=1.02,
                   way="at most"),
            # medians of 2 runs; the runs lie less than half a point apart
            Figure(name="the same: right in the end, %", expected=89, tolerance=1),
            Figure(name="no hidden layer, full gradient: right in the end, %", expected=93.5, tolerance=1),
            Figure(name="no hidden layer, target's logit alone: runs in which a weight ever fell", expected=0),
        ),
        measure=measured.target_only,
        verdict="holds only when",
        because="hidden units have no upper limit: with 25 ReLU units the output weights grow {0} times a step and "
        "{1} % of the digits are right. Without a hidden layer they grow and never fall, but do not explode, and it "
        "learns: {3} % right, {4} % with the full gradient.",
    ),
    Claim(
        id="S29",
        question="Squared error or cross-entropy: does it matter?",
        claim="Squared error may do as well as cross-entropy.",
        source="seeds/003",
        page="softmax_cost",
        preset={"softmax_part": "slowdown", "softmax_slowdown_pairs": "8"},
        figures=(
            # the differences of 8 pairs have a standard deviation of about 2: four standard errors of their mean are 3
            Figure(name="cross-entropy ahead, both at the rate 1, points", expected=39, tolerance=3),
            Figure(name="both at the rate 10, points", expected=-10, way="at most"),
            Figure(name="each at its best rate, points", expected=0, tolerance=3),
        ),
        measure=measured.two_costs,
        verdict="holds only when",
        because="each cost has a learning rate of its own. On three spiral arms with 8 tanh units cross-entropy is {0} "
        "points ahead at the rate 1 and {1} at the rate 10, and {2} where each has its best rate.",
    ),
    Claim(
        id="L15",
        question="Why does a neuron that is badly wrong learn so slowly?",
        claim="From far on the wrong side squared error waits about e^z / 2η steps, cross-entropy about z / 2η.",
        source="Nielsen, Neural Networks and Deep Learning, ch. 3; closed forms in lab.laws.slowdown",
        page="softmax_cost",
        preset={"softmax_part": "slowdown"},
        figures=(
            Figure(name="output after 300 steps, squared error", expected=0.093956, tolerance=5e-7),
            Figure(name="steps to one half, squared error", expected=36),
            Figure(name="steps to one half, cross-entropy", expected=8),
            # foretold for a flow: 1,413.07 and 23.33; a descent takes whole steps
            Figure(name="steps to one half from z = 6, squared error", expected=1413, tolerance=5),
            Figure(name="steps to one half from z = 6, cross-entropy", expected=23, tolerance=1),
        ),
        measure=measured.slowdown,
    ),
)  # fmt: skip
