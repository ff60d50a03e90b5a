"""Claims about the seed: which starts train, and how much of a result is luck."""

from lab.claims import luck_measured as measured
from lab.claims.claim import Claim, Figure
from lab.datasets import TITLES

PAGE = "seed_effects"
CLAIMS = (
    Claim(
        id="S13",
        question="Are some starts luckier than others?",
        claim="Some start close to their optimum and converge faster, others take longer or get stuck; so two models "
        "with different seeds may perform differently.",
        source="seeds/000",
        page=PAGE,
        preset={"seeds_count": "1,000"},
        figures=(
            # quantiles of 1,000 runs, recorded every 31 epochs
            Figure(name="epochs to a cost of 0.05 of the fastest 5 in a hundred, XOR", expected=594, tolerance=60),
            Figure(name="of the median run", expected=1156, tolerance=90),
            Figure(name="of the slowest of 85 in a hundred", expected=2750, tolerance=400),
            Figure(name="share not there after 4,000 epochs", expected=0.105, tolerance=0.039),  # 4 standard errors
        ),
        measure=measured.luck_of_the_start,
        because="5 in a hundred need {0} epochs, half {1}, 85 in a hundred {2}, and a share of {3} is stuck "
        "after 4,000.",
    ),
    Claim(
        id="S14",
        question="Does Glorot or He initialization help?",
        claim="Glorot/Xavier or He initialization ensures good starting conditions.",
        source="seeds/000",
        page=PAGE,
        preset={"seeds_schemes": ("uniform", "glorot uniform", "he normal"), "seeds_count": "1,000"},
        figures=(
            # shares of 1,000 runs: 4 standard errors
            Figure(name="XOR networks solved from U[-0.5, 0.5]", expected=0.895, tolerance=0.039),
            Figure(name="from Glorot's uniform", expected=0.778, tolerance=0.053),
            Figure(name="from He's normal", expected=0.736, tolerance=0.056),
            Figure(name="signal after 20 ReLU layers over the input, He", expected=0.1, way="at least"),
            Figure(name="the same, Glorot", expected=1e-4, way="at most"),
        ),
        measure=measured.schemes,
        verdict="holds only when",
        because="the network is deep: after 20 ReLU layers He keeps {3} of the signal, Glorot {4}. With two units on "
        "XOR a share of {1} (Glorot) and {2} (He) is solved, from U[-0.5, 0.5] {0}.",
    ),
    Claim(
        id="S15",
        question="Why 25 units, and not one?",
        claim="With one unit a network learns one pattern, which is not enough: with fewer units it is less accurate "
        "on digits.",
        source="seeds/000",
        page=PAGE,
        preset={"seeds_part": "width", "seeds_width_count": "16"},
        figures=(
            # medians of 16 runs: 4 standard errors
            Figure(name="held-out accuracy with 1 unit, %", expected=24, tolerance=3.5),
            Figure(name="with 5 units, %", expected=83.5, tolerance=3.5),
            Figure(name="with 25 units, %", expected=93.5, tolerance=1),
        ),
        measure=measured.widths,
        because="{0} % with 1 unit, {1} % with 5, {2} % with 25, medians of 16 runs.",
    ),
    Claim(
        id="S16",
        question="What do the units of a layer learn?",
        claim="Each learns another feature: vertical edges, horizontal edges, brightness.",
        source="seeds/000",
        page=PAGE,
        preset={"seeds_part": "width", "seeds_width_digits_units": "25"},
        figures=(
            Figure(name="largest cosine of two units, median run", expected=0.95, way="at most"),
            # medians of 8 runs
            Figure(name="cosine with a horizontal edge, best unit, before training", expected=0.25, tolerance=0.08),
            Figure(name="the same after training", expected=0.43, tolerance=0.1),
            Figure(name="cosine with brightness, best unit, before training", expected=0.29, tolerance=0.08),
            Figure(name="the same after training", expected=0.2, way="at most"),
        ),
        measure=measured.features,
        verdict="holds only when",
        because="“other” is all that is meant: no two units are nearer than a cosine of {0}. But the best unit has a "
        "cosine of only {2} with a horizontal edge ({1} before training), and of {4} with brightness ({3} before).",
    ),
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
    Claim(
        id="S23",
        question="What are hidden units for, if nobody tells them what to say?",
        claim="Hidden units need no target of their own, and one neuron alone is not enough.",
        source="seeds/002",
        page=PAGE,
        preset={"seeds_part": "width", "seeds_width_data": TITLES["xor"], "seeds_width_result": "cost",
                "seeds_width_count": "200"},
        figures=(
            Figure(name="of 200 XOR networks with one unit, those solved", expected=0),
            Figure(name="with two units", expected=187, tolerance=14),  # 4 standard errors
            Figure(name="with four units", expected=196, way="at least"),
            Figure(name="least cost with one unit; the law's bound is 1/6", expected=0.1666, way="at least"),
        ),
        measure=measured.one_unit,
        because="of 200 XOR networks {0} are solved with one unit, {1} with two, {2} with four; only the output has a "
        "target.",
    ),
)  # fmt: skip
