"""What the map says, where numbers lie close together."""

import pandas as pd

from lab.seeds import trainability_words as words
from lab.seeds.window import Window


def test_edges_that_lie_close_together_are_told_apart():
    said = words.window(Window(rates=(-0.3, -0.299999), scales=(0.0, 1.0)))
    assert said == "learning rates 0.5011872336 to 0.5011883877 and factors 1 to 10 on the first weights"


def test_a_precision_that_never_tells_the_columns_apart_is_said_to():
    levels = pd.DataFrame(
        {"level": [0], "decades": [1e-7], "dimension": [1.4], "rates": [3], "columns": [128], "trained": [0.5]}
    )
    assert "From level 0 on the precision no longer tells all columns apart." in words.deeper(levels, 1.91)
    assert "no longer" not in words.deeper(levels.assign(rates=128), 1.91)
