"""Claims about units that start equal, and what makes them differ."""

from lab.claims import differentiation_measured as measured
from lab.claims.claim import Claim, Figure
from lab.datasets import TITLES
from lab.differentiation.frozen_setting import DATA

PAGE = "neuron_differentiation"
CLAIMS = (
    Claim(
        id="S08",
        question="All units see the same inputs and have the same optimizer: how can their weights differ?",
        claim="Each unit gets a gradient of its own, as each has weights of its own.",
        source="seeds/000",
        page=PAGE,
        preset={"neurons_part": "side", "neurons_side_w3": "-0.4", "neurons_side_w4": "0.1"},
        figures=(
            Figure(name="gradients of a unit that differ from the other unit's, of 4", expected=4),
            Figure(name="the same, if both units start with equal weights", expected=0),
        ),
        measure=measured.own_gradients,
        verdict="holds only when",
        because="the units start different: then {0} of a unit's 4 gradients are its own, from equal weights {1}.",
    ),
    Claim(
        id="S17",
        question="What allows neurons to become different if they are given the same data?",
        claim="They differ after training because they differ at the start; with w1 = w3, w2 = w4 and w5 = w6 they are "
        "equal before and after it.",
        source="seeds/002",
        page=PAGE,
        preset={"neurons_epsilon": "0"},
        figures=(
            Figure(name="largest distance of two equal neurons, all epochs and runs", expected=0.0),
            Figure(name="the same in a network of 3 and 17 units", expected=0.0),
            # between 16 and 21 on one machine; chaotic enough that only its order is certain
            Figure(name="smallest distance after training from random starts", expected=1.0, way="at least"),
        ),
        measure=measured.stays_equal,
        because="equal neurons stay equal to the bit; from random starts all runs end more than {2} apart.",
    ),
    Claim(
        id="S18",
        question="Where does the gradient of a hidden weight come from?",
        claim="dJ/dw1 is a product of five factors, by the chain rule.",
        source="seeds/002",
        page=PAGE,
        preset={"neurons_part": "side"},
        figures=(
            Figure(name="product less automatic differentiation, size", expected=1e-6, way="at most"),
            Figure(name="largest such difference of all nine gradients", expected=1e-6, way="at most"),
        ),
        measure=measured.five_factors,
    ),
    Claim(
        id="S19",
        question="Which factor makes the gradients of two weights differ?",
        claim="dJ/dw1 and dJ/dw3 differ because w5 and w6 differ; dJ/dw1 and dJ/dw2 because x1 and x2 differ.",
        source="seeds/002",
        page=PAGE,
        preset={"neurons_part": "side"},
        figures=(
            # only w5 = 0.3 and w6 = 0.7 differ, so the gradients are as w6 to w5; float64
            Figure(name="dJ/dw3 over dJ/dw1 where only w5 and w6 differ", expected=7 / 3, tolerance=1e-12),
            Figure(name="difference of the two where w5 = w6 too", expected=0.0),
            Figure(name="relative difference where w5 = w6, but not w1 = w3", expected=0.01, way="at least"),
            Figure(name="difference of dJ/dw1 and dJ/dw2 where x1 = x2", expected=0.0),
        ),
        measure=measured.which_factor,
        verdict="holds only when",
        because="everything else is equal: w5 = w6 makes the two gradients equal to the bit if w1 = w3 and w2 = w4 "
        "too, and if not, they still differ, here by {2} of dJ/dw1.",
    ),
    Claim(
        id="S20",
        question="May all weights start at zero?",
        claim="Logistic regression may start from all zeros and still learns.",
        source="seeds/002",
        page=PAGE,
        preset={"neurons_part": "frozen", "neurons_frozen_data": DATA["moons"]},
        figures=(
            Figure(name="first cost of logistic regression: ln 2", expected=0.6931472, tolerance=1e-6),
            Figure(name="its cost after 1,000 epochs", expected=0.3, way="at most"),
            Figure(name="cost of a network with a hidden layer of zeros: ln 2", expected=0.6931472, tolerance=1e-6),
            Figure(name="largest movement of a weight of that network", expected=0.0),
        ),
        measure=measured.from_zeros,
        because="its cost falls to {1}; that of a network with a zero hidden layer stays {2}.",
    ),
    Claim(
        id="L01",
        question="How long until two nearly equal neurons differ?",
        claim="A push ten times smaller takes ln 10 / ln(1 + eta lambda) steps more, lambda from the curvature of the "
        "cost where the neurons are equal.",
        source="plain algebra: the Hessian at the symmetric point",
        page=PAGE,
        preset={"neurons_part": "escape"},
        figures=(
            Figure(name="steps that a tenth of the push takes more, measured", expected=62.5, tolerance=1.2),
            Figure(name="the same, foretold", expected=62.487, tolerance=0.01),
        ),
        measure=measured.decade,
    ),
    Claim(
        id="L02",
        question="Can rounding alone make equal neurons different?",
        claim="In compiled float32 arithmetic equal neurons part as if one had been pushed by about 1e-8.",
        source="measured with TensorFlow and XLA; L01 says which push parts as late",
        page=PAGE,
        preset={
            "neurons_part": "escape", "neurons_escape_data": TITLES["circles"], "neurons_escape_activation": "sigmoid",
            "neurons_escape_rate": "2", "neurons_escape_epochs": "3,000",
        },
        figures=(
            # which runs part is decided by the processor's instructions
            Figure(name="runs that rounding parts on two circles, of 32", expected=16, way="at least"),
            Figure(name="log10 of the push that parts as late, median", expected=-7.5, tolerance=1.5),
            Figure(name="largest distance where both units go through the same instructions", expected=0.0),
            Figure(name="runs that rounding parts with the teacher, of 32", expected=16, way="at most"),
        ),
        measure=measured.rounding,
        verdict="holds only when",
        because="the compiler rounds the two neurons differently while they part: on two circles in {0} of 32 runs, by "
        "a push of 10 to the power of {1}, with a teacher in {3} of 32. With the same instructions for all units: "
        "never.",
    ),
    Claim(
        id="L03",
        question="What can a layer of equal units learn?",
        claim="H equal units are one unit whose output learns at the rate H eta and whose input at eta / H.",
        source="plain algebra",
        page=PAGE,
        preset={
            "neurons_part": "frozen", "neurons_frozen_starts": "one constant", "neurons_frozen_precision": "float64",
            "neurons_frozen_epochs": "3,000",
        },
        figures=(
            # rounding of 3,000 steps of float64, of costs near 1
            Figure(name="largest difference of the costs, 8 units, 3,000 steps", expected=1e-13, way="at most"),
        ),
        measure=measured.one_unit,
    ),
)  # fmt: skip
