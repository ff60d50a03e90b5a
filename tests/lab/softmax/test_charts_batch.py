"""The pictures of a batch draw what their frames say."""

from lab.charts.softmax import batch as charts
from lab.softmax import batch, batch_drawn, one_input


def test_laws_are_dashed_and_grey_and_the_cost_is_solid():
    losses = batch.losses(batch.Batch())
    whole = charts.losses(*batch_drawn.losses(losses, batch.means(losses))).to_dict()
    rule = next(each for each in whole["layer"] if each["mark"]["type"] == "rule")
    assert rule["encoding"]["strokeDash"]["scale"]["domain"][1].startswith("law: ln 3")
    assert rule["encoding"]["strokeDash"]["scale"]["range"] == [[1, 0], [5, 4]]
    assert rule["encoding"]["stroke"]["scale"]["range"][1] == "#7d868f"


def test_the_floor_is_drawn_below_the_whole_curve():
    curve = one_input.curve(0.7)
    drawn = batch_drawn.floor(curve, 0.7, 0.9, one_input.cost(0.7, 0.9), one_input.lowest(curve))
    whole = charts.floor(*drawn).to_dict()
    assert drawn[2]["value"][0] <= drawn[0]["cost"].min() + 1e-14
    assert drawn[2]["says"][0] == "law: H(0.7) = 0.610864"
    assert [each["mark"]["type"] for each in whole["layer"]] == ["line", "rule", "text", "point"]


def test_there_is_one_law_for_zeros_and_two_for_drawn_logits():
    for scale, count in ((0.0, 1), (1.0, 2)):
        _, levels = batch_drawn.starts(batch.starts(batch.Batch(scale=scale)), scale)
        assert levels["says"].nunique() == count
        charts.starts(batch.starts(batch.Batch(scale=scale)), levels).to_dict()
