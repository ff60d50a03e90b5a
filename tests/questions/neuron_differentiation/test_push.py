"""Two neurons with a push: theory follows the run, the lines lie where neurons are undecided, what is said."""

import numpy as np
import pandas as pd
import pytest

import lab
from lab.answer import Advice, Why
from lab.charts import distance as picture
from lab.data import load
from lab.differentiation import distance, distances, foretold
from lab.differentiation.distance import over_seeds
from lab.numerals import figure
from lab.questions.neuron_differentiation import push

START = lab.vary(distance.START, {"training.epochs": 400})


def trained(values, seeds=1):
    return lab.train(lab.vary(START, values), range(seeds))


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize(("activation", "until"), [("sigmoid", 400), ("tanh", 400), ("relu", 20)])
def test_the_forecast_follows_the_run(precision, activation, until):
    """Of ReLU the start alone: later an example falls between the kinks of the two neurons."""
    values = {"training.precision": precision, "network.activation": activation, "init.epsilon": 1e-4}
    run = trained(values, 2)
    law = foretold(run).set_index("epoch")["distance"]
    small = law[law < 1e-3].loc[:until]
    assert len(small) > 2
    course = distances(run).query("seed == 0").set_index("epoch")["distance"]
    np.testing.assert_allclose(course[small.index], small, rtol=0.01)


@pytest.mark.parametrize("values", [{"init.clones": "none"}, {"init.epsilon": 0.0}, {"network.activation": "gelu"}])
def test_there_is_no_forecast_where_the_law_says_nothing(values):
    assert foretold(trained(values | {"training.epochs": 3})).empty


def test_what_is_drawn_is_said():
    run = lab.train(lab.vary(START, {"training.epochs": 3}), [4, 5])
    assert "for the first run (seed 4)" in push.about_the_law(run, foretold(run))
    assert "ReLU" not in push.about_the_law(run, foretold(run))
    large = trained({"init.epsilon": 0.2, "training.epochs": 3})
    said = "No theory is drawn: it speaks of neurons while they are nearly equal, less than 0.1 apart."
    assert push.about_the_law(large, foretold(large)) == said


def test_the_slider_of_the_lines_shows_the_epoch_and_finds_one_recorded_epoch_at_each_of_its_places():
    spec = push.lines_chart(push.lines(trained({}), 0), push.examples(START)).to_dict()
    assert spec["params"][0]["bind"] == {"input": "range", "min": 0, "max": 400, "step": 1, "name": "Up to epoch "}
    assert spec["params"][0]["value"] == 400
    rows = next(rows for rows in spec["datasets"].values() if "until" in rows[0])
    spans = sorted({(row["epoch"], row["until"]) for row in rows})
    assert [sum(first <= place < until for first, until in spans) for place in range(401)] == [1] * 401


@pytest.mark.parametrize(
    ("seeds", "values", "said"),
    [
        ([0], {}, "apart after 3 epochs (1 run)."),
        ([0, 1], {}, "apart after 3 epochs (median of 2 runs)."),
        ([0], {"init.epsilon": 0.0}, "at every recorded epoch from 0 to 3, in the one run."),
        ([0], {"init.epsilon": 1e-12}, "Epsilon = 10⁻¹² left no trace in 1 of 1 run: "),
    ],
)
def test_one_run_is_said_as_one(seeds, values, said):
    experiment = lab.vary(START, {"training.epochs": 3} | values)
    assert said in push.verdict(over_seeds(distances(lab.train(experiment, seeds))), experiment)


def test_a_forecast_ends_where_the_neurons_differ():
    law = foretold(trained({"init.epsilon": 0.09, "training.epochs": 2000}))
    assert law["distance"].max() <= 0.1
    assert law["epoch"].max() < 2000


def test_both_ends_of_a_line_are_where_the_neuron_is_undecided_and_on_the_edge():
    run = trained({"init.clones": "none"}, 2)
    lines = push.lines(run, 1)
    assert lines["place"].max() == len(run.weight_epochs) - 1
    kernel, bias = (array[0, 1].astype(float) for array in run.arrays[:2])
    low, high = push._around(load(START.data, "float64")[0])
    seen = lines.dropna()
    assert len(seen) > 50
    for row in seen.itertuples():
        unit = int(row.neuron[-1]) - 1
        for end in ([row.x1, row.x2], [row.x1_end, row.x2_end]):
            assert kernel[row.place, :, unit] @ end + bias[row.place, unit] == pytest.approx(0.0, abs=1e-9)
            assert min(np.abs(np.subtract(end, [low, high])).ravel()) < 1e-9


def test_a_neuron_without_weights_has_no_line():
    assert (
        push.lines(trained({"init.scheme": "zeros", "training.epochs": 0, "init.epsilon": 0.0}), 0)["x1"].isna().all()
    )


def frame(table):
    """The frame of `over_seeds` of a list of runs, each a list over epochs."""
    rows = [(seed, epoch, 1, d) for seed, run in enumerate(table) for epoch, d in enumerate(run)]
    return over_seeds(pd.DataFrame(rows, columns=["seed", "epoch", "layer", "distance"]))


def test_how_many_are_still_equal_and_how_many_diverged_is_said():
    runs = frame([[1.0, 0.0], [1.0, np.nan], [1.0, 4.0], [1.0, 6.0]])
    assert push.verdict(runs, lab.vary(START, {"init.epsilon": 0.0})) == (
        "The two neurons start 1 apart and are 4 apart after 1 epoch (median of 4 runs). "
        "In 1 of them they are exactly equal at the end. 1 run diverged and is not in the median."
    )
    says = push.verdict(frame([[1.0, np.nan], [2.0, np.nan]]), START)
    assert says == "All 2 runs diverged within 1 epoch: their weights are no finite numbers any more."


@pytest.mark.parametrize(
    ("settings", "headline", "why"),
    [
        ({}, "It grows: neurons that start 1 millionth apart end ", "these end farther apart than they began."),
        ({"epsilon": 1e-8}, "Mostly it is lost: in most runs rounding swallows it, and equal neurons stay", ""),
        ({"epsilon": 0.0}, "Nothing: two neurons that start equal stay exactly equal.", "equal steps"),
        ({"data": "xor"}, "It grows, yet they stay nearly the same: ", "are nearly the same and work as one."),
        ({"clones": "none"}, "", "from the first step on they learn different things"),
        ({"epsilon": 1e-12}, "It is lost at the start: rounding swallows it, and two neurons that are equal stay", ""),
        ({"epsilon": 1e-12, "at": "b2 (its bias)"}, "It vanishes: rounding swallows it, and neurons that start ", ""),
        ({"clones": "outgoing", "epsilon": 0.0}, "It grows 2", ""),
    ],
)
def test_what_becomes_of_it_and_why(settings, headline, why):
    answer = lab.ask("push", seeds=5, **settings)
    assert answer.headline.startswith(headline)
    assert why in next(block.text for block in answer.blocks if isinstance(block, Why))


def of_why(table, values=None):
    """What is said of runs, after what is said of all."""
    return push.why(frame(table), lab.vary(START, values or {})).partition("gets to correct. ")[2]


@pytest.mark.parametrize("table", [[[1.0, 1.5]], [[1.0, 0.5]], [[0.0, 0.0]], [[1e-6, 1e-5]], [[1.0, np.nan]]])
def test_why_answers_no_question_that_is_not_on_screen(table):
    assert push.why(frame(table), START).startswith("Both neurons see the same inputs")


def test_only_neurons_that_end_different_are_said_to_end_at_other_values():
    ends, alike = "do not lead neurons that start different to the same values", "still are nearly the same"
    assert ends in of_why([[1.0, 1.5], [1.0, 1.9]])
    assert ends in of_why([[1e-6, 2.0]])
    assert ends not in of_why([[1e-6, 1e-3]])
    assert alike in of_why([[1e-6, 1e-3]])
    assert alike in of_why([[1e-3, 1e-2]], {"init.clones": "incoming"})
    assert ends not in of_why([[1.0, 0.5], [1.0, 0.9]])


def test_a_difference_that_hardly_grew_did_not_get_large():
    assert "gets large" in of_why([[1e-6, 2.0]])
    assert "gets large" not in of_why([[0.1, 0.178]])


def test_runs_that_diverged_or_that_rounding_made_equal_are_said_to_be():
    assert "until they are no numbers" in of_why([[1.0, np.nan], [2.0, np.nan]])
    assert "no farther apart" not in of_why([[1.0, np.nan]])
    assert "Here rounding made them equal" in of_why([[1e-12, 0.0]])
    assert "In most of these runs rounding made them equal" in of_why([[0.0, 0.0], [0.0, 0.0], [1e-8, 0.1]])
    assert "rounding" not in of_why([[0.0, 0.0]], {"init.epsilon": 0.0})


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_the_code_that_is_advised_has_the_activation_that_is_chosen(activation):
    answer = lab.ask("push", seeds=1, epochs=100, activation=activation)
    assert f'activation="{activation}"' in next(block.code for block in answer.blocks if isinstance(block, Advice))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"epsilon": 1e-12}, "By theory too, neurons that start equal stay equal."),
        ({"epsilon": 0.1}, "No theory is drawn: it speaks of neurons while they are nearly equal"),
        ({"epsilon": 1e-4}, "Dashed: what theory predicts"),
    ],
)
def test_the_caption_speaks_of_theory_where_it_is_drawn(settings, said):
    course = lab.ask("push", seeds=1, epochs=100, **settings).figures()[-2]
    assert said in course.caption
    assert ("'theory'" in str(course.spec)) == said.startswith("Dashed")


def test_what_rounding_made_of_the_difference_is_said_once():
    runs = frame([[1.013e-6, 2.0], [1.013e-6, 4.0]])
    assert push.headline(runs, 1e-6) == "It grows: neurons that start 1 millionth apart end 3 apart."
    assert "start about 1 millionth apart and are 3 apart" in push.verdict(runs, START)
    assert "about" not in push.verdict(frame([[0.7, 2.0]]), START)


def test_the_run_that_is_drawn_is_told_from_the_median():
    table = [[1.0, 2.0], [1.0, 4.0], [1.0, 9.0]]
    rows = [(seed, epoch, d) for seed, run in enumerate(table) for epoch, d in enumerate(run)]
    single = pd.DataFrame(rows, columns=["seed", "epoch", "distance"])
    assert push._of_first(single, frame(table)) == " The run drawn here, of seed 0, ends 2 apart."
    assert push._of_first(single.query("seed == 0"), frame(table[:1])) == ""


@pytest.mark.parametrize(("epsilon", "legends"), [(0.0, 0), (1e-6, 1)])
def test_theory_is_in_the_legend_where_it_is_drawn(epsilon, legends):
    run = trained({"init.epsilon": epsilon})
    frame = distances(run)
    drawn = picture.distances(*distance.drawn(frame, over_seeds(frame)), foretold(run))
    assert (picture.LAW in str(drawn.to_dict())) == bool(legends)
    assert ("By theory too" in push.about_the_law(run, foretold(run))) != bool(legends)


def test_who_asks_how_neurons_with_the_same_features_become_different_is_shown_how():
    hits = lab.find(
        "Every hidden neuron gets the same features. How can one of them become affordability and another one "
        "popularity?"
    )
    assert {"demand", "push"} <= {hit.question for hit in hits}


def test_equal_neurons_are_told_what_their_outgoing_weights_do():
    told = {epsilon: lab.ask("push", epsilon=epsilon, seeds=1).blocks[1].text for epsilon in (0.0, 0.1)}
    w5, w6 = trained({"init.epsilon": 0.0, "training.epochs": 2000}).arrays[2][0, 0, :, :, 0].T
    assert (w5 == w6).all()
    assert w5[0] != w5[-1]
    assert f"both went from {figure(w5[0])} to {figure(w5[-1])}" in told[0.0]
    assert "both went" not in told[0.1]
