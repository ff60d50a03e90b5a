"""What is said while an answer is waited for."""

from types import SimpleNamespace

import pytest

from pages.shell import work


@pytest.mark.parametrize(("coarse", "said"), [(None, 1), (b"some", 0)])
def test_that_an_answer_is_on_its_way_is_said_once_and_not_over_a_coarse_one(coarse, said, monkeypatch):
    monkeypatch.setattr(work, "SILENT", 0.0)
    monkeypatch.setattr(work.Answer, "from_json", lambda text: text)
    ends, waits, shown = iter([False] * 4 + [True]), [], []
    job = SimpleNamespace(done=0.5, coarse=coarse, wait=lambda seconds: next(ends))
    work._wait(job, shown.append, lambda: waits.append(1))
    assert len(waits) == said
    assert shown == ([coarse] if coarse else [])
