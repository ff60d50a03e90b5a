"""The README keeps its word: its commands, its notebook, its tour."""

import ast
import contextlib
import io
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from lab import question
from lab.rooms import PAGES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    """The contents of the README's code blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def test_there_are_two_commands_of_a_line_each():
    start, test = blocks("sh")
    assert start == (
        "python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt && .venv/bin/streamlit run app.py\n"
    )
    assert test.count("\n") == 1


def test_what_runs_on_every_change_is_the_command_that_the_readme_gives():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.splitlines()[-1] == blocks("sh")[1].strip()


@pytest.fixture(scope="module")
def notebook():
    """The notebook's cells, run in order in one namespace: for each its lines, what it printed, what it ends with."""
    cells, names = [], {}
    for code in blocks("python"):
        tree = ast.parse(code)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        with contextlib.redirect_stdout(io.StringIO()) as said:
            exec(compile(tree, "README.md", "exec"), names)
            shown = eval(compile(ast.Expression(last.value), "README.md", "eval"), names) if last else None
        cells.append((code, said.getvalue(), shown))
    return cells, names


def test_the_notebook_has_four_cells_of_ten_lines_at_most(notebook):
    cells, _ = notebook
    assert len(cells) == 4
    assert max(len([line for line in code.splitlines() if line]) for code, _, _ in cells) <= 10


def test_the_notebook_says_what_was_measured_elsewhere(notebook):
    """93.6 +- 1.1 %: measured once in NumPy with 500 starts; the tolerance is four standard errors of a difference."""
    share = float(re.fullmatch(r"([\d.]+)% of 500 starts solve XOR\n", notebook[0][0][1])[1])
    assert share == pytest.approx(93.6, abs=4 * 1.1 * 2**0.5)


def test_the_notebook_draws_costs_of_every_rate(notebook):
    (_, _, chart), names = notebook[0][1], notebook[1]
    drawn = chart.to_dict()
    series = {row["scheme"] for rows in drawn["datasets"].values() for row in rows}
    assert series == {"learning_rate 0.5", "learning_rate 2.0", "learning_rate 8.0"}
    assert names["faster"]._repr_html_().count("<tr>") == 1 + 3


def test_the_notebook_draws_a_distance_that_theory_predicts(notebook):
    """Where the law speaks, up to a distance of 0.1, the run is within a tenth of a decade of it."""
    (_, _, chart), names = notebook[0][2], notebook[1]
    assert "strokeDash" in json.dumps(chart.to_dict())
    law = names["foretold"](names["pushed"]).set_index("epoch")["distance"]
    measured = names["distances"](names["pushed"]).query("seed == 0").set_index("epoch")["distance"]
    assert law.max() > 1000 * law[0]
    assert np.abs(np.log10(measured[law.index] / law)).max() < 0.1


def test_the_notebook_prints_a_script(notebook):
    cells, names = notebook
    assert cells[3][1] == names["lab"].script(names["twins"], seed=7) + "\n"


def test_the_notebook_asks_a_question(notebook):
    (_, _, answer), _ = notebook[0][3], notebook[1]
    assert answer.headline == "Nothing: two neurons that start equal stay exactly equal."


def tour():
    """Where the links of the tour lead: (page, query)."""
    links = map(urlsplit, re.findall(r"\]\((http://localhost:8501[^)]*)\)", README))
    return [(link.path.strip("/") or "home", link.query) for link in links]


def test_the_tour_leads_to_every_page_and_nowhere_else():
    assert {name for name, _ in tour()} == set(PAGES)


def test_the_tour_turns_knobs_that_are_there():
    for page, query in tour():
        if query:
            slug, settings = question.from_address(f"{page}?{query}")
            assert question.values(slug, settings) == parse_qs(query)
