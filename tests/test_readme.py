"""The README keeps its word: its commands, its notebook, its tour, its tree."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from pages.shell.frame import PAGES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    """The contents of the README's code blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def listed():
    """Path -> phrase of the README's tree, from its indentation."""
    folders, phrases = [], {}
    for line in blocks("text")[0].splitlines():
        name, _, phrase = line.strip().partition(" ")
        folders[(len(line) - len(line.lstrip())) // 2 :] = [name]
        phrases["".join(folders)] = phrase.strip()
    return phrases


def test_there_are_two_commands_of_a_line_each():
    start, test = blocks("sh")
    assert start == (
        "python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt && .venv/bin/streamlit run app.py\n"
    )
    assert test.count("\n") == 1


def test_what_runs_on_every_change_is_the_command_that_the_readme_gives():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.splitlines()[-1] == blocks("sh")[1].strip()


def test_the_notebook_has_ten_lines_and_says_what_was_measured_elsewhere(capsys):
    """93.6 +- 1.1 %: measured once in NumPy with 500 starts; the tolerance is four standard errors of a difference."""
    code = blocks("python")[0]
    assert len([line for line in code.splitlines() if line]) <= 10
    exec(compile(code, "README.md", "exec"), {})
    share = float(re.fullmatch(r"([\d.]+)% of 500 starts solve XOR\n", capsys.readouterr().out)[1])
    assert share == pytest.approx(93.6, abs=4 * 1.1 * 2**0.5)


def tour():
    """Where the links of the tour lead: (page, query)."""
    links = map(urlsplit, re.findall(r"\]\((http://localhost:8501[^)]*)\)", README))
    return [(link.path.strip("/") or "home", link.query) for link in links]


def test_the_tour_leads_to_every_page_and_nowhere_else():
    assert {name for name, _ in tour()} == set(PAGES)


def test_the_tour_turns_knobs_that_are_there():
    sources = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "pages").rglob("*.py"))
    turned = [key for _, query in tour() for key in parse_qs(query) if not key.endswith("_part")]
    assert [key for key in turned if f'"{key}"' not in sources] == []


def test_every_path_of_the_tree_is_there():
    assert [path for path in listed() if not (ROOT / path).exists()] == []


def test_the_tree_lists_every_module():
    folders = ("lab", "pages")
    modules = {str(file.relative_to(ROOT)) for folder in folders for file in (ROOT / folder).rglob("*.py")}
    modules = {path for path in modules if not path.endswith("__init__.py")} | {"app.py"}
    assert modules - set(listed()) == set()


def test_every_path_of_the_tree_has_its_phrase():
    assert [path for path, phrase in listed().items() if not phrase] == []
