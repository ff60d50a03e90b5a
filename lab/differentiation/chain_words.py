"""What the five factors of two gradients say, in sentences and formulas."""

import re

import pandas as pd

from lab.differentiation.chain import FACTORS, source, unit
from lab.numerals import figure, tex

MARK = r"\boxed{%s}"


def formula(factors: pd.DataFrame, pair: tuple[str, str], which: int) -> str:
    """The chain of one of the two gradients with its numbers, as TeX; factors that differ are in a box.

    Args:
        factors: of `chain.factors`.
        pair: the two weights.
        which: 0 or 1: the gradient in the first or in the second of them.
    """
    weight = pair[which]
    neuron, inputs = unit(weight), source(weight)
    below = [
        r"\partial J / \partial a_3",
        r"\partial a_3 / \partial z_3",
        rf"\partial z_3 / \partial a_{neuron} = w_{neuron + 4}",
        rf"\partial a_{neuron} / \partial z_{neuron}",
        rf"\partial z_{neuron} / \partial {_letter(weight)} = x_{inputs}",
    ]
    columns = ["one", "other"] if which == 0 else ["other", "one"]
    *numbers, product = [_tex(*row) for row in factors[columns].to_numpy()]
    boxed = [MARK % number if not same else number for number, same in zip(numbers, ~factors["differs"], strict=False)]
    shown = [rf"\underbrace{{{number}}}_{{{name}}}" for number, name in zip(boxed, below, strict=True)]
    return rf"\frac{{\partial J}}{{\partial {_letter(weight)}}} = " + r" \cdot ".join(shown) + " = " + product


def update(weight: str, before: float, rate: float, gradient: float) -> str:
    """What the next update makes of a weight, with its numbers, as TeX.

    Args:
        weight: its name.
        before: its value.
        rate: the learning rate.
        gradient: the mean of its gradient over all examples.
    """
    letter, shown = (
        _letter(weight),
        [tex(figure(value)) for value in (before, rate, gradient, before - rate * gradient)],
    )
    old, step, mean, new = shown
    mean = rf"\left({mean}\right)" if mean.startswith("-") else mean
    law = rf"{letter} := {letter} - \alpha \, \overline{{\frac{{\partial J}}{{\partial {letter}}}}}"
    return rf"{law} = {old} - {step} \cdot {mean} = {new}"


def verdict(factors: pd.DataFrame, pair: tuple[str, str]) -> str:
    """The two gradients, and which of their factors make them differ."""
    one, other = (f"dJ/d{name}" for name in pair)
    first, second = factors[["one", "other"]].iloc[-1]
    differing = [factor for factor in FACTORS if differs(factors, factor)]
    if not differing:
        return f"{one} = {other} = {figure(first)}, exactly equal: none of their five factors differs."
    names = _listed([_named(factors, factor, pair) for factor in differing])
    if first == second:
        why = _zero(factors, pair) if first == 0 else "the differences cancel"
        return f"{one} = {other} = {figure(first)}, although {names} differ: {why}."
    shown = [_plain(_digits(*values)) for values in ((first, second), (second, first))]
    count = {1: "one of the five factors does", 2: "two of the five factors do"}[len(differing)]
    return f"{one} = {shown[0]} and {other} = {shown[1]} differ because {count}: {names}."


def differing(factors: pd.DataFrame, pair: tuple[str, str]) -> str:
    """The factors in which the two gradients differ, by name, as a sentence lists them; "" for none."""
    found = [_named(factors, factor, pair) for factor in FACTORS if differs(factors, factor)]
    return re.sub(r" = [^ ,]+", "", _listed(found)) if found else ""


def judged(factors: pd.DataFrame, pair: tuple[str, str]) -> str:
    """How far the discussion's reason holds here: it names w5 and w6, or x1 and x2."""
    differing = [factor for factor in FACTORS if differs(factors, factor)]
    if not differing or not differs(factors, "product"):
        return ""
    if differing != ["da/dz"] and len(differing) == 1:
        return "That is the discussion's reason, and here it is the whole one."
    if differing == ["da/dz"]:
        return (
            "The discussion names w5 and w6, which are equal here: on their own they do not make the gradients equal. "
            "The slopes differ because the neurons stand at different points z1 and z2."
        )
    return f"The discussion names w5 and w6 alone; here the slopes differ too.{_shares(factors, pair)}"


def differs(factors: pd.DataFrame, factor: str) -> bool:
    """Whether a factor differs between the two gradients."""
    return bool(factors.loc[factors["factor"] == factor, "differs"].iloc[0])


def _shares(factors: pd.DataFrame, pair: tuple[str, str]) -> str:
    """By how much each differing factor multiplies the first gradient on the way to the second."""
    table = factors.set_index("factor")[["one", "other"]]
    if (table["one"] == 0).any() or (table["other"] == 0).any():
        return ""
    ratio = table["other"] / table["one"]
    return (
        f" dJ/d{pair[1]} is {figure(ratio['product'])} times dJ/d{pair[0]}: "
        f"{figure(ratio['dz3/da'])} from w5 and w6, times {figure(ratio['da/dz'])} from the slopes."
    )


def _named(factors: pd.DataFrame, factor: str, pair: tuple[str, str]) -> str:
    """A differing factor in words, with its two values."""
    values = factors.set_index("factor").loc[factor, ["one", "other"]]
    first, second = (_plain(_digits(*each)) for each in (values, values[::-1]))
    one, other = (unit(weight) for weight in pair)
    if factor == "dz3/da":
        return f"w{one + 4} = {first} and w{other + 4} = {second}"
    if factor == "da/dz":
        return f"the slopes da{one}/dz{one} = {first} and da{other}/dz{other} = {second}"
    return f"x{source(pair[0])} = {first} and x{source(pair[1])} = {second}"


def _zero(factors: pd.DataFrame, pair: tuple[str, str]) -> str:
    """Which factor of both gradients is 0 and hides what differs."""
    table = factors.set_index("factor")[["one", "other"]]
    names = {"dz/dw": f"x{source(pair[0])} = 0", "da/dz": "both slopes are 0", "da3/dz3": "the output is saturated"}
    zero = [names[factor] for factor in names if (table.loc[factor] == 0).all()]
    return f"{zero[0]} for this example, which hides it" if zero else "each has a factor that is 0"


def _letter(weight: str) -> str:
    return f"{weight[0]}_{weight[1]}"


def _listed(names: list[str]) -> str:
    return ", and ".join(names)


def _digits(value: float, other: float) -> str:
    """`value` with as many digits as it takes to tell it from `other`."""
    if value == other or _bare(value) != _bare(other):
        return figure(value)
    shown = (f"{value:.{digits}g}" for digits in range(4, 18) if f"{value:.{digits}g}" != f"{other:.{digits}g}")
    return next(shown, figure(value))


def _bare(value: float) -> str:
    """What `figure` writes, without zeros at the end: "0.5" and "0.5000" tell nobody apart."""
    shown = figure(value)
    return shown.rstrip("0").rstrip(".") if "." in shown and "e" not in shown else shown


def _plain(shown: str) -> str:
    """A number for a sentence: with a minus sign instead of a hyphen."""
    return shown.replace("-", "−")


def _tex(value: float, other: float) -> str:
    return tex(_digits(value, other))
