"""Frozen, identical, slow: the verdicts against theory, plain loops and each other."""

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest

import lab
from lab.headline import fits
from lab.initial import starts as drawn_starts
from lab.laws import frozen as laws
from lab.numerals import short
from lab.questions.neuron_differentiation import frozen as frozen_words
from lab.questions.neuron_differentiation.frozen import ends, reasons, single, theory
from lab.questions.neuron_differentiation.frozen import picture as frozen_drawn
from lab.questions.neuron_differentiation.frozen import starts as frozen
from lab.questions.neuron_differentiation.frozen.starts import DATA, examples, setting

FEW = {"network.hidden": (4,), "training.epochs": 300}


def measured(data="spiral", values=None, starts=tuple(frozen.STARTS), seeds=2):
    return frozen.measure(lab.vary(setting(data), FEW | (values or {})), starts, range(seeds))


def verdicts(found):
    return found.runs.groupby("start", sort=False)["verdict"].first().to_dict()


def last(found, quantity, start):
    rows = found.curves.query("quantity == @quantity and start == @start")
    return rows["mid"].iloc[-1]


@pytest.fixture(scope="module")
def spiral():
    return measured()


def test_what_looks_alike_is_told_apart(spiral):
    assert verdicts(spiral) == {
        "all zeros": "frozen",
        "zero weights, random biases": "slow",
        "one constant": "identical but learning",
        "tiny random": "slow",
        "Glorot random": "learning",
        "large random": "slow",
        "Glorot random, biases too": "learning",
        "zeros into the units": "learning",
        "zeros out of the units": "learning",
        "no hidden layer, zeros": "learning",
        "one unit, random": "learning",
    }


def test_zeros_in_one_layer_alone_part_the_units_but_where_a_relu_lets_nothing_back():
    """With W1 = 0, y = 0 W2 + b: W2 gets a' d = 0, and W1 gets x f'(0) (d W2): its own column for each unit."""
    both = tuple(frozen.HALVES)
    found = measured(values={"network.activation": "relu"}, starts=both)
    assert verdicts(found) == {both[0]: "frozen", both[1]: "learning"}
    assert ends.headline(pd.Series(verdicts(found)), "relu") == (
        "Only in one of the layers: with only W1 at zero no hidden weight ever moves; with only W2 at zero it learns."
    )
    assert "(W2 = 0) nothing comes back to the hidden layer at the first step" in why(found)
    assert "through a ReLU at 0" in why(found)
    assert "multiplied by its own outgoing weight" in why(measured(starts=both[:1]))


def why(found):
    return reasons.why(found, pd.Series(verdicts(found)))


@pytest.mark.parametrize("start", frozen.HALVES)
def test_of_a_half_one_array_is_zero_and_the_others_are_drawn(start):
    experiment = frozen.setting("moons")
    arrays = frozen.zeroed(experiment, start, range(3))
    drawn = drawn_starts(lab.vary(experiment, {"init.scheme": "glorot_uniform"}), range(3))
    zero = frozen.HALVES[start]
    assert not arrays[zero].any()
    assert all(np.array_equal(a, b) for i, (a, b) in enumerate(zip(arrays, drawn, strict=True)) if i != zero)


ZEROS = "from all zeros no hidden weight ever moves"


@pytest.mark.parametrize(
    ("starts", "says"),
    [
        (
            ("all zeros", "one constant"),
            f"No: with tanh, {ZEROS}; from one constant all units learn the same.",
        ),
        (ends.LOGISTIC, f"No: with tanh, {ZEROS}; without a hidden layer it learns."),
        (("one constant",), ends.COPIES),
        (("Glorot random",), "Biases can: with random weights and biases of zero it learns."),
        (("one unit, random",), "All zeros are not tried here: from one random unit and biases of zero it learns."),
        (
            (ends.RANDOM_BIASES,),
            "All zeros are not tried here: from random weights and random biases it learns.",
        ),
        (("no hidden layer, zeros",), "Yes, without a hidden layer: from zeros it learns."),
        (
            ("all zeros", "Glorot random", ends.RANDOM_BIASES),
            f"Yes, all biases can be zero: with random weights it learns; {ZEROS}.",
        ),
        (
            ("one constant", "Glorot random", ends.RANDOM_BIASES),
            "No, only biases can: from one constant all units learn the same; with random weights and zero biases it "
            "learns.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_asked_is_answered_of_the_starts_on_screen(spiral, starts, says):
    assert ends.headline(pd.Series(verdicts(spiral))[list(starts)], "tanh") == says


def test_all_zeros_and_one_constant_that_end_alike_are_told_once():
    alike = measured("unequal", {"network.activation": "sigmoid"}, ("all zeros", "one constant"))
    assert ends.headline(pd.Series(verdicts(alike)), "sigmoid") == (
        "No: with sigmoid, from all zeros or one constant all units learn the same."
    )


def test_every_headline_fits_and_says_yes_only_where_what_is_asked_learns():
    long = ("frozen", "identical but learning", "slow", "learning")
    for starts in itertools.product((None, *long), repeat=4):
        names = ("all zeros", "one constant", "Glorot random", "no hidden layer, zeros")
        some = {name: end for name, end in zip(names, starts, strict=True) if end}
        if some and not some.get(names[-1], "").startswith("identical"):  # which takes two units
            biases = {ends.RANDOM_BIASES: "learning"} if starts[0] == starts[2] else {}
            says = ends.headline(pd.Series(some | biases), "sigmoid")
            asked = [end for name, end in some.items() if name in names[:2]]
            assert fits(says), says
            weights = says.startswith("Yes") and not says.startswith("Yes, all biases can be zero: with random")
            assert not (weights and set(asked) - set(ends.LEARN)), says
            assert not (says.startswith("No:") and asked and not set(asked) - set(ends.LEARN)), says


def test_that_no_start_has_equal_weights_is_noted():
    assert ends.untried(pd.Series({"Glorot random": "learning"})).startswith("No start shown here has equal weights")
    assert ends.untried(pd.Series({"Glorot random": "learning", "one constant": "frozen"})) == ""


@pytest.mark.parametrize(
    ("start", "says"),
    [
        ("all zeros", "nothing comes back to it through an outgoing weight of 0"),
        ("one constant", "the layer is one unit, copied"),
        ("tiny random", "from tiny random it learns, but slowly"),
        ("Glorot random", "from Glorot random it learns"),
        (ends.RANDOM_BIASES, "random biases alone would make equal units different: from random weights and random"),
        ("no hidden layer, zeros", "from zeros, it learns."),
        ("one unit, random", "One unit has no other to be equal to: it learns."),
    ],
)
def test_why_speaks_of_the_starts_on_screen_and_of_no_others(spiral, start, says):
    every = pd.Series(verdicts(spiral))
    assert says in reasons.why(spiral, every[[start]])
    assert says in reasons.why(spiral, every)
    assert says not in reasons.why(spiral, every.drop(start))


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_all_zeros_freeze_at_the_class_entropy(activation):
    found = measured("unequal", {"network.activation": activation, "training.epochs": 1000}, ("all zeros",))
    assert verdicts(found) == {"all zeros": "frozen"}
    assert found.runs["moved"].tolist() == [0.0]
    assert found.runs["cost"].item() == pytest.approx(1.011404, abs=1e-6)


def test_sigmoid_units_learn_from_all_zeros_where_the_classes_are_unequal_and_as_one_unit():
    found = measured("unequal", {"network.activation": "sigmoid", "training.precision": "float64"}, ("all zeros",))
    assert verdicts(found) == {"all zeros": "identical but learning"}
    x, y = lab.data.load(examples("unequal"), "float64")
    start = [np.zeros((2, 4)), np.zeros(4), np.zeros((4, 3)), np.zeros(3)]
    foretold = laws.one_unit(start, x, y, 0.3, 300, "sigmoid")
    assert found.runs["cost"].item() == pytest.approx(foretold[-1], abs=1e-12)
    assert foretold[-1] < 0.9


@pytest.mark.parametrize("data", ["circles", "xor"])
def test_sigmoid_units_stay_at_the_floor_where_the_classes_are_equal(data):
    found = measured(data, {"network.activation": "sigmoid"}, ("all zeros",))
    assert found.runs["verdict"].item() in ("frozen", "identical, at the floor")
    assert found.runs["moved"].item() < 1e-6


def test_logistic_regression_learns_from_all_zeros_and_a_zero_hidden_layer_does_not():
    found = measured("moons", starts=("all zeros", "no hidden layer, zeros"))
    first = found.curves.query("quantity == 'cost' and epoch == 0")["mid"]
    np.testing.assert_allclose(first, np.log(2), rtol=1e-6)
    assert verdicts(found) == {"all zeros": "frozen", "no hidden layer, zeros": "learning"}
    assert last(found, "cost", "no hidden layer, zeros") < 0.3


def test_on_xor_logistic_regression_rightly_stays_where_it_is():
    found = measured("xor", starts=("no hidden layer, zeros",))
    assert verdicts(found) == {"no hidden layer, zeros": "frozen"}
    assert "its cost is convex and it is at its best already" in theory.why_slow(found)


def test_equal_units_are_one_unit_to_the_last_digits_of_float64():
    values = {"network.hidden": (8,), "training.epochs": 3000, "training.precision": "float64"}
    found = measured("spiral", values, ("one constant",))
    assert len(found.foretold) == frozen.RECORDED + 1
    assert found.gap < 1e-13


def test_in_float32_they_are_one_unit_to_its_last_digits(spiral):
    assert 0 < spiral.gap < 1e-5


def test_one_unit_is_not_enough_for_two_circles():
    values = {"training.learning_rate": 1.0, "training.epochs": 1000}
    found = measured("circles", values, ("one constant", "Glorot random", "one unit, random"))
    accuracy = found.runs.groupby("start")["accuracy"].median()
    assert accuracy["Glorot random"] > 0.95
    assert accuracy["one unit, random"] < 0.75
    assert accuracy["one constant"] < 0.75


@pytest.mark.parametrize(
    ("data", "activation"),
    [("spiral", "tanh"), ("unequal", "linear"), ("moons", "sigmoid")],
)
def test_a_hundredth_of_a_tiny_start_costs_two_decades_more(data, activation):
    """The growth is measured between two starts, so the share of it that does not grow cancels."""
    experiment = lab.vary(
        setting(data),
        {"network.activation": activation, "init.scheme": "normal", "training.epochs": 800, "network.hidden": (4,)},
    )
    run = lab.train(experiment, [3], {"init.stddev": [1e-5, 1e-7]}, recorded=800)
    x, y = lab.data.load(experiment.data, "float64")
    floor = laws.class_entropy(laws.shares(y))
    late, later = (run.epochs[np.argmax(loss[0] < 0.95 * floor)] for loss in run.loss)
    foretold = 2 * laws.epochs_a_decade(laws.pull(x, y), 0.3, activation)
    assert later - late == pytest.approx(foretold, rel=0.05, abs=2)


def test_movements_are_those_of_plain_loops():
    run = lab.train(lab.vary(setting("xor"), FEW | {"init.scheme": "glorot_uniform"}), range(2), recorded=4)
    kernel, bias, outgoing, _ = run.parts[0]
    moved = frozen.measure(run.experiment, ("Glorot random",), range(2)).runs["moved"]
    for seed in range(2):
        ends = [np.abs(array[seed, -1] - array[seed, 0]).max() for array in (kernel, bias, outgoing)]
        assert moved[seed] == pytest.approx(max(ends), rel=1e-6)


def test_a_start_is_the_same_alone_and_among_others(spiral):
    alone = measured(starts=("tiny random",))
    pd.testing.assert_frame_equal(alone.runs, spiral.runs.query("start == 'tiny random'").reset_index(drop=True))


def row(**values):
    plain = {"diverged": False, "still": False, "equal": 0.0, "left": np.nan, "cost": 1.0}
    return pd.Series(plain | values)


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({"diverged": True, "still": True}, "diverged"),
        ({"still": True, "equal": 1.0}, "frozen"),
        ({"equal": 1.0}, "identical, at the floor"),
        ({"equal": 1.0, "cost": 7.0}, "identical, above the floor"),
        ({"equal": 1.0, "left": 900.0}, "identical but learning"),
        ({"left": 101.0}, "slow"),
        ({"left": 100.0}, "learning"),
        ({"left": 0.0, "equal": np.nan}, "learning"),
        ({"cost": 1.02}, "above the floor"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_verdict_is_the_first_that_holds(values, verdict):
    assert frozen._verdict(row(**values), 1000, 1.0) == verdict


def test_what_diverged_is_said_and_left_out_of_the_medians():
    found = measured("moons", {"network.activation": "relu", "training.learning_rate": 1e6}, ("all zeros",))
    runs = pd.concat([found.runs, found.runs.assign(diverged=True, verdict="diverged", cost=np.nan)])
    summary = frozen_words.summary(dataclasses.replace(found, runs=pd.concat([runs, runs.tail(1)])))
    assert summary[["verdict", "agree", "runs"]].to_numpy().tolist() == [["diverged", 2, 3]]
    assert summary["cost"].item() == found.runs["cost"].item()


def test_the_answer_names_every_start_the_budget_and_the_number_of_runs(spiral):
    says = frozen_words.verdicts(spiral)
    assert says.startswith("After 300 epochs (random starts: medians of 2 runs), all zeros: frozen, cost 1.0986; ")
    assert all(f"{start}: " in says for start in frozen.STARTS)


def test_the_table_has_a_line_for_every_start_and_nothing_that_is_missing(spiral):
    table = frozen_words.table(spiral)
    assert table.index.tolist() == list(frozen.STARTS)
    assert table.loc["one unit, random", "Equal units"] == "–"
    assert not table.astype(str).isin(["nan", "None", "not a number"]).any(axis=None)


def test_what_has_no_two_units_has_no_distance_drawn(spiral):
    placed, law, axis = frozen_drawn.sizes(spiral, "distance")
    assert set(placed["start"]) == set(frozen.STARTS) - {"no hidden layer, zeros", "one unit, random"}
    assert placed.query("start == 'all zeros'")["mid"].eq(axis.zero).all()
    assert law["value"].between(axis.low, axis.high).all()
    assert law["says"].tolist() == ["", "theory: tenfold in 60.1 epochs"]


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_where_there_is_no_law_of_growth_none_is_drawn(activation):
    found = measured("unequal", {"network.activation": activation}, ("tiny random",))
    assert frozen_drawn.sizes(found, "distance")[1].empty
    assert theory.growth(found) == ""


@pytest.mark.parametrize("quantity", ["distance", "movement"])
def test_a_law_that_is_not_there_leaves_no_empty_line_for_screen_readers(spiral, quantity):
    placed, law, axis = frozen_drawn.sizes(spiral, quantity)
    dashed = [
        str(frozen_drawn.sizes_chart(placed, rows, axis, "", "").to_dict()).count("strokeDash'")
        for rows in (law, law[:0])
    ]
    assert dashed[1] == 1  # the scale of the measured lines
    assert dashed[0] == (2 if len(law) else 1)


def test_the_data_of_unequal_shares_have_them():
    assert "unequal" in DATA
    _, y = lab.data.load(examples("unequal"))
    np.testing.assert_allclose(y.mean(axis=0), [1 / 2, 1 / 3, 1 / 6], rtol=1e-6)


def test_units_are_identical_only_if_they_were_at_every_epoch():
    values = {
        "cost": np.array([[1.0, 0.995], [1.0, 0.98]]),
        "distance": np.array([[0.0, 1e-9], [0.0, 0.0]]),
        "movement": np.array([[0.0, 0.5], [0.0, 0.5]]),
    }
    runs = frozen._runs("one constant", [0, 1], values, np.array([0.5, 0.5]), np.array([0, 10]), floor=1.0)
    assert runs["equal"].tolist() == [0.0, 1.0]
    assert runs["verdict"].tolist() == ["at the floor", "identical but learning"]
    assert runs["left"].tolist()[1] == 10


@pytest.mark.parametrize(("data", "drawn"), [("circles", ["Start: all zeros", "Start: Glorot random"]), ("spiral", [])])
def test_the_network_is_shown_where_it_has_two_inputs_and_one_output(data, drawn):
    answer = lab.ask("frozen", data=data, epochs=100, seeds=1)
    networks = [figure.frames["titles"]["says"].tolist() for figure in answer.figures() if "maps" in figure.frames]
    assert networks == [drawn] * bool(drawn)


def test_sizes_of_the_first_weights_are_ranked_by_what_they_end_with():
    verdicts = pd.Series({"tiny random": "at the floor", "Glorot random": "learning", "large random": "learning"})
    costs = pd.Series({"tiny random": 0.6931, "Glorot random": 0.1, "large random": np.nan})
    assert ends.headline(verdicts, "tanh", costs) == (
        "The cost gets lowest from Glorot random weights; it ends at 0.693 from tiny random, nowhere from large random."
    )
    lost = "No size of the first weights helps here: training diverges from all of them."
    assert ends.headline(verdicts, "tanh", costs * np.nan) == lost


def test_hundredths_stay_on_a_plateau_where_keras_s_start_learns():
    answer = lab.ask("frozen", **frozen_words.TRY[next(iter(frozen_words.TRY))])
    assert answer.headline.startswith("The cost gets lowest from Glorot random weights; it ends at ")
    assert answer.headline.endswith("0.693 from tiny random.")


@pytest.mark.parametrize("start", frozen.STARTS)
def test_the_run_to_take_along_is_of_a_start_that_is_shown(start):
    """Its script began from zeros, whichever start was chosen."""
    shown = lab.ask("frozen", starts=(start,), epochs=100, seeds=1, hidden=3).experiment
    kind, scheme, _ = frozen.STARTS[start]
    assert shown.network.hidden == {"layer": (3,), "one": (1,), "none": ()}[kind]
    first = [array[0] for array in drawn_starts(shown, [0])]
    if start in frozen.ZEROED:
        random = {1, 3} if start == frozen.ZERO_WEIGHTS else {0, 2} - set(frozen.ZEROED[start])
        assert not any(first[place].any() for place in frozen.ZEROED[start])
        assert all(first[place].any() for place in random)
    else:
        assert shown.init.scheme == scheme
        assert first[0].any() != (scheme == "zeros")


def test_one_unit_gets_three_points_of_xor_to_two_thirds_and_one_right():
    found = single.best(*lab.data.load(examples("xor"), "float64"))
    assert (found.right, found.others, found.agree) == (1, 3, 2)
    assert found.cost == pytest.approx((2 * np.log(3 / 2) + np.log(3)) / 4)
    assert single.best(*lab.data.load(examples("spiral"), "float64")) is None
    line = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]])
    assert single.best(line, np.array([[0.0], [1.0], [1.0]])) is None  # which one unit tells apart: nothing is lost


def test_no_single_unit_that_is_trained_gets_below_the_best():
    x, y = lab.data.load(examples("xor"), "float64")
    best = single.best(x, y).cost
    for activation in ("tanh", "sigmoid", "relu"):
        values = {"network.hidden": (1,), "network.activation": activation, "training.epochs": 3000}
        experiment = lab.vary(setting("xor"), {**values, "init.scheme": "normal", "init.stddev": 1.0})
        costs = lab.train(lab.vary(experiment, {"training.learning_rate": 1.0}), range(8)).loss[0, :, -1]
        assert costs.min() > best
    assert costs.min() == pytest.approx(best, abs=0.01)


def test_why_the_cost_falls_from_one_constant_is_said_with_what_one_unit_can_at_best():
    found = measured("xor", {"training.epochs": 10_000}, ("one constant",))
    cost = short(found.runs["cost"].item())
    assert (
        f"so the cost goes down: to {cost} here, below the 0.693 of a network that ignores its inputs. The best that "
        "one unit can do with these 4 points is 0.477 (theory): 1 right, the other 3 at 2/3 for one class, to which 2 "
        "of them belong."
    ) in why(found)
    assert "best that one" not in why(measured("spiral", starts=("one constant",)))


def test_theory_is_named_beside_the_picture_and_the_floor_above_its_line_where_it_is_the_top(spiral):
    chart = frozen_drawn.costs_chart(*frozen_drawn.costs(spiral)).to_dict()
    *_, dashed = chart["layer"]
    assert dashed["encoding"]["strokeWidth"]["scale"]["domain"] == ["theory: one unit"]
    assert "text" not in dashed["encoding"]
    assert frozen_drawn.costs(spiral)[1]["above"].tolist() == ["class entropy = 1.0986"]
    unequal = frozen_drawn.costs(measured("unequal", starts=("one constant",)))[1]
    assert unequal[["below", "above"]].to_numpy().tolist() == [["class entropy = 1.0114", ""], ["", "ln 3 = 1.0986"]]
