"""More claims about units that start equal: laws and symmetries."""

from lab.claims import differentiation_measured as measured
from lab.claims.claim import Claim, Figure
from lab.datasets import TITLES
from lab.differentiation.frozen_setting import DATA

PAGE = "neuron_differentiation"
CLAIMS = (
    Claim(
        id="L04",
        question="What happens to a network whose weights all start at zero?",
        claim="ReLU, tanh and linear networks freeze at the cost H(p) of the shares p of the classes; sigmoid units "
        "learn, as one unit.",
        source="plain algebra; p = (1/2, 1/3, 1/6)",
        page=PAGE,
        preset={"neurons_part": "frozen", "neurons_frozen_data": DATA["unequal"], "neurons_frozen_hidden": "2"},
        figures=(
            Figure(name="cost of ReLU, tanh and linear (the farthest)", expected=1.011404, tolerance=2e-6),
            Figure(name="largest movement of their weights", expected=0.0),
            Figure(name="cost of sigmoid units after 1,000 epochs", expected=0.9, way="at most"),
            Figure(name="sigmoid units equal at all epochs (1 = yes)", expected=1),
            # rounding of float32, over 1,000 steps
            Figure(name="movement of sigmoid units, classes of equal size", expected=1e-3, way="at most"),
        ),
        measure=measured.zeros,
        verdict="holds only when",
        because="the classes are of unequal size: then sigmoid units get to a cost of {2}; with three classes of equal "
        "size their weights move by no more than rounding, and they freeze too.",
    ),
    Claim(
        id="L05",
        question="What makes equal neurons different, and what does not?",
        claim="An incoming weight, a bias, an outgoing weight or dropout does; the order of the examples, "
        "mini-batches, momentum, Adam and weight decay do not.",
        source="induction over the steps: equal units get equal steps",
        page=PAGE,
        preset={"neurons_part": "breaking", "neurons_breaking_hidden": "2", "neurons_breaking_epochs": "30",
                "neurons_breaking_seeds": "2"},
        figures=(
            Figure(name="of the 4 that belong to one unit, those that part all runs", expected=4),
            Figure(name="of 4 others, those that leave all runs equal to the bit", expected=4),
        ),
        measure=measured.suspects,
    ),
    Claim(
        id="L07",
        question="Is there anything about a unit that training cannot change?",
        claim="Of a ReLU unit, in² + b² − out² moves by the sum of eta² (|grad in|² − |grad out|²) alone, so its drift "
        "halves with the rate.",
        source="plain algebra; for gradient flow Du, Hu, Lee (2018)",
        page=PAGE,
        preset={"neurons_part": "conserved", "neurons_conserved_rate": "0.2", "neurons_conserved_time": "10",
                "neurons_conserved_seeds": "5"},
        figures=(
            # the next order is in proportion to the rate: about 1 % here
            Figure(name="drift at rate 0.2 over that at 0.1", expected=2.0, tolerance=0.1),
            Figure(name="drift at rate 0.1 over that at 0.05", expected=2.0, tolerance=0.1),
            Figure(name="largest difference of measured and foretold drift", expected=1e-12, way="at most"),
            Figure(name="the same of tanh units, smallest of three rates", expected=0.05, way="at least"),
        ),
        measure=measured.conserved,
        verdict="holds only when",
        because="a unit may be rescaled, as ReLU may: the drift of tanh units is {3} away from it.",
    ),
    Claim(
        id="L08",
        question="Two networks with other weights: are they other functions?",
        claim="The units of a layer may change places, and tanh units may turn all their signs: n! 2ⁿ networks with "
        "the same outputs; so two seeds may find the same function.",
        source="Bishop (2006), 5.1.1",
        page=PAGE,
        preset={"neurons_part": "same", "neurons_same_data": TITLES["teacher"], "neurons_same_hidden": "2",
                "neurons_same_rate": "0.5", "neurons_same_pairs": "10"},
        figures=(
            Figure(name="of the 48 arrangements of 3 units, those with outputs equal to the bit", expected=48),
            Figure(name="largest difference if sums are rounded term by term, float32", expected=2e-6, way="at most"),
            Figure(name="pairs of seeds that find the same solution, of 10", expected=8, way="at least"),
        ),
        measure=measured.symmetries,
        because="to the bit if sums are rounded once, as they depend on the order of their terms otherwise; of 10 "
        "pairs of students of a teacher with as many units {2} are one solution in another order.",
    ),
    Claim(
        id="L25",
        question="Do two layers with the same initializer start with different weights?",
        claim="One initializer object with an integer seed gives the same weights every time that it is used.",
        source="Keras documentation, layer weight initializers",
        page=PAGE,
        preset={"neurons_part": "layer"},
        figures=(
            Figure(name="largest difference of two layers' weights, one object", expected=0.0),
            # two draws from [-0.35, 0.35], 625 each
            Figure(name="the same with two objects and two seeds", expected=0.5, way="at least"),
        ),
        measure=measured.initializers,
    ),
)  # fmt: skip
