"""Useless columns: the published runs, laws that a run must obey, or must not; what is built is what is said."""

import numpy as np
import pytest

import lab
from lab import presets, question
from lab.answer import Advice, Table
from lab.questions.feature_relevance.weights import columns as setting
from lab.questions.feature_relevance.weights import trained as relevance
from lab.questions.feature_relevance.weights import words
from lab.relevance import line


def begun(experiment):
    """From the weights that the discussion printed."""
    return lab.vary(experiment, {"init.weights": presets.DISCUSSION_START})


def ended(found, seed=0):
    """Ends of one seed by weight."""
    return found.ends.query("seed == @seed").set_index("weight")["end"]


def made(column, **values):
    """The discussion's run with a column of this kind."""
    return lab.vary(presets.S10, {"data.columns": (lab.Column(column, **values),)})


def test_s09_the_discussions_own_run_prints_the_discussions_numbers():
    end = ended(relevance.measure(begun(presets.S09), [0]))
    assert end.to_numpy() == pytest.approx([3.0015907, -0.0024382621, 0.9898662], abs=2e-6)


def test_s10_a_column_of_ones_prints_the_discussions_numbers():
    end = ended(relevance.measure(begun(presets.S10), [0]))
    assert end.to_numpy() == pytest.approx([2.9999967, 0.73000354, 0.2700143], abs=2e-6)


@pytest.mark.parametrize(
    ("column", "values", "end"),
    [
        ("constant", {}, [3.0, 0.7299915, 0.2700085]),  # w2 + b = 1, w2 - b = 0.459983
        ("duplicate", {}, [1.77656435, 1.22343565, 1.0]),  # w1 + w2 = 3, w1 - w2 = 1.0131117 - 0.459983
        ("zero", {}, [3.0, 0.459983, 1.0]),
        (
            "scaled",
            {"factor": 2.0},
            [1.22649616, 0.88675192, 1.0],
        ),  # w1 + 2 w2 = 3, 2 w1 - w2 = 2 * 1.0131117 - 0.459983
    ],
)
def test_s11_dependent_columns_end_where_algebra_says(column, values, end):
    long = lab.vary(made(column, **values), {"training.epochs": 20_000, "training.precision": "float64"})
    found = relevance.measure(begun(long), [0])
    assert ended(found).to_numpy() == pytest.approx(end, abs=1e-7)
    assert found.ends["law"].to_numpy() == pytest.approx(end, abs=1e-7)


@pytest.mark.parametrize(
    ("column", "values", "combination"),
    [
        ("constant", {}, lambda w: w["w2"] - w["b"]),
        ("constant", {"value": 5.0}, lambda w: w["w2"] - 5 * w["b"]),
        ("duplicate", {}, lambda w: w["w2"] - w["w1"]),
        ("scaled", {"factor": -3.0}, lambda w: w["w2"] + 3 * w["w1"]),
        ("zero", {}, lambda w: w["w2"]),
    ],
)
def test_the_combination_reported_as_conserved_is_and_is_the_right_one(column, values, combination):
    experiment = lab.vary(made(column, **values), {"training.learning_rate": 1e-3, "training.precision": "float64"})
    found = relevance.measure(experiment, range(20))
    before, after = (
        combination(found.ends.pivot_table(index="seed", columns="weight", values=each)) for each in ("start", "end")
    )
    assert (after - before).abs().max() < 1e-9
    assert found.conserved["drift"].max() == pytest.approx((after - before).abs().max(), abs=1e-12)
    assert combination(found.conserved.set_index("weight")["coefficient"]) == pytest.approx(
        (found.conserved["coefficient"] ** 2).sum()
    )


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
@pytest.mark.parametrize("batch", [None, 2, 5])
def test_the_law_holds_for_descent_in_batches_where_a_line_meets_every_example(optimizer, batch):
    changed = {"training.optimizer": optimizer, "training.batch_size": batch, "training.learning_rate": 2e-3}
    found = relevance.measure(lab.vary(presets.S10, changed), range(10))
    assert found.facts["obstacle"][0] == ""
    assert (found.ends["end"] - found.ends["law"]).abs().max() < 5e-3


@pytest.mark.parametrize(
    ("changed", "obstacle"),
    [
        ({"training.optimizer": "adam", "data.columns": (lab.Column("scaled"),)}, "adaptive"),
        ({"training.weight_decay": 0.1}, "decay"),
        ({"training.l1": 0.1}, "l1"),
        ({"training.l1": 0.1, "training.weight_decay": 0.1}, "decay l1"),
        ({"training.batch_size": 2, "data.noise": 1.0}, "noise"),
    ],
)
def test_where_the_law_does_not_hold_it_is_said_and_seen(changed, obstacle):
    found = relevance.measure(lab.vary(presets.S10, changed), range(10))
    assert found.facts["obstacle"][0] == obstacle
    assert (found.ends["end"] - found.ends["law"]).abs().max() > 1e-3
    assert "does not hold" in words.why(found)


@pytest.mark.parametrize(
    ("column", "values", "ratio"), [("scaled", {"factor": 2.0}, 2.0), ("constant", {"value": -3.0}, -3.0)]
)
def test_gradient_descent_moves_a_scaled_copy_by_its_scale_and_adam_by_as_much_as_the_original(column, values, ratio):
    """L09: v the 2x column moves 2.000 times as far, under Adam 1.000."""
    plain, adam = (
        lab.vary(made(column, **values), {"training.optimizer": name, "training.epochs": 300})
        for name in ("sgd", "adam")
    )
    assert relevance.measure(plain, range(5)).conserved["ratio"][0] == pytest.approx(ratio, abs=1e-3)
    assert relevance.measure(adam, range(5)).conserved["ratio"][0] == pytest.approx(np.sign(ratio), abs=0.02)


@pytest.mark.parametrize("column", ["duplicate", "constant"])
def test_adam_keeps_what_equal_columns_keep_and_the_law_is_not_called_broken(column):
    changed = {"training.optimizer": "adam", "training.learning_rate": 0.1, "training.precision": "float64"}
    found = relevance.measure(lab.vary(made(column), changed), range(5))
    assert found.conserved["drift"].max() < 1e-9
    assert (found.ends["end"] - found.ends["law"]).abs().max() < 1e-3
    assert "does not hold" not in words.why(found)


def test_four_columns_have_a_conserved_combination_for_each_that_is_made_of_the_others():
    columns = (lab.Column("noise"), lab.Column("constant"), lab.Column("duplicate"), lab.Column("zero"))
    found = relevance.measure(lab.vary(presets.S10, {"data.columns": columns, "data.noise": 1.0}), range(5))
    wide = found.conserved.pivot_table(index="combination", columns="weight", values="coefficient")
    assert wide[["w1", "w2", "w3", "w4", "w5", "b"]].to_numpy() == pytest.approx(
        np.array([[0, 0, 1, 0, 0, -1], [-1, 0, 0, 1, 0, 0], [0, 0, 0, 0, 1, 0]]), abs=1e-6
    )
    assert found.conserved["drift"].max() < 1e-4


def test_what_is_kept_is_kept_in_small_batches_of_noisy_examples_too_where_the_end_is_not():
    changed = {"training.batch_size": 2, "data.noise": 3.0, "training.precision": "float64"}
    found = relevance.measure(lab.vary(presets.S10, changed), range(10))
    assert found.facts["gap"][0] > 1e-2
    assert found.conserved["drift"].max() < 1e-9
    assert (found.kept["value"] - found.kept["law"]).abs().max() < 1e-9
    assert found.kept.groupby("seed")["law"].nunique().tolist() == [1, 1, 1]


def test_decay_shrinks_what_is_kept_and_ends_on_the_ridge_whatever_the_start():
    """Against the normal equations of the penalized cost, written out; S10 has x1 = 0..9 and a column of ones."""
    changed = {"training.weight_decay": 0.1, "training.learning_rate": 0.03, "training.precision": "float64"}
    experiment = lab.vary(presets.S10, changed | {"training.epochs": 10_000})
    found = relevance.measure(experiment, range(3), spacing="log")
    x1 = np.arange(10.0)
    X = np.column_stack([x1, np.ones(10), np.ones(10)])
    best = np.linalg.lstsq(
        np.vstack([X, np.sqrt(0.5) * np.eye(3)]), np.concatenate([3 * x1 + 1, np.zeros(3)]), rcond=None
    )[0]  # n d / 2 = 10 * 0.1 / 2
    assert found.ends["end"].to_numpy() == pytest.approx(np.tile(best, 3), abs=1e-9)
    assert found.ends["shrunk"].to_numpy() == pytest.approx(np.tile(best, 3), abs=1e-9)
    kept = found.kept.query("seed == 1").set_index("epoch")
    start = found.ends.query("seed == 1").set_index("weight")["start"]
    shrinking = (start["w2"] - start["b"]) * 0.997 ** kept.index.to_numpy()
    assert kept["value"].to_numpy() == pytest.approx(shrinking, abs=1e-9)
    assert kept["law"].to_numpy() == pytest.approx(shrinking, abs=1e-9)


def test_what_is_foretold_before_training_is_what_is_foretold_after_it():
    experiment = lab.vary(presets.S10, {"training.epochs": 5})
    before, after = relevance.foretell(experiment, range(7)), relevance.measure(experiment, range(7))
    for column in ("seed", "weight", "start", "law"):
        assert before.ends[column].tolist() == after.ends[column].tolist()
    assert before.curves["mid"].tolist() == after.curves.query("epoch == 0")["mid"].tolist()
    assert before.epochs == 5


def test_an_explicit_start_is_foretold_for_every_seed():
    ends = relevance.foretell(begun(presets.S10), range(3)).ends
    assert ends["start"].to_numpy() == pytest.approx(np.tile([1.0131117, 0.459983, 0.0], 3))
    assert ends["law"].to_numpy() == pytest.approx(np.tile([3.0, 0.7299915, 0.2700085], 3))


def test_steps_that_never_shrink_have_not_diverged():
    """From nearly the best weights RMSprop moves away, by about half its rate; that is no divergence."""
    changed = {"data.slope": 0.0, "data.intercept": 0.0, "data.noise": 0.1, "init.scheme": "zeros"}
    changed |= {"training.optimizer": "rmsprop", "training.learning_rate": 0.1, "training.epochs": 100}
    found = relevance.measure(lab.vary(presets.S10, changed), [0])
    assert found.facts["cost"][0] > 0.01
    assert found.facts["diverged"][0] == 0


@pytest.mark.parametrize(("factor", "diverged"), [(0.98, 0), (1.02, 4)])
def test_the_largest_stable_rate_is_the_border_of_divergence(factor, diverged):
    """L10, with the law's own curvature: x1 = 0..9 alone has 2/n X^T X with a largest eigenvalue of 57.4575..."""
    curvature = np.linalg.eigvalsh(2 / 10 * np.array([[285.0, 45, 45], [45, 10, 10], [45, 10, 10]]))[-1]
    found = relevance.measure(lab.vary(presets.S10, {"training.learning_rate": factor * 2 / curvature}), range(4))
    assert found.facts["diverged"][0] == diverged
    assert found.facts["largest_rate"][0] == pytest.approx(2 / curvature, rel=1e-9)


def test_a_cost_that_has_only_begun_to_grow_counts_as_diverged():
    found = relevance.measure(lab.vary(presets.S10, {"training.learning_rate": 0.035, "training.epochs": 60}), range(4))
    assert np.isfinite(found.ends["end"]).all()
    assert found.facts["diverged"][0] == 4


def test_the_epoch_of_a_low_cost_is_where_the_cost_first_is_low():
    found = relevance.measure(presets.S09, range(9))
    losses = lab.train(presets.S09, range(9)).losses()
    first = losses[losses["loss"] <= relevance.LOW].groupby("seed")["epoch"].min()
    assert found.facts["reached"][0] == first.median()
    assert found.facts["cost"][0] == losses.query("epoch == 3000")["loss"].median()


def test_the_drift_is_the_largest_over_the_seeds():
    found = relevance.measure(lab.vary(presets.S10, {"training.weight_decay": 0.1}), range(9))
    wide = found.ends.pivot_table(index="seed", columns="weight", values=["start", "end"])
    kept = {each: wide[each]["w2"] - wide[each]["b"] for each in ("start", "end")}
    assert found.conserved["drift"].tolist() == pytest.approx([(kept["end"] - kept["start"]).abs().max()] * 3)


def test_a_diverged_run_has_a_picture_that_ends_where_the_weights_leave_it():
    found = relevance.measure(lab.vary(presets.S10, {"training.learning_rate": 0.1}), range(5), spacing="log")
    assert np.isfinite(found.curves[["low", "mid", "high"]].to_numpy()).all()
    assert 3 < found.curves["high"].abs().max() < 150
    assert found.curves["epoch"].max() < 10
    says = "5 of 5 seeds diverged. The rate 0.1 is above the largest stable one, 0.0334."
    assert words.note(found).startswith(says)


def test_the_share_that_remains_is_what_the_run_still_lacks():
    """Nearly constant column: two directions are settled, so all that is missing lies along the slowest one."""
    experiment = lab.vary(presets.S11["nearly constant column"], {"training.precision": "float64"})
    ends = relevance.measure(begun(experiment), [0])
    table, share = ends.ends, ends.facts["remaining"][0]
    x, _ = lab.data.load(experiment.data, "float64")
    slowest = np.linalg.eigh(np.column_stack([x, np.ones(10)]).T @ np.column_stack([x, np.ones(10)]))[1][:, 0]
    before, after = ((table[each] - table["law"]).to_numpy() @ slowest for each in ("start", "end"))
    assert after / before == pytest.approx(share, rel=1e-6)


def test_another_model_is_refused():
    for changed in ({"network.hidden": (2,)}, {"network.use_bias": False}):
        with pytest.raises(ValueError, match="^The law holds for a linear model: "):
            relevance.measure(lab.vary(presets.S10, changed))


GIVEN = {"kind": "discussion", "weight": 0.0}


def test_the_discussion_s_column_alone_is_the_discussion_s_table():
    assert setting.built([GIVEN]) == presets.DISCUSSION_TABLE


def test_the_discussion_s_column_beside_others_leaves_them_what_they_are():
    others = [{"kind": "noise", "weight": 0.0, "mean": 2.0}, {"kind": "noise", "weight": -1.0}]
    plain = setting.built([others[0], {"kind": "zero", "weight": 0.0}, others[1]], noise=1.0, seed=3)
    mixed = setting.built([others[0], GIVEN | {"weight": 0.5}, others[1]], noise=1.0, seed=3)
    (x, y), (mixed_x, mixed_y) = (lab.data.load(each, "float64") for each in (plain, mixed))
    np.testing.assert_array_equal(mixed_x[:, [0, 1, 3]], x[:, [0, 1, 3]])
    np.testing.assert_array_equal(mixed_x[:, 2], presets.DISCUSSION_NOISE)
    np.testing.assert_allclose(mixed_y[:, 0], y[:, 0] + 0.5 * np.array(presets.DISCUSSION_NOISE), atol=1e-14)
    assert mixed.features == ("x1", "x2 noise", "x3", "x4 noise")


def test_what_is_built_has_its_truth():
    columns = [{"kind": "scaled", "weight": 0.0, "factor": 2.0}, {"kind": "constant", "weight": 4.0, "value": -1.0}]
    x, y = lab.data.load(setting.built(columns, slope=0.5, intercept=-2.0, examples=4), "float64")
    np.testing.assert_array_equal(x, np.column_stack([[0, 3, 6, 9], [0, 6, 12, 18], [-1] * 4]))
    np.testing.assert_array_equal(y[:, 0], [-6.0, -4.5, -3.0, -1.5])
    assert setting.useless(columns, 0.5) == ["w2"]
    assert setting.useless(columns, 0.0) == ["w1", "w2"]


@pytest.mark.parametrize(
    ("slope", "weights", "intercept", "noise", "says"),
    [
        (3.0, [0.0], 1.0, 0.0, "y = 3 x1 + 1, without noise (10 examples)."),
        (-1.0, [0.0, 1.0], -0.5, 0.1, "y = −x1 + x3 − 0.5, with noise of standard deviation 0.1 (10 examples)."),
        (0.0, [-2.5], 0.0, 0.0, "y = −2.5 x2, without noise (10 examples)."),
        (0.0, [], 1.0, 0.0, "y = 1, without noise (10 examples)."),
        (0.0, [0.0], 0.0, 0.0, "y = 0, without noise (10 examples)."),
    ],
)
def test_the_truth_reads_as_a_formula(slope, weights, intercept, noise, says):
    columns = [{"kind": "noise", "weight": weight} for weight in weights]
    told = setting.truth(columns, slope=slope, intercept=intercept, noise=noise, examples=10)
    assert told == f"The truth: {says}"


@pytest.mark.parametrize("inputs", [1, 2, 5])
def test_the_discussion_s_start_fits_any_number_of_columns(inputs):
    kernel, bias = setting.posted_start(inputs)
    assert kernel == [[1.0131117], *[[0.459983]] * 4][:inputs]
    assert bias == [0.0]


OWN = {"start": line.START, "seeds": 1}


FOUR = {
    "column_x3": "constant", "column_x4": "x1 once more", "column_x5": "zeros", "weight_x3": 0.5, "seeds": 10,
}  # fmt: skip


def ends(answer, size=3):
    """The weights at the end, of the table."""
    table = next(frame for frame in answer.frames() if "predicted" in frame.columns)
    return [float(text.replace("−", "-")) for text in table["end"][:size]]


def told(answer):
    """All that is said beside and below the picture."""
    texts = [answer.headline, answer.note, answer.figures()[0].caption]
    return " ".join(texts + [getattr(block, "text", "") for block in answer.blocks])


def test_the_discussion_s_run_shows_the_discussion_s_numbers():
    answer = lab.ask("weights", column=line.NOISE, **OWN)
    assert ends(answer) == pytest.approx([3.0015907, -0.0024382621, 0.9898662], abs=2e-6)
    assert (
        answer.headline
        == "Not quite to zero, even without noise in the targets: w2, the weight of x2, ends at −0.0024."
    )


def test_the_discussion_s_column_of_ones_shows_its_numbers_and_what_is_kept():
    answer = lab.ask("weights", column="constant", **OWN)
    assert ends(answer) == pytest.approx([2.9999967, 0.73000354, 0.2700143], abs=2e-6)
    assert "w2 − b stays where it started" in told(answer)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"column": "a multiple of x1"}, "w2 − 2 w1 stays where it started"),
        ({"mean": 10.0}, "takes 5,550 epochs, 13 times as many as with that mean subtracted (428 epochs)."),
        ({"optimizer": "adam"}, "Predicted, given endless training, whatever the optimizer: w1 3, w2 0, b 1."),
        ({"decay": 0.1}, "does not hold: weight decay (L2) pulls every weight towards 0"),
        ({"weight": 1.5}, "No column here is useless: the truth needs every one of them."),
    ],
)
def test_every_setting_is_in_what_is_said(settings, sentence):
    assert sentence in told(lab.ask("weights", seeds=10, **settings))


def test_four_columns_have_their_truth_and_what_is_kept():
    answer = lab.ask("weights", **FOUR)
    assert "The truth: y = 3 x1 + 0.5 x3 + 1, without noise (10 examples)." in told(answer)
    assert "w3 − b, w4 − w1 and w5 stay where they started" in told(answer)
    assert len(answer.figures()) == 2


def test_a_column_is_taken_away_and_the_others_stay():
    answer = lab.ask("weights", **FOUR | {"column_x4": "none"})
    assert "w3 − b and w4 stay where they started" in told(answer)


def test_a_link_of_before_still_has_its_columns():
    held = "feature_relevance?relevance_column_x4=zeros&relevance_weight_x4=2&relevance_mean=10"
    slug, settings = question.from_address(held)
    assert slug == "weights"
    assert (settings["column_x3"], settings["column_x4"], settings["weight_x4"]) == ("none", "zeros", 2.0)
    assert settings["mean"] == 10.0


def test_the_discussion_s_column_has_ten_examples():
    answer = lab.ask("weights", column=line.NOISE, column_x3="constant", **OWN)
    assert "The truth: y = 3 x1 + 1, without noise (10 examples)." in told(answer)
    assert ends(answer)[0] == pytest.approx(3.0, abs=0.01)
    with pytest.raises(ValueError, match="has no setting `examples` here"):
        lab.ask("weights", column=line.NOISE, examples=30)


def test_adam_on_a_scaled_copy_breaks_theory_and_it_says_by_how_much():
    answer = lab.ask("weights", column="a multiple of x1", optimizer="adam", seeds=10)
    assert "does not hold: Adam scales the step of each weight by itself. In the run farthest" in told(answer)
    assert "Adam moved w2 1.00" in answer.figures()[1].caption
    assert any(isinstance(block, Table) for part in answer.blocks for block in getattr(part, "blocks", ()))


@pytest.mark.parametrize(
    ("settings", "headline"),
    [
        ({"mean": 10.0}, "Towards zero, but not there yet: w2 is at 0.072 after 3,000 epochs."),
        ({"mean": 1.0, "sd": 0.01}, "Not within 3,000 epochs: w2, the weight of x2 (noise), hardly moves, and is 0.73"),
        (
            {"column": "x1 once more"},
            "x2 (x1 once more) shares with x1: w1 + w2 ends at 3, and the start decides the split.",
        ),
        (
            {"column": "x1 once more", "epochs": 100},
            "Towards a shared sum: x2 (x1 once more) shares with x1; w1 + w2 is 3.12, still moving.",
        ),
        (
            {"column": "constant"},
            "x2 (constant) shares with the bias: w2 + b ends at 1, and the start decides the split.",
        ),
        ({"column": "constant", "l1": 0.01}, "With L1, x2 shares with the bias: w2 + b ends at 0.9"),
        (
            {"column": "a multiple of x1", "optimizer": "adam"},
            "x2 (a multiple of x1) shares with x1: w1 + 2 w2 ends at ",
        ),
        ({"column": "zeros"}, "Nowhere: w2, the weight of x2 (zeros), stays where it started."),
        ({"mean": 10.0, "optimizer": "adam"}, "Not within 3,000 epochs: w2, the weight of x2 (noise), is at "),
        ({"l1": 0.01}, "Close to zero with L1: w2, the weight of x2 (noise), ends at "),
        ({"noise": 1.0}, "Not to zero: w2, the weight of x2 (noise), ends at "),
    ],
)
def test_the_headline_says_what_became_of_it(settings, headline):
    assert lab.ask("weights", **OWN | settings).headline.startswith(headline)


@pytest.mark.parametrize(
    ("settings", "first"),
    [
        (
            {"mean": 10.0},
            "Subtract the mean of every column before training: with that alone halving what is missing takes 115",
        ),
        ({"mean": 1.0, "sd": 0.01}, "Look at each column's spread"),
        ({"column": "x1 once more"}, "Of columns that say the same keep one"),
        ({"column": "constant"}, "Leave a constant column out"),
        ({}, "Leave out what you know to be useless"),
        ({"column": "constant", "rate": 0.1}, "Take a smaller learning rate first."),
    ],
)
def test_the_advice_fits_the_column(settings, first):
    (advice,) = [block for block in lab.ask("weights", **OWN | settings).blocks if isinstance(block, Advice)]
    assert advice.text.startswith(first)


def test_headline_and_advice_agree_that_training_alone_does_not_set_it_to_zero():
    """And so does the question of chance, where the same is asked and the targets have noise."""
    answer = lab.ask("weights", **OWN)
    assert answer.headline.startswith("Not quite to zero, even without noise in the targets: ")
    (advice,) = [block for block in answer.blocks if isinstance(block, Advice)]
    assert "training alone does not. Without noise in the targets it takes the weight towards 0" in advice.text
    linked = question.from_address(advice.text.partition("](")[2].partition(")")[0])[0]
    assert lab.ask(linked, draws=100).headline.startswith("No, none is forced to zero")


@pytest.mark.parametrize(
    ("settings", "left"),
    [
        ({}, 2),
        ({"mean": 1.0, "sd": 0.01}, 2),
        ({"mean": 30.0, "sd": 0.01}, 2),
        ({"mean": 30.0, "sd": 0.0}, 1),
        ({"column": "constant", "l1": 0.1}, 1),
        ({"column": "constant", "rate": 0.1}, 1),
        ({"column": "zeros"}, 1),
        ({"column": "x1 once more"}, 1),
        ({"column": "a multiple of x1", "factor": -2.0}, 1),
        ({"column_x3": "constant", "column_x4": "x1 once more", "examples": 5}, 2),
    ],
)
def test_the_code_that_is_advised_does_what_the_advice_says(settings, left):
    """No column is left that says nothing, or what another one says, and none that varies less than the others.

    One's own columns may hold one of ones, too, whatever the setting asks.
    """
    answer = lab.ask("weights", **OWN | {"epochs": 100} | settings)
    (advice,) = [block for block in answer.blocks if isinstance(block, Advice)]
    x = lab.data.load(answer.experiment.data)[0]
    names = {"np": np, "x": np.column_stack([x, np.ones(len(x))])}
    exec(advice.code, names)
    x = names["x"]
    assert x.shape[1] == left
    exec(words.PLANTED, names)
    assert names["x_tried"].shape[1] == left + 5
    assert x.std(axis=0) == pytest.approx(np.ones(left), abs=1e-3)
    assert np.abs(np.triu(np.corrcoef(x, rowvar=False).reshape(left, left), 1)).max() < 1 - 1e-6


def test_with_the_means_subtracted_it_is_as_fast_as_is_said():
    """The noise of mean 10 and the column without its mean, really trained: epochs until half is missing."""
    facts = relevance.measure(begun(presets.S11["noise with mean 10"]), [0], useless=("w2",)).facts.iloc[0]
    x, y = lab.data.load(presets.S11["noise with mean 10"].data, "float64")
    design = np.column_stack([x - x.mean(axis=0), np.ones(10)])
    slowest = np.linalg.eigvalsh(2 / 10 * design.T @ design)[0]
    assert (1 - 3e-3 * slowest) ** facts["centred"] == pytest.approx(0.5)
    design[:, 0] = x[:, 0]
    slowest = np.linalg.eigvalsh(2 / 10 * design.T @ design)[0]
    assert (1 - 3e-3 * slowest) ** facts["moved"] == pytest.approx(0.5)
    assert facts["biased"] == "w2"
    assert facts["mean"] == pytest.approx(x[:, 1].mean())


@pytest.mark.parametrize("before", ["as in the forum's question", "the discussion's"])
def test_every_spelling_of_before_still_means_the_posted_start(before):
    _, settings = question.from_address(f"feature_relevance?relevance_start={before}")
    assert settings["start"] == line.START
