"""Pictures of series: what is named on them."""

import altair as alt
import pandas as pd

from lab.charts import traces


def test_of_several_lines_of_theory_the_highest_is_named_at_its_end():
    table = pd.DataFrame({"layer": [1, 2, 1, 2], "law": [3.0, 5.0, 1.0, 2.0], "scheme": ["a", "a", "b", "b"]})
    _, words = traces.theory(table, alt.X("layer:Q"), alt.Y("law:Q"), alt.Detail("scheme:N")).layer
    assert words.data[["layer", "law"]].to_dict("records") == [{"layer": 2, "law": 5.0}]
