"""A chart as Vega-Lite with named data sets, and the frames that go with the names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy

import altair as alt
import pandas as pd
from altair.utils.schemapi import SchemaBase

from lab.numerals import on_axis

SIGNIFICANT = re.compile(r",?(?:\.(\d+))?~?[eg]$")


def spec_of(chart: alt.TopLevelMixin) -> tuple[dict, dict[str, pd.DataFrame]]:
    """The Vega-Lite of a chart, without its rows, and name -> frame.

    It is not validated: the tests validate every picture, and here it would take a quarter of the time of an answer.
    """
    drawn = {f"frame_{i}": frame for i, frame in enumerate(frames(chart), start=1)}
    spec = _named(chart, {id(frame): alt.NamedData(name) for name, frame in drawn.items()}).to_dict(validate=False)
    _write_tips(spec)
    return spec, drawn


def _named(node: object, names: dict[int, alt.NamedData]) -> object:
    """The same with a name in the place of each frame; what holds no frame is not copied."""
    if isinstance(node, pd.DataFrame):
        return names[id(node)]
    if isinstance(node, (list, tuple)):
        inside = [_named(each, names) for each in node]
        return node if all(new is old for new, old in zip(inside, node, strict=True)) else inside
    if not isinstance(node, (SchemaBase, dict)):
        return node
    kept = node._kwds if isinstance(node, SchemaBase) else node
    named = {key: _named(each, names) for key, each in kept.items()}
    if all(named[key] is each for key, each in kept.items()):
        return node
    if isinstance(node, dict):
        return named
    changed = copy(node)  # Altair's own copy makes a layered chart anew, and its layers with it
    object.__setattr__(changed, "_kwds", named)
    return changed


def _write_tips(node: object) -> None:
    """Let tooltips write numbers as axes do: those whose format would write the tiny and the huge with an "e"."""
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _write_tips(each)
    tips = node.get("encoding", {}).get("tooltip") if isinstance(node, dict) and "mark" in node else None
    for tip in tips if isinstance(tips, list) else ():
        digits = SIGNIFICANT.match(tip.get("format", ""))
        if digits and "aggregate" not in tip:
            field = tip["field"]
            value, name = f"datum[{field!r}]", f"{field} written"
            finite, huge = on_axis(value, int(digits[1] or 6)), f"{value} > 0 ? '∞' : '−∞'"
            written = f"!isValid({value}) ? '' : isFinite({value}) ? ({finite}) : {huge}"
            node["transform"] = [*node.get("transform", []), {"calculate": written, "as": name}]
            del tip["format"]
            tip |= {"field": name, "type": "nominal", "title": tip.get("title", field)}


def frames(chart: alt.TopLevelMixin) -> list[pd.DataFrame]:
    """Every frame that the chart draws, once each, in the order of its layers."""
    found = {id(frame): frame for frame in _frames(chart)}
    return list(found.values())


def _frames(node: object) -> Iterator[pd.DataFrame]:
    if isinstance(node, pd.DataFrame):
        yield node
    for each in _inside(node):
        yield from _frames(each)


def _inside(node: object) -> list:
    if isinstance(node, SchemaBase):
        return list(node._kwds.values())
    if isinstance(node, dict):
        return list(node.values())
    return list(node) if isinstance(node, (list, tuple)) else []
