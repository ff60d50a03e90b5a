"""The law of useless weights, with one's own numbers."""

from lab.numerals import aligned, figure, tex
from lab.questions.feature_relevance.null.draws import Noise


def formulas(found: Noise) -> str:
    """The laws with one's own numbers, as LaTeX."""
    if found.null is None:
        return aligned(r"\sigma &= 0", r"w_2 &\to 0")
    null, facts, test = found.null, found.facts.iloc[0], found.test
    n, k, v = null.examples, null.weights, null.freedom
    sigma, sd, spread, band, scale, quantile = (
        tex(figure(value))
        for value in (null.sigma, null.sd, null.spread, facts["band"], null.scale, facts["band"] / null.scale)
    )
    lines = [
        r"\mathrm{sd}(w_2) &= \frac{\sigma}{s \sqrt{n - k - 1}}",
        rf"&= \frac{{{sigma}}}{{{sd} \sqrt{{{n} - {k} - 1}}}} = {spread}",
        rf"\nu &= n - k + 1 = {v}",
        r"|w_2| &\le t_{\nu,\,0.975} \frac{\sigma}{s \sqrt{\nu}} \text{ in 95 of 100}",
        rf"&= {quantile} \cdot {scale} = {band}",
    ]
    w, length, left, t, own = (
        tex(figure(value)) for value in (test.weight, test.length, test.residual, test.t, null.sigma / test.length)
    )
    return aligned(  # the last ones keep one's own columns
        *lines,
        rf"\text{{these columns: }} \mathrm{{sd}} &= \frac{{\sigma}}{{|r|}} = \frac{{{sigma}}}{{{length}}} = {own}",
        rf"\sigma \text{{ unknown: }} t &= \frac{{w_2 |r|}}{{\hat\sigma}} = \frac{{{w} \cdot {length}}}{{{left}}}",
        rf"&= {t}, \; \nu = n - k = {test.freedom}",
        rf"p &= {tex(figure(test.chance))}",
    )


def meanings(found: Noise) -> str:
    """What the letters are, and which law is exact."""
    facts = found.facts.iloc[0]
    return (
        f"n = {figure(facts['examples'])} examples; k = {figure(facts['weights'])} weights, the bias among them; s = "
        f"{figure(facts['sd'])}, the columns' standard deviation; σ = {figure(facts['sigma'])}, the noise of the "
        "targets; r, what the other columns leave over of x2; the w2 of the last lines is where endless training ends. "
        "With columns and noise drawn anew, w2 is spread exactly as Student's t (a bell curve with thicker ends), "
        "scaled; with the columns kept it is exactly normal."
    )
