"""Pictures on small screens."""

from lab import ask
from pages.shell.legends import fitted

NAMES = ["sum, rate r", "sum, rate r / m", "mean"]


def drawn(**legend):
    color = {"field": "says", "scale": {"domain": NAMES}, "legend": {"orient": "top", **legend}}
    return {"mark": "line", "encoding": {"color": color, "x": {"field": "epoch"}}}


def columns(spec):
    return spec["encoding"]["color"]["legend"].get("columns")


def test_a_legend_has_as_many_columns_as_fit_the_width_and_no_more_than_were_asked_for():
    """Fifteen letters and a symbol are 133.5 pixels."""
    assert columns(fitted(drawn())) == {"expr": "max(1, min(3, floor(width / 134)))"}
    assert columns(fitted(drawn(columns=2))) == {"expr": "max(1, min(2, floor(width / 134)))"}


def test_legends_beside_the_picture_and_pictures_beside_each_other_stay_as_they_are():
    aside, several = drawn(orient="right"), {"hconcat": [drawn(), drawn()]}
    assert (fitted(aside)["encoding"], fitted(several)) == (aside["encoding"], several)


def test_the_picture_itself_is_not_changed_and_keeps_all_else():
    figure = ask("one").blocks[0]
    before = str(figure.spec)
    assert fitted(figure.spec).keys() == figure.spec.keys() | {"padding"}
    assert str(figure.spec) == before


def of_height(y, high=400):
    return {"layer": [{"mark": "line", "encoding": {"y": {"field": "cost", **y}}}], "height": high, "params": []}


def test_a_picture_of_numbers_follows_the_height_of_the_window_and_one_of_rows_or_without_axis_does_not():
    (lower,) = fitted(of_height({"type": "quantitative"}))["params"]
    assert lower["name"] == "height"
    assert lower["expr"] == "clamp((windowSize()[0] > 640 ? 0.5 : 0.42) * windowSize()[1], 280, 400)"
    for kept in (of_height({"type": "nominal"}), of_height({"type": "quantitative", "axis": None})):
        assert fitted(kept)["params"] == []
    assert fitted(of_height({"type": "quantitative"}, {"step": 30}))["params"] == []


def test_the_last_label_of_an_axis_has_room_beyond_its_end():
    """It was cut: "10" to "1". Where a picture says its own room, that stays."""
    assert fitted(drawn())["padding"] == {"right": 16}
    assert fitted(drawn() | {"padding": 40})["padding"] == 40
