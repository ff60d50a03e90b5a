"""What is known ahead of time is found while its sources are what they were, and not a moment longer."""

import pytest

import lab
from lab import known, question

VALUES = lab.settings("start")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty place to keep answers in."""
    monkeypatch.setattr(known, "FOLDER", tmp_path)
    monkeypatch.setattr(known, "SOURCES", tmp_path / "sources.json")
    forget()
    yield tmp_path
    forget()


def forget():
    """What this process has looked up."""
    for cached in (known.version, known._fresh, known._table, known._content):
        getattr(cached, "cache_clear", lambda: None)()


def test_what_was_kept_is_what_is_asked(folder):
    assert known.answer("start", VALUES) is None
    known.write(["start"], lambda told: None)
    forget()
    assert lab.Answer.from_json(known.answer("start", VALUES)).headline == lab.ask("start").headline
    assert known.answer("start", {**VALUES, "weight": 1.1}) is None


def test_a_stale_answer_is_not_found(folder, monkeypatch):
    known.write(["start"], lambda told: None)
    forget()
    content = known._content
    monkeypatch.setattr(known, "_content", lambda name: b"changed" if name == "one_neuron.py" else content(name))
    assert known.answer("start", VALUES) is None


def test_the_sources_of_a_question_are_what_it_imports_and_nothing_of_other_rooms():
    sources = known.sources("start")
    assert {"questions/home/start.py", "one_neuron.py", "numerals.py", "charts/theme.py"} <= set(sources)
    assert not [name for name in sources if name.startswith("questions/seed")]
    assert "charts/arrays.py" in known.sources("broadcast")  # by `charts.arrays`


def test_another_source_is_another_version(monkeypatch):
    before = known._fingerprint(["numerals.py"])
    monkeypatch.setattr(known, "_content", lambda name: b"changed")
    assert known._fingerprint(["numerals.py"]) != before


def test_the_headline_alone_is_read_without_the_rest(folder, monkeypatch):
    assert known.headline("start", {}) == ""
    said = lab.Answer(headline='It is **so**: "twice" \\\\ ü.', blocks=())
    monkeypatch.setattr(question, "ask", lambda slug, **settings: said)
    known.write(["start"], lambda told: None)
    forget()
    assert known.headline("start", {}) == 'It is so: "twice" \\ ü.'
    assert known.headline("start", {"weight": 1.1}) == ""
