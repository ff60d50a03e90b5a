"""Useless columns: the published runs, and laws that a run must obey, or must not."""

import numpy as np
import pytest

import lab
from lab import presets
from lab.relevance import weights as relevance
from lab.relevance import weights_facts as facts
from lab.relevance import weights_words as words

START = presets.DISCUSSION_START


def ended(found, seed=0):
    """Ends of one seed by weight."""
    return found.ends.query("seed == @seed").set_index("weight")["end"]


def made(column, **values):
    """The discussion's run with a column of this kind."""
    return lab.vary(presets.S10, {"data.columns": (lab.Column(column, **values),)})


def test_s09_the_discussions_own_run_prints_the_discussions_numbers():
    end = ended(relevance.measure(presets.S09, [0], START))
    assert end.to_numpy() == pytest.approx([3.0015907, -0.0024382621, 0.9898662], abs=2e-6)


def test_s10_a_column_of_ones_prints_the_discussions_numbers():
    end = ended(relevance.measure(presets.S10, [0], START))
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
    found = relevance.measure(long, [0], START)
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
    ends = relevance.foretell(presets.S10, range(3), START).ends
    assert ends["start"].to_numpy() == pytest.approx(np.tile([1.0131117, 0.459983, 0.0], 3))
    assert ends["law"].to_numpy() == pytest.approx(np.tile([3.0, 0.7299915, 0.2700085], 3))


@pytest.mark.parametrize(
    ("experiment", "names"),
    [
        (presets.S09, {"w2"}),
        (presets.S10, {"w2"}),
        (lab.vary(presets.S10, {"data.columns": (lab.Column("noise", weight=2.0), lab.Column("zero"))}), {"w3"}),
        (lab.vary(presets.S10, {"data.slope": 0.0}), {"w1", "w2"}),
    ],
    ids=["table", "line", "one useful", "no slope"],
)
def test_useless_are_the_weights_whose_columns_the_truth_does_without(experiment, names):
    found = relevance.measure(lab.vary(experiment, {"training.epochs": 1}), [0])
    assert set(found.ends.loc[found.ends["useless"], "weight"]) == names


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
    first = losses[losses["loss"] <= facts.LOW].groupby("seed")["epoch"].min()
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
    ends = relevance.measure(experiment, [0], START)
    table, share = ends.ends, ends.facts["remaining"][0]
    x, _ = lab.data.load(experiment.data, "float64")
    slowest = np.linalg.eigh(np.column_stack([x, np.ones(10)]).T @ np.column_stack([x, np.ones(10)]))[1][:, 0]
    before, after = ((table[each] - table["law"]).to_numpy() @ slowest for each in ("start", "end"))
    assert after / before == pytest.approx(share, rel=1e-6)


def test_curves_begin_at_the_start_and_end_at_the_end():
    found = relevance.measure(presets.S09, range(50))
    for name in ("w1", "w2", "b"):
        curve = found.curves.set_index(["weight", "epoch"]).loc[name]
        ends = found.ends.set_index("weight").loc[name]
        for epoch, column in ((0, "start"), (3000, "end")):
            expected = np.quantile(ends[column], [0.05, 0.5, 0.95])
            assert curve.loc[epoch, ["low", "mid", "high"]].to_numpy() == pytest.approx(expected)


def test_another_model_is_refused(refused):
    sentence = (
        "The law holds for a linear model: `Network.hidden` (), `Network.output` 'linear', `Network.use_bias` True, "
        "`Training.loss` 'mse' and one target."
    )
    for changed in ({"network.hidden": (2,)}, {"network.use_bias": False}):
        with refused(sentence):
            relevance.measure(lab.vary(presets.S10, changed))
