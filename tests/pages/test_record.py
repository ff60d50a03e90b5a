"""What a run has put on screen is known afterwards, each place with its latest picture, and kept no longer."""

from streamlit.testing.v1 import AppTest


def script():
    """A page with a picture in two steps, another one below it, and an answer that comes last."""
    import altair as alt
    import pandas as pd
    import streamlit as st

    from pages.shell import frame, picture, record

    record.begin("Why?")
    answer, place = frame.answer(), picture.Place()
    chart = alt.Chart(pd.DataFrame({"x": [1]})).mark_point().encode(alt.X("x:Q"))
    place.show(chart, alt="coarse")
    picture.show(chart, alt="other")
    place.show(chart.mark_bar(), alt="fine")
    answer.markdown("**So.**")
    seen = record.take()
    st.session_state["seen"] = seen.question, seen.answer, list(seen.pictures.values())
    st.session_state["left"] = record.KEY in st.session_state


def test_partial_results_do_not_pile_up():
    app = AppTest.from_function(script).run()
    assert not app.exception
    question, answer, pictures = app.session_state["seen"]
    assert (question, answer, [alt for _, alt in pictures]) == ("Why?", "**So.**", ["fine", "other"])
    assert pictures[0][0].mark == "bar"
    assert app.markdown[0].value == "**So.**"


def test_nothing_of_it_stays_in_the_session_or_from_the_run_before():
    app = AppTest.from_function(script).run().run()
    assert not app.session_state["left"]
    assert len(app.session_state["seen"][2]) == 2
