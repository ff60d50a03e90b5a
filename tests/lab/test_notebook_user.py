"""What somebody with a notebook meets: names that are there, words that show, charts of a run's own frames."""

import json
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import lab
from lab import bands, presets
from lab.differentiation import distances, foretold

TWINS = lab.Experiment(
    data=lab.Data("circles"),
    init=lab.Init("uniform", low=-1.0, high=1.0, clones="both", epsilon=1e-6),
    training=lab.Training(loss="binary_crossentropy", learning_rate=2.0, epochs=300),
)


@pytest.fixture(scope="module")
def run():
    return lab.train(TWINS, seeds=range(12))


@pytest.fixture(scope="module")
def sweep():
    return lab.train(TWINS, seeds=range(6), vary={"training.learning_rate": [0.1, 1e6], "init.epsilon": [0.0]})


def rows(chart, column):
    """All rows of a chart's data that have a column."""
    drawn = chart.to_dict()["datasets"].values()
    return pd.DataFrame([row for rows in drawn for row in rows if column in row])


def test_importing_the_laboratory_imports_no_topic_and_nothing_that_draws():
    """...and every topic is there when it is asked for, without an import of its own."""
    code = (
        "import sys, lab\n"
        "early = {name for name in sys.modules if name.split('.')[:2] in [['lab', topic] for topic in lab.TOPICS]}\n"
        "assert not early | {'altair'} & set(sys.modules), early\n"
        "lab.charts.costs, lab.seeds.curves, lab.laws.splitting.parting, lab.relevance.linear.examples\n"
        "lab.differentiation.distances, lab.claims.CLAIMS, lab.charts.runs.curves\n"
        "assert {'altair'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("topic", lab.TOPICS)
def test_every_topic_is_listed_and_lists_its_names(topic):
    assert topic in dir(lab)
    package = getattr(lab, topic)
    names = getattr(package, "NAMES", {})
    assert set(names) <= set(dir(package))
    assert all(callable(getattr(package, name)) and getattr(package, name).__doc__ for name in names)


@pytest.mark.parametrize("topic", lab.TOPICS)
def test_what_a_topic_says_of_itself_is_there(topic):
    """Every call that its docstring shows, such as "weights.measure(experiment)"."""
    package = getattr(lab, topic)
    for call in re.findall(r"^    ([a-z_.]+)\(", package.__doc__, re.MULTILINE):
        found = package
        for name in call.split("."):
            found = getattr(found, name)
        assert callable(found)


def test_what_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"^module 'lab' has no attribute 'nothing'$"):
        lab.nothing  # noqa: B018
    assert not hasattr(lab.charts, "nothing")


@pytest.mark.parametrize("name", lab.__all__)
def test_every_public_name_has_a_docstring(name):
    assert len(getattr(lab, name).__doc__) > 20


def test_an_experiment_is_written_as_one_would_write_it():
    assert repr(lab.Experiment()) == "Experiment()"
    assert repr(TWINS) == (
        "Experiment(data=Data(name='circles'), init=Init(scheme='uniform', low=-1.0, high=1.0, clones='both', "
        "epsilon=1e-06), training=Training(loss='binary_crossentropy', learning_rate=2.0, epochs=300))"
    )
    for experiment in [TWINS, presets.S10, *presets.S11.values()]:
        if experiment.data.table is None:
            assert eval(repr(experiment), vars(lab)) == experiment


def test_a_table_is_told_by_its_columns():
    assert "table=<table of 10 rows: 'x1', 'x2' -> 'y'>" in repr(presets.S09)


def test_a_run_shows_its_setting_and_where_it_ended(run):
    shown = run._repr_html_()
    low, mid, high = np.quantile(run.loss[0, :, -1], [0.05, 0.5, 0.95])
    assert f"<td>12</td><td>300</td><td>{mid:.4f}</td><td>{low:.4f} to {high:.4f}</td><td>0</td>" in shown
    assert "Two circles, 200 examples" in shown
    assert repr(run) == "Run(12 seeds, epochs 0 to 300, 129 recorded)"


def test_a_sweep_has_a_row_a_setting_and_counts_what_diverged(sweep):
    shown = sweep._repr_html_()
    assert shown.count("<tr>") == 3
    assert "<th>training.learning_rate</th><th>init.epsilon</th>" in shown
    assert len(shown) < 3000


def test_a_run_that_diverged_and_names_like_html_are_shown_as_they_are():
    frame = pd.DataFrame({"<b>x</b>": [1.0, 2.0, 3.0], "y": [1.0, 2.0, 4.0]})
    line = lab.Experiment(data=lab.Data.from_frame(frame, target="y"), network=lab.Network(hidden=(), output="linear"),
                          training=lab.Training(learning_rate=1e6, epochs=60))  # fmt: skip
    shown = lab.train(line, seeds=[0, 1], vary={"data.table": [line.data.table]})._repr_html_()
    assert "<td>none</td><td></td><td>2</td>" in shown
    assert "<td>&lt;table of 3 rows: &#x27;&lt;b&gt;x&lt;/b&gt;&#x27; -&gt; &#x27;y&#x27;&gt;</td>" in shown
    assert "<b>" not in shown


def test_bands_are_numpys_quantiles_of_what_is_finite():
    draws = np.random.default_rng(0).normal(size=(2, 7, 3))
    draws[1, 2, 2] = np.inf
    frame = pd.DataFrame(
        [(rate, seed, epoch, draws[rate, seed, epoch]) for rate in range(2) for seed in range(7) for epoch in range(3)],
        columns=["rate", "seed", "epoch", "loss"],
    )
    found = bands.over_seeds(frame, "loss").set_index(["rate", "epoch"])
    assert found.loc[(0, 1), ["low", "mid", "high"]].tolist() == pytest.approx(
        np.quantile(draws[0, :, 1], [0.05, 0.5, 0.95]).tolist()
    )
    rest = np.delete(draws[1, :, 2], 2)
    assert found.loc[(1, 2), ["low", "mid", "high"]].tolist() == pytest.approx(
        np.quantile(rest, [0.05, 0.5, 0.95]).tolist()
    )
    assert found.loc[(1, 2), ["runs", "diverged"]].tolist() == [7, 1]


def test_the_costs_of_a_run_are_drawn(run):
    drawn = rows(lab.charts.costs(run.losses()), "mid")
    assert drawn["mid"].tolist() == pytest.approx(np.median(run.loss[0], axis=0).tolist())
    assert "Share classified right" in json.dumps(lab.charts.accuracies(run.accuracies()).to_dict())


def test_the_costs_of_a_sweep_are_drawn_setting_by_setting(sweep):
    drawn = rows(lab.charts.costs(sweep.losses()), "scheme")
    assert set(drawn["scheme"]) == {"learning_rate 0.1, epsilon 0.0", "learning_rate 1000000.0, epsilon 0.0"}


def test_weights_are_drawn_by_name(run):
    drawn = rows(lab.charts.weights(run.weights().query("layer == 1")), "weight")
    assert set(drawn["weight"]) == {
        "layer 1 kernel, 0 to unit 0", "layer 1 kernel, 0 to unit 1", "layer 1 kernel, 1 to unit 0",
        "layer 1 kernel, 1 to unit 1", "layer 1 bias, unit 0", "layer 1 bias, unit 1",
    }  # fmt: skip
    one = drawn[drawn["weight"] == "layer 1 kernel, 1 to unit 0"]["mid"].tolist()
    assert one == pytest.approx(np.median(run.arrays[0][0, :, :, 1, 0], axis=0).tolist())


def test_distances_are_drawn_with_their_law(run):
    chart = lab.charts.distances(distances(run), foretold(run))
    assert len(rows(chart, "median")) == 129
    assert lab.charts.distances(distances(run)).to_dict() != chart.to_dict()


def test_a_long_record_is_thinned_so_that_a_notebook_draws_it():
    """Altair refuses more than 5,000 rows where `to_dict` is called, as a notebook does."""
    experiment = lab.vary(TWINS, {"training.epochs": 3000})
    run = lab.train(experiment, seeds=range(4), vary={"init.epsilon": [0.0, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3]},
                    recorded=3000)  # fmt: skip
    drawn = rows(lab.charts.costs(run.losses()), "mid")
    assert sorted(set(drawn["epoch"]))[::128] == [0, 3000]
    first = lab.train(experiment, seeds=range(30), recorded=3000)
    assert len(rows(lab.charts.distances(distances(first)), "median")) == 129
    assert rows(lab.charts.weights(first.weights()), "weight")["epoch"].nunique() == 129


def test_a_frame_that_is_none_of_theirs_gets_a_sentence(refused, run):
    with refused("The frame needs the columns 'seed', 'epoch', 'loss'; it lacks 'loss'."):
        lab.charts.costs(run.accuracies())
    with refused("The frame needs the columns 'seed', 'epoch', 'layer', 'distance'; it lacks 'layer', 'distance'."):
        lab.charts.distances(run.losses())
    with refused("`frame` must be a DataFrame; got 3."):
        lab.charts.weights(3)


def test_a_picture_of_too_much_gets_a_sentence(refused):
    run = lab.train(lab.Experiment(network=lab.Network(hidden=(10,)), training=lab.Training(epochs=1)))
    with refused("A picture may have 30 weights; this frame has 41. Choose some, such as `frame.query('layer == 1')`."):
        lab.charts.weights(run.weights())
