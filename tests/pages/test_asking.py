"""Results of one session alone: nobody else gets them, nothing is left of them, and no log says what they were."""

import gc
import hashlib
import json

import pytest
from streamlit.runtime import caching
from streamlit.testing.v1 import AppTest

from lab.relevance import upload
from lab.relevance.sheet import Sheet
from pages.shell import asking

MINE, OTHER = b"a,b\n1,2\n2,3\n3,5\n", b"a,b\n1,2\n2,3\n3,7\n"


def page():
    import streamlit as st

    from lab.relevance import upload
    from pages.shell import asking

    content = st.session_state["content"]
    sheet, again = (asking.measure(upload.read, content, private=True) for _ in range(2))
    st.json({"last": sheet.frame["b"].iloc[-1], "id": id(sheet), "kept": again is sheet})


def opened(content=MINE):
    """The page in a session of its own."""
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state["content"] = content
    return app.run()


def shown(app):
    """What the page got."""
    assert not app.exception
    return json.loads(app.json[0].value)


def leave():
    """What Streamlit does when a session is left, and what it does to the script's names when another run begins."""
    caching.clear_session_resource_cache("test session id")
    AppTest.from_string("").run()


def alive(content):
    """How many sheets of this content the process still holds."""
    gc.collect()
    digest = hashlib.sha256(content).hexdigest()
    return sum(isinstance(each, Sheet) and each.digest == digest for each in gc.get_objects())


def test_a_session_has_its_result_at_every_run_and_no_other_session_has():
    slot = len(asking.slot().results)
    one, two = opened(), opened()
    first = shown(one)
    assert first["kept"]
    assert shown(one.run()) == first
    assert shown(two)["id"] != first["id"]
    assert alive(MINE) == 2
    assert len(asking.slot().results) == slot


def test_the_latest_result_takes_the_place_of_the_one_before():
    app = opened()
    app.session_state["content"] = OTHER
    assert shown(app.run())["last"] == 7
    assert (alive(MINE), alive(OTHER)) == (0, 1)


def test_nothing_is_left_when_the_session_is_left():
    assert shown(opened())["kept"]
    leave()
    assert alive(MINE) == 0


def test_a_refusal_quotes_what_came_as_it_was_written():
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state["content"] = b"![](http://example.com/x.png),**b**\nx,y\nx,y\nx,y\n"
    app.run()
    assert [error.value for error in app.error] == [
        r"The table has no column that can be used\. The same text in every row\, and not used\: "
        r"\!\[\]\(http\:\/\/example\.com\/x\.png\) and \*\*b\*\*\."
    ]


def test_what_went_wrong_is_logged_without_its_words(monkeypatch, caplog):
    def broken(content):
        raise RuntimeError(f"swordfish {content}")

    monkeypatch.setattr(upload, "read", broken)
    app = opened()
    assert [error.value for error in app.error] == [asking.SORRY]
    assert "failed: RuntimeError" in caplog.text
    assert "swordfish" not in caplog.text


@pytest.fixture(autouse=True)
def _left():
    leave()


def known_first():
    """A page whose job ends only once the page has shown what it knows."""
    import threading

    import streamlit as st

    from pages.shell import asking

    def work(experiment, shown):
        return shown.wait(30)

    shown = threading.Event()
    st.json({"shown before the end": asking.measure(work, "any", meanwhile=shown.set, shown=shown)})


def test_what_is_known_is_shown_before_the_job_has_ended():
    app = AppTest.from_function(known_first, default_timeout=60).run()
    assert not app.exception
    assert json.loads(app.json[0].value) == {"shown before the end": True}


def parts_first():
    """A page whose job ends only once the page has shown the part that the job shared."""
    import threading

    import streamlit as st

    from pages.shell import asking

    def work(experiment, shown, partly):
        partly("half")
        return shown.wait(30)

    shown = threading.Event()
    whole = asking.measure(work, "any part", partly=lambda part: (st.text(part), shown.set()), shown=shown)
    st.json({"shown before the end": whole})


def test_a_part_of_a_result_is_shown_before_the_job_has_ended():
    app = AppTest.from_function(parts_first, default_timeout=60).run()
    assert not app.exception
    assert [app.text[0].value, json.loads(app.json[0].value)] == ["half", {"shown before the end": True}]
