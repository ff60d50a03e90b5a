"""Claims about useless, constant and repeated inputs."""

import lab
from lab import presets
from lab.claims.claim import Claim, Figure


def _discussion(experiment: lab.Experiment) -> tuple[float, ...]:
    """Weights and bias after the discussion's training, from its start."""
    run = lab.train(experiment, seeds=[0], initial=presets.DISCUSSION_START, weights="ends")
    kernel, bias = run.keras_weights(seed=0)
    return (*kernel[:, 0], bias[0])


CLAIMS = (
    Claim(
        id="S09",
        question="Does training find that a useless column deserves the weight zero?",
        claim="With y = 3 x1 + 1 and a column of noise, 3,000 epochs of SGD find the weights 3 and 0, and the bias 1.",
        source="seeds/001; its digits come from TensorFlow",
        page="feature_relevance",
        preset={
            "relevance_column": "the discussion's noise",
            "relevance_start": "the discussion's",
            "relevance_seeds": "1",
        },
        figures=(
            Figure(name="weight of x1", expected=3.0015907, tolerance=2e-6),
            Figure(name="weight of the noise", expected=-0.0024382, tolerance=2e-6),
            Figure(name="bias", expected=0.9898662, tolerance=2e-6),
        ),
        measure=lambda: _discussion(presets.S09),
        verdict="holds only when",
        because="“find” means “come near”: the weight of the noise is {1} after 3,000 epochs, small and not zero.",
    ),
)
