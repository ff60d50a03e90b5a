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
    spec = charts.weights(CURVES, LEGEND, 3000, **options).to_dict()
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
    assert law["encoding"]["strokeDash"]["scale"]["domain"] == ["theory: w₀ + X⁺(y − X w₀)"]
    assert law["encoding"]["strokeDash"]["scale"]["range"] != [[1, 0]]


@pytest.mark.parametrize(("decades", "kind"), [(False, None), (True, "symlog")])
def test_the_axis_of_epochs_can_be_stretched(decades, kind):
    x = layers(decades=decades)["line"]["encoding"]["x"]
    assert x["scale"].get("type") == kind
    assert x["scale"]["domain"] == [0, 3000]
    if decades:
        assert x["axis"]["values"] == [0, 1, 10, 100, 1000]


def test_what_is_kept_is_a_line_for_each_seed_with_its_law_dashed_on_the_axis_it_is_given():
    frame = pd.DataFrame(
        {"label": "w2 − b: exactly kept", "seed": [0, 1], "epoch": [0, 9], "value": [0.3, 0.2], "law": [0.3, 0.1],
         "marked": [True, False], "says": "law: it stays"}
    )  # fmt: skip
    spec = charts.combinations(frame, (-1.0, 2.0), 9).to_dict()
    line, marks, law = spec["layer"]
    assert [each["mark"]["type"] for each in spec["layer"]] == ["line", "point", "line"]
    assert [each["field"] for each in line["encoding"]["detail"]] == ["label", "seed"]
    assert line["encoding"]["y"]["field"] == marks["encoding"]["y"]["field"] == "value"
    assert line["encoding"]["y"]["scale"]["domain"] == [-1.0, 2.0]
    assert marks["encoding"]["shape"]["scale"]["domain"] == ["w2 − b: exactly kept"]
    assert law["encoding"]["y"]["field"] == "law"
    assert law["encoding"]["strokeDash"]["scale"] == {"domain": ["law: it stays"], "range": [[5, 4]]}
