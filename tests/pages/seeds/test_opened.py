"""An experiment that somebody sent: opened, trained again, kept private, refused in a sentence."""

import gc
import json
import re

import numpy as np
import pandas as pd
import pytest
from streamlit.runtime import caching

import lab
from lab.table import Table
from pages.shell import asking

SENT = lab.Experiment(
    init=lab.Init("uniform", low=-0.5, high=0.5, bias="same"), training=lab.Training(learning_rate=2.0, epochs=30)
)
ENDLESS = lab.Experiment(network=lab.Network(hidden=(4000,)), training=lab.Training(epochs=10_000_000))
NAMES = ["**bold** secret", "<img src=x onerror=alert(1)>", "__import__('os').getcwd()", "=1+1 $x$ [a](http://b)"]


def secret():
    """An experiment on a table whose names Markdown, HTML and Python would take for more."""
    draws = np.random.default_rng(0)
    frame = pd.DataFrame({name: draws.normal(size=12) for name in NAMES})
    frame["hidden <b>kind</b>"] = ["<i>up</i>" if value > 0 else "`down`" for value in frame[NAMES[0]]]
    data = lab.Data.from_frame(frame, target="hidden <b>kind</b>", task="binary")
    return lab.Experiment(data=data, training=lab.Training(learning_rate=1.0, epochs=10))


def brought(visit, content, **values):
    """The page after this file was brought."""
    page = visit("seed_effects", seeds_part="open", **values)
    page.app.file_uploader[0].upload("sent.json", content, "application/json").run()
    return page


def plain(text):
    """The text without the backslashes that keep Markdown out."""
    return re.sub(r"\\(.)", r"\1", text)


def test_without_a_file_it_asks_for_one(visit):
    page = visit("seed_effects", seeds_part="open")
    assert not page.problems
    assert page.answer.startswith("**Open the JSON of an experiment")
    assert page.charts == []
    assert page.untaken() == []


def test_it_is_told_and_trained_again_from_twenty_seeds(visit):
    page = brought(visit, SENT.to_json().encode())
    assert not page.problems
    assert page.tables[0].index.tolist() == ["Data", "Network", "First weights", "Training"]
    assert "XOR, 4 examples" in page.tables[0].loc["Data"].iloc[0]
    assert re.match(
        r"\*\*The middle of 20 runs ends with a cost of .* accuracy of .* after 30 epochs", plain(page.answer)
    )
    median = np.median(lab.train(SENT, range(20)).loss[0, :, -1])
    assert f"cost of {median:.4f}".rstrip("0") in plain(page.answer)
    assert len(page.charts) == 3


def test_a_pasted_text_is_the_same_as_a_file_and_the_number_of_seeds_is_a_knob(visit):
    page = visit("seed_effects", seeds_part="open", seeds_open_count="5")
    page.app.text_area[0].set_value(SENT.to_json()).run()
    assert not page.problems
    assert "of 5 runs" in plain(page.answer)
    assert "of 2 runs" in plain(page.turn("seeds_open_count", 2).answer)


def test_a_regression_has_no_accuracy(visit):
    line = lab.Experiment(data=lab.Data("line"), network=lab.Network(hidden=(), output="linear"),
                          training=lab.Training(learning_rate=0.01, epochs=5))  # fmt: skip
    page = brought(visit, line.to_json().encode(), seeds_open_count="2")
    assert not page.problems
    assert len(page.charts) == 2
    assert "accuracy" not in page.answer


def test_what_diverges_altogether_is_said_to(visit):
    line = lab.Experiment(data=lab.Data("line"), network=lab.Network(hidden=(), output="linear"),
                          training=lab.Training(learning_rate=100.0, epochs=100))  # fmt: skip
    page = brought(visit, line.to_json().encode(), seeds_open_count="2")
    assert not page.problems
    assert plain(page.answer).startswith("**All 2 runs diverged after 100 epochs")


def test_what_is_brought_stays_out_of_the_address_and_of_the_common_results(visit):
    kept = len(asking.slot().results)
    page = brought(visit, secret().to_json().encode(), seeds_open_count="2")
    assert not page.problems
    assert len(asking.slot().results) == kept
    links = "".join(href for body in page.app.get("html") for href in re.findall(r'href="([^"]*)"', body.proto.body))
    everywhere = links + str(dict(page.app.query_params)) + "".join(each.value for each in page.app.code)
    for text in ("secret", "onerror", "kind", "import", "opened"):
        assert text not in everywhere
    assert visit("seed_effects", seeds_part="open").answer.startswith("**Open the JSON")


def test_names_in_it_are_shown_as_they_are_written(visit):
    page = brought(visit, secret().to_json().encode(), seeds_open_count="2")
    table = page.tables[0]["what it is"]
    assert all(name in table["Inputs"] for name in NAMES)
    bodies = "".join(each.proto.body for each in page.app.get("html"))
    assert "<img" not in bodies
    assert "<b>" not in bodies
    assert "secret" not in page.text


def test_nothing_of_it_is_left_in_the_process_when_its_session_is_left(visit):
    page = brought(visit, secret().to_json().encode(), seeds_open_count="2")
    assert tables() > 0
    del page
    caching.clear_session_resource_cache("test session id")  # what Streamlit does when a session is left
    assert tables() == 0


def tables():
    """How many tables with the secret column the process holds."""
    gc.collect()
    return sum(isinstance(each, Table) and NAMES[0] in each.features for each in gc.get_objects())


def with_field(part, **values):
    """The JSON of an experiment with fields of a part replaced or added."""
    saved = json.loads(SENT.to_json())
    return json.dumps(saved | {part: saved[part] | values}).encode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is nothing in it."),
        (bytes(range(256)), "An experiment is a text in UTF-8: line 2 has the byte 0x80."),
        (b"\xff\xd8\xff\xe0", "This is a picture, not an experiment."),
        (b"{" * 50_000, "The experiment is not valid JSON: the text breaks at line 1, column 2."),
        (b"[" * 50_000, "The experiment is not valid JSON: the text breaks at its nesting."),
        (b"[]", "The experiment must be a JSON object {...}; got a list."),
        (with_field("training", epochs=-5), "`Training.epochs` must be a whole number from 0 to 10,000,000; got -5."),
        (with_field("training", learning_rate=float("nan")), "`Training.learning_rate` must be a number from 0"),
        (with_field("init", low=1e300), "`Init.low` must be a number from -1e+09 to 1e+09; got 1e+300."),
        (with_field("network", hidden="**2**"), "`Network.hidden` must be a list of at most 50 items; got '**2**'."),
        (with_field("network", dropout=[0.5]), "`Network` has no 'dropout'; it has 'hidden', 'activation', 'output'"),
        (with_field("data", **{"<script>alert(1)</script>": 1}), "`Data` has no '<script>alert(1)</script>'; it has"),
        (ENDLESS.to_json().encode(), "This run would take 7.2e+14 multiplications, about 6,000 minutes, and 30 is"),
        (with_field("network", hidden=[4096, 4096]), "A network may have at most 5,000,000 weights; this one has"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_gets_its_sentence_and_the_next_one_is_opened(visit, content, sentence):
    page = brought(visit, content, seeds_open_count="500")
    assert [plain(each)[: len(sentence)] for each in page.problems] == [sentence]
    assert not page.app.exception
    page.app.file_uploader[0].upload("next.json", with_field("training", epochs=1), "application/json").run()
    assert not page.problems
    assert "of 500 runs" in plain(page.answer)


def test_a_pasted_text_of_twenty_megabytes_is_refused(visit):
    """Streamlit itself refuses what has more than 25, and cuts what has more than 5."""
    page = visit("seed_effects", seeds_part="open")
    page.app.text_area[0].set_value("9" * 20_000_000).run()
    assert [plain(each) for each in page.problems] == ["An experiment may have 5 MB; this one has more."]
