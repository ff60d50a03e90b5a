"""A chart as a file: PNG and SVG on white, and the frames that it draws."""

import base64
import json
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator

import altair as alt
import pandas as pd
from altair.utils.schemapi import SchemaBase

WIDTH, SCALE, LETTERS = 900, 2, 85  # pixels, pixels of a PNG for each of them, letters of a line of the title
SIZES = {"labelFontSize": 12, "titleFontSize": 13}  # as large as on a page
CONFIG = {"axis": SIZES, "legend": SIZES, "title": {"fontSize": 18, "subtitleFontSize": 14}}
VERSION = alt.SCHEMA_VERSION.removeprefix("v").rpartition(".")[0]  # of Vega-Lite, as vl-convert names it
SECONDS, CLIPPED = 120, 15  # of patience; clipped marks
# In a process of its own: the browser engine that draws takes 110 MB and would keep them.
# What is clipped takes 0.3 s a mark at full sharpness, and a picture of many lines has many.
PROGRAM = """
import base64, json, sys, vl_convert
asked, drawn = json.load(sys.stdin), []
for spec in asked["specs"]:
    svg = vl_convert.vegalite_to_svg(spec, vl_version=VERSION, allowed_base_urls=[])
    sharp = 1 if svg.count("clip-path=") > CLIPPED else SCALE
    ways = {"svg": svg.encode, "png": lambda: vl_convert.svg_to_png(svg, scale=sharp)}
    drawn += [base64.b64encode(ways[kind]()).decode() for kind in asked["kinds"]]
json.dump(drawn, sys.stdout)
"""
_one_at_a_time = threading.Lock()


def images(charts: list, title: str, kinds: list[str]) -> list[bytes]:
    """The charts as pictures, `title` above each: for each chart one of every kind, "png" or "svg"."""
    program = f"SCALE, CLIPPED, VERSION = {SCALE}, {CLIPPED}, {VERSION!r}\n{PROGRAM}"
    asked = json.dumps({"specs": [spec(chart, title) for chart in charts], "kinds": kinds})
    command = [sys.executable, "-I", "-c", program]
    with _one_at_a_time:
        done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True, timeout=SECONDS)
    return [base64.b64decode(text) for text in json.loads(done.stdout)]


def spec(chart, title: str) -> dict:
    """The chart as Vega-Lite, its rows inside, on white, `WIDTH` pixels wide unless its parts have widths."""
    copy = chart.copy(deep=True, ignore=["data"])
    names = {id(frame): f"frame_{i}" for i, frame in enumerate(frames(chart), start=1)}
    for node in _nodes(copy):
        if isinstance(node._get("data"), pd.DataFrame):
            node["data"] = alt.NamedData(names[id(node["data"])])
    made = copy.to_dict()
    rows = {names[id(frame)]: alt.to_values(frame)["values"] for frame in frames(chart)}
    made["datasets"] = made.get("datasets", {}) | rows  # a layer without a frame has its one empty row there
    own = [made["title"]] if isinstance(made.get("title"), str) else []
    made["title"] = {"text": textwrap.wrap(title, LETTERS), "subtitle": own, "anchor": "start", "offset": 12}
    size = {} if {"facet", "hconcat", "vconcat", "concat", "repeat"} & set(made) else {"width": WIDTH}
    config = CONFIG | made.get("config", {})
    return made | size | {"background": "white", "padding": 16, "config": config}


def frames(chart) -> list[pd.DataFrame]:
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
