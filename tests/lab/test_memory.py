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
