"""Compiled programs are kept in a folder of the user's own, within bounds, unless somebody decides otherwise."""

import os
import shutil
import stat

import pytest

from lab import compiled
from lab.process import Worker
from lab.request import Failed, Request


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.delenv("TF_XLA_FLAGS", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    compiled.folder.cache_clear()
    yield tmp_path
    compiled.folder.cache_clear()


def test_a_process_is_told_of_a_folder_that_only_its_user_can_open(home):
    flags = compiled.environment()["TF_XLA_FLAGS"]
    assert flags == f"--tf_xla_persistent_cache_directory={compiled.folder()}"
    assert compiled.folder().is_relative_to(home)
    assert stat.S_IMODE(compiled.folder().stat().st_mode) == 0o700


def test_whoever_sets_the_flags_decides_otherwise(home, monkeypatch):
    compiled.environment()
    kept = compiled.folder() / "program"
    kept.write_text("mine")
    monkeypatch.setenv("TF_XLA_FLAGS", "--tf_xla_auto_jit=0")
    assert compiled.environment() == {}
    compiled.forget()
    assert kept.exists()


def test_other_flags_of_the_compiler_are_another_folder(home, monkeypatch):
    plain = compiled.folder()
    compiled.folder.cache_clear()
    monkeypatch.setenv("XLA_FLAGS", "--xla_cpu_enable_fast_math=true")
    assert compiled.folder() != plain


def test_the_oldest_go_when_they_are_many(home, monkeypatch):
    monkeypatch.setattr(compiled, "MOST", 25)
    compiled.environment()
    for age, name in enumerate(["newest", "newer", "older", "oldest"]):
        file = compiled.folder() / name
        file.write_bytes(b"x" * 10)
        os.utime(file, (1_000_000 - age, 1_000_000 - age))
    compiled.environment()
    assert sorted(each.name for each in compiled.folder().iterdir()) == ["newer", "newest"]


def test_nothing_is_kept_where_the_disk_is_nearly_full_or_the_folder_cannot_be_made(home, monkeypatch):
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _: _Disk)
        assert compiled.environment() == {}
    shutil.rmtree(home / "starting-points")
    (home / "starting-points").write_text("a file where the folder should be")
    assert compiled.environment() == {}


class _Disk:
    free = compiled.FREE - 1


def test_who_has_no_home_keeps_nothing(home, monkeypatch):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(compiled.Path, "home", homeless)
    assert compiled.environment() == {}
    compiled.forget()


def test_what_is_forgotten_is_gone(home):
    compiled.environment()
    (compiled.folder() / "program").write_text("not to be read")
    compiled.forget()
    assert not compiled.folder().exists()


def test_a_program_that_cannot_be_read_fails_one_answer_and_no_more(home):
    asked = Request("spread", {"seeds": 2, "epochs": 10})
    worker = Worker()
    try:
        first = _answered(worker, asked)
        for kept in compiled.folder().iterdir():
            kept.write_bytes(b"not what was written")
        worker.end()
        with pytest.raises(Failed):
            _answered(worker, asked)
        assert _answered(worker, asked) == first
    finally:
        worker.end()


def _answered(worker, asked):
    worker.start()
    return worker.run(asked, lambda share: None, lambda: False, lambda coarse: None)
