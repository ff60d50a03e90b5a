"""What was found about the waiting neuron, in sentences and formulas."""

import numpy as np

from lab.laws import slowdown as law
from lab.numerals import aligned, figure, tex
from lab.softmax.slowdown import Slowdown

SOURCE = (
    "The neuron: Nielsen, Neural Networks and Deep Learning, chapter 3. Both its weight and its bias move, so z moves "
    "twice as fast; time is counted in steps."
)
SURER = 2.0  # added to z for the comparison with a start that is surer, and wrong


def headline(found: Slowdown) -> str:
    """Whether the cost makes a difference to how long the neuron waits."""
    slow, fast = found.halves["steps"]
    if found.start < 0:
        return "Not here: the neuron starts on the right side already, so neither cost has to wait."
    if np.isnan(slow) and np.isnan(fast):
        return f"Not within {found.steps:,} steps: neither cost gets the neuron to the right side."
    if np.isnan(slow):
        return f"Yes: cross-entropy gets the neuron right in {_steps(fast)}, squared error not within {found.steps:,}."
    if slow == fast:
        return f"No: with both costs the neuron gets to the right side in {_steps(slow)}."
    return f"Yes: with squared error the neuron is wrong for {_steps(slow)}, with cross-entropy for {fast:,.0f}."


def _steps(count: float) -> str:
    return f"{count:,.0f} step" + ("s" if count != 1 else "")


def why(found: Slowdown) -> str:
    """Why one cost waits longer."""
    a = found.outputs["output"].iloc[0]
    slow, fast = found.halves["slope"]
    return (
        "A neuron that is sure has a sigmoid that is flat there, and squared error multiplies by its slope: the "
        f"gradient is a² (1 − a), here {figure(slow)}. In cross-entropy that slope cancels, and the gradient is the "
        f"error itself, a = {output(a)}: {figure(fast / slow)} times as large. So a neuron that is badly wrong learns "
        f"fastest with cross-entropy, and slowest with squared error. {other_rate(found)}"
    )


def verdict(found: Slowdown) -> str:
    """How many steps each cost takes to the right side, the law's numbers, and where both end."""
    first, steps = output(found.outputs["output"].iloc[0]), f"{found.steps:,}"
    ends = " and ".join(f"{output(row.end)} with {row.cost}" for row in found.halves.itertuples())
    if found.start < 0:
        begin = f"The output starts at {first}, on the side of its target 0 already, so neither cost has to wait"
    else:
        waits = ", ".join(f"{row.cost} {_needs(row)}" for row in found.halves.itertuples())
        begin = f"The output starts at {first} and should be 0. To get below one half, {waits}"
    return f"{begin}; after {steps} steps it is at {ends} (one neuron, rate {figure(found.rate)})."


def output(a: float) -> str:
    """An output for reading: near 1, what is missing, for 1.0000 would hide it."""
    return f"1 − {figure(1 - a)}" if 0 < 1 - a < 5e-5 else figure(a)


def _needs(row) -> str:
    """How one cost fares, and what the closed form says."""
    foretold = f"closed form: {foretold_steps(row.foretold)}"
    if np.isnan(row.steps):
        return f"does not get there ({foretold})"
    return f"needs {row.steps:,.0f} step{'s' if row.steps != 1 else ''} ({foretold})"


def foretold_steps(steps: float) -> str:
    """A number of steps by the law: two decimals below 100, whole from there on."""
    return f"{steps:,.2f}" if steps < 100 else f"{steps:,.0f}"


def gap(found: Slowdown) -> str:
    """How well the closed forms meet the steps."""
    differences = (
        (found.outputs["output"] - found.outputs["law"]).abs().groupby(found.outputs["cost"], sort=False).max()
    )
    each = " and ".join(f"{figure(value)} with {cost}" for cost, value in differences.items())
    return (
        f"Dashed: the closed form, nothing fitted. It is the limit of small steps; largest difference of the outputs: "
        f"{each}."
    )


def other_rate(found: Slowdown) -> str:
    """Whether a larger rate would buy off the waiting: not with one rate for all starts."""
    if found.start <= 0:
        return "Start it on the wrong side (w + b above 0), and see how long it waits."
    here, there = (_times(start, found.rate) for start in (found.start, found.start + SURER))
    return (
        f"Would a larger rate do? From z = {figure(found.start)} squared error is as fast as cross-entropy with "
        f"{figure(here)} times the rate, but from z = {figure(found.start + SURER)} it takes {figure(there)} times: "
        "the surer the neuron is of what is wrong, the longer it waits."
    )


def _times(start: float, rate: float) -> float:
    """How many times as long squared error waits, by the closed forms; two digits."""
    slow, fast = (float(law.wait(start, 0.0, rate, cost)) for cost in ("squared error", "cross-entropy"))
    return float(f"{slow / fast:.3g}")


def waits(found: Slowdown) -> str:
    """The picture of the waits in words."""
    ends = found.waits.groupby("cost", sort=False).agg(low=("steps", "first"), high=("steps", "last"))
    starts = found.waits["start"]
    each = "; ".join(f"{cost} {_from_to(row.low, row.high)}" for cost, row in ends.iterrows())
    return f"Steps to an output below one half, for starts z from {starts.min():g} to {starts.max():g}: {each}."


def _from_to(low: float, high: float) -> str:
    return f"always {low:,.0f}" if low == high else f"from {low:,.0f} to {high:,.0f}"


def formula(found: Slowdown) -> str:
    """Slopes and waits with the neuron's numbers, as TeX."""
    a = found.outputs["output"].iloc[0]
    slow, fast = (row for row in found.halves.itertuples())
    lines = [
        r"z &= w + b, \quad a = 1 / (1 + e^{-z})",
        r"\tfrac{dz}{dt} &= -2 \eta \tfrac{\partial C}{\partial z}",
        r"\text{squared error:} \quad C &= \tfrac{1}{2} a^2",
        r"\tfrac{\partial C}{\partial z} &= a^2 (1 - a)",
        rf"&= {_output(a)}^2 \cdot {_number(1 - a)}",
        rf"&= {_number(slow.slope)}",
        *_wait(found, slow, r"e^z + 3z - 3e^{-z} - \tfrac{1}{2} e^{-2z}"),
        r"\text{cross-entropy:} \quad C &= -\ln(1 - a)",
        rf"\tfrac{{\partial C}}{{\partial z}} &= a = {_output(a)}",
        *_wait(found, fast, "z - e^{-z}"),
    ]
    return aligned(*lines)


def _wait(found: Slowdown, row, clock: str) -> list[str]:
    """The law's F, and the steps it foretells where there is something to wait for."""
    if found.start <= 0:
        return []
    steps = rf"\tfrac{{F({_number(found.start)}) - F(0)}}{{2 \cdot {_number(found.rate)}}}"
    return [f"F(z) &= {clock}", rf"t &= {steps} = {tex(foretold_steps(row.foretold))}"]


def _output(a: float) -> str:
    """An output in a formula: near 1 as many digits as tell it from 1."""
    return f"{a:.7g}" if output(a) != figure(a) else tex(figure(a))


def _number(value: float) -> str:
    return tex(figure(value))
