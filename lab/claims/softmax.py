"""Claims about the softmax cost: what it looks at, where it starts, how low it can go, where arithmetic loses it."""

from lab.claims import softmax_measured as measured
from lab.claims.claim import Claim, Figure

ROUNDED = 5e-7  # half of the last digit that the source gives

CLAIMS = (
    Claim(
        id="S01",
        question="Does the cost look only at the output that should be active?",
        claim="With one-hot targets the cost is −log a_t: the other outputs do not enter it.",
        source="seeds/004",
        page="softmax_cost",
        preset={"softmax_outputs": "10", "softmax_class": "7"},
        figures=(
            Figure(name="outputs that change the cost when they alone are moved, of 10", expected=1),
            Figure(name="terms −y log a that are exactly 0, of 10", expected=9),
            # the sum of e^z does not depend on their order, to the bit: it is summed by `math.fsum`
            Figure(name="change of the cost when the other logits change places", expected=0.0),
        ),
        measure=measured.outputs_that_enter,
        because="all logits still enter through a_t, whose sum of e^z has every one of them.",
    ),
    Claim(
        id="S02",
        question="If the cost is only −log a_t, why does its gradient touch every output?",
        claim="The gradient is dC/db_j = a_j − y_j and dC/dw_jk = a_k (a_j − y_j), for every output j.",
        source="seeds/004, quoting Nielsen, Neural Networks and Deep Learning, ch. 3, eq. 81 and 82",
        page="softmax_cost",
        preset={"softmax_outputs": "10", "softmax_class": "7"},
        figures=(
            Figure(name="outputs with a slope that is not 0, of 10", expected=10),
            # central differences of 1e-4 are right to about 1e-9
            Figure(name="largest difference of a − y from a measured slope", expected=1e-6, way="at most"),
            Figure(name="largest difference of a (a − y) from automatic differentiation", expected=1e-6, way="at most"),
            Figure(name="sum of a − y over the outputs, its size", expected=1e-14, way="at most"),
        ),
        measure=measured.gradient,
    ),
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
