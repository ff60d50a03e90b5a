"""An answer is plain data: it goes to JSON and back unchanged, and a notebook shows all of it."""

import json
import re

import altair as alt
import numpy as np
import pandas as pd
import pytest

import lab
from lab.answer import Advice, Answer, Code, Figure, Formula, Section, Sets, Table, Why, Words

FRAME = pd.DataFrame(
    {
        "x": [1.0, np.nan, np.inf],
        "n": [1, 2, 3],
        "kind": pd.Categorical(["a", "b", "a"], ["b", "a"]),
        "text": ["a", None, "c"],
        "on": [True, False, True],
        "small": np.array([1, 2, 3], "float32"),
    }
)
CHART = alt.Chart(FRAME).mark_line().encode(alt.X("n:Q"), alt.Y("x:Q"))
SETS = Sets(knob="seed", selection="pick", fields=("n",), closer=(0.0, 1.0, 2.0, 3.0))
ANSWER = Answer(
    headline="It **does**.",
    note="3 runs.",
    blocks=(
        Figure.of(CHART, "A line from 1 to 3.", caption="Dashed: theory.", sets=SETS, behind=FRAME),
        Why("Because."),
        Advice("Do this.", "model.fit(x, y)"),
        Section(
            "More", (Table(FRAME.set_index("text")), Formula("a^2"), Words("So.", small=True)), folded=True, across=2
        ),
        Code("print(1)"),
    ),
    experiment=lab.Experiment(data=lab.Data("xor")),
    settings={"units": (1, 5), "rate": float("inf")},
)


def test_labels_of_heights_stand_on_their_grid_lines():
    """Streamlit's theme would push the lowest one up and the highest one down."""
    assert Figure.of(CHART, "").spec["config"]["axisY"] == {"labelFlush": False}


def test_labels_too_near_to_the_ones_at_the_ends_are_not_drawn():
    """The theme moves the first and the last one into the picture: "82.0 82.5" and "89.5 90.0" were one to the eye."""
    import vl_convert

    rows = pd.DataFrame({"x": [82.0, 90.0], "y": [0.0, 1.0]})
    x = alt.X("x:Q").scale(zero=False).axis(tickCount=17)
    chart = alt.Chart(rows, width=590).mark_point().encode(x, alt.Y("y:Q"))
    svg = vl_convert.vegalite_to_svg(Figure.of(chart, "").chart().to_json())
    drawn = re.findall(r'opacity="1">(8[0-9.]+|90[0-9.]*)<', svg)
    assert drawn == [f"{percent}.0" for percent in range(82, 91)]


def test_an_answer_comes_back_from_its_json():
    text = ANSWER.to_json()
    back = Answer.from_json(text)
    assert back.to_json() == text
    assert back.experiment == ANSWER.experiment
    for one, other in zip(ANSWER.frames(), back.frames(), strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_the_json_is_json_that_anybody_can_read():
    json.loads(ANSWER.to_json(), parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 99}', "null", '{"format": 1'])
def test_what_is_no_answer_is_refused(text):
    with pytest.raises(ValueError, match="^An answer must be JSON of"):
        Answer.from_json(text)


def test_charts_are_drawn_with_their_rows():
    (chart,) = ANSWER.charts()
    assert [row["n"] for rows in chart.to_dict()["datasets"].values() for row in rows] == [1, 2, 3]


def test_frames_are_those_of_pictures_and_tables_and_what_lies_behind_an_image():
    assert [len(frame) for frame in ANSWER.frames()] == [3, 3]


def test_a_notebook_shows_every_block():
    shown = ANSWER._repr_html_()
    for text in (
        "It does.",
        "3 runs.",
        "<svg",
        "Dashed: theory.",
        "Because.",
        "Do this.",
        "More",
        "a^2",
        "So.",
        "print(1)",
    ):
        assert text in shown
    assert 'aria-label="A line from 1 to 3."' in shown


def test_what_is_no_plain_data_is_refused():
    with pytest.raises(ValueError, match="must be made of numbers, texts, lists and frames; got object"):
        Answer(headline="x", blocks=(), settings={"a": object()}).to_json()
