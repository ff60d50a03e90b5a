"""Claims about the seed: which starts train, and how much of a result is luck."""

from lab.claims import luck_measured as measured
from lab.claims.claim import Claim, Figure

PAGE = "seed_effects"
CLAIMS = (
    Claim(
        id="S21",
        question="Does tf.random.set_seed make a result repeatable?",
        claim="tf.random.set_seed(1234) forces the same initial weights, so that the results are the same every time.",
        source="seeds/002",
        page=PAGE,
        preset={"seeds_part": "bit", "seeds_bit_plain": "true"},
        figures=(
            # two draws of 85 weights of Glorot's uniform
            Figure(name="first weights of two runs of plain Keras after it, apart", expected=0.1, way="at least"),
            Figure(name="their last weights", expected=0.1, way="at least"),
            Figure(name="last weights after keras.utils.set_random_seed instead, apart", expected=0.0),
            Figure(name="difference of two runs, seeds given to the initializers", expected=0.0),
            Figure(name="the same with another order of the examples", expected=1e-6, way="at least"),
        ),
        measure=measured.same_seed,
        verdict="does not hold",
        because="Keras 3 takes the seeds of first weights from Python's generator, which it does not set: two runs of "
        "plain Keras start up to {0} apart and end up to {1} apart. keras.utils.set_random_seed sets that one too: the "
        "weights then differ by {2}. Seeds given to the initializers do it as well: two runs differ by {3}, if the "
        "order of the examples is fixed too; another order moves the weights by up to {4}.",
    ),
)  # fmt: skip
