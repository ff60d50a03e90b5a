"""The relevance picture draws what the frames say."""

import pandas as pd
import pytest

from lab.charts.relevance import weights as charts

CURVES = pd.DataFrame(
    {
        "weight": ["w1", "w1", "b", "b"],
        "epoch": [0, 3000, 0, 3000],
        "low": [0.5, 2.9, 0.0, 0.8],
        "mid": [1.0, 3.0, 0.0, 0.9],
        "high": [1.5, 3.1, 0.0, 1.0],
        "marked": [True, True, True, False],
    }
)
LEGEND = pd.DataFrame({"weight": ["w1", "b"], "label": ["w1 (x1): 3", "b (bias): 0.9"], "law": [3.0, 1.0]})


def layers(**options):
    """The layers of the picture, by the type of their mark."""
    spec = charts.weights(CURVES, LEGEND, **options).to_dict()
    return {each["mark"]["type"]: each for each in spec["layer"]}


def test_band_line_and_marks_are_drawn_for_every_weight():
    drawn = layers()
    assert (drawn["area"]["encoding"]["y"]["field"], drawn["area"]["encoding"]["y2"]["field"]) == ("low", "high")
    assert drawn["line"]["encoding"]["y"]["field"] == drawn["point"]["encoding"]["y"]["field"] == "mid"
    assert drawn["line"]["encoding"]["color"]["scale"]["domain"] == LEGEND["label"].tolist()


def test_a_weight_has_a_shape_of_its_own_beside_its_colour():
    shapes = layers()["point"]["encoding"]["shape"]["scale"]["range"]
    assert len(set(shapes)) == len(LEGEND)


def test_the_law_is_a_dashed_line_with_its_formula():
    law = layers()["rule"]
    assert law["encoding"]["y"]["field"] == "law"
    assert law["encoding"]["strokeDash"]["scale"]["domain"] == ["law: w₀ + X⁺(y − X w₀)"]
    assert law["encoding"]["strokeDash"]["scale"]["range"] != [[1, 0]]


@pytest.mark.parametrize(("decades", "kind"), [(False, None), (True, "symlog")])
def test_the_axis_of_epochs_can_be_stretched(decades, kind):
    x = layers(decades=decades)["line"]["encoding"]["x"]
    assert x.get("scale", {}).get("type") == kind
    if decades:
        assert x["axis"]["values"] == [0, 1, 10, 100, 1000]
