"""Claims about linear models that are laws: where they end, how fast they may go, what chance does to them."""

from lab.claims import relevance_measured as measured
from lab.claims.claim import Claim, Figure

CLAIMS = (
    Claim(
        id="L09",
        question="Where do the weights of repeated and useless columns end?",
        claim="Gradient descent ends at w0 + X⁺(y − X w0): copies keep their difference, scaled copies share by scale, "
        "a zero column never moves; Adam does not obey it.",
        source="plain algebra (lab.laws.relevance)",
        page="feature_relevance",
        preset={
            "relevance_column": "x1 once more", "relevance_column_x3": "a multiple of x1",
            "relevance_column_x4": "constant", "relevance_column_x5": "zeros", "relevance_seeds": "10",
        },
        figures=(
            # float32: rounding of 3,000 steps, and the 3e-5 of the way that is still to go
            Figure(name="largest distance of a weight from the law", expected=2e-4, way="at most"),
            Figure(name="largest change of what is kept", expected=2e-4, way="at most"),
            Figure(name="how far 2 x1's weight moved, over x1's", expected=2, tolerance=0.001),
            Figure(name="movement of the zero column's weight", expected=0.0),
            Figure(name="under Adam: 2 x1's weight over x1's", expected=1, tolerance=0.001),
            Figure(name="under Adam: largest distance from the law", expected=0.1, way="at least"),
        ),
        measure=measured.ends,
    ),
    Claim(
        id="L10",
        question="How large may the learning rate be?",
        claim="The largest stable rate is 2 / λ_max; k equal columns divide it by k; a feature of mean m has λ of "
        "about 1 + m².",
        source="plain algebra (lab.laws.relevance, lab.laws.speed)",
        page="feature_relevance",
        preset={
            "relevance_part": "wall", "relevance_wall_column": "x1 once more", "relevance_wall_copies": "10",
            "relevance_wall_standardise": "true", "relevance_wall_more": "true",
        },
        figures=(
            # for half the squared error, as in the law; Keras's has no half
            Figure(name="largest rate, one standardised column", expected=2, tolerance=1e-5),
            Figure(name="the same twice", expected=1, tolerance=1e-5),
            Figure(name="5 times", expected=0.4, tolerance=1e-5),
            Figure(name="10 times", expected=0.2, tolerance=1e-5),
            Figure(name="share of runs that converge at 0.98 of their largest rate", expected=1),
            Figure(name="share of runs that diverge at 1.02 of it", expected=1),
            Figure(name="λ over 1 + m², noise of mean 30", expected=1, tolerance=0.05),
        ),
        measure=measured.rates,
    ),
    Claim(
        id="L11",
        question="How many useless columns are too many?",
        claim="Under label noise a useless column's weight has the standard deviation σ / √(n − p − 1), and p columns "
        "cost σ² p / (n − p − 1) of squared error on fresh examples.",
        source="Gauss-Markov and Student's t (lab.laws.noise_columns, lab.laws.fresh_error)",
        page="feature_relevance",
        preset={"relevance_part": "risk", "relevance_risk_columns": "5"},
        figures=(
            # 1,000 data sets, n = 30, p = 5, σ = 1; both have four standard errors of 0.02
            Figure(name="standard deviation of a useless weight", expected=0.20412, tolerance=0.02),
            Figure(name="squared error beyond σ²", expected=0.20833, tolerance=0.02),
        ),
        measure=measured.noise_columns,
    ),
    Claim(
        id="L12",
        question="When is the seed forgotten?",
        claim="With more weights than examples the end points of many seeds spread by s² (p − rank X); with full rank "
        "the seed is forgotten.",
        source="plain algebra: the end point is w0 + X⁺(y − X w0) (lab.laws.relevance)",
        page="feature_relevance",
        preset={
            "relevance_part": "risk", "relevance_risk_columns": "25", "relevance_risk_examples": "10",
            "relevance_risk_noise": "0", "relevance_risk_worth": "0", "relevance_risk_begin": "0.3",
        },
        figures=(
            # four standard errors over 1,000 seeds: 4 · 0.3² √(2 · 15 / 1,000) = 0.062
            Figure(name="spread of the ends: 25 weights, 10 examples, s = 0.3", expected=1.35, tolerance=0.062),
            Figure(name="the same on data of each seed's own", expected=1.35, tolerance=0.062),
            Figure(name="the same: 5 weights, 10 examples", expected=1e-6, way="at most"),
        ),
        measure=measured.spread,
    ),
)  # fmt: skip
