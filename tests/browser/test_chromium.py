"""The search for a Chromium: the first that starts, then what can be installed, then the sentence."""

import pytest

from tests.browser import chromium


def test_the_first_browser_that_starts_is_taken(monkeypatch):
    monkeypatch.setattr(chromium.shutil, "which", {"google-chrome": "/a/stub", "chromium-browser": "/a/good"}.get)
    monkeypatch.setattr(chromium, "starts", lambda path: path != "/a/stub")
    assert chromium.executable("/its/own") == "/a/good"


def test_playwrights_own_is_the_last_resort(monkeypatch):
    monkeypatch.setattr(chromium.shutil, "which", lambda name: None)
    monkeypatch.setattr(chromium, "starts", lambda path: path == "/its/own")
    assert chromium.executable("/its/own") == "/its/own"


def test_what_is_missing_is_installed(monkeypatch):
    installed = []
    monkeypatch.setattr(chromium.shutil, "which", lambda name: "/usr/bin/chromium" if installed else None)
    monkeypatch.setattr(chromium, "starts", lambda path: path == "/usr/bin/chromium")
    monkeypatch.setattr(chromium, "ways_to_install", lambda: [lambda: installed.append("chromium")])
    assert chromium.executable("/its/own") == "/usr/bin/chromium"


def test_where_none_can_be_had_the_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(chromium, "starts", lambda path: False)
    monkeypatch.setattr(chromium, "run", lambda command: False)
    with pytest.raises(RuntimeError) as failure:
        chromium.executable("/its/own")
    assert str(failure.value) == chromium.ADVICE
