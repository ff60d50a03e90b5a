"""Tables of a page: every text is shown as it is, and never as markup; pictures that follow one another."""

import pandas as pd
from streamlit.testing.v1 import AppTest


def shown(frame):
    """The HTML of a table."""

    def script(frame):
        from pages.shell import picture

        picture.table(frame)

    return AppTest.from_function(script, kwargs={"frame": frame}).run().get("html")[0].proto.body


def test_a_named_index_heads_the_rows():
    html = shown(pd.DataFrame({"cost": ["0.1"], "runs": [3]}, index=pd.Index(["zeros"], name="start")))
    assert html.count('scope="col"') == 3
    assert html.count('scope="row"') == 1
    assert 'aria-label="Table of start, cost, runs"' in html
    assert 'tabindex="0"' in html


def test_an_index_without_a_name_is_not_shown():
    html = shown(pd.DataFrame({"cost": ["0.1"]}))
    assert 'scope="row"' not in html


def test_markup_in_a_cell_a_head_or_an_index_is_text():
    evil = '<img src=x onerror="alert(1)">'
    html = shown(pd.DataFrame({evil: [evil]}, index=pd.Index([evil], name=evil)))
    assert "<img" not in html
    assert html.count("&lt;img") == 6


def two_pictures():
    """A page that draws one picture, something else, and another picture in the first one's place."""
    import altair as alt
    import pandas as pd
    import streamlit as st

    from pages.shell import picture

    place = picture.Place()
    st.text("below")
    for says in ("first", "second"):
        chart = alt.Chart(pd.DataFrame({"x": [1]}), title=says).mark_point().encode(alt.X("x:Q"))
        place.show(chart, alt=says)


def test_one_picture_takes_the_place_of_another():
    app = AppTest.from_function(two_pictures).run()
    assert not app.exception
    (chart,) = app.get("vega_lite_chart")
    assert '"second"' in chart.proto.spec
