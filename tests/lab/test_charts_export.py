"""A chart as a file: no frame is forgotten, its numbers are kept, and it is drawn as it stands on a page."""

import altair as alt
import pandas as pd

from lab.answer import Figure
from lab.charts import export
from lab.charts.spec import frames

ONE, TWO, THREE = (pd.DataFrame({"x": [1.0, 2.0], "y": [i * 1e-12, float("inf")]}) for i in (1, 2, 3))


def line(frame):
    """A line of a frame, as wide as the page."""
    return alt.Chart(frame, width="container").mark_line().encode(alt.X("x:Q"), alt.Y("y:Q"))


def test_every_frame_is_found_once_however_deep():
    looked_up = line(TWO).transform_lookup(lookup="x", from_=alt.LookupData(data=THREE, key="x", fields=["y"]))
    found = frames(alt.vconcat(line(ONE) + line(ONE), alt.hconcat(looked_up, line(ONE))))
    assert sorted(map(id, found)) == sorted(map(id, (ONE, TWO, THREE)))


def test_the_rows_are_inside_to_the_last_bit_and_the_chart_is_left_as_it_is():
    chart = line(ONE) + line(TWO)
    before = chart.to_dict()
    spec = export.spec(Figure.of(chart, ""), "Why?")
    assert [[row["y"] for row in rows] for rows in spec["datasets"].values()] == [[1e-12, None], [2e-12, None]]
    assert chart.to_dict() == before


def test_a_picture_has_its_question_a_width_and_white_paper():
    spec = export.spec(Figure.of(line(ONE).properties(title="Cost"), ""), "Why? " * 30)
    assert (spec["width"], spec["background"], spec["title"]["subtitle"]) == (900, "white", ["Cost"])
    assert [len(text) <= 85 for text in spec["title"]["text"]] == [True, True]
    assert "width" not in export.spec(Figure.of(line(ONE).facet("x:N"), ""), "Why?")


def test_a_picture_that_stands_by_itself_holds_its_caption_and_its_address():
    figure = Figure.of(line(ONE).properties(title="Cost"), "", caption="The **first** run. " * 20)
    below = export.spec(figure, "Why?", "http://localhost:8501/seed_effects?seeds_part=width")["title"]["subtitle"]
    assert (below[0], below[-1]) == ("Cost", "http://localhost:8501/seed_effects?seeds_part=width")
    assert " ".join(below[1:-1]) == ("The first run. " * 20).strip()
    assert max(map(len, below)) <= 120
    (drawn,) = export.drawn([figure], "Why?", ["svg"], "http://localhost/x")
    assert b"http://localhost/x" in drawn
    assert b"The first run." in drawn


def test_charts_become_png_and_svg():
    chart = line(ONE) + line(TWO).mark_text(color="currentColor").encode(alt.Text("x:Q"))
    first, drawn, second, other = export.drawn(
        [Figure.of(chart, ""), Figure.of(line(TWO).facet("x:N"), "")], "Why & how?", ["png", "svg"]
    )
    assert all(image.startswith(b"\x89PNG\r\n\x1a\n") for image in (first, second))
    assert int.from_bytes(first[16:20]) > export.SCALE * export.WIDTH
    assert all(image.startswith(b"<svg") and b"Why &amp; how?" in image for image in (drawn, other))


def test_a_layer_without_a_frame_is_drawn_too():
    rule = alt.Chart().mark_rule(color="#123456").encode(alt.Y(datum=1.0))
    (drawn,) = export.drawn([Figure.of(line(ONE) + rule, "")], "Why?", ["svg"])
    assert b"#123456" in drawn


def test_a_tooltip_writes_the_tiny_and_the_infinite_as_sentences_do():
    import vl_convert

    tip = alt.Tooltip("y:Q", title="cost", format=".3g")
    spec = dict(Figure.of(alt.Chart(ONE).mark_text().encode(alt.X("x:Q"), tooltip=["x:Q", tip]), "").spec)
    shown = spec["encoding"]["tooltip"][1]
    assert shown["title"] == "cost"
    rows = [{"x": i, "y": value} for i, value in enumerate((1e-12, 1234.5, None, 0.25))]
    spec |= {"data": {"values": rows}, "encoding": spec["encoding"] | {"text": {"field": shown["field"]}}}
    drawn = vl_convert.vegalite_to_svg(spec)
    assert [f">{text}</text>" in drawn for text in ("10⁻¹²", "1,230", "0.25", "null")] == [True, True, True, False]
