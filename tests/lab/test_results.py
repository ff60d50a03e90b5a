"""The store of results: what it keeps and what it weighs."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from lab.results import Results, bytes_of


@dataclass
class Found:
    frame: pd.DataFrame
    array: np.ndarray


def test_the_store_holds_the_results_asked_for_last():
    results = Results(most_bytes=10**9, most_results=2)
    results.keep("a", 1)
    results.keep("b", 2)
    assert results["a"] == 1
    results.keep("c", 3)
    assert ["a" in results, "b" in results, "c" in results] == [True, False, True]


def test_the_store_stays_within_its_bytes():
    results = Results(most_bytes=1000, most_results=100)
    for i in range(50):
        results.keep(i, np.zeros(25))  # 200 bytes
    assert (len(results), results.nbytes) == (5, 1000)


@pytest.mark.parametrize(
    ("result", "size"),
    [
        (np.zeros(1000), 8000),
        (pd.DataFrame({"x": np.zeros(1000)}), 8000),
        ((np.zeros(1000), np.zeros(1000)), 16000),
        ({"x": np.zeros(1000)}, 8000),
        (Found(frame=pd.DataFrame({"x": np.zeros(1000)}), array=np.zeros(500)), 12000),
    ],
)
def test_a_result_is_weighed_with_what_it_holds(result, size):
    assert size <= bytes_of(result) <= size + 600
