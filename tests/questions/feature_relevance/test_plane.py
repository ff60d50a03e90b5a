"""Where in the plane of two weights training goes: against descent written out, and against plain geometry."""

import numpy as np
import pytest

import lab
from lab.questions.feature_relevance import plane
from lab.questions.feature_relevance.plane import picture
from lab.relevance import line, linear

START = next(iter(plane.STARTS.values()))


def experiment(kind, *, rate=3e-3, epochs=400, optimizer="sgd", batch=None, noise=0.0, **values):
    """A line with a second column of this kind."""
    training = lab.Training(loss="mse", optimizer=optimizer, learning_rate=rate, epochs=epochs, batch_size=batch)
    return lab.Experiment(
        data=line.data(kind, noise=noise, **values),
        network=lab.Network(hidden=(), output="linear"),
        init=START,
        training=training,
    )


def weights(found, at):
    """Weights of every seed at the "first" or "last" record."""
    return getattr(found.paths.groupby("seed"), at)()[["w1", "w2", "b"]].to_numpy()


def test_the_ways_are_those_of_gradient_descent_written_out():
    found = plane.measure(lab.vary(experiment("noise"), {"training.precision": "float64"}), range(3))
    X, y = linear.examples(found.experiment)
    w = weights(found, "first")
    for _ in range(400):
        w = w - 3e-3 * 2 / len(X) * (w @ X.T - y) @ X
    assert weights(found, "last") == pytest.approx(w, abs=1e-9)


def test_into_a_valley_every_run_goes_the_shortest_way():
    """Ones: the valley is w1 = 3, w2 + b = 1, so w2 and b share equally what is missing."""
    found = plane.measure(experiment("constant", epochs=3000), range(8))
    start = weights(found, "first")
    share = (1 - start[:, 1] - start[:, 2]) / 2
    nearest = np.column_stack([np.full(8, 3.0), start[:, 1] + share, start[:, 2] + share])
    assert found.laws[["w1", "w2", "b"]].to_numpy() == pytest.approx(nearest, abs=1e-6)
    assert found.ends["gap"].to_numpy() == pytest.approx(
        np.linalg.norm(weights(found, "last") - nearest, axis=1), abs=1e-6
    )
    assert found.ends["gap"].max() < 1e-3
    assert found.ends["angle"].to_numpy() == pytest.approx([90.0] * 8, abs=1e-3)
    assert found.facts["moved"][0] < 1e-4


@pytest.mark.parametrize(("optimizer", "right"), [("momentum", True), ("adam", False), ("adagrad", False)])
def test_optimizers_that_scale_every_weight_leave_the_right_angle(optimizer, right):
    """2 x1: the valley runs along (2, -1, 0)."""
    found = plane.measure(experiment("scaled", optimizer=optimizer, rate=0.003, epochs=100), range(6))
    way = weights(found, "last") - weights(found, "first")
    cosine = np.abs(way @ [2, -1, 0]) / np.sqrt(5) / np.linalg.norm(way, axis=1)
    assert found.ends["angle"].to_numpy() == pytest.approx(np.degrees(np.arccos(cosine)), abs=0.05)
    assert (found.ends["angle"].min() > 89.9) == right


def test_the_distance_from_the_valley_does_not_count_what_lies_along_it():
    found = plane.measure(experiment("duplicate", epochs=30), range(4))
    end = weights(found, "last")
    off = np.hypot((end[:, 0] + end[:, 1] - 3) / np.sqrt(2), end[:, 2] - 1)  # w1 + w2 = 3, b = 1
    assert found.ends["off"].to_numpy() == pytest.approx(off, rel=1e-4)


@pytest.mark.parametrize("batch", [2, 5])
def test_batches_with_noisy_targets_never_settle_but_stay_at_right_angles(batch):
    found = plane.measure(experiment("duplicate", batch=batch, noise=3.0), range(4))
    assert found.ends["gap"].min() > 1e-3
    assert found.ends["angle"].min() > 89.9


def test_without_a_valley_there_is_one_end_for_all_and_no_angle():
    found = plane.measure(experiment("noise", noise=1.0), range(4))
    assert found.facts["curvature"][0] > 0
    assert found.ends["angle"].isna().all()
    X, y = linear.examples(found.experiment)
    best = np.linalg.solve(X.T @ X, X.T @ y)
    assert found.laws[["w1", "w2", "b"]].to_numpy() == pytest.approx(np.tile(best, (4, 1)), abs=1e-6)


def test_another_model_is_refused():
    for changed in ({"network.hidden": (2,)}, {"data.columns": ()}):
        with pytest.raises(ValueError, match="^A plane of two weights belongs to a line with two inputs: "):
            plane.measure(lab.vary(experiment("noise"), changed))


@pytest.mark.parametrize(
    ("kind", "values", "names"),
    [
        ("constant", {}, ("w2", "b")),
        ("duplicate", {}, ("w1", "w2")),
        ("scaled", {}, ("w1", "w2")),
        ("zero", {}, ("w1", "w2")),
        ("noise", {"mean": 10.0}, ("w2", "b")),
    ],
)
def test_the_plane_is_chosen_where_the_cost_is_flattest(kind, values, names):
    found = plane.measure(experiment(kind, epochs=2, **values), range(3))
    assert picture.plane(found).window.names == names
    assert picture.plane(found, "w1 and b").window.names == ("w1", "b")


def test_the_picture_holds_every_start_and_end_and_stays_small():
    found = plane.measure(experiment("constant", epochs=3000), range(24))
    drawn = picture.plane(found)
    window, points = drawn.window, drawn.points
    assert points["what"].value_counts().to_dict() == {"start": 24, "end": 24, "foretold": 24}
    assert ((points["x"] - window.x).abs() < window.half_x).all()
    assert ((points["y"] - window.y).abs() < window.half_y).all()
    assert len(drawn.paths) + len(drawn.contours) < 2000
    assert (drawn.contours.query("text != ''").groupby("level").size() == 1).all()
    (x, y), (x_end, y_end) = drawn.valley.to_numpy()
    assert (x + y, x_end + y_end) == pytest.approx((1.0, 1.0), abs=1e-6)


def test_a_plane_without_a_valley_draws_no_line():
    found = plane.measure(experiment("noise", epochs=2), range(3))
    assert drawn_lines(found) == [0, 0, 0]


def test_a_valley_is_a_line_in_every_plane_that_it_does_not_stand_upon():
    duplicate, zero = (plane.measure(experiment(kind, epochs=2), range(3)) for kind in ("duplicate", "zero"))
    assert drawn_lines(duplicate) == [2, 2, 2]
    assert drawn_lines(zero) == [2, 2, 0]
    assert "it is a single point here" in plane.shadow(zero, (0, 2))


def drawn_lines(found):
    """Ends of the valley's line in each plane."""
    return [len(picture.plane(found, pair).valley) for pair in ("w1 and w2", "w2 and b", "w1 and b")]


def test_ways_that_diverge_are_cut_off_far_outside_the_picture():
    found = plane.measure(experiment("constant", rate=0.1), range(4))
    assert found.ends["diverged"].all()
    drawn = picture.plane(found)
    assert np.isfinite(drawn.paths[["x", "y"]].to_numpy()).all()
    assert (drawn.points["what"] != "end").all()
    assert plane.headline(found) == "Nowhere: training diverged from every start."
    assert plane.note(found) == (
        "4 of 4 diverged. The rate 0.1 is above the largest stable one, 0.0334. (4 seeds, 400 epochs.)"
    )


def test_the_formulas_hold_the_first_runs_numbers():
    found = plane.measure(experiment("constant", epochs=3000), range(2))
    start, law = weights(found, "first")[0], found.laws[["w1", "w2", "b"]].to_numpy()[0]
    said = plane.formulas(found)
    for value in (*start, *(law - start)):
        assert f"{value:.4f}".rstrip("0").rstrip(".") in said
    assert "X v &= 0" in said
    assert r"\lambda_{\min}" in plane.formulas(plane.measure(experiment("noise", epochs=2), range(2)))


def test_a_valley_seen_from_the_side_says_so():
    found = plane.measure(experiment("scaled", epochs=2), range(2))
    assert "from the side" in plane.shadow(found, (0, 2))
    assert "from the side" not in plane.shadow(found, (0, 1))


@pytest.mark.parametrize(("width", "height"), [(700, 330), (250, 330)])
def test_right_angles_look_right_on_every_screen(width, height):
    """The axes' ends are expressions of the screen: as many units to a pixel across as up, and the window within."""
    found = plane.measure(experiment("constant", epochs=2), range(8))
    window = picture.plane(found).window
    spec = picture.picture(picture.plane(found)).to_dict()["layer"][-1]["layer"][0]["encoding"]
    screen = {"width": width, "height": height, "max": max}
    ends = {
        side: [eval(spec[side]["scale"][end]["expr"], screen) for end in ("domainMin", "domainMax")] for side in "xy"
    }
    across, up = (high - low for low, high in ends.values())
    assert across / width == pytest.approx(up / height)
    assert (across >= 2 * window.half_x * 0.999, up >= 2 * window.half_y * 0.999) == (True, True)
    assert [sum(pair) / 2 for pair in ends.values()] == pytest.approx([window.x, window.y])


def test_gradient_descent_meets_the_valley_at_right_angles_and_adam_does_not():
    answer = lab.ask("plane", seeds=8)
    assert answer.headline == "Into a valley, at right angles to it: each run ends at the point nearest to its start."
    assert answer.note.startswith("8 of 8 runs are in it, up to 0.000")
    assert answer.note.endswith("They came at 90.0°. (8 seeds, 3,000 epochs.)")
    answer = lab.ask("plane", column="a multiple of x1", optimizer="adam", rate=0.03, epochs=10_000, seeds=8)
    assert answer.headline.startswith("Into a valley, but not by the shortest way: ")
    short = lab.ask("plane", epochs=10, seeds=8).note
    assert short.startswith("0 of 8 runs are in it, ")
    assert "predicted to have 96.7 % of its starting distance left." in short
    answer = lab.ask("plane", column="noise", epochs=10_000, seeds=8)
    assert answer.headline == "To one point, from every start: the best line is the only one."
    assert answer.note.startswith("8 of 8 runs are there, at w1 = 3, w2 = 0, b = 1.")


@pytest.mark.parametrize("kind", ["constant", "duplicate", "noise"])
def test_contours_are_named_within_the_picture_and_clear_of_starts_and_ends(kind):
    drawn = picture.plane(plane.measure(experiment(kind, epochs=3000), range(24)))
    window, names = drawn.window, drawn.contours.query("text != ''")
    size = max(window.half_x, window.half_y)
    assert len(names) > 1
    assert ((names["x"] - window.x).abs() < 0.9 * window.half_x).all()
    assert ((names["y"] - window.y).abs() < 0.9 * window.half_y).all()
    for name in names.itertuples():
        away = np.hypot(drawn.points["x"] - name.x, drawn.points["y"] - name.y).min()
        assert away > 0.08 * size, name.text


def test_legends_take_nothing_of_the_height_so_that_little_is_shown_beside_the_window():
    spec = picture.picture(picture.plane(plane.measure(experiment("duplicate", epochs=2), range(8)))).to_dict()
    assert spec["autosize"] == {"type": "fit-x", "contains": "padding"}


def test_theory_is_named_in_words_and_its_letters_stand_below_the_formula():
    assert "⁺" not in "".join(picture.LEGEND.values())
    section = lab.ask("plane", seeds=1, epochs=10).blocks[-1]
    assert "X⁺ is the pseudo-inverse of X" in section.blocks[1].text
