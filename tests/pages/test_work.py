"""What is said while an answer is waited for."""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from pages.shell import work


@pytest.mark.parametrize(("coarse", "said"), [(None, 1), (b"some", 0)])
def test_that_an_answer_is_on_its_way_is_said_once_and_not_over_a_coarse_one(coarse, said, monkeypatch):
    monkeypatch.setattr(work, "SILENT", 0.0)
    monkeypatch.setattr(work.Answer, "from_json", lambda text: text)
    ends, waits, shown = iter([False] * 4 + [True]), [], []
    job = SimpleNamespace(done=0.5, coarse=coarse, wait=lambda seconds: next(ends))
    work._wait(job, shown.append, waits.append)
    assert len(waits) == said
    assert shown == ([coarse] if coarse else [])


def test_an_answer_that_there_is_none_of_is_not_said_to_be_on_its_way(monkeypatch):
    job, said = SimpleNamespace(answer=None, error="No."), []
    monkeypatch.setattr(work, "queue", lambda: SimpleNamespace(asked=lambda *_, **__: nullcontext(job)))
    monkeypatch.setattr(work, "_wait", lambda job, coarse, says: says("It is on its way."))
    monkeypatch.setattr(work.st, "error", said.append)
    monkeypatch.setattr(work.st, "stop", lambda: None)
    work._waited_for("key", None, False, print, said.append)
    assert said[1:] == ["*There is no answer to these settings.*", "No."]
