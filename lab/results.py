"""The latest results, bounded by count and by bytes."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from sys import getsizeof

import pandas as pd


class Results:
    """Results by key, the one asked for longest ago going first; safe for threads."""

    def __init__(self, most_bytes: int, most_results: int):
        self._most_bytes, self._most_results, self._lock = most_bytes, most_results, threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept

    def __getitem__(self, key: Hashable) -> object:
        with self._lock:
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def get(self, key: Hashable) -> object:
        """The result of a key; None if it is not kept."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def nbytes(self) -> int:
        """Bytes of all that is kept."""
        return sum(size for _, size in self._kept.values())

    def keep(self, key: Hashable, result: object, size: int | None = None) -> None:
        """Keep one more, of `size` bytes, and let the oldest go until the bounds hold."""
        size = bytes_of(result) if size is None else size
        with self._lock:
            self._kept[key] = result, size
            self._kept.move_to_end(key)
            while len(self._kept) > self._most_results or self.nbytes > self._most_bytes:
                self._kept.popitem(last=False)


def bytes_of(result: object) -> int:
    """Bytes a result holds, near enough to bound a store."""
    if isinstance(result, (pd.DataFrame, pd.Series)):
        return int(pd.DataFrame(result).memory_usage(deep=True).sum())
    if isinstance(result, (tuple, list)):
        return getsizeof(result) + sum(map(bytes_of, result))
    if isinstance(result, dict):
        return getsizeof(result) + sum(map(bytes_of, result.values()))
    if is_dataclass(result) and not hasattr(result, "nbytes"):
        return getsizeof(result) + sum(bytes_of(getattr(result, each.name)) for each in fields(result))
    return int(getattr(result, "nbytes", 0)) or getsizeof(result)
