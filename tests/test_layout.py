"""The house rules that a machine can check: what lies where, who imports whom, what importing costs."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SPECS = (
    "checks", "options", "columns", "memory", "rounding", "table", "datasets", "examples", "data", "specs",
    "experiment_json", "experiment",
)  # fmt: skip
SLOW = {"tensorflow", "keras", "streamlit", "sklearn", "scipy", "altair"}  # a page must not wait for them


def sources(*folders):
    """Every Python file under these folders, by its path from the root."""
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    return sorted(str(file.relative_to(ROOT)) for file in files)


LAB, PAGES = sources("lab"), sources("pages") + ["app.py"]
QUESTIONS = [path for path in LAB if path.startswith("lab/questions/")]


def tree(path):
    """The syntax tree of a source."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def imported(path, at_the_top=False):
    """Full names that a source imports, at its top or later."""
    for node in tree(path).body if at_the_top else ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules(path):
    """Sources of `lab` that a source imports as it loads, as paths; a package counts as its `__init__.py`."""
    for name in imported(path, at_the_top=True):
        parts = name.split(".")
        found = [
            "/".join(parts[:end]) + ending for end in range(len(parts), 0, -1) for ending in (".py", "/__init__.py")
        ]
        yield from [candidate for candidate in found if candidate in LAB][:1]


def roots(path):
    """First names of all that a source imports."""
    return {name.split(".")[0] for name in imported(path)}


def test_the_visible_top_level_is_six_names():
    names = {file.name for file in ROOT.iterdir() if not file.name.startswith(".")}
    assert names - {"__pycache__"} == {"README.md", "requirements.txt", "app.py", "pages", "lab", "tests"}


def test_every_module_says_in_its_first_line_what_it_is():
    assert [path for path in LAB + PAGES if not ast.get_docstring(tree(path))] == []


def test_the_laboratory_knows_nothing_of_the_app():
    assert [path for path in LAB if roots(path) & {"streamlit", "pages", "app"}] == []


def test_pages_compute_nothing_themselves():
    assert [path for path in PAGES if roots(path) & {"tensorflow", "keras", "numpy", "scipy", "sklearn"}] == []


def test_rooms_do_not_import_each_other():
    rooms = {path: path.split("/")[2] for path in QUESTIONS if path.count("/") > 2}
    others = [
        (path, name)
        for path, room in rooms.items()
        for name in imported(path)
        if name.startswith("lab.questions.") and name.split(".")[2] not in (room, "")
    ]
    assert others == []


@pytest.mark.parametrize("name", SPECS)
def test_specs_import_only_what_comes_before_them(name):
    before = [f"lab/{other}.py" for other in SPECS[: SPECS.index(name)]] + ["lab/__init__.py"]
    assert set(modules(f"lab/{name}.py")) <= set(before)


def test_imports_run_one_way():
    inner = [path for path in LAB if path != "lab/__init__.py"]
    graph = {path: set(modules(path)) - {"lab/__init__.py", path} for path in inner}
    assert len(list(TopologicalSorter(graph).static_order())) == len(inner)


def test_importing_the_laboratory_and_its_questions_does_not_import_what_is_slow():
    lazy = ("lab/engine/", "lab/charts/", "lab/worker.py")
    names = [path[:-3].replace("/", ".") for path in LAB if not path.startswith(lazy)]
    code = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    importlib.import_module(name.removesuffix('.__init__'))\n"
        f"    slow = [name for name in {sorted(SLOW)} if name in sys.modules]\n"
        "    if slow: sys.exit(f'{name} imports {slow}')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *names], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", [["format", "--check", "."], ["check", "."]], ids=["format", "lint"])
def test_ruff_has_nothing_to_say(command):
    done = subprocess.run([sys.executable, "-m", "ruff", *command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
