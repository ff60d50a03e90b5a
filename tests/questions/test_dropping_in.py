"""A question is one module: dropped into a copy it is in its room, in the list, and under the contract."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MADE_UP = '''"""Is one and one two?"""

import pandas as pd

from lab import lazy
from lab.answer import Answer, Figure, Why
from lab.question import Question

alt = lazy.module("altair")

QUESTION = Question(
    room="seed_effects", slug="made_up", title="Sums", ask="Is one and one two?", group="sums".title(), place=99
)


def knobs(k):
    """What is added."""
    k.slider("added", "Added to one", 0, 3, 1, 1)


def answer(compute, *, added):
    """The sum."""
    frame = pd.DataFrame({"x": [0, 1], "y": [1, 1 + added]})
    chart = alt.Chart(frame).mark_line().encode(alt.X("x:Q"), alt.Y("y:Q"))
    return Answer(headline=f"One and {added} is {1 + added}.", blocks=(Figure.of(chart, f"{1 + added}."), Why("So.")))


TRY = {"What if two is added?": {"added": 2}}
'''
SEEN = """
import lab
from streamlit.testing.v1 import AppTest

assert "made_up" in lab.questions()
assert lab.ask("made_up", added=2).headline == "One and 2 is 3."
app = AppTest.from_file("pages/seed_effects.py", default_timeout=60)
app.query_params["seeds_part"] = "made_up"
app.run()
assert app.header[0].value == "Is one and one two?", app.header
assert any("One and 1 is 2." in each.value for each in app.markdown)
assert not app.exception
assert not app.error
"""


def test_a_question_that_is_dropped_in_is_there(tmp_path):
    for name in ("lab", "pages", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", ".pytest.ini"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "lab" / "questions" / "seed_effects" / "made_up.py").write_text(MADE_UP)
    run(tmp_path, "-c", SEEN)
    run(tmp_path, "-m", "lab", "known", "made_up")
    run(tmp_path, "-m", "pytest", "tests/questions/test_contract.py", "-k", "made_up", "-p", "no:xdist")


def run(folder, *arguments):
    done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
