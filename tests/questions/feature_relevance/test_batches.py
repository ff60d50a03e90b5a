"""Batches beside each other: against descent written out, and the claim that only epochs get fewer."""

import re

import numpy as np
import pandas as pd
import pytest

import lab
from lab import presets
from lab.questions.feature_relevance import batches

SHORT = lab.vary(presets.S09, {"training.learning_rate": 0.01, "training.epochs": 800})


@pytest.fixture(scope="module")
def found():
    return batches.measure(SHORT, 1e-2, range(12))


def test_all_at_once_is_plain_gradient_descent(found):
    """Steps until the cost is low, counted in a loop from the run's own starts."""
    run = lab.train(SHORT, range(12), recorded=1)
    kernel, bias = (array[0, :, 0].astype(float) for array in run.arrays)
    x, y = lab.data.load(SHORT.data)
    X, counts = np.column_stack([x, np.ones(10)]).astype(float), []
    for w in np.concatenate([kernel[..., 0], bias], axis=-1):
        count = 0
        while np.mean((X @ w - y[:, 0]) ** 2) > 1e-2:
            w, count = w - 0.01 * 2 / 10 * X.T @ (X @ w - y[:, 0]), count + 1
        counts.append(count)
    rows = found.reached.query("batch == 10")
    assert rows["epochs"].to_numpy() == pytest.approx(counts, abs=1.0)
    assert found.steps == pytest.approx(np.quantile(counts, 0.5, method="higher"), abs=1.0)


@pytest.mark.parametrize(("batch", "steps"), [(10, 1), (5, 2), (2, 5), (1, 10)])
def test_an_epoch_has_as_many_steps_as_batches(found, batch, steps):
    rows = found.reached.query("batch == @batch")
    assert rows["steps"].to_numpy() == pytest.approx(rows["epochs"].to_numpy() * steps)
    curves = found.curves.query("batch == @batch")
    assert (curves["step"] == steps * curves["epoch"]).all()


def test_s11_batches_of_two_are_five_times_as_fast_by_epochs_and_no_faster_by_steps(found):
    middle = found.reached.groupby("batch")[["epochs", "steps"]].median()
    assert middle.loc[10, "epochs"] / middle.loc[2, "epochs"] == pytest.approx(5, rel=0.1)
    assert middle.loc[2, "steps"] / middle.loc[10, "steps"] == pytest.approx(1, rel=0.1)
    says = batches.note(found)
    assert f"; batches of two: {np.ceil(batches.middle(found, 2)['epochs']):.0f} epochs, " in says
    assert says.endswith("(12 seeds each, median, 800 epochs.)")


def test_the_order_of_examples_is_each_seeds_own(found):
    rows = found.reached.query("batch == 2")
    assert rows["epochs"].nunique() == 12


def test_single_examples_bear_less_than_all_at_once():
    """0.03 is below 2 / lambda_max = 0.0342, and above 1 / max |x|^2 = 0.0122."""
    found = batches.measure(lab.vary(SHORT, {"training.learning_rate": 0.03}), 1e-2, range(12))
    x, _ = lab.data.load(SHORT.data)
    assert found.stable[1] == pytest.approx(1 / (1 + (x.astype(float) ** 2).sum(axis=1)).max())
    design = np.column_stack([x, np.ones(10)]).astype(float)
    pairs = [2 / np.linalg.norm(design[[i, j]], 2) ** 2 for i in range(10) for j in range(i)]
    assert found.stable[2] == pytest.approx(min(pairs))
    assert found.stable[1] < found.stable[2] < found.stable[5] < found.stable[10]
    assert found.stable[1] < 0.03 < found.stable[10]
    lost = found.reached.groupby("batch")["diverged"].sum()
    assert (lost[10], lost[1]) == (0, 12)
    assert batches.table(found).loc["1"].tolist()[-1] == "diverge (12 of 12)"
    assert batches.why(found).endswith("This one, 0.03, is more than the first.")


def test_noisy_targets_are_not_met_and_it_is_said():
    noisy = lab.vary(presets.S10, {"data.noise": 1.0, "training.epochs": 100})
    found = batches.measure(noisy, 1e-3, range(2))
    assert found.steps == np.inf
    assert batches.note(found) == (
        "Until a cost of 0.001, the full batch: never; batches of two: never (predicted: never). "
        "(2 seeds each, median, 100 epochs.)"
    )
    assert set(batches.table(found)["steps"]) == {"not reached"}


@pytest.mark.parametrize("axis", ["epoch", "step"])
def test_the_picture_draws_what_was_measured(found, axis):
    curves, law, (low, high) = batches.drawn(found, axis)
    assert (curves["x"] == curves[axis]).all()
    assert list(curves["label"].unique()) == ["full batch", "batch size 5", "batch size 2", "batch size 1"]
    whole = curves[curves["label"] == "full batch"].merge(law, left_on="epoch", right_on="step")
    assert whole["mid"].to_numpy() == pytest.approx(whole["cost"].to_numpy(), rel=1e-3)
    assert low < 1e-2 < high
    assert len(curves) < 2000


def test_no_useless_column_goes_away_and_the_page_says_so():
    answer = lab.ask("batches", epochs=30, seeds=1)
    (section,) = [block for block in answer.blocks if getattr(block, "title", "").startswith("Do constant or repeated")]
    words, table = section.blocks
    assert words.text.startswith("None of these weights is within 0.01 of zero after 3,000 epochs")
    assert table.frame["its weight"].tolist() == ["0.072", "1.22", "0.73", "0.732"]


def test_a_cost_that_no_weights_have_is_said_to_be_out_of_reach():
    answer = lab.ask("batches", column="noise", noise=1.0, level=0.01, epochs=30, seeds=1)
    assert answer.headline.startswith("Neither can: no weights get below a cost of ")
    least = float(answer.headline.split()[9])
    assert lab.ask("batches", column="noise", noise=1.0, level=1.0, epochs=300, seeds=1).headline.startswith("Yes")
    assert 0.01 < least < 1.0


def test_a_difference_in_steps_that_most_starts_do_not_have_is_none():
    counts = pd.DataFrame({"seed": [*range(8)] * 2, "batch": [2] * 8 + [10] * 8, "diverged": False})
    mixed = [30, 10, 30, 10, 30, 10, 30, 30]
    made = {
        "foretold": None,
        "steps": 0.0,
        "stable": {},
        "level": 1.0,
        "least": 0.0,
        "experiment": None,
        "curves": None,
    }
    for steps, sure in ((mixed, False), ([30] * 8, True)):
        reached = counts.assign(steps=[*steps, *[20] * 8], epochs=1.0)
        assert batches._sure(batches.Batches(reached=reached, **made)) == sure


def test_only_epochs_get_fewer():
    answer = lab.ask("batches")
    assert re.fullmatch(
        r"Yes by epochs, (4\.[89]|5|5\.[01]) times as fast; by steps nothing is gained\.", answer.headline
    )
    assert answer.note.startswith("Until a cost of 0.001, the full batch: 1,6")
    assert "batches of two: 33" in answer.note
    assert answer.experiment.training.batch_size == 2
