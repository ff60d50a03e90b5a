"""What the server prepares while nobody asks: each question as it begins, once for as long as programs are kept."""

from lab import compiled, question
from pages.shell import work


def test_each_question_is_likely_once_as_it_begins(monkeypatch, tmp_path):
    monkeypatch.delenv("TF_XLA_FLAGS", raising=False)
    monkeypatch.setattr(compiled, "folder", lambda: tmp_path)
    first = list(work._likely())
    assert [request.slug for _, request in first] == question.questions()
    assert all(dict(request.settings) == dict(question.keywords(request.slug, {}).values) for _, request in first)
    for key, _ in first[1:]:
        compiled.note(key)
    assert list(work._likely()) == first[:1]
    compiled.forget()
    assert [key for key, _ in work._likely()] == [key for key, _ in first]
