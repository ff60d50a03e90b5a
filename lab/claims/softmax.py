"""Claims about the softmax cost: what it looks at, where it starts, how low it can go, where arithmetic loses it."""

from lab.claims import softmax_measured as measured
from lab.claims.claim import Claim, Figure

ROUNDED = 5e-7  # half of the last digit that the source gives

CLAIMS = (
    Claim(
        id="L22",
        question="Why does everyone say from_logits=True?",
        claim="A softmax written out overflows above a logit of 88.72 in float32 and of 709.78 in float64, "
        "from_logits does not; the cost starts at ln K.",
        source="IEEE 754 and plain algebra (lab.laws.overflow, lab.laws.entropy)",
        page="softmax_cost",
        preset={"softmax_part": "numerics"},
        figures=(
            Figure(name="cost of ten equal logits", expected=2.302585, tolerance=ROUNDED),
            # gaps are tried in steps of 0.012, and of 0.1 in float64: the first one behind the limit is found
            Figure(name="first gap that is lost, float32", expected=88.7228, tolerance=0.0122),
            Figure(name="first gap that is lost, float64", expected=709.7827, tolerance=0.101),
            Figure(name="the same for from_logits=True: costs and slopes that are lost at any gap", expected=0),
        ),
        measure=measured.overflow,
    ),
)
