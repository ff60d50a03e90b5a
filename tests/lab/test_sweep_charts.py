"""Pictures of a sweep's folder: the same as from a run's numbers, whatever the parts."""

import contextlib

import numpy as np
import pandas as pd
import pytest

import lab
from lab.charts import rates_and_scales
from lab.questions.seed_effects.map.trained import START, speeds
from lab.sweeps import run, seen
from lab.sweeps.task import outcome

RATES, SCALES = [float(rate) for rate in np.geomspace(0.2, 2, 24)], [0.3, 1.0, 2.0, 4.0]
VARIED = {"training.learning_rate": RATES, "init.scale": SCALES}
EXPERIMENT = lab.vary(START, {"training.epochs": 40, "init.bias": "zeros"})


class AtOnce(list):
    """Does each task in this process: pictures do not depend on who makes the parts, and no worker has to start."""

    threads = 1
    room = property(lambda self: 1 - len(self))

    def give(self, number, task):
        self.append((number, *outcome(task, lambda: False)))

    def next(self, timeout):
        return self.pop()


@pytest.fixture(scope="module", autouse=True)
def _no_workers():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "_crew", lambda client: contextlib.nullcontext(AtOnce()))
        yield


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "LEAST_SECONDS", 0.0)
        patch.setattr(run, "ROUNDS", 10**9)
        return lab.sweep(
            EXPERIMENT, range(10), VARIED, folder=tmp_path_factory.mktemp("map"), recorded=10, progress=None
        )


@pytest.fixture(scope="module")
def one():
    return lab.train(EXPERIMENT, range(10), VARIED, recorded=10)


@pytest.fixture(scope="module")
def trained(one):
    """Trained and speed of each point: (rate, scale, seed)."""
    return [each.reshape(24, 4, 10) for each in speeds(one.loss.reshape(960, -1).astype(np.float32))]


@pytest.fixture(scope="module")
def ending(tmp_path_factory):
    """A sweep of XOR over two rates, for where its starts end."""
    xor = lab.Experiment(
        init=lab.Init("uniform", low=-0.5, high=0.5, bias="same"), training=lab.Training(learning_rate=4.0, epochs=3000)
    )
    rates, folder = {"training.learning_rate": [4.0, 1e6]}, tmp_path_factory.mktemp("ending")
    return lab.sweep(xor, range(700), rates, folder=folder, progress=None)


def test_varied_rates_and_scales_have_the_numbers_of_a_run_to_the_bit(swept, one):
    pd.testing.assert_frame_equal(swept.losses(), one.losses(), check_exact=True)


def test_the_map_of_a_sweep_has_the_colours_of_its_trainings(swept, trained):
    assert swept.progress().of_parts > 3
    shown, share = seen.trainability(swept)
    expected = rates_and_scales.colors(*trained).mean(axis=2).round()  # (rate, scale, 3), the mean of the seeds
    np.testing.assert_allclose(shown["pixels"].swapaxes(0, 1), expected, atol=1)
    assert share == trained[0].mean()
    assert 0 < share < 1
    assert shown["rates"] == ["0.2", "0.665", "2"]
    assert shown["scales"] == ["0.3", "2", "4"]


def test_points_that_share_a_pixel_are_mixed_and_a_window_shows_its_own_alone(swept, trained):
    shown, share = seen.trainability(swept, rates=(RATES[8], RATES[15]), scales=(1.0, 2.0), pixels=4)
    inside = [each[8:16, 1:3] for each in trained]
    expected = rates_and_scales.colors(*inside).reshape(4, 2, 2, 10, 3).mean(axis=(1, 3)).round()
    np.testing.assert_allclose(shown["pixels"].swapaxes(0, 1), expected, atol=1)
    assert share == inside[0].mean()


def test_what_is_not_trained_yet_is_grey(swept, tmp_path):
    half = tmp_path / "half"
    half.mkdir()
    for place, file in enumerate(sorted(swept.folder.iterdir())):
        if file.suffix == ".json" or place % 2:
            (half / file.name).write_bytes(file.read_bytes())
    shown = seen.trainability(lab.open_sweep(half))[0]["pixels"]
    grey = (shown == seen.UNKNOWN).all(axis=2)
    assert 0 < grey.mean() < 1


def test_a_map_of_something_else_is_refused(swept, ending, refused):
    with refused("No value of 'init.scale' is between 5 and 6."):
        seen.trainability(swept, scales=(5, 6))
    with refused(
        "A trainability map needs a sweep that varies 'training.learning_rate' and 'init.scale' and nothing else; this "
        "one varies 'training.learning_rate'."
    ):
        lab.charts.trainability(ending)


def test_the_map_is_drawn(swept):
    chart = lab.charts.trainability(swept.folder, pixels=8).to_dict()
    assert "train." in chart["description"]
    assert any("url" in row for rows in chart["datasets"].values() for row in rows)


def test_all_starts_are_in_a_pile_and_piles_lie_where_they_end(ending):
    found, ends = seen.clusters(ending), ending.ends()
    lost = ~np.isfinite(ends["loss"])
    assert found["scheme"].unique()[0] == "learning_rate 4.0"
    assert found["runs"].sum() == (~lost).sum()
    whole = ends[~lost].assign(pile=lambda frame: (frame["loss"] / (frame["loss"].max() / seen.CLUSTERS)).astype(int))
    expected = whole.groupby(["training.learning_rate", "pile"])["loss"].agg(["mean", "min", "max", "size"])
    np.testing.assert_allclose(found[["end", "low", "high", "runs"]], expected, rtol=1e-9)
    seeds = whole.groupby(["training.learning_rate", "pile"])["seed"].first()
    assert found["seed"].tolist() == seeds.tolist()
    assert found[found["scheme"] == "learning_rate 4.0"]["share"].sum() == pytest.approx(1.0)
    rows = pd.concat([pd.DataFrame(each) for each in lab.charts.starts(ending).to_dict()["datasets"].values()])
    assert rows["runs"].sum() == found["runs"].sum()
    assert set(rows["name"].dropna()) >= {"1/8", "1/4"}
