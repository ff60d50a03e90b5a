"""What to change where one class is rare: class weights, or the output's bias; and the question that shows it."""

from __future__ import annotations

import ast
import copy
import math

from lab.answer import Code, Words
from lab.check import line, mend, pasted
from lab.questions.check_network.check import causes, network, tables

COUNTS = "counts = np.bincount({y}.ravel().astype(int))"
WEIGHTS = "dict(enumerate(len({y}) / len(counts) / counts))"
METRICS = "[keras.metrics.Precision(), keras.metrics.Recall()]"
OF_DATA = "np.log({y}.mean() / (1 - {y}.mean()))"


def lead(ordered, asked: network.Asked, told: causes.Seen, often: float, symptom: str) -> list:
    """The lines for a rare class, where nothing worse is found and it may be what is seen.

    Args:
        ordered: as of `arranged`.
        asked: the network.
        told: what its text says.
        often: the share of the examples that the most frequent class has.
        symptom: what is seen.
    """
    own = asked.data in tables.OWN
    if not (often > causes.RARE or not own and told.rare) or symptom not in causes.OF_RARE:
        return []
    if ordered["standing"].eq("fault").any():
        return []
    biased = (ordered["question"].eq("bias") & ordered["standing"].eq("warn")).any()
    return [Words("**What to change**"), Code("\n".join(_lines(asked, None if own else told.share, biased=biased)))]


def _lines(asked: network.Asked, share: float | None, *, biased: bool) -> list[str]:
    """The lines, in the reader's own words where they can be told, without the bias where that is told of already."""
    names = mend.fitted(asked.layers) if asked.source == "line" else mend.Named()
    y, last = names.y, _last(asked)
    lines = [] if "import numpy as np" in asked.layers else ["import numpy as np"]
    lines += _judged(asked) if last else []
    lines += ["# each class weighs the same", COUNTS.format(y=y), *_fit(asked, names.x, y)]
    start = OF_DATA.format(y=y) if share is None else f"{math.log(share / (1 - share)):.2f}"
    if last:
        lines += ["# or, without class weights, once it is trained: cut at the share of class 1, not at 0.5"]
        lines += [f"positive = model.predict({names.predicted}) > {y}.mean()"]
    if last and not biased:
        lines += [
            "# a quicker begin, no cure: without class weights the output's bias begins at the log odds of class 1"
        ]
        lines += _biased(asked, last, start)
    return lines


def _judged(asked: network.Asked) -> list[str]:
    """The call of `compile` with measures of what is found of class 1: the reader's own, where there is one."""
    call = pasted.Code(asked.layers).calling("compile")
    if not isinstance(call, ast.Call):
        return [f"# accuracy does not see the rare class: judge by metrics={METRICS}"]
    kept = [each for each in call.keywords if each.arg != "metrics"]
    new = ast.Call(call.func, call.args[:2], [*kept, ast.keyword("metrics", ast.parse(METRICS, mode="eval").body)])
    told = "# accuracy does not see the rare class: judge by these, "
    return [f"{told}instead of {ast.unparse(call)}", ast.unparse(new)]


def shown(share: float | None) -> str:
    """The address of the question about it, at a share of the rare class; None = nobody says one."""
    from lab.question import address, named

    if share is None or not 0 < share < 1:
        return address("bias")
    common = max(share, 1 - share)
    return address("bias", {"common": min(named("bias").SAID, key=lambda each: abs(each - common))})


def _fit(asked: network.Asked, x: str, y: str) -> list[str]:
    """The call of `fit` with class weights: the reader's own, where there is one."""
    weights = WEIGHTS.format(y=y)
    call = pasted.Code(asked.layers).calling("fit") if asked.source == "line" else None
    if not isinstance(call, ast.Call):
        return [f"model.fit({x}, {y}, class_weight={weights})"]
    new = copy.deepcopy(call)
    kept = [each for each in new.keywords if each.arg != "class_weight"]
    new.keywords = [*kept, ast.keyword("class_weight", ast.parse(weights, mode="eval").body)]
    return [f"# instead of {ast.unparse(call)}", ast.unparse(new)]


def _last(asked: network.Asked) -> dict | None:
    """The last layer, where it is one sigmoid unit whose bias can be the log odds of class 1."""
    if asked.source != "line":
        return None
    last = line.configuration(asked.layers, (1,))["config"]["layers"][-1]
    kept = last["config"]
    one = last["class_name"] == "Dense" and kept.get("units") == 1 and kept.get("activation") == "sigmoid"
    return last if one and kept.get("use_bias", True) else None


def _biased(asked: network.Asked, last: dict, start: str) -> list[str]:
    made = f'keras.layers.Dense(1, activation="sigmoid", bias_initializer=keras.initializers.Constant({start}))'
    done = mend.mended(asked.layers, [(last["config"]["name"], f"outputs = {made}")])
    if done is None or not done.lines:
        return [f"outputs = {made}"]
    return [part for old, new in done.lines for part in (f"# instead of {old}", new)]
