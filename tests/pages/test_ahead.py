"""Results that are known ahead of time: found by what they are for, and never in the way of anything else."""

import lzma
import pickle

import pytest

import lab
from pages.shell import ahead, frame
from tests.pages.conftest import KNOWN, agree

KEY = ("lab.training", "train", lab.Experiment(), (("seeds", (("int", 1),)),))


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """An empty folder of results."""
    monkeypatch.setattr(ahead, "FOLDER", tmp_path)
    KNOWN.cache_clear()
    yield tmp_path
    KNOWN.cache_clear()


def test_a_result_is_found_by_its_key_alone(folder):
    (folder / f"{ahead.name(KEY)}.xz").write_bytes(lzma.compress(pickle.dumps("known")))
    assert KNOWN(ahead.name(KEY)) == "known"
    other = (*KEY[:2], lab.vary(KEY[2], {"training.learning_rate": 0.11}), KEY[3])
    assert KNOWN(ahead.name(other)) is None


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", lzma.compress(b"nonsense"), lzma.compress(b"cno.such\nthing\n.")]
)
def test_what_cannot_be_read_is_as_if_it_were_not_there(folder, content):
    (folder / f"{ahead.name(KEY)}.xz").write_bytes(content)
    assert KNOWN(ahead.name(KEY)) is None


@pytest.mark.parametrize("name", frame.ROOMS)
def test_every_page_shows_on_arrival_what_is_known_and_what_it_shows_without(visit, monkeypatch, name):
    fresh = visit(name)
    monkeypatch.setattr(ahead, "result", KNOWN)
    monkeypatch.setattr("pages.shell.asking._joined", lambda *_, **__: pytest.fail("it was computed"))
    known = visit(name)
    assert not known.problems
    assert known.answer == fresh.answer


def test_results_agree_but_for_rounding():
    assert agree({"a": [1.0, 2.0]}, {"a": [1.0 + 1e-9, 2.0]})
    assert not agree({"a": [1.0, 2.0]}, {"a": [1.0, 2.1]})
    assert not agree((1, "a"), (1, "b"))
    assert not agree(lab.Data("xor"), lab.Data("moons"))
