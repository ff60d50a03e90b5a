"""Claims about layers and gradients written by hand: shapes, products of matrices, sums and means."""

from lab.claims import softmax_layers_measured as measured
from lab.claims.claim import Claim, Figure
from lab.softmax.dense_setting import STARTS

STEPS = 4e-6  # four steps of a float32 of this size: sums may come in another order

CLAIMS = (
    Claim(
        id="S06",
        question="What is inside a Dense layer, and which shape has it?",
        claim="Dense(25) has no weights before its first call; called on (3, 4) it has a kernel (4, 25) and a bias "
        "(25,) and gives (3, 25): it works along the last axis, and d0 is the number of features.",
        source="seeds/001",
        page="softmax_cost",
        preset={
            "softmax_part": "dense", "softmax_dense_rows": "3", "softmax_dense_features": "4",
            "softmax_dense_units": "25", "softmax_dense_start": STARTS["glorot"],
        },
        figures=(
            Figure(name="weight arrays before the first call", expected=0),
            Figure(name="rows of the kernel", expected=4),
            Figure(name="columns of the kernel", expected=25),
            Figure(name="numbers in the bias", expected=25),
            Figure(name="rows of the output", expected=3),
            Figure(name="columns of the output", expected=25),
            Figure(name="called on (2, 3, 4) it gives (2, 3, 25): 1 = yes", expected=1),
        ),
        measure=measured.shapes,
    ),
    Claim(
        id="S07",
        question="What does one step of gradient descent do to a linear layer?",
        claim="Worked by hand with GradientTape: dl_dw begins with −5.197844, −7.775473, dl_db is its first row, and "
        "after a step of 0.001 w[0, 0] is 0.33266637.",
        source="seeds/000; its digits come from TensorFlow under seed 42",
        page="softmax_cost",
        preset={"softmax_part": "dense"},
        figures=(
            Figure(name="dl_dw[0, 0]", expected=-5.197844, tolerance=STEPS),
            Figure(name="dl_dw[0, 1]", expected=-7.775473, tolerance=STEPS),
            Figure(name="dl_dw[1, 0]", expected=-10.395688, tolerance=STEPS),
            Figure(name="dl_dw[1, 1]", expected=-15.550946, tolerance=STEPS),
            Figure(name="dl_dw[2, 0]", expected=-15.593533, tolerance=STEPS),
            Figure(name="dl_dw[2, 1]", expected=-23.32642, tolerance=2 * STEPS),  # a float32 above 16: steps twice
            # x1 is 1, and a product with 1 is exact
            Figure(name="largest difference of dl_db from the first row of dl_dw", expected=0.0),
            Figure(name="w[0, 0] after the step", expected=0.33266637, tolerance=6e-8),  # two steps of a float32
        ),
        measure=measured.one_step,
    ),
)  # fmt: skip
