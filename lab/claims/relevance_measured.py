"""What the claims about inputs measure."""

import numpy as np

import lab
from lab import presets
from lab.relevance import batches, demand, demand_counts, null_setting, risk, risk_setting, wall
from lab.relevance import null as useless
from lab.relevance import weights as linear

BOUND = 0.95  # |cosine| above which a unit is a concept
MANY = 1000  # seeds or draws


def noise() -> tuple[float, ...]:
    """Weights and bias of the discussion's run with a column of noise."""
    return _discussion(presets.S09)


def ones() -> tuple[float, ...]:
    """The same with a column of ones, and weight - bias, after and before."""
    first, second, bias = _discussion(presets.S10)
    kernel, (start,) = presets.DISCUSSION_START
    return first, second, bias, second - bias, kernel[1][0] - start


def suggested() -> tuple[float, ...]:
    """Batches of two against all at once, in epochs and in steps; the second weight of the other experiments."""
    found = batches.measure(presets.S09).reached.groupby("batch")[["epochs", "steps"]].median()
    faster = found.loc[10] / found.loc[2]
    others = ("noise with mean 10", "x2 = x1", "constant column", "nearly constant column")
    return *faster.round(3), *(_discussion(presets.S11[name])[1] for name in others)


def null() -> tuple[float, ...]:
    """Of a thousand useless columns: exact zeros, those in the law's band, their spread; their size without noise."""
    found = useless.measure(null_setting.START, draws=MANY, starts=2)
    facts = found.facts.iloc[0]
    quiet = found.courses.query("noise == 0")["mid"].iloc[-1]
    return facts["exact"], facts["within"] / facts["draws"], round(facts["spread"], 4), float(f"{quiet:.0e}")


def concepts() -> tuple[float, ...]:
    """How many of 64 networks have units that are concepts, and how often the median network is right."""
    found = demand.measure(demand.SETTING, count=64)
    networks = demand_counts.counts(found, BOUND).set_index(["differ", "when", "what"])["networks"]
    right = found.networks.query("differ == 'data'")["accuracy"].median()
    return (
        networks["data", "after", demand_counts.ALL],
        networks["data", "after", "awareness"],
        networks["data", "after", "affordability"],
        networks["data", "before", "affordability"],
        networks["start", "after", "affordability"],
        round(100 * right, 1),
    )


def ends() -> tuple[float, ...]:
    """Five columns, x, x, 2x, 1 and 0, by gradient descent and by Adam, against the law."""
    kinds = {"duplicate": {}, "scaled": {"factor": 2.0}, "constant": {}, "zero": {}}
    columns = tuple(lab.Column(kind, **values) for kind, values in kinds.items())
    experiment = lab.vary(presets.S10, {"data.columns": columns})
    plain = linear.measure(experiment, range(10))
    adam = linear.measure(lab.vary(experiment, {"training.optimizer": "adam"}), range(10))
    still = plain.ends.query("weight == 'w5'")
    return (
        plain.facts["gap"][0],
        plain.conserved["off"].max(),
        _moved(plain),
        (still["end"] - still["start"]).abs().max(),
        _moved(adam),
        adam.facts["gap"][0],
    )


def rates() -> tuple[float, ...]:
    """Largest rates for half the squared error, by copies; shares beside the wall; what a mean does to λ."""
    table = wall.others(more=True).set_index("columns")
    names = [f"x1 {times}, standardised" for times in ("alone", "twice", "5 times", "10 times")]
    converge, diverge = (table[name].sum() / table["runs"].sum() for name in ("converge", "diverge"))
    steep = table.loc["noise, mean 30", "steepest"] / 2 / (1 + 30**2)
    return *(2 * table.loc[names, "largest"]), converge, diverge, steep


def noise_columns() -> tuple[float, ...]:
    """Spread of the useless weights of five columns on 30 examples, and what they cost on fresh examples."""
    whole = risk_setting.experiment(risk.MOST, 30, 1.0, 1.0, 0.0)
    curve = risk.measure(whole, draws=MANY).curve.set_index("columns")["mean"]
    sets = [risk_setting.made(draw, 30, 1.0, 1.0) for draw in range(MANY)]
    x, y = (np.stack(arrays) for arrays in zip(*sets, strict=True))
    found = risk.ends(x[..., :5], y, np.zeros((MANY, 5)))  # (draw, weight)
    return found[:, 1:].std(), curve[5] - 1.0


def spread() -> tuple[float, ...]:
    """Spread of end points over seeds: more weights than examples, the same over data, fewer weights."""
    wide, narrow = (_spread(columns) for columns in (25, 5))
    whole = risk_setting.experiment(risk.MOST, 10, 0.0, 0.0, 0.3)
    curve = risk.measure(whole, examples=10, sigma=0.0, worth=0.0, draws=MANY).curve.set_index("columns")["mean"]
    return wide, curve[25], narrow


def _discussion(experiment: lab.Experiment) -> tuple[float, ...]:
    """Weights and bias after the discussion's training, from its start."""
    run = lab.train(experiment, seeds=[0], initial=presets.DISCUSSION_START, weights="ends")
    kernel, bias = run.keras_weights(seed=0)
    return (*kernel[:, 0].astype(float), float(bias[0]))


def _moved(found: linear.Relevance) -> float:
    """How far the weight of 2 x1 moved for each 1 of x1's, median over the seeds."""
    return found.conserved.query("combination == 2")["ratio"].iloc[0]


def _spread(columns: int) -> float:
    """Sum of the weights' variances over seeds, each trained on the same ten examples."""
    experiment = risk_setting.experiment(columns, 10, 0.0, 0.0, 0.3)
    run = lab.train(experiment, range(MANY), recorded=1, weights="ends")
    return float(run.arrays[0][0, :, -1, :columns, 0].astype(float).var(axis=0, ddof=1).sum())
