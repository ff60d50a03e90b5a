"""Names of compiled functions that are the same in every process: what one has compiled, another finds on disk.

TensorFlow keeps compiled programs in a folder, if `TF_XLA_FLAGS` is `--tf_xla_persistent_cache_directory=...`, under
keys that hold the names of the function and of its loops. These end in a number that counts everything the process has
traced so far, so without this no key would come twice.
"""

import contextlib
import hashlib
import itertools
import threading
from collections import Counter
from collections.abc import Iterator

from tensorflow.python.framework import ops

MOST = 2**12  # functions within one that is compiled
_own, _given = ops.uid, threading.local()
_traced: Counter[str] = Counter()  # what was traced -> how often: TensorFlow takes no name twice


@contextlib.contextmanager
def made_of(*parts: object) -> Iterator[None]:
    """Functions traced meanwhile in this thread are numbered from a number that `parts` alone decide.

    Args:
        parts: all that the traced function depends on, each with a `repr` that says all of it.
    """
    made = repr(parts)
    start = int.from_bytes(hashlib.sha256(f"{made} {_traced[made]}".encode()).digest()[:6]) * MOST
    _given.numbers = itertools.count(start)
    try:
        yield
    finally:
        _traced[made] += next(_given.numbers) > start
        _given.numbers = None


def _uid() -> int:
    numbers = getattr(_given, "numbers", None)
    return _own() if numbers is None else next(numbers)


ops.uid = _uid
