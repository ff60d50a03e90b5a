"""A chart as Vega-Lite with named data sets, and the frames that go with the names."""

from __future__ import annotations

from collections.abc import Iterator

import altair as alt
import pandas as pd
from altair.utils.schemapi import SchemaBase


def spec_of(chart: alt.TopLevelMixin) -> tuple[dict, dict[str, pd.DataFrame]]:
    """The Vega-Lite of a chart, without its rows, and name -> frame.

    It is not validated: the tests validate every picture, and here it would take a quarter of the time of an answer.
    """
    drawn = {f"frame_{i}": frame for i, frame in enumerate(frames(chart), start=1)}
    names = {id(frame): name for name, frame in drawn.items()}
    copy = chart.copy(deep=True, ignore=["data"])
    for node in _nodes(copy):
        if isinstance(node._get("data"), pd.DataFrame):
            node["data"] = alt.NamedData(names[id(node["data"])])
    return copy.to_dict(validate=False), drawn


def frames(chart: alt.TopLevelMixin) -> list[pd.DataFrame]:
    """Every frame that the chart draws, once each, in the order of its layers."""
    found = {id(frame): frame for frame in _frames(chart)}
    return list(found.values())


def _frames(node: object) -> Iterator[pd.DataFrame]:
    if isinstance(node, pd.DataFrame):
        yield node
    for each in _inside(node):
        yield from _frames(each)


def _nodes(node: object) -> Iterator[SchemaBase]:
    """The chart, and all that it is made of."""
    if isinstance(node, SchemaBase):
        yield node
    for each in _inside(node):
        yield from _nodes(each)


def _inside(node: object) -> list:
    if isinstance(node, SchemaBase):
        return list(node._kwds.values())
    if isinstance(node, dict):
        return list(node.values())
    return list(node) if isinstance(node, (list, tuple)) else []
