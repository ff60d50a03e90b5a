"""Networks that are born dead: counted against theory, and what is said about them."""

import itertools

import numpy as np
import pandas as pd
import pytest

import lab
from lab.data import load
from lab.questions.seed_effects import dead
from lab.questions.seed_effects.dead import training
from lab.seeds import dying


@pytest.mark.parametrize(("width", "layers", "law"), [(3, 20, 0.9308), (2, 10, 0.9437), (1, 1, 0.5), (4, 5, 0.2758)])
def test_the_published_chances_are_met_within_four_standard_errors(width, layers, law):
    found = dead.measure(width, layers, networks=20_000)
    row = found.facts.iloc[0]
    assert abs(row["share"] - law) < 4 * (law * (1 - law) / 20_000) ** 0.5
    assert row["low"] < row["share"] < row["high"]


def test_more_examples_or_positive_biases_leave_more_alive():
    alone = dead.measure(3, 20).facts["share"][0]
    many = dead.measure(3, 20, examples=10)
    assert many.facts["share"][0] < alone
    assert "an upper bound here, says 93 %." in dead.verdict(many)
    assert dead.measure(3, 20, bias=0.1).facts["share"][0] < many.facts["share"][0]


def test_death_comes_once_and_portions_do_not_matter_much(monkeypatch):
    shares = dead.measure(2, 30).table.query("scheme == 'He'")["share"]
    assert shares.is_monotonic_increasing
    assert shares.iloc[-1] <= 1
    monkeypatch.setattr(dead, "CHUNK", 200)
    again = dead.measure(2, 30).table.query("scheme == 'He'")["share"]
    assert again.to_numpy() == pytest.approx(shares.to_numpy(), abs=0.05)
    with pytest.raises(lab.progress.Cancelled):
        dead.measure(2, 3, cancelled=lambda: True)


def test_what_is_said_has_the_numbers():
    found = dead.measure(3, 20, networks=100)
    assert dead.half(found).startswith("By theory half of the networks of width 3 are dead at a depth of 5.2 layers")
    assert "(1 - 2^{-3})^{20}" in dead.formulas(found)
    assert "dead by layer 1: " in dead.summary(found)
    assert dead.verdict(dead.measure(10, 1, networks=100)).startswith(
        "Of 100 networks of 1 layer of 10 ReLU units 0 are born dead at one example: 0 % (95 % interval 0 % to 4 %)"
    )
    law, *_, rings, dots = dead.picture(found.table).to_dict()["layer"]
    assert law["mark"]["strokeDash"] == [5, 4]
    assert rings["transform"] != dots["transform"]


def answers(kernels, x, bias):
    """Whether no layer of one network is silent at x, in plain NumPy."""
    a = np.array([x])
    for kernel in kernels:
        a = np.maximum(a @ kernel + bias, 0.0)
        if not a.any():
            return False
    return True


def test_of_those_dead_at_one_example_as_many_answer_at_another_as_one_network_at_a_time_says():
    draws, dies, woken = np.random.default_rng(5), 0, 0
    for _ in range(6000):
        kernels = [draws.normal(size=(inputs, 3)) for inputs in (1, 3, 3)]
        if not answers(kernels, 1.0, 0.0):
            dies, woken = dies + 1, woken + answers(kernels, -1.0, 0.0)
    row = dead.measure(3, 3, networks=20_000).facts.iloc[0]
    share = row["elsewhere"] / row["dead"]
    assert abs(share - woken / dies) < 4 * (0.64 * 0.36 * (1 / dies + 1 / row["dead"])) ** 0.5
    assert abs(share - 0.64) < 0.03


def test_the_scheme_makes_no_difference_without_biases_and_one_with_them():
    bare, biased = (dead.measure(3, 20, bias=bias) for bias in (0.0, 0.1))
    assert len(set(bare.facts["dead"])) == 1
    assert "without biases only signs matter." in dead.schemes(bare)
    he, glorot = biased.facts["share"]
    assert abs(he - 0.73) < 4 * (0.73 * 0.27 / 4000) ** 0.5  # of a plain simulation
    assert abs(glorot - 0.45) < 4 * (0.45 * 0.55 / 4000) ** 0.5
    assert "with biases the size counts" in dead.schemes(biased)
    assert "biases 0.1" in dead.silence(biased)
    assert "3 ReLU units and biases of 0.1, so many are born dead at one example: 2," in dead.verdict(biased)
    assert r"P &\le 1" in dead.formulas(biased)


def test_two_examples_are_of_both_signs_and_what_is_dead_at_both_is_dead_everywhere_without_biases():
    for width, layers in ((1, 3), (2, 3), (3, 20)):
        both = dead.measure(width, layers, examples=2)
        assert both.facts["share"][0] < dead.measure(width, layers).facts["share"][0]
        assert both.table["dead"][0] == 0  # a unit of the first layer is silent at one of two signs only
        assert both.facts["elsewhere"].eq(0).all()
        assert "without biases x and 2x are silenced alike" in dead.fate(both)
    biased = dead.measure(1, 3, examples=2, bias=1.0)
    assert biased.facts["elsewhere"][0] > 0
    assert "alive at x = −10 or at x = 10." in dead.fate(biased)


def test_one_and_none_are_said_as_such():
    one, none = dead.measure(10, 50, networks=100, bias=1.0), dead.measure(10, 1, networks=100)
    assert one.facts["dead"][0] == 1
    assert "of 1 network that is dead at x = +1 with He's weights, none is alive at x = −1." in dead.fate(one)
    assert dead.fate(none) == "None of these networks is dead."
    assert dead.schemes(none) == ""
    sure = dead.verdict(dead.measure(1, 50, networks=100))
    assert sure.endswith("100 % (95 % interval 96 % to 100 %); theory says more than 99 %.")


def test_the_headline_says_of_which_networks_it_is_and_stays_short():
    told = dead.headline(dead.measure(3, 20))
    assert told == (
        "93 % of twenty-layer, three-unit-wide ReLU networks are born dead: a layer outputs zero at the only example."
    )
    assert dead.headline(dead.measure(10, 1, networks=100)).startswith(
        "None of these one-layer, ten-unit-wide ReLU networks is born dead"
    )
    for width, layers, examples, bias in itertools.product((1, 3, 10), (1, 21, 50), (1, 2, 100), (0.0, 0.01, 1.0)):
        found = dead.measure(width, layers, examples, bias, networks=100)
        told = dead.headline(found)
        assert len(told.split()) <= 20, told
        shares = found.facts["share"]
        assert ("Up to " in told) == (len(set(shares)) > 1), told
        assert told.startswith("None") == shares.eq(0).all()


def test_the_code_to_copy_counts_every_relu_layer_and_no_other_and_builds_anew(capsys):
    import keras

    x = np.random.default_rng(0).normal(size=(20, 3)).astype("float32")
    killed = keras.layers.Dense(4, "relu", bias_initializer=keras.initializers.Constant(-100.0))
    model = keras.Sequential(
        [keras.Input((3,)), keras.layers.Dense(4, "relu"), keras.layers.Dense(4), killed, keras.layers.Dense(1)]
    )
    scope = {"keras": keras, "model": model, "x": x, "y": x[:, :1]}
    exec(dead.REMEDY, scope)
    told = [line.split(" ", 1)[1] for line in capsys.readouterr().out.splitlines() if line.endswith(" dead")]
    assert told == ["0% dead", "100% dead"]
    assert scope["model"] is not model


def test_units_that_die_in_training_are_led_to_near_the_top():
    answer = lab.ask("dead", width=2, layers=3, networks=100)
    assert "die in training (dying ReLU)" in answer.note
    assert dead.WHILE in answer.note
    assert dead.WHILE in [getattr(block, "title", "") for block in answer.blocks]


def fates(**counts):
    """Six cases, of each the share dead at the end, how many died, and how many came back."""
    usual = {"rate": (0.4, 10, 0), "tenth": (0.0, 0, 0), "glorot": (0.5, 12, 0), "leaky": (0.03, 4, 2),
             "first": (0.2, 6, 0), "second": (0.1, 5, 4)} | counts  # fmt: skip
    rows = [
        {"case": case, "name": case, "low": mid, "mid": mid, "high": mid, "died": died, "back": back}
        for case, (mid, died, back) in usual.items()
    ]
    return training.Fates(pd.DataFrame(rows), 1.0, 8)


def test_whether_the_dead_come_back_is_said_first():
    none = "Dead ReLU units of a first hidden layer stay dead: of 10 that died, none came back."
    assert training.headline(fates()) == none
    some = "Few dead ReLU units of a first hidden layer come back: 1 of 10 that died did."
    assert training.headline(fates(rate=(0.4, 10, 1))) == some
    living = "At a rate of 1 no unit dies in training, so none has to come back."
    assert training.headline(fates(rate=(0.0, 0, 0))) == living


def test_what_each_remedy_does_is_said_with_what_was_measured():
    why = training.why(fates())
    assert "a rate of 0.5, 4 of 5 came back in the second, 0 of 6 came back in the first." in why
    assert (
        "0 % of the units are dead at the end with 0.1, and 40 % with 1. Another start: 50 % with Glorot's, 40 %" in why
    )
    assert "Leaky ReLU: 3 % are below 0 for every example, and 2 of 4 came back" in why
    assert "in the second, none died in the first" in training.why(fates(first=(0.0, 0, 0)))


def test_the_dead_are_counted_as_plain_loops_count_them_and_a_first_layer_loses_them_for_good():
    change = {"network.hidden": (8, 8), "training.epochs": 3, "training.learning_rate": 1.0}
    run = lab.train(lab.vary(dying.START, change), range(2), recorded=3)
    first, second = training._silent(run, 0)
    x, _ = load(dying.START.data)
    kernel, bias, other, last, *_ = run.parts[0]
    for seed, epoch in itertools.product(range(2), range(4)):
        inner = np.maximum(x @ kernel[seed, epoch] + bias[seed, epoch], 0.0)
        outer = np.maximum(inner @ other[seed, epoch] + last[seed, epoch], 0.0)
        assert first[seed, epoch].tolist() == [not inner[:, unit].any() for unit in range(8)]
        assert second[seed, epoch].tolist() == [not outer[:, unit].any() for unit in range(8)]
    assert (np.diff(first.astype(int), axis=1) >= 0).all()
    silent = np.array([[[False] * 3, [True, True, False], [True, False, True]]])  # dies; comes back; dies last
    assert {name: training._counted(silent)[name] for name in ("died", "back")} == {"died": 2, "back": 1}


@pytest.mark.parametrize(
    "text",
    [
        "after some epochs a third of my neurons output 0 for every example. Are they lost forever? Should I use leaky "
        "ReLU or another initialisation?",
        "dying ReLU",
        "are dead ReLU neurons lost forever?",
    ],
)
def test_dying_is_found_as_dying_and_not_as_born_dead(text):
    hit = lab.find(text, most=1)[0]
    assert (hit.question, lab.question.from_address(hit.address)[1]["when"]) == ("dead", "dying while it trains")


def test_dying_is_answered_with_what_comes_back():
    answer = lab.ask("dead", when="dying while it trains")
    assert answer.headline.startswith("Dead ReLU units of a first hidden layer stay dead: of ")
    assert answer.figures()[0].chart().to_dict()["layer"]
