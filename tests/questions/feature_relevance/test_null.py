"""Useless columns over draws of the data: against least squares one at a time, and what is said about them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import lab
from lab.answer import Advice, Why
from lab.compute import Compute
from lab.headline import fits
from lab.question import from_address
from lab.questions.feature_relevance import null, risk
from lab.questions.feature_relevance.null import draws as setting

DRAWS = 40
TRIED = null.TRY["Does it go to zero with more data?"]


@pytest.fixture(scope="module")
def found():
    return null.measure(setting.START, draws=DRAWS, starts=8)


@pytest.fixture(scope="module")
def quiet():
    return null.measure(lab.vary(setting.START, {"data.noise": 0.0}), draws=10, starts=4)


def best(data):
    """The weight of x2 by least squares."""
    x, y = lab.data.load(data, "float64")
    return np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y[:, 0], rcond=None)[0][1]


def changed(found, **facts):
    """The same with other facts, and with other columns of one's own after `own_`."""
    own = {name.removeprefix("own_"): value for name, value in facts.items() if name.startswith("own_")}
    rest = {name: value for name, value in facts.items() if not name.startswith("own_")}
    return replace(found, facts=found.facts.assign(**rest), own=found.own.assign(**own))


def test_every_draw_is_trained_to_its_own_least_squares_line(found):
    wanted = [best(replace(setting.START.data, seed=seed)) for seed in range(DRAWS)]
    assert found.draws["weight"].to_numpy() == pytest.approx(wanted, abs=1e-5)
    assert found.facts["gap"][0] < 1e-5
    assert found.facts["spread"][0] == pytest.approx(np.std(wanted, ddof=1), rel=1e-4)
    assert found.facts["within"][0] == np.sum(np.abs(wanted) <= 0.403122)


def test_ones_own_data_forget_the_start(found):
    assert found.own["weight"][0] == pytest.approx(found.draws["weight"][0], abs=1e-5)
    assert found.own["apart"][0] < 1e-5
    assert "the start is forgotten" in null.starts(found)


def test_what_x2_is_worth_is_added_to_its_weight(found):
    worth = null.measure(setting.START, draws=2, truth=1.0, starts=2)
    assert worth.own["weight"][0] == pytest.approx(found.own["weight"][0] + 1.0, abs=1e-4)
    assert worth.draws["weight"].tolist() == found.draws["weight"].tolist()[:2]
    assert null.headline(worth).startswith("No, and w2 hardly looks useless: it ended at 0.80")
    assert null.power_sentence(worth) == "A column worth 1 is outside the band in 99.7 % of data sets. "


def test_the_examples_of_a_useful_column_differ_by_its_worth_alone():
    x, y = lab.data.load(setting.START.data, "float64")
    other_x, other_y = lab.data.load(setting.useful(setting.START, 0.3).data, "float64")
    assert np.array_equal(x, other_x)
    assert other_y - y == pytest.approx(0.3 * x[:, 1:2], abs=1e-12)
    assert setting.useful(setting.START, 0.0) is setting.START


def test_a_useless_weight_stops_where_its_noise_has_it_and_falls_on_without(found):
    ends = found.courses.groupby("noise").tail(1).set_index("noise")
    assert ends.loc[0.0, "mid"] < 1e-5
    middles = [np.median([abs(best(replace(setting.START.data, seed=seed, noise=noise))) for seed in range(64)])
               for noise in (0.1, 1.0)]  # fmt: skip
    assert ends.loc[[0.1, 1.0], "mid"].to_numpy() == pytest.approx(middles, rel=0.2)
    assert (found.courses.query("epoch == 0")["mid"] == setting.BEGIN).all()
    assert "without noise a useless weight falls towards 0" in null.nearest(found)


def test_without_noise_there_is_no_band_and_the_weight_is_nearly_zero(quiet):
    assert quiet.null is None
    assert quiet.test is None
    assert quiet.draws["weight"].abs().max() < 1e-4
    assert null.headline(quiet).startswith("No, but nearly, given time: ")
    assert null.told(quiet).startswith("Of 10 useless columns, each in a data set of its own, the median of |w2| is ")
    assert setting.curve(quiet)["weight"].tolist() == [0.0, 0.0]
    assert set(setting.bars(quiet)["place"]) == {"useless columns"}
    assert null.power_sentence(quiet) == ""


def test_every_draw_is_in_a_bar_or_beyond_and_the_band_ends_at_the_end_of_a_bar(found):
    bars, band = setting.bars(found), found.facts["band"][0]
    assert bars["draws"].sum() + setting.beyond(found) == DRAWS
    assert np.abs(bars["left"] - band).min() < 1e-12
    inside = bars.query("place == 'inside the band of 95 %'")["draws"].sum()
    assert inside == found.facts["within"][0]
    law = setting.curve(found)
    step = (law["weight"][1] - law["weight"][0]) / (bars["right"] - bars["left"])[0]
    assert law["draws"].sum() * step == pytest.approx(DRAWS, rel=0.01)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {},
            "By chance 95 % of useless weights end in the band, between −0.403 and 0.403; in this data set w2 ended at "
            "−0.195",
        ),
        ({}, ", inside. To compare: x1 is worth 3. With more examples the band shrinks"),
        ({}, "shrinks, in the end as 1/√n, to 0.184 with 4 times as many examples."),
        ({"own_truth": 0.1}, ", yet x2 is worth 0.1: too little to be seen here."),
        ({"own_inside": False}, ", outside, as one useless weight in twenty is by chance."),
    ],
)
def test_the_answer_is_true_of_every_case(found, facts, sentence):
    assert sentence in null.mine(changed(found, **facts))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "ended inside the band (theory: 38), and none ended at exactly 0."),
        ({"exact": 3}, "and 3 ended at exactly 0."),
        ({"diverged": 5}, "Of 35 useless columns"),
        ({"diverged": 5}, "5 more diverged."),
        ({"diverged": DRAWS}, "All 40 draws of the data diverged."),
        ({"gap": 0.5}, "They are not there yet: of the first 40 draws one is still 0.5 from where endless"),
    ],
)
def test_what_is_said_of_the_draws(found, facts, sentence):
    assert sentence in null.told(changed(found, **facts))


def test_what_has_not_arrived_or_diverged_is_said(found, quiet):
    assert "is not forgotten yet" in null.starts(changed(found, own_apart=0.5))
    assert null.starts(changed(found, own_diverged=8)) == "All 8 starts of this data set diverged."
    assert "They are not there yet" in null.told(changed(quiet, gap=0.1))


def test_a_rate_too_large_diverges_and_is_drawn_as_such():
    found = null.measure(lab.vary(setting.START, {"training.learning_rate": 0.1}), draws=3, starts=2)
    assert found.draws["diverged"].all()
    assert setting.bars(found)["draws"].sum() == 0
    assert null.own(found).empty
    assert setting.curve(found)["draws"].max() > 0
    placed, axis = null.courses(found)
    assert (placed.query("epoch == 300")["mid"] == axis.diverged).all()


def test_the_pictures_draw_law_dashed_and_every_noise(found):
    pile = null.histogram(setting.bars(found), setting.curve(found), null.own(found)).to_dict()
    dash = next(each for each in pile["layer"] if each["mark"]["type"] == "line")["encoding"]["strokeDash"]
    assert dash["scale"] == {"domain": ["theory: how many by chance"], "range": [[5, 4]]}
    courses = null.courses_chart(*null.courses(found)).to_dict()
    line = courses["layer"][-1]["layer"][-1]["encoding"]
    assert line["color"]["scale"]["domain"] == [
        "no noise in the targets",
        "noise 0.1 in the targets",
        "noise 1 in the targets",
    ]
    assert len({str(each) for each in line["strokeDash"]["scale"]["range"]}) == 3


@pytest.mark.parametrize(
    "values",
    [{"network.use_bias": False}, {"data.columns": ()}, {"data.columns": (lab.Column("noise", mean=1.0),)},
     {"training.batch_size": 5}],
)  # fmt: skip
def test_another_experiment_is_refused(values):
    with pytest.raises(ValueError, match="^The law of useless columns holds for the data 'line' with noise columns of"):
        null.measure(lab.vary(setting.START, values), draws=2)


def test_of_a_thousand_useless_columns_as_many_are_in_the_band_as_theory_says():
    answer = lab.ask("null")
    assert answer.headline == (
        "No, none is forced to zero: by chance, nearly all are up to 0.403 in size, small beside x1's 3."
    )
    assert (
        "Of 1,000 useless columns, each in a data set of its own, 960 ended inside the band (theory: 950)"
        in answer.note
    )
    assert "(theory: 0.204)" in answer.figures()[0].caption


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"truth": 3.0}, "it ended at 2.81, farther from zero than 95 % of useless weights."),
        (TRIED, "No, none is forced to zero: by chance, nearly all are up to 0.203 in size, small beside x1's 3."),
        (TRIED | {"seed": 7}, "nearly all are up to 0.203 in size, small beside x1's 3."),
        ({"epochs": 10}, "and more training still moves the weights."),
        ({"examples": 12}, "(theory: 0.408)"),
        ({"columns": 1}, "(theory: 0.196)"),
    ],
)
def test_every_setting_is_in_what_is_said(settings, sentence):
    answer = lab.ask("null", draws=100, **settings)
    assert sentence in f"{answer.headline} {answer.note} {answer.figures()[0].caption}"


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_every_optimizer_ends_where_least_squares_does(optimizer):
    answer = lab.ask("null", draws=100, optimizer=optimizer, epochs=3000)
    ended = best(setting.START.data)
    assert f"w2 ended at {ended:.3g},".replace("-", "−") in answer.note
    assert "got there." in next(block.text for block in answer.blocks if isinstance(block, Why))


def test_an_optimizer_that_is_not_there_yet_or_diverged_is_not_said_to_have_arrived(found):
    experiment = lab.vary(setting.START, {"training.optimizer": "sgd"})
    assert null.why(changed(found, gap=0.5), experiment).count("here gradient descent is not there yet.") == 1
    assert null.why(changed(found, own_weight=np.nan), experiment).count("here gradient descent diverged.") == 1


@pytest.mark.parametrize(
    ("band", "says"),
    [(0.4, "up to 0.4 in size, small beside x1's 3."), (1.0, "smaller than x1's 3."), (4.0, "larger than x1's 3.")],
)
def test_whether_the_band_is_large_or_small_is_said(found, band, says):
    headline = null.headline(changed(found, band=band))
    assert headline.endswith(says)
    assert fits(headline)


@pytest.mark.parametrize(("examples", "costs"), [(12, "11.1 %"), (30, "3.7 %"), (100, "1.03 %")])
def test_what_a_random_column_costs_on_new_examples_is_said_and_shown_elsewhere(examples, costs):
    """(1 + 2 / (n - 3)) / (1 + 1 / (n - 2)) - 1, and against models that are fitted."""
    why = next(block.text for block in lab.ask("null", draws=100, examples=examples).blocks if isinstance(block, Why))
    assert f"one random column beside x1 raise the squared error by {costs} with {examples} examples;" in why
    said = next(from_address(part.partition(")")[0]) for part in why.split("](")[1:])
    assert (said[0], said[1]["columns"]) == ("risk", 2)
    rng = np.random.default_rng(examples)
    x, noise = rng.normal(size=(20_000, examples, 2)), rng.normal(size=(20_000, examples))
    errors = [1 + (risk.ends(x[..., :p], noise, np.zeros((20_000, p))) ** 2).sum(axis=1).mean() for p in (1, 2)]
    assert 100 * (errors[1] / errors[0] - 1) == pytest.approx(float(costs.removesuffix(" %")), rel=0.05)


def test_of_a_useful_column_no_cost_is_told(found):
    assert null.costs(changed(found, own_truth=1.0)) == ""
    assert any(getattr(tried, "slug", "") == "risk" for tried in null.TRY.values())


def test_the_size_of_weights_is_no_measure_of_importance_and_shuffling_is_linked():
    text = next(block.text for block in lab.ask("null", draws=100).blocks if isinstance(block, Advice))
    assert "which column matters more, unless columns are standardised; with hidden units not even then" in text
    linked = [from_address(part.partition(")")[0])[0] for part in text.split("](")[1:]]
    assert linked == ["penalties", "table"]
    shuffled = lab.ask("penalties", **null.UNITS, starts=1)
    assert "Permutation importance ignores units." in shuffled.headline


def test_a_row_id_is_dropped_by_name_as_no_rule_finds_it():
    advice = next(block for block in lab.ask("null", draws=100).blocks if isinstance(block, Advice))
    assert "A row id is worse than noise: it is large and ordered" in advice.text
    df = pd.DataFrame({"x1": np.arange(30.0) ** 2, "ones": 1.0, "id": np.arange(30)})
    names = {"np": np, "df": df}
    exec(advice.code, names)
    assert names["x"].shape == (30, 1 + 20)
    assert np.corrcoef(names["x"][:, 0], df["x1"])[0, 1] == pytest.approx(1.0)


def test_of_a_network_with_hidden_units_the_same_is_measured():
    """Against the same network made by hand; no word of it where x2 is worth something."""
    made = lab.Experiment(
        data=replace(setting.START.data, seed=3),
        network=lab.Network(hidden=(8,), activation="relu", output="linear"),
        init=lab.Init("glorot_uniform"),
        training=lab.Training(loss="mse", optimizer="adam", learning_rate=0.03, epochs=300),
    )
    kernel = np.abs(lab.train(made, range(16), recorded=1).arrays[0][0])  # (start, epoch, column, unit)
    before, after = (np.median(kernel[:, epoch, 1]) for epoch in (0, -1))
    why = next(block.text for block in lab.ask("null", draws=100, seed=3).blocks if isinstance(block, Why))
    assert (
        f"have 128 weights for x2, of which none ended at exactly 0; their median size went from {before:.3g} to "
        f"{after:.3g} (of x1: {np.median(kernel[:, -1, 0]):.3g})."
    ) in why
    useful = next(block.text for block in lab.ask("null", draws=100, truth=1.0).blocks if isinstance(block, Why))
    assert "ReLU" not in useful
    assert null.of_a_network(np.full((2, 2, 2, 8), np.nan)) == ""


def test_the_network_is_trained_once_for_the_same_examples_and_the_picture_does_not_wait_for_it():
    trained, shown = [], []

    class Kept(Compute):
        def __call__(self, function, *given, **named):
            if function is null.network:
                trained.append(given)
                return np.ones((2, 2, 4, 8))
            return super().__call__(function, *given, **named)

    for settings in ({}, {"rate": 0.01}, {"epochs": 100}, {"optimizer": "adam"}):
        last = lab.ask("null", draws=100, compute=Kept(show=shown.append), **settings)
    assert len(trained) == 4
    assert len(set(trained)) == 1  # by which `Compute` keeps it
    assert "weights for x2" not in shown[-1].blocks[1].text
    assert "have 16 weights for x2" in last.blocks[1].text
    assert shown[-1].headline == last.headline
    assert set(shown[-1].figures()[0].frames) == set(last.figures()[0].frames)


def test_a_small_weight_of_an_irrelevant_feature_is_found_here():
    asked = "My network gives a weight of 0.03 to an irrelevant feature. Should it not be exactly 0?"
    assert lab.find(asked)[0].question == "null"


def test_tiny_weights_are_written_as_powers_of_ten_and_not_in_billionths(quiet):
    tiny = changed(quiet, own_weight=-4.77e-7, own_apart=1.25e-7, middle=3e-8)
    assert null.headline(tiny).endswith("it ended at −4.77 × 10⁻⁷.")
    assert "within 1.25 × 10⁻⁷ of each other" in null.starts(tiny)
    said = [
        null.headline(tiny),
        null.note(tiny, setting.START),
        null.starts(tiny),
        null.nearest(quiet),
        null.caption(tiny),
    ]
    assert "illionth" not in " ".join([*said, *null.own(tiny)["label"]])
