"""The house rules that a machine can check: what lies where, who imports whom, how long things are."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SPECS = (
    "checks",
    "columns",
    "memory",
    "rounding",
    "table",
    "datasets",
    "data",
    "specs",
    "experiment_json",
    "experiment",
)


def sources(*folders):
    """Every Python file under these folders, by its path from the root."""
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    return sorted(str(file.relative_to(ROOT)) for file in files)


LAB, PAGES = sources("lab"), sources("pages") + ["app.py"]
SCRIPTS = [path for path in PAGES if path.count("/") < 2]  # what Streamlit runs; the rest of pages/ is imported
PARTS = [path for path in PAGES if path.count("/") == 2 and not path.startswith("pages/shell/")]  # one question each


def tree(path):
    """The syntax tree of a source."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def imported(path):
    """Full names that a source imports, at its top or later."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules(path):
    """Sources of `lab` that a source imports, as paths; a package counts as its `__init__.py`."""
    for name in imported(path):
        parts = name.split(".")
        found = [
            "/".join(parts[:end]) + ending for end in range(len(parts), 0, -1) for ending in (".py", "/__init__.py")
        ]
        yield from [candidate for candidate in found if candidate in LAB][:1]


def body_lines(function):
    """Lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def functions(path):
    """Every function of a source."""
    return [node for node in ast.walk(tree(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def test_the_visible_top_level_is_six_names():
    names = {file.name for file in ROOT.iterdir() if not file.name.startswith(".")}
    assert names - {"__pycache__"} == {"README.md", "requirements.txt", "app.py", "pages", "lab", "tests"}


@pytest.mark.parametrize("path", LAB + PAGES)
def test_a_file_has_at_most_200_lines(path):
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= 200


@pytest.mark.parametrize("path", sorted({*LAB, *PAGES} - set(PARTS)))
def test_a_function_has_at_most_25_lines_a_chart_20(path):
    most = 20 if path.startswith("lab/charts/") else 25
    assert {function.name: body_lines(function) for function in functions(path) if body_lines(function) > most} == {}


@pytest.mark.parametrize("path", SCRIPTS)
def test_a_page_reads_like_a_paragraph(path):
    kinds = (ast.FunctionDef, ast.ClassDef, ast.Try, ast.For, ast.While)
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= 80
    assert [type(node).__name__ for node in ast.walk(tree(path)) if isinstance(node, kinds)] == []


@pytest.mark.parametrize("path", PARTS)
def test_a_question_of_a_page_reads_like_a_paragraph_too(path):
    kinds = (ast.ClassDef, ast.Try, ast.For, ast.While)
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= 80
    assert [function.name for function in functions(path)] == ["show"]
    assert [type(node).__name__ for node in ast.walk(tree(path)) if isinstance(node, kinds)] == []


@pytest.mark.parametrize("path", LAB + PAGES)
def test_every_module_says_in_its_first_line_what_it_is(path):
    assert ast.get_docstring(tree(path))


@pytest.mark.parametrize("path", LAB)
def test_the_laboratory_knows_nothing_of_the_app(path):
    roots = {name.split(".")[0] for name in imported(path)}
    assert not roots & {"streamlit", "pages", "app"}


@pytest.mark.parametrize("path", LAB + PAGES)
def test_only_charts_draw(path):
    assert path.startswith("lab/charts/") or "altair" not in {name.split(".")[0] for name in imported(path)}


@pytest.mark.parametrize("path", PAGES)
def test_pages_compute_nothing_themselves(path):
    roots = {name.split(".")[0] for name in imported(path)}
    assert not roots & {"tensorflow", "keras", "numpy", "scipy", "sklearn"} or path == "pages/shell/asking.py"


@pytest.mark.parametrize("path", [path for path in LAB if not path.startswith("lab/charts/")])
def test_no_measure_imports_a_chart(path):
    assert not [module for module in modules(path) if module.startswith("lab/charts/")]


@pytest.mark.parametrize("name", SPECS)
def test_specs_import_only_what_comes_before_them(name):
    before = [f"lab/{other}.py" for other in SPECS[: SPECS.index(name)]] + ["lab/__init__.py"]
    assert set(modules(f"lab/{name}.py")) <= set(before)


def test_imports_run_one_way():
    inner = [path for path in LAB if path != "lab/__init__.py"]
    graph = {path: set(modules(path)) - {"lab/__init__.py", path} for path in inner}
    assert len(list(TopologicalSorter(graph).static_order())) == len(inner)


def test_importing_the_laboratory_does_not_import_what_is_slow():
    names = [path[:-3].replace("/", ".") for path in LAB if not path.startswith("lab/engine/")]
    code = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    importlib.import_module(name.removesuffix('.__init__'))\n"
        "    slow = {'tensorflow', 'keras', 'streamlit', 'sklearn'} & set(sys.modules)\n"
        "    if slow: sys.exit(f'{name} imports {slow}')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *names], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", [["format", "--check", "."], ["check", "."]], ids=["format", "lint"])
def test_ruff_has_nothing_to_say(command):
    done = subprocess.run([sys.executable, "-m", "ruff", *command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
