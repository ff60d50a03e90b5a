"""Which columns of my own table matter: tables that come along, a table of one's own, and every knob."""

import gc
import re

import numpy as np
import pytest
from streamlit.runtime import caching

from lab.table import Table
from pages.shell import asking

SHORT = {
    "relevance_part": "table", "relevance_table_epochs": "100", "relevance_table_seeds": "4",
    "relevance_table_noise": "5",
}  # fmt: skip
OWN = SHORT | {"relevance_table_source": "a CSV of your own"}


def csv(rows=40, extra=""):
    """A table with a column that matters, one that does not, and names that Markdown would take for more."""
    draws = np.random.default_rng(0)
    x = draws.normal(size=(rows, 2)).round(3)
    lines = [f"{a},{b},{'up' if a > 0 else 'down'},{2 * a + 0.1 * i % 2}" for i, (a, b) in enumerate(x)]
    return ("**bold** secret,idle,kind,y\n" + "\n".join(lines) + "\n" + extra).encode()


def plain(text):
    """The text without the backslashes that keep Markdown out."""
    return re.sub(r"\\(.)", r"\1", text)


def brought(visit, content, **values):
    """The page after this file was brought."""
    page = visit("feature_relevance", **(OWN | values))
    page.app.file_uploader[0].upload("mine.csv", content, "text/csv").run()
    return page


def test_it_answers_on_arrival_for_a_table_that_comes_along(visit):
    page = visit("feature_relevance", relevance_part="table")
    assert not page.problems
    assert plain(page.answer).startswith(
        "**6 of 10 columns stand out from 20 planted columns of noise: sex, bmi, blood pressure, s5, s1 and s2. "
        "Other columns can take over the weight of 2 of these, so chance throws it far: s1 and s2."
    )
    assert "(442 rows, 16 seeds, 3,000 epochs.)" in plain(page.answer)
    assert len(page.charts) == 2


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {
        "seed": 3, "rate": 1.1, "epochs": 10, "seeds": 1, "target_diabetes": "bmi", "standardize": False,
        "without_diabetes": ["s1", "s2"], "noise": 0, "source": "iris",
    }  # fmt: skip
    page = visit("feature_relevance", **SHORT)
    assert page.faults({f"relevance_table_{key}": value for key, value in turns.items()}) == []


def test_columns_of_ones_and_copies_can_be_added(visit):
    page = visit("feature_relevance", **SHORT)
    turns = {"relevance_table_constant": True, "relevance_table_copy_diabetes": "bmi"}
    assert page.faults(turns) == []


def test_a_target_of_too_many_numbers_is_not_taken_for_classes(visit):
    page = visit("feature_relevance", **SHORT).turn("relevance_table_as_diabetes_10", "classes")
    assert [plain(each) for each in page.problems] == [
        "Target 'progression' must have 2 to 100 distinct values; it has 214."
    ]


def test_columns_that_an_address_leaves_out_are_left_out(visit):
    page = visit("feature_relevance", **SHORT, relevance_table_without_diabetes="s1")
    assert " of 9 columns stand out" in plain(page.answer)
    assert "relevance_table_without_diabetes=s1" in page.app.code[0].value


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("feature_relevance", **SHORT)
    assert len(page.presets) == 6
    assert page.untaken() == []
    assert page.follow("What about a table of mine?").answer.startswith("**Choose a CSV file")


def test_without_a_file_it_asks_for_one(visit):
    page = visit("feature_relevance", **OWN)
    assert not page.problems
    assert page.answer.startswith("**Choose a CSV file")
    assert page.charts == []


def test_a_table_of_one_s_own_is_answered_for_and_stays_out_of_the_address_and_the_common_results(visit):
    kept = len(asking.slot().results)
    page = brought(visit, csv())
    assert not page.problems
    assert plain(page.answer).startswith(
        "**1 of 2 columns stands out from 5 planted columns of noise: **bold** secret."
    )
    assert r"\*\*bold\*\* secret" in page.answer
    assert len(page.charts) == 2
    assert len(asking.slot().results) == kept
    everywhere = str(dict(page.app.query_params)) + page.app.code[0].value
    links = "".join(href for body in page.app.get("html") for href in re.findall(r'href="([^"]*)"', body.proto.body))
    for text in ("secret", "idle", "kind"):
        assert text not in everywhere + links
    other = visit("feature_relevance", **OWN)
    assert other.answer.startswith("**Choose a CSV file")


def test_what_is_chosen_of_one_s_own_table_is_used_and_not_linked(visit):
    page = brought(visit, csv())
    page.turn(next(filter(re.compile("_target_").search, page.keys())), "kind")
    assert not page.problems
    assert "% of these rows right" in plain(page.text)
    assert not [key for key in page.app.query_params if "_target_" in key]


def test_rows_that_miss_a_value_are_dropped_when_one_says_so(visit):
    page = brought(visit, csv(extra="1.5,,up,2\n,1,down,1\n"))
    assert [plain(each) for each in page.problems] == [
        "2 of 42 rows have missing values, in **bold** secret (1) and idle (1). Drop those rows, or leave those "
        "columns out."
    ]
    toggle = next(each for each in page.app.toggle if each.label == "Drop the 2 of 42 rows that miss a value")
    toggle.set_value(True).run()
    assert not page.problems
    assert "(40 rows, 4 seeds, 100 epochs.)" in plain(page.answer)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n", "This is a picture, not a CSV file."),
        (b"a,b\nx,1\n", "A table must have at least 3 rows below the names; this one has 1."),
        ("a,ä\n1,2\n".encode("latin-1"), "The file is not written in UTF-8: line 1 has the byte 0xe4."),
        (b"a,b\n1,7\n2,7\n3,7\n", "The target 'b' is the same in every row: there is nothing to learn."),
        (b"a,b\nx,1\ny,2\nz,3\n", "Choose at least one input column: a column of numbers beside the target."),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_sentence_and_the_place_to_bring_another_stays(
    visit, content, sentence
):
    page = brought(visit, content)
    assert [plain(each)[: len(sentence)] for each in page.problems] == [sentence]
    assert len(page.app.file_uploader) == 1


def test_nothing_of_a_table_is_left_in_the_process_when_its_session_is_left(visit):
    page = brought(visit, csv())
    assert tables() > 0
    del page
    caching.clear_session_resource_cache("test session id")  # what Streamlit does when a session is left
    assert tables() == 0


def tables():
    """How many tables with the secret column the process holds."""
    gc.collect()
    return sum(isinstance(each, Table) and "**bold** secret" in each.features for each in gc.get_objects())


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (86_400, "Training is far from its end: weights are up to 3.4"),
        (1, "Training computes with 7 digits (float32), which keeps 1 of the 60 different values of 't'. Standardise"),
    ],
)
def test_times_that_are_not_standardised_are_told_what_training_makes_of_them(visit, step, told):
    """Seconds since 1970, a day or a second apart."""
    b = np.random.default_rng(0).normal(size=60).round(3)
    rows = [f"{1_700_000_000 + step * i},{each},{0.2 * i + 2 * each:.3f}" for i, each in enumerate(b)]
    page = brought(visit, ("t,b,y\n" + "\n".join(rows)).encode(), relevance_table_standardize="False")
    assert not page.problems
    assert "But training is far from its end." in plain(page.answer)
    assert told in plain(page.text)
    assert "explain nothing of the target in these rows: worse than always predicting the mean." in plain(page.text)
    assert "needs more than 1,000 million million epochs until 1 % of its way is left" in plain(page.text)
