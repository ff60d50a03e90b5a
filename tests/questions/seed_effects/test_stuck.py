"""Stuck runs: against longer trainings, automatic differentiation, the levels of theory, and what is known of XOR."""

import numpy as np
import pandas as pd
import pytest

import lab
from lab import question
from lab.answer import Advice, Section, Why
from lab.charts.spec import frames
from lab.questions.seed_effects import stuck
from lab.questions.seed_effects.stuck import curvature, pictures, places
from lab.seeds import spread

POSITIVE = lab.vary(spread.START, {"init.low": 0.0, "init.high": 1.0})
LEVELS = pd.DataFrame({"level": [0.125, 1 / 6, 0.25], "name": ["1/8", "1/6", "1/4"]})


@pytest.fixture(scope="module")
def found():
    return places.measure(POSITIVE, 100)


def test_a_cost_is_solved_at_a_level_or_at_none():
    costs = np.array([0.0, 0.019, 0.021, 0.106, 0.126, 0.15, 0.18, 0.2, 0.2501, 0.5, np.nan])
    assert places.placed(costs, LEVELS).tolist() == [
        "solved", "solved", "no level", "1/8", "1/8", "1/6", "1/6", "no level", "1/4", "no level", "no level",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("slope", "least", "saturated", "word"),
    [
        (1e-3, -1e-3, 0.9, "saddle"),
        (0.0, -1e-3, 0.0, "saddle"),
        (1e-9, 1e-3, 0.9, "minimum"),
        (1e-3, 1e-3, 0.5, "saturated"),
        (1e-3, -1e-9, 0.1, "slope too flat"),
    ],
)
def test_one_word_says_what_holds_a_network(slope, least, saturated, word):
    assert places.named(*(np.array([value]) for value in (slope, least, 0.2, saturated))).item() == word


def test_training_on_is_one_longer_training():
    short = lab.vary(POSITIVE, {"training.epochs": 40})
    runs = places.measure(short, 6).runs
    longer = lab.train(lab.vary(short, {"training.epochs": 200}), seeds=range(6), recorded=5)
    np.testing.assert_array_equal(runs["cost"], longer.loss[0, :, 1])
    np.testing.assert_array_equal(runs["twice"], longer.loss[0, :, 2])
    np.testing.assert_array_equal(runs["later"], longer.loss[0, :, 5])


def test_places_count_every_run_once(found):
    assert found.places["runs"].sum() == len(found.runs) == 100
    counts = found.runs["place"].value_counts()
    assert found.places.set_index("place")["runs"].to_dict() == counts.to_dict()


def test_the_outputs_cost_what_their_run_cost(found):
    for seed, rows in found.outputs.groupby("seed"):
        cost = ((rows["output"] - rows["target"]) ** 2).mean()
        assert cost == pytest.approx(found.runs["cost"][seed], rel=1e-5)


def test_at_an_eighth_two_points_share_one_half(found):
    rows = found.outputs[(found.outputs["place"] == "1/8") & (found.outputs["together"] == 2)]
    assert len(rows) == 2
    assert sorted(rows["target"]) == [0, 1]
    assert rows["output"].to_numpy() == pytest.approx(0.5, abs=0.01)


def test_nothing_is_a_minimum_and_an_eighth_is_approached_as_one_over_time(found):
    """Hamey (1995): XOR 2-2-1 has no minimum at finite weights but the solutions; an output that nears 0 or 1 as
    sqrt(1/t) leaves a cost that falls as 1/t: to a fifth in five times the steps, and a bit less for the way before."""
    assert not (found.runs["word"] == "minimum").any()
    row = found.places.set_index("place").loc["1/8"]
    assert (row["free5"], row["word"]) == (0, "saturated")
    assert 5.0 < row["above"] / row["above_later"] < 7.5
    assert (found.runs.loc[found.runs["place"] == "1/8", "later"] > 0.125).all()


def test_all_equal_outputs_are_a_saddle_that_is_left():
    tiny = lab.vary(spread.START, {"init.low": -0.2, "init.high": 0.2, "training.epochs": 3000})
    runs = places.measure(tiny, 30).runs
    level = runs[runs["place"] == "1/4"]
    assert level["word"].eq("saddle").all()
    assert (level["later"] < level["cost"]).all()
    assert (level["later"] < 0.02).mean() > 0.5


def test_the_picture_has_the_targets_and_a_row_for_each_place(found):
    (rows,) = frames(pictures.outputs(found))
    assert rows["row"].nunique() == 1 + len(found.places)
    assert rows[rows["row"] == "target"]["output"].tolist() == [0, 1, 1, 0]


def test_other_data_are_refused(refused):
    with refused("Levels are predicted for `Data.name` 'xor' without noise alone."):
        places.measure(lab.vary(spread.START, {"data.name": "moons"}), 2)


def test_where_no_run_is_stuck_there_is_an_answer_too():
    easy = lab.vary(spread.START, {"network.hidden": (8,), "training.epochs": 4000})
    found = places.measure(easy, count=4)
    assert (found.runs["place"] == places.SOLVED).all()
    assert stuck.note(found) == "No run of 4 is stuck after 4,000 epochs (95 % interval 0 to 49 %)."
    assert stuck.headline(found) == "No XOR run is stuck here: all 4 runs end solved."
    assert stuck.computes(found) == "No two points share an output."
    assert list(stuck.table(found)["Held by"]) == [""]


@pytest.fixture(scope="module")
def points():
    x, y = lab.data.load(spread.START.data, "float64")
    return np.random.default_rng(0).normal(scale=2.0, size=(5, 13)), x, y  # 2-3-1: 6 + 3 + 3 + 1 weights


def derivatives(row, x, y, loss):
    """Gradient and Hessian of one network's cost by TensorFlow's tapes."""
    import tensorflow as tf

    w = tf.constant(row)
    with tf.GradientTape(persistent=True) as outer:
        outer.watch(w)
        with tf.GradientTape() as inner:
            inner.watch(w)
            h = tf.sigmoid(x @ tf.reshape(w[:6], (2, 3)) + w[6:9])
            z = h @ tf.reshape(w[9:12], (3, 1)) + w[12]
            each = (tf.sigmoid(z) - y) ** 2
            if loss == "binary_crossentropy":
                each = tf.nn.sigmoid_cross_entropy_with_logits(tf.constant(y), z)
            cost = tf.reduce_mean(each)
        gradient = inner.gradient(cost, w)
    return gradient.numpy(), outer.jacobian(gradient, w, experimental_use_pfor=False).numpy()


@pytest.mark.parametrize("loss", ["mse", "binary_crossentropy"])
def test_gradients_and_curvatures_are_those_of_automatic_differentiation(points, loss):
    rows, x, y = points
    gradients, curvatures = curvature.gradient(rows, x, y, loss), curvature.curvatures(rows, x, y, loss)
    for row, gradient, bent in zip(rows, gradients, curvatures, strict=True):
        wanted, hessian = derivatives(row, x, y, loss)
        assert gradient == pytest.approx(wanted, rel=1e-12, abs=1e-15)
        assert bent == pytest.approx(np.linalg.eigvalsh(hessian), rel=1e-6, abs=1e-11)


def test_hidden_outputs_are_those_of_the_forward_pass(points):
    rows, x, _ = points
    kernel, bias = rows[:, :6].reshape(5, 2, 3), rows[:, 6:9]
    wanted = lab.forward.outputs([kernel, bias], x, lab.Network(hidden=(), output="sigmoid"))
    np.testing.assert_allclose(curvature.hidden(rows, x), wanted, rtol=1e-14)


def test_another_network_is_refused(refused):
    with refused(
        "The curvature is that of one hidden layer of sigmoid units, a sigmoid output, biases, and `Training.loss` "
        "'mse' or 'binary_crossentropy' on one target."
    ):
        curvature.check(lab.vary(spread.START, {"network.activation": "tanh"}))


def test_units_at_their_end_hold_runs_at_an_eighth_and_a_saddle_those_at_a_quarter():
    answer = lab.ask("stuck")
    assert answer.headline == (
        "Where slopes are tiny: on flat ground (XOR: cost 0.25) and where hidden units hardly react (0.125)."
    )
    table = next(frame for frame in answer.frames() if "Held by" in frame)
    assert table.loc["1/8", "Held by"].startswith("saturated")
    assert table.loc["1/4", "Held by"] == "saddle"
    assert "With 5 times the epochs these get free: 0 of " in answer.note


def test_what_still_falls_is_not_called_stuck():
    """The criterion looks at the slope alone; as many epochs again show whether it was right."""
    runs = places.measure(lab.vary(spread.START, {"training.epochs": 1000}), 100).runs
    falling, dropped = runs["place"] == places.FALLING, runs["cost"] - runs["twice"]
    assert falling.sum() > 10
    assert (dropped[falling] > places.NEAR).mean() > 0.9
    assert (runs.loc[falling, "fall"] >= places.NEAR).all()
    assert (runs.loc[~falling & (runs["place"] != places.SOLVED), "fall"] < places.NEAR).all()


def test_a_cost_that_nears_its_level_as_one_over_time_falls_by_what_it_is_above_it():
    """C = a / t under gradient flow at rate eta: the slope is eta g^2 = a / t^2, so that eta g^2 t = C."""
    a, eta, t = 3.0, 0.5, 400
    assert places.falls(np.sqrt(a / t**2 / eta), eta, t) == pytest.approx(a / t)


def test_where_all_that_is_not_solved_still_falls_no_run_is_called_stuck():
    steep = places.measure(lab.vary(spread.START, {"init.low": -5.0, "init.high": 5.0, "training.epochs": 20}), 20)
    assert set(steep.runs["place"]) >= {places.FALLING}
    only = steep.runs["seed"][steep.runs["place"] == places.FALLING]
    told = places.Places(
        steep.runs[steep.runs["seed"].isin(only)], steep.places[steep.places["place"] == places.FALLING],
        steep.courses, steep.outputs, steep.levels, steep.experiment,
    )  # fmt: skip
    assert stuck.headline(told) == "No XOR run is stuck here: those that are not solved still fall."
    assert "still falls" in stuck.note(told) or "still fall:" in stuck.note(told)
    assert stuck.why(told).endswith("it falls, and needs more epochs.")


@pytest.fixture(scope="module")
def tiny():
    """From −0.05 to 0.05, every run is on the saddle."""
    return places.measure(stuck.setting("−0.05 to 0.05", 2000, 2.0, 2, "same"), 100)


def test_on_the_saddle_time_alone_frees_none(tiny):
    assert not (tiny.runs["later"] < places.NEAR).any()
    assert stuck.headline(tiny) == ("Where slopes are tiny: on flat ground (XOR: cost 0.25, all outputs 0.5).")
    assert tiny.outputs["output"].to_numpy() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("span", spread.RANGES)
@pytest.mark.parametrize("units", [2, 4])
def test_the_headline_is_short_from_every_range(span, units):
    said = stuck.headline(places.measure(stuck.setting(span, 300, 2.0, units, "same"), 50))
    assert len(said.split()) <= 18  # and "So far:" before it
    assert "curves" not in said


def test_tiny_weights_and_a_large_rate_solve_xor_in_time():
    settings = stuck.TRY["And from tiny weights, what if the rate is 10, for 20,000 epochs?"]
    chosen = {"units": 2, "bias": "same"} | settings
    runs = places.measure(stuck.setting(**chosen), 50).runs
    assert (runs["place"] == places.SOLVED).mean() > 0.5


def test_stuck_at_a_quarter_is_found_where_runs_are_stuck_there():
    hit = lab.find("My XOR network is stuck at a cost of 0.25, why?")[0]
    slug, settings = question.from_address(hit.address)
    assert (slug, settings["span"]) == ("stuck", "−0.05 to 0.05")


@pytest.fixture(scope="module")
def entropy():
    return lab.ask("stuck", cost="cross-entropy")


def test_the_numbers_at_which_cross_entropy_stays_are_said_drawn_and_explained(entropy):
    """0.3466 and 0.6931, somebody asked: is this a bug in my code, what are these numbers?"""
    assert entropy.headline == (
        "Where slopes are tiny: where hidden units hardly react (XOR: cost 0.347) and on flat ground (0.693)."
    )
    (why,) = (block.text for block in entropy.blocks if isinstance(block, Why))
    assert "a cost of 0.3466 with 2 of the 4 at 1/2, 0.4774 with 3 of the 4 at 1/3 or 2/3 and 0.6931 with all 4" in why
    assert "an output of 1/2 costs ln 2 = 0.6931 whatever the target" in why
    (advice,) = (block.text for block in entropy.blocks if isinstance(block, Advice))
    assert advice.startswith("A stuck run need not be a mistake in your code")
    formulas = next(block for block in entropy.blocks if isinstance(block, Section) and "math" in block.title).blocks
    assert r"= \tfrac{1}{2} \ln 2 = 0.3466" in formulas[1].tex
    assert r"= \ln 2 = 0.6931" in formulas[1].tex
    assert "Hamey" not in str(entropy.blocks)  # whose proof is of squared error
    squared = stuck.shared(places.measure(POSITIVE, 2))
    assert "1/8 with 2 of the 4 at 1/2, 1/6 with" in squared
    assert "an output of 1/2 costs (1/2)² = 1/4 whatever" in squared


def test_runs_of_cross_entropy_that_are_stuck_lie_at_a_level():
    """Near one when they are called stuck, and nearer after five times the epochs, or solved."""
    runs = places.measure(stuck.setting("−5 to 5", 2000, 2.0, 2, "same", "cross-entropy"), 200).runs
    held = runs[~runs["place"].isin([places.SOLVED, places.FALLING])]
    assert len(held) > 80
    assert (held["place"] != places.ELSEWHERE).mean() > 0.98
    assert set(held["place"]) >= {"0.3466", "0.4774"}
    staying = held[(held["place"] == "0.3466") & (held["later"] > places.NEAR)]
    assert (staying["later"] > np.log(2) / 2).all()
    assert (staying["later"] < staying["cost"]).all()


def test_the_table_and_what_stands_below_it_are_in_plain_words(entropy):
    table = next(frame for frame in entropy.frames() if "Held by" in frame)
    assert table.loc["0.3466", "After 5 times"] == "0"
    assert table.columns[0] == "Held by"  # which a phone cuts where it stands farther right
    said = " ".join([*map(str, table.columns), stuck.meanings(), str(entropy.blocks), entropy.headline])
    for puzzling in ("saddle, and", "held by saturated", "2 ×, 5 ×", "one over the epochs", "Least curvature"):
        assert puzzling not in said
    assert "Curvature: how the slope changes" in said


@pytest.mark.parametrize(
    "text",
    [
        "XOR loss stuck at 0.69, cross-entropy",
        "loss stays at 0.34 on XOR",
        "XOR 0.3466",
        "XOR binary crossentropy does not go below 0.35",
        "is a loss of 0.69 on XOR a bug in my code?",
        "why is the loss of my XOR network always 0.693",
        "I trained the same tiny network (2-2-1, sigmoid, on XOR) 20 times. 12 times the loss goes to ~0, 5 times it "
        "stays at 0.34 and 3 times at 0.69. Is this a bug in my code? What are these numbers?",
    ],
)
def test_who_asks_by_a_number_of_cross_entropy_is_led_to_it(text):
    slug, settings = question.from_address(lab.find(text)[0].address)
    assert (slug, settings["cost"]) == ("stuck", "cross-entropy")
