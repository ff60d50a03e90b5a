"""The softmax picture draws what the frame says."""

from lab.charts.softmax import one_example as charts
from lab.softmax import one_example as softmax
from lab.softmax import one_example_drawn as drawn


def spec(logits=(2.0, 1.0, 0.1), target=2):
    """The Vega-Lite specification and its rows."""
    whole = charts.bars(drawn.bars(softmax.classes(logits, target))).to_dict()
    return whole, next(iter(whole["datasets"].values()))


def layer(whole, kind):
    """The layers drawn with this mark."""
    return [each for each in whole["layer"] if each["mark"]["type"] == kind]


def test_every_class_has_a_bar_for_its_probability_and_one_for_its_gradient():
    whole, rows = spec([0.5] * 10, 3)
    assert len(rows) == 20
    solid, _ = layer(whole, "bar")
    assert {solid["encoding"][channel]["field"] for channel in ("x", "y", "color")} == {"value", "label", "quantity"}
    assert {each["quantity"] for each in rows} == set(solid["encoding"]["color"]["scale"]["domain"])


def test_the_target_is_marked_by_a_word_and_by_weight_not_by_colour():
    whole, rows = spec(target=2)
    assert {row["label"] for row in rows if "target" in row["label"]} == {"target ► class 2"}
    assert "target" in str(whole["layer"][0]["encoding"]["y"]["axis"]["labelFontWeight"])


def test_the_law_is_dashed_grey_and_named():
    _, law = layer(spec()[0], "bar")
    assert law["encoding"]["x"]["field"] == "law"
    assert law["encoding"]["strokeDash"]["scale"]["domain"] == ["law: a − y"]
    assert law["encoding"]["strokeDash"]["scale"]["range"] != [[1, 0]]
    assert law["mark"]["filled"] is False


def test_every_value_lies_within_the_axis_at_the_extremes():
    for logits in ([10.0, -10.0], [-10.0, 10.0], [-10.0] * 9 + [10.0]):
        whole, rows = spec(logits, 1)
        low, high = layer(whole, "bar")[0]["encoding"]["x"]["scale"]["domain"]
        assert all(low < row["value"] < high for row in rows)


def test_pointing_at_a_cell_lights_its_whole_row():
    whole = charts.steps(drawn.steps(softmax.classes([2.0, 1.0, 0.1], 2))).to_dict()
    (selection,) = [each for each in whole["params"] if each["name"] == "pointed"]
    assert selection["select"]["fields"] == ["row"]
    assert selection["select"]["on"] == "pointerover"
    lit = next(each for each in whole["layer"] if each["mark"]["type"] == "rect")
    assert lit["encoding"]["opacity"]["condition"][0]["param"] == "pointed"
    assert len(next(iter(whole["datasets"].values()))) == 4 * 6
