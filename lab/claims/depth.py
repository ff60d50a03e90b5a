"""Claims about depth, and about training as a whole."""

from lab.claims import depth_measured as measured
from lab.claims.claim import Claim, Figure

PAGE = "seed_effects"
CLAIMS = (
    Claim(
        id="L19",
        question="How often is a ReLU network dead before it is trained?",
        claim="With one input, zero biases, width N and depth H, 1 - (1 - 2^-N)^H of all networks are dead at one "
        "example.",
        source="Lu, Shin, Su, Karniadakis (2020)",
        page=PAGE,
        preset={"seeds_part": "dead"},
        figures=(
            # shares of 4,000 networks: 4 standard errors
            Figure(name="share dead at x = 1, N = 3, H = 20", expected=0.9308, tolerance=0.016),
            Figure(name="the same, N = 2, H = 10", expected=0.9437, tolerance=0.0146),
            Figure(name="of those dead at x = 1, share alive at x = −1, N = 3, H = 3", expected=0.64, tolerance=0.053),
        ),
        measure=measured.born_dead,
        because="a network that is dead at one example need not be at others: with 3 layers of 3 units, a share of {2} "
        "of those dead at x = 1 is alive at x = −1.",
    ),
    Claim(
        id="L20",
        question="Does a signal get through a deep ReLU network?",
        claim="With weights of variance c / n the mean squared signal is (c/2)^L after L layers: He keeps it, Glorot "
        "loses all but 2^-L.",
        source="after He et al. (2015), arXiv:1502.01852",
        page=PAGE,
        preset={"seeds_part": "depth", "seeds_depth_layers": "30"},
        figures=(
            # The size of one network is nearly log-normal with variance 29 * 5 / 50 of the logarithm, so the mean of
            # 100 has a standard error of a factor of about 1.5: the tolerances are factors of 4.
            Figure(name="Glorot: mean of layer 30 over layer 1, at least 2^-29 / 4", expected=4.7e-10, way="at least"),
            Figure(name="He: mean of layer 30 over the input, at least 1/4", expected=0.25, way="at least"),
            Figure(name="He: the median network", expected=0.24, tolerance=0.2),
        ),
        measure=measured.kept_signal,
        verdict="holds only when",
        because="the mean over many networks is meant: it is {1} for He here, while the median network of width 50 "
        "keeps {2}.",
    ),
    Claim(
        id="L21",
        question="Why do the first layers of a deep network learn slowest?",
        claim="The gradients of four hidden layers of sigmoid units are 0.0030, 0.0171, 0.0695 and 0.2851 long: they "
        "vanish towards the input.",
        source="Nielsen (2015), chapter 5; one start on MNIST",
        page=PAGE,
        preset={"seeds_part": "vanishing"},
        figures=(
            # his data have 784 inputs, and his is one draw: each lies within 5 to 95 in a hundred in 9 of 10 cases
            Figure(name="of the 4 published lengths, those in the band of 100 networks", expected=3, way="at least"),
            Figure(name="last layer's gradient over the first's, median", expected=127, tolerance=35),
            Figure(name="the same by the law", expected=115, tolerance=12),
        ),
        measure=measured.gradients,
        because="the last layer's is {1} times as long as the first's (the law: {2}), and {0} of the 4 published "
        "lengths lie in the band of 100 networks.",
    ),
    Claim(
        id="L26",
        question="In which order does a network learn?",
        claim="A deep linear network learns one mode after another, the strongest first: half of a mode of strength s "
        "at t = ln(s / u0 - 1) / (2 s eta).",
        source="Saxe, McClelland, Ganguli (2013), arXiv:1312.6120",
        page=PAGE,
        preset={"seeds_part": "modes"},
        figures=(
            # the law is about continuous time: steps of eta s = 0.01 are late by up to 2
            Figure(name="steps until half of the mode of strength 5", expected=426, tolerance=3),
            Figure(name="of the mode of strength 3", expected=667, tolerance=3),
            Figure(name="of the mode of strength 1", expected=1727, tolerance=3),
        ),
        measure=measured.half_times,
    ),
    Claim(
        id="L27",
        question="Why does training stand still, and then go on?",
        claim="Soft committee machines wait on a symmetric plateau of height (K/pi)(pi/6 - K asin(1/2K)).",
        source="Saad, Solla (1995)",
        page=PAGE,
        preset={"seeds_part": "plateau"},
        figures=(
            Figure(name="height where runs of 2 units learn slowest", expected=0.011611, tolerance=2e-5),
            Figure(name="of 3 units", expected=0.020297, tolerance=4e-5),
            # medians of 50 runs, from starts of 1e-3
            Figure(name="steps after which the median run of 2 units leaves it", expected=213, tolerance=20),
            Figure(name="of 3 units", expected=316, tolerance=30),
        ),
        measure=measured.waiting,
        because="they leave it after {2} and {3} steps, from first weights of size 0.001.",
    ),
    Claim(
        id="L28",
        question="When do two inputs become one in a deep network?",
        claim="For tanh and biases of variance 0.05 the edge of chaos lies at sigma_w^2 = 1.76095: below it all inputs "
        "become one, above it even like ones part.",
        source="Poole et al. (2016), arXiv:1606.05340; Schoenholz et al. (2017)",
        page=PAGE,
        preset={"seeds_part": "phase", "seeds_phase_weights": "1.75"},
        figures=(
            Figure(name="critical sigma_w^2 for sigma_b^2 = 0.05", expected=1.76095, tolerance=1e-5),
            # medians of 20 networks of width 200, from a correlation of 0.9
            Figure(name="correlation after 30 layers, sigma_w^2 = 1", expected=0.999, way="at least"),
            Figure(name="at 1.75", expected=0.94, tolerance=0.04),
            Figure(name="at 4", expected=0.19, tolerance=0.15),
        ),
        measure=measured.edge_of_chaos,
        because="from a correlation of 0.9 it gets to {1} at sigma_w^2 = 1, {2} at 1.75 and {3} at 4.",
    ),
)  # fmt: skip
