"""What makes equal neurons different: theory's ticks against runs, groups of clones, and the sentence."""

import numpy as np
import pandas as pd
import pytest

import lab
from lab.questions.neuron_differentiation import breaking
from lab.questions.neuron_differentiation.breaking import suspects

SHORT = lab.vary(breaking.START, {"training.epochs": 12, "data.n": 40})


@pytest.fixture(scope="module")
def seen():
    """What was seen meanwhile, and in the end."""
    parts = []
    end = breaking.measure(SHORT, range(2), [*breaking.SUSPECTS, "RMSprop"], partly=parts.append)
    return [*parts, end]


@pytest.fixture(scope="module")
def found(seen):
    return seen[-1]


def test_the_first_suspects_are_seen_while_the_others_are_trained(seen):
    first, end = seen
    assert first["suspect"].unique().tolist() == list(breaking.SUSPECTS)[: suspects.SEEN]
    pd.testing.assert_frame_equal(first, end.head(len(first)))
    told = breaking.headline(breaking.over_seeds(first))
    assert told == "An incoming weight, a bias and an outgoing weight make equal neurons different."


def test_every_suspect_does_what_the_law_says(found):
    """L05: what belongs to one unit alone parts, the rest does not; each tick from a run."""
    summary = breaking.over_seeds(found)
    assert len(summary) == 12
    assert (summary["equal"] == np.where(summary["foretold"], 0, 2)).all()
    assert summary.loc[summary["foretold"], "suspect"].tolist() == [
        "an incoming weight", "a bias", "an outgoing weight", "dropout",
    ]  # fmt: skip


def test_what_stays_equal_is_equal_to_the_bit_though_it_was_trained(found):
    still = breaking.over_seeds(found).query("not foretold")
    assert (still["high"] == 0.0).all()
    moved = lab.train(SHORT, [0], initial=breaking.equal_starts(SHORT, [0], "all equal"))
    assert not np.array_equal(moved.arrays[0][0, 0, 0], moved.arrays[0][0, 0, -1])


@pytest.mark.parametrize("arrangement", breaking.ARRANGEMENTS)
@pytest.mark.parametrize("hidden", [(2,), (4, 4)])
def test_groups_of_equals_stay_groups(arrangement, hidden):
    experiment = lab.vary(SHORT, {"network.hidden": hidden})
    suspects = ["nothing at all", "shuffled mini-batches", "a bias"]
    frame = breaking.measure(experiment, range(2), suspects, arrangement)
    assert frame.query("suspect != 'a bias'")["equal"].all()
    assert not frame.query("suspect == 'a bias'")["equal"].any()
    assert (frame["groups"] > 0.1).all() == ("groups" in arrangement or "half" in arrangement) * (hidden != (2,))


def test_the_starts_are_equal_within_groups_and_differ_between_them():
    experiment = lab.vary(SHORT, {"network.hidden": (4, 5)})
    kernel, bias, second, *_ = breaking.equal_starts(experiment, [0, 7], "two groups of equals")
    assert np.array_equal(kernel[:, :, 0], kernel[:, :, 1])
    assert np.array_equal(bias[:, 2], bias[:, 3])
    assert np.array_equal(second[:, 2], second[:, 3])
    assert np.array_equal(second[..., 2], second[..., 4])
    assert not np.array_equal(kernel[:, :, 1], kernel[:, :, 2])
    assert not np.array_equal(second[..., 1], second[..., 2])


def test_every_weight_may_start_at_one_constant(found):
    kernel, bias, outgoing, _ = suspects.equal_starts(breaking.START, [0, 1], breaking.CONSTANT)
    assert (kernel == 0.5).all()
    assert (outgoing == 0.5).all()
    summary = breaking.over_seeds(found)
    assert breaking.headline(summary, breaking.CONSTANT) == (
        "All neurons stay one and the same, unless an incoming weight, a bias, an outgoing weight or dropout parts "
        "them."
    )
    parted = summary.assign(equal=0)
    assert breaking.headline(parted, breaking.CONSTANT) == breaking.headline(parted)


def test_a_repeated_column_comes_last():
    x, y = lab.data.load(suspects.repeated(SHORT.data))
    assert x.shape == (40, 3)
    assert np.array_equal(x[:, 0], x[:, 2])
    assert np.array_equal(y, lab.data.load(SHORT.data)[1])


def test_the_sentence_names_them(found):
    summary = breaking.over_seeds(found)
    assert breaking.headline(summary) == (
        "An incoming weight, a bias, an outgoing weight and dropout make equal neurons different; "
        "the other 7 suspects do not."
    )
    many = breaking.headline(summary.assign(equal=(summary["suspect"] == "momentum") * summary["runs"]))
    assert many == "Only what belongs to one neuron alone: 10 of 11 suspects make equal neurons different."
    assert breaking.names(summary).startswith(
        "Different under: an incoming weight, a bias, an outgoing weight, dropout. Exactly equal under: nothing "
    )
    assert "if exactly equal neurons came out different under these, it would be a bug" in breaking.agreement(summary)
    assert "Theory predicts every line" in breaking.agreement(summary)
    none = breaking.headline(summary.query("not foretold"))
    assert none == "Nothing here does: under all 7 suspects equal neurons stay exactly equal."
    wrong = summary.assign(foretold=summary["suspect"] == "momentum")
    assert "Theory is wrong about: an incoming weight, a bias, an outgoing weight, dropout, momentum." in (
        breaking.agreement(wrong)
    )


def ends(epsilon=1e-3, **apart):
    summary = pd.DataFrame({"suspect": [name.replace("_", " ") for name in apart], "mid": [*apart.values()], "runs": 2})
    summary["equal"] = (summary["mid"] == 0) * 2
    return breaking._ends(summary, epsilon, "100 epochs")


def test_how_far_equal_neurons_came_is_told_beside_where_they_started():
    assert ends(momentum=0.0) == "100 epochs, "
    assert ends(dropout=0.5) == "After 100 epochs they are 0.5 apart (dropout). "
    start = (
        "After 100 epochs they are 0.0015 apart (a bias) to 0.5 (dropout). Where one weight differs they start 0.001"
    )
    assert ends(a_bias=0.0015, dropout=0.5) == (
        f"{start} apart, which has hardly grown so far (a bias): a small difference takes its time. "
    )
    assert ends(a_bias=0.2, dropout=0.5).endswith("Where one weight differs they start 0.001 apart. ")
    assert ends(1.0, a_bias=1.2).endswith("Where one weight differs they start 1 apart. ")


def test_an_unknown_suspect_is_refused():
    with pytest.raises(ValueError, match="`suspects` must be one of 'nothing at all', .*; got 'the weather'."):
        breaking.measure(SHORT, suspects=["the weather"])


@pytest.mark.parametrize(("hidden", "count"), [((4,), 1), ((8,), 0), ((4, 4), 0)])
def test_equal_units_are_shown_beside_drawn_ones_where_all_fit(hidden, count):
    experiment = lab.vary(breaking.START, {"network.hidden": hidden, "training.epochs": 10})
    shown = breaking._moving(lambda measure, *given: measure(*given), experiment, breaking.FIRST)
    assert len(shown) == count
    for section in shown:
        equal, drawn = (rows for _, rows in section.blocks[0].behind.groupby("network", sort=False))
        assert (equal["w1"] == equal["w3"]).all()
        assert (drawn["w1"] != drawn["w3"]).all()
