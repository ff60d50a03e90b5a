"""Pictures as files: PNG and SVG on white."""

from __future__ import annotations

import base64
import json
import math
import subprocess
import sys
import textwrap
import threading
from typing import TYPE_CHECKING

from lab.prose import unmarked

if TYPE_CHECKING:
    from lab.answer import Figure

WIDTH, SCALE = 900, 2  # pixels, and pixels of a PNG for each of them
LETTERS, LINE = 85, 120  # letters of a line of the title, and of what stands below it
SIZES = {"labelFontSize": 12, "titleFontSize": 13}  # as large as on a page
CONFIG = {"axis": SIZES, "legend": SIZES, "title": {"fontSize": 18, "subtitleFontSize": 14}}
SECONDS, CLIPPED = 120, 15  # of patience; clipped marks
# In a process of its own: the browser engine that draws takes 110 MB and would keep them.
# What is clipped takes 0.3 s a mark at full sharpness, and a picture of many lines has many.
PROGRAM = """
import base64, json, sys, vl_convert
asked, drawn = json.load(sys.stdin), []
for spec in asked["specs"]:
    version = spec["$schema"].rpartition("/v")[2].removesuffix(".json").rpartition(".")[0]
    svg = vl_convert.vegalite_to_svg(spec, vl_version=version, allowed_base_urls=[])
    sharp = 1 if svg.count("clip-path=") > CLIPPED else SCALE
    ways = {"svg": svg.encode, "png": lambda: vl_convert.svg_to_png(svg, scale=sharp)}
    drawn += [base64.b64encode(ways[kind]()).decode() for kind in asked["kinds"]]
json.dump(drawn, sys.stdout)
"""
_one_at_a_time = threading.Lock()


def drawn(figures: list[Figure], title: str, kinds: list[str], link: str = "") -> list[bytes]:
    """The figures as pictures, `title` above each: for each figure one of every kind, "png" or "svg".

    With a `link`, where it is seen, a picture stands by itself: its caption and the link are in it.
    """
    program = f"SCALE, CLIPPED = {SCALE}, {CLIPPED}\n{PROGRAM}"
    asked = json.dumps({"specs": [spec(figure, title, link) for figure in figures], "kinds": kinds})
    command = [sys.executable, "-I", "-c", program]
    with _one_at_a_time:
        done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True, timeout=SECONDS)
    return [base64.b64decode(text) for text in json.loads(done.stdout)]


def spec(figure: Figure, title: str, link: str = "") -> dict:
    """The figure as Vega-Lite, its rows inside, on white, `WIDTH` pixels wide unless its parts have widths.

    With a `link` its caption and the link stand below its title.
    """
    rows = {name: [_finite(row) for row in frame.to_dict("records")] for name, frame in figure.frames.items()}
    own = [figure.spec["title"]] if isinstance(figure.spec.get("title"), str) else []
    about = textwrap.wrap(unmarked(figure.caption), LINE) + textwrap.wrap(link, LINE) if link else []
    size = {} if {"facet", "hconcat", "vconcat", "concat", "repeat"} & set(figure.spec) else {"width": WIDTH}
    return {
        **figure.spec,
        **size,
        "datasets": {**figure.spec.get("datasets", {}), **rows},
        "title": {"text": textwrap.wrap(title, LETTERS), "subtitle": own + about, "anchor": "start", "offset": 12},
        "background": "white",
        "padding": 16,
        "config": CONFIG | figure.spec.get("config", {}),
    }


def _finite(row: dict) -> dict:
    """A row as JSON knows it: what is infinite or no number is not there."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in row.items()
    }
