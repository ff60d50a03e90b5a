"""Claims about the softmax cost: what it looks at, where it starts, how low it can go, where arithmetic loses it."""

from lab.claims import softmax_measured as measured
from lab.claims.claim import Claim, Figure

ROUNDED = 5e-7  # half of the last digit that the source gives

CLAIMS = (
    Claim(
        id="S04",
        question="Are loss and cost the same thing?",
        claim="The loss belongs to one example; the cost is the mean of the losses over the batch.",
        source="seeds/000 and seeds/001",
        page="softmax_cost",
        preset={"softmax_part": "batch", "softmax_batch_keras": "true"},
        figures=(
            Figure(name="mean of ten losses, its difference from Keras's cost", expected=1e-12, way="at most"),
            Figure(name="the same with mini-batches counted by their examples", expected=1e-12, way="at most"),
            Figure(name="the same with mini-batches of 4, 4 and 2 counted alike", expected=0.1, way="at least"),
        ),
        measure=measured.losses_and_cost,
        because="a mean of the means of mini-batches is another number where one of them is smaller, here {2} off.",
    ),
    Claim(
        id="S05",
        question="Is the loss another one if the labels are whole numbers instead of one-hot vectors?",
        claim="Whole numbers and one-hot vectors give the same loss, written differently.",
        source="seeds/001",
        page="softmax_cost",
        preset={"softmax_part": "batch", "softmax_batch_keras": "true"},
        figures=(
            Figure(name="largest difference of Keras's two losses, 10 examples", expected=1e-7, way="at most"),
            Figure(name="the same, 12 examples of 10 classes", expected=1e-7, way="at most"),
        ),
        measure=measured.labels,
    ),
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
    Claim(
        id="L23",
        question="Why does my cost not fall to 0?",
        claim="If the same input comes with labels 70 / 30, the cost cannot go below 0.610864.",
        source="Shannon (1948), the entropy of the labels (lab.laws.entropy)",
        page="softmax_cost",
        preset={"softmax_part": "batch", "softmax_batch_p": "0.7"},
        figures=(
            Figure(name="lowest cost of all predictions", expected=0.610864, tolerance=ROUNDED),
            Figure(name="where it is: predicted probability", expected=0.7, tolerance=1e-9),
            Figure(name="cost of a softmax after 500 epochs on such labels", expected=0.610864, tolerance=ROUNDED),
        ),
        measure=measured.floor,
    ),
)
