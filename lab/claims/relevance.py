"""Claims about useless, constant and repeated inputs."""

from lab.claims import relevance_measured as measured
from lab.claims.claim import Claim, Figure

DIGITS = 2e-6  # a few steps of the float32 in which the discussion's run printed its weights
OWN_RUN = {"relevance_start": "the discussion's", "relevance_seeds": "1"}

CLAIMS = (
    Claim(
        id="S09",
        question="Does training find that a useless column deserves the weight zero?",
        claim="With y = 3 x1 + 1 and a column of noise, 3,000 epochs of SGD find the weights 3 and 0, and the bias 1.",
        source="seeds/001; its digits come from TensorFlow",
        page="feature_relevance",
        preset={"relevance_column": "the discussion's noise", **OWN_RUN},
        figures=(
            Figure(name="weight of x1", expected=3.0015907, tolerance=DIGITS),
            Figure(name="weight of the noise", expected=-0.0024382, tolerance=DIGITS),
            Figure(name="bias", expected=0.9898662, tolerance=DIGITS),
        ),
        measure=measured.noise,
        verdict="holds only when",
        because="“find” means “come near”: the weight of the noise is {1} after 3,000 epochs, small and not zero.",
    ),
    Claim(
        id="S10",
        question="What if the useless column is all ones?",
        claim="With a constant column the model may distribute the weight between it and the bias in arbitrary ways.",
        source="seeds/001; its digits come from TensorFlow",
        page="feature_relevance",
        preset={"relevance_column": "constant", **OWN_RUN},
        figures=(
            Figure(name="weight of x1", expected=2.9999967, tolerance=DIGITS),
            Figure(name="weight of the ones", expected=0.73000354, tolerance=DIGITS),
            Figure(name="bias", expected=0.2700143, tolerance=DIGITS),
            # both get the same gradients; what is left is rounding, 3,000 times
            Figure(name="weight of the ones − bias, after training", expected=0.459983, tolerance=2e-5),
            Figure(name="the same before training", expected=0.459983, tolerance=1e-7),
        ),
        measure=measured.ones,
        verdict="does not hold",
        because="weight and bias move alike, so their difference stays what it was at the start ({4} before, {3} "
        "after), and their sum goes to 1. The start decides, nothing else.",
    ),
    Claim(
        id="S11",
        question="Are small batches faster, and do constant or repeated columns go away?",
        claim="Batches of two may converge faster, and a constant, a nearly constant or a repeated column may be "
        "eliminated: try it.",
        source="seeds/001, the experiments that it suggests",
        page="feature_relevance",
        preset={"relevance_part": "batches"},
        figures=(
            Figure(name="epochs to a cost of 0.001, all at once over batches of two", expected=5, tolerance=0.25),
            Figure(name="the same in steps", expected=1, tolerance=0.05),
            # weights from the discussion's start after 3,000 epochs; where no law is met, what was found
            Figure(name="weight of noise of mean 10", expected=0.072, tolerance=0.001),
            Figure(name="weight of x2 = x1", expected=1.2238, tolerance=0.0002),
            Figure(name="weight of a column of ones", expected=0.73000354, tolerance=DIGITS),
            Figure(name="weight of noise of mean 1, sd 0.01", expected=0.7316, tolerance=0.001),
        ),
        measure=measured.suggested,
        verdict="holds only when",
        because="one counts epochs: all examples at once need {0} times the epochs of batches of two, and {1} times "
        "the steps. No column goes away in 3,000 epochs: noise of mean 10 keeps the weight {2}, a copy of x1 {3}, ones "
        "{4}, nearly ones {5}.",
    ),
    Claim(
        id="S12",
        question="Does the optimizer set useless weights to zero?",
        claim="No weight is forced to zero; the optimizer may reduce some close to zero if their features are useless.",
        source="seeds/001; the null law is lab.laws.noise_columns",
        page="feature_relevance",
        preset={"relevance_part": "null"},
        figures=(
            Figure(name="useless columns, of 1,000, whose weight ends at exactly 0", expected=0),
            # four standard errors of a share of 1,000
            Figure(name="share within the 95 % of the null law", expected=0.95, tolerance=0.028),
            # four standard errors of a standard deviation of 1,000
            Figure(name="standard deviation of the weight, noise 1", expected=0.2041, tolerance=0.02),
            Figure(name="median size of the weight without noise", expected=1e-5, way="at most"),
        ),
        measure=measured.null,
        verdict="holds only when",
        because="the targets have no noise (there the weight ends at {3}). With noise of sd 1 on 30 examples its "
        "standard deviation is {2}, and more training does not lower it; {0} of 1,000 end at exactly 0.",
    ),
    Claim(
        id="S22",
        question="Does any hidden unit become “affordability”?",
        claim="In demand prediction each hidden unit weighs the features in its own way: affordability, awareness, "
        "perceived quality.",
        source="seeds/002",
        page="feature_relevance",
        preset={"relevance_part": "demand"},
        figures=(
            # found 1, 37 and 16 of 64; four standard errors of such counts are 4, 16 and 14
            Figure(name="networks, of 64, with all three concepts", expected=5, way="at most"),
            Figure(name="networks with a unit that is awareness", expected=37, tolerance=16),
            Figure(name="networks with a unit that is affordability", expected=16, tolerance=14),
            Figure(name="the same before training", expected=4, way="at most"),
            Figure(name="networks that share their data: with affordability", expected=4, way="at most"),
            Figure(name="right answers, median network, %", expected=98, way="at least"),
        ),
        measure=measured.concepts,
        verdict="does not hold",
        because="the units weigh the features differently, but of 64 networks with three units, each on data of its "
        "own, {0} found all three concepts (|cosine| above 0.95); {1} found awareness, {2} affordability. The median "
        "network is right in {5} %: it does not need the concepts.",
    ),
)
