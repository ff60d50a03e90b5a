"""More claims about the seed: the range of the first weights, and the cost."""

from lab.claims import luck_measured as measured
from lab.claims.claim import Claim, Figure

PAGE = "seed_effects"
CLAIMS = (
    Claim(
        id="S27",
        question="Do weights from 0 to 1 run into a local minimum?",
        claim="Weights drawn from [0, 1] run into a local minimum; from [-0.5, 0.5] or [-1, 1] they avoid it in all "
        "tests.",
        source="seeds/003",
        page=PAGE,
        preset={"seeds_part": "saturated", "seeds_saturated_count": "16"},
        figures=(
            Figure(name="digits: share stuck after 5 epochs, from [0, 1]", expected=0.9, way="at least"),
            Figure(name="from the two others, the larger share", expected=0.1, way="at most"),
            Figure(name="hidden outputs at 0 or 1 from the start, from [0, 1]", expected=0.99, way="at least"),
            # means of 16 runs; 1.3 is the spread of a run
            Figure(name="outputs of 10 that say 1 to every digit, after 1 epoch", expected=8.6, tolerance=1.3),
            Figure(name="the same after 5 epochs", expected=3.8, tolerance=1.3),
            Figure(name="XOR: share solved from [-0.5, 0.5]", expected=0.895, tolerance=0.039),
        ),
        measure=measured.ranges,
        verdict="holds only when",
        because="it is about the digits: there a share of {0} is stuck from [0, 1] and {1} from the others, on XOR "
        "only {5} are solved from [-0.5, 0.5]. And it is no minimum but saturation: a share of {2} of the hidden "
        "outputs is at 0 or 1, and the cost goes on falling, as of 10 outputs that say 1 to all there are {3} after 1 "
        "epoch and {4} after 5.",
    ),
    Claim(
        id="S28",
        question="How good is a model after a single epoch?",
        claim="A decent model after only one epoch, if the bad region is not met.",
        source="seeds/003",
        page=PAGE,
        preset={"seeds_part": "saturated", "seeds_saturated_epochs": "1"},
        figures=(
            # medians of 64 runs: 4 standard errors
            Figure(name="accuracy after one epoch from [-0.5, 0.5]", expected=0.83, tolerance=0.03),
            Figure(name="from [-1, 1]", expected=0.845, tolerance=0.03),
            Figure(name="from [0, 1]", expected=0.1, tolerance=0.01),
        ),
        measure=measured.first_epoch,
        because="{0} and {1} of the digits are right after one epoch, but {2} from [0, 1]: medians of 64 runs.",
    ),
)
