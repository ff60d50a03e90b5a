"""What a process hands back of its memory."""

import ctypes
import sys

import psutil
import pytest

from lab import memory


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands pages of code back")
def test_code_that_was_read_is_handed_back_and_still_runs():
    import tensorflow as tf

    assert float(tf.reduce_sum(tf.linalg.inv(tf.eye(3)))) == 3.0
    before = psutil.Process().memory_info().rss
    memory.release_code()
    assert psutil.Process().memory_info().rss < before - 50e6
    assert float(tf.reduce_sum(tf.linalg.inv(tf.eye(3)))) == 3.0


SMAPS = """\
7f0000000000-7f0000002000 r--p 00000000 08:01 12 /usr/lib/libconstants.so
Rss:                   8 kB
Anonymous:             0 kB
VmFlags: rd mr mw me
7f0000002000-7f0000003000 r-xp 00002000 08:01 12 /usr/lib/a name with blanks.so
Anonymous:             0 kB
7f0000003000-7f0000004000 r--p 00003000 08:01 12 /usr/lib/librelocated.so
Anonymous:             4 kB
7f0000004000-7f0000005000 rw-p 00004000 08:01 12 /usr/lib/libvariables.so
Anonymous:             0 kB
7f0000005000-7f0000006000 r-xp 00000000 00:00 0
Anonymous:             0 kB
ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]
Anonymous:             0 kB
"""


def test_only_what_stands_in_a_file_and_was_never_written_is_handed_back():
    assert memory._mirrors(SMAPS) == [(0x7F0000000000, 0x7F0000002000), (0x7F0000002000, 0x7F0000003000)]


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="glibc alone keeps what was freed")
def test_what_was_freed_between_other_things_is_handed_back():
    memory.release_code()
    pieces = [b"x" * (50_000 + i) for i in range(2000)]
    kept = pieces[::20]  # all over the heap, so that nothing goes back by itself
    del pieces
    before = psutil.Process().memory_info().rss
    memory.release_code()
    assert psutil.Process().memory_info().rss < before - 50e6
    assert len(kept) == 100


def test_a_little_more_than_before_is_not_worth_the_time_to_hand_back(monkeypatch):
    handed_back = []
    monkeypatch.setattr(memory, "release_code", lambda: handed_back.append(True))
    held = memory.rested(0)
    assert handed_back == [True]
    assert memory.rested(held) == held
    assert handed_back == [True]


def group(folder, **files):
    """A control group's files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)


@pytest.mark.parametrize(
    ("own", "groups", "left"),
    [
        ("0::/", {"": {"memory__max": "max\n", "memory__current": "5", "memory__stat": ""}}, []),
        (
            "0::/",
            {"": {"memory__max": "1000\n", "memory__current": "900\n", "memory__stat": "anon 1\ninactive_file 300\n"}},
            [400.0],
        ),
        (
            "0::/system.slice/app.service",
            {
                "system.slice/app.service": {"memory__max": "50", "memory__current": "70", "memory__stat": ""},
                "system.slice": {"memory__max": "800", "memory__current": "70", "memory__stat": ""},
            },
            [0.0, 730.0],
        ),
        (
            "3:cpu:/docker/1\n2:memory:/docker/1",
            {
                "memory": {
                    "memory__limit_in_bytes": "100", "memory__usage_in_bytes": "60",
                    "memory__stat": "total_inactive_file 20",
                }
            },
            [60.0],
        ),
    ],
    ids=["no bound", "a container", "groups in groups", "the first version"],
)  # fmt: skip
def test_what_is_left_of_a_container_is_what_its_control_groups_say(tmp_path, own, groups, left):
    (tmp_path / "own").write_text(own)
    for folder, files in groups.items():
        group(tmp_path / "root" / folder, **files)
    assert memory._container(tmp_path / "root", tmp_path / "own") == left


def test_where_there_are_no_control_groups_the_machine_alone_bounds(tmp_path):
    assert memory._container(tmp_path, tmp_path / "none") == []
    assert 0 < memory.free_memory() <= psutil.virtual_memory().total


def test_within_a_bound_no_more_is_free_than_what_is_left_of_it():
    before = memory.free_memory()
    with memory.within(psutil.Process().memory_info().rss + 50e6):
        assert 0 < memory.free_memory() < 51e6
        with memory.within(1.0):
            assert memory.free_memory() == 0.0
        assert memory.free_memory() > 0.0
    assert memory.free_memory() > before / 2
