"""L1 and L2: trained weights against ridge, soft thresholds and scikit-learn; importance; what is said."""

from functools import cache

import numpy as np
import pytest

import lab
from lab.answer import Section
from lab.data import load
from lab.headline import fits
from lab.questions.feature_relevance import penalties
from lab.questions.feature_relevance.penalties import trained

FOUR, COPY, DOUBLE, UNITS = trained.ARRANGEMENTS


RATE = 0.02


@cache
def found(arrangement=FOUR, sigma=0.5, **training):
    """What is measured of an arrangement, from four starts."""
    experiment = trained.experiment(arrangement, sigma, 0, **training)
    return penalties.measure(experiment, arrangement, seeds=range(4))


def weight(arrangement, kind, size, column, name="mid"):
    """One number of a column."""
    return penalties.rows(found(arrangement), kind, size).set_index("column").loc[column, name]


@pytest.mark.parametrize("arrangement", trained.ARRANGEMENTS)
def test_directions_are_at_right_angles_and_targets_made_of_them(arrangement):
    x, y = load(trained.experiment(arrangement, 0.0, 3).data, "float64")
    y = y[:, 0]
    chosen = trained.ARRANGEMENTS[arrangement]
    gram = x.T @ x / len(x)
    for i, (one, c) in enumerate(chosen.columns):
        for j, (other, d) in enumerate(chosen.columns):
            assert gram[i, j] == pytest.approx(c * d if one == other else 0.0, abs=1e-12)
    assert x.mean(axis=0) == pytest.approx(np.zeros(x.shape[1]), abs=1e-12)
    gives = [trained.gives(x, y, chosen, place) for place in range(len(chosen.columns))]
    assert gives == pytest.approx([chosen.worth[direction] for direction, _ in chosen.columns], abs=1e-12)


@pytest.mark.parametrize("arrangement", trained.ARRANGEMENTS)
def test_l2_ends_at_ridge_whatever_the_start(arrangement):
    rows = found(arrangement).weights.query("kind == 'L2' and size >= 0.5")
    assert rows["mid"].to_numpy() == pytest.approx(rows["law"].to_numpy(), abs=1e-4)
    assert (rows["high"] - rows["low"]).max() < 1e-4
    assert (rows["zeros"] == 0).all()


@pytest.mark.parametrize("arrangement", trained.ARRANGEMENTS)
def test_l1_keeps_what_the_lasso_keeps_and_takes_the_rest_within_its_reach(arrangement):
    """From 0.5 on: below that, 3,000 steps are too few to move a weight from column to column."""
    measured = found(arrangement)
    rows = measured.weights.query("kind == 'L1' and size >= 0.5").merge(measured.lasso, on=["size", "column"])
    gone, kept = rows[rows["law"] == 0], rows[rows["law"].notna() & (rows["law"] != 0)]
    assert (gone["weight"].abs() < 1e-6).all()
    assert (gone["largest"] <= gone["reach"] * 1.001).all()
    assert (gone["largest"] > 0).all()
    assert kept["weight"].to_numpy() == pytest.approx(kept["law"].to_numpy(), abs=1e-5)
    near = np.abs(kept["mid"] - kept["weight"]).to_numpy()
    assert (near <= RATE * kept["size"].to_numpy()).all()


def test_without_a_penalty_and_under_l1_copies_keep_their_difference_under_l2_they_share():
    measured = found(COPY)
    start = lab.train(trained.experiment(COPY, 0.5, 0, epochs=1), range(4), recorded=1).arrays[0][0, :, 0, :, 0]
    for kind, size, off in ((trained.NONE, 0.0, 1e-5), ("L1", 0.05, 0.02)):  # L1 moves it while one is below 0
        rows = penalties.rows(measured, kind, size).set_index("column")
        apart = rows.loc["x1", "first"] - rows.loc["x2", "first"]
        assert apart == pytest.approx(start[0, 0] - start[0, 1], abs=off)
    assert weight(COPY, "L2", 1.0, "x1") == pytest.approx(weight(COPY, "L2", 1.0, "x2"), abs=1e-5)
    sums = measured.sums.query("size >= 0.5")
    assert sums["low"].to_numpy() == pytest.approx(sums["law"].to_numpy(), abs=0.45)
    assert sums.query("size <= 1")["high"].to_numpy() == pytest.approx(sums.query("size <= 1")["law"], abs=1e-4)


def test_of_a_column_and_its_double_l1_takes_the_double_and_l2_shares_one_to_two():
    assert weight(DOUBLE, "L1", 1.0, "x1", "largest") < 0.05
    assert weight(DOUBLE, "L1", 1.0, "x2") == pytest.approx(1.35, abs=0.02)
    assert weight(DOUBLE, "L2", 1.0, "x2") == pytest.approx(2 * weight(DOUBLE, "L2", 1.0, "x1"), rel=1e-4)


@pytest.mark.parametrize("arrangement", [UNITS, DOUBLE])
@pytest.mark.parametrize(("kind", "size"), [(trained.NONE, 0.0), ("L1", 2.0), ("L2", 2.0)])
def test_importance_is_the_laws_within_four_standard_errors(arrangement, kind, size):
    weights = penalties.rows(found(arrangement), kind, size)["first"].tolist()
    measured = trained.importance(trained.experiment(arrangement, 0.5, 0), weights)
    assert (np.abs(measured["shuffled"] - measured["law"]) <= 4 * measured["error"]).all()
    assert measured["column"].tolist() == trained.ARRANGEMENTS[arrangement].names


def test_equal_worth_is_equally_important_though_weights_are_six_and_one_and_a_half():
    measured = trained.importance(trained.experiment(UNITS, 0.0, 0), [3.0, 1.5, 6.0, 0.0])
    assert measured["law"].tolist()[:3] == pytest.approx([18.0, 18.0, 18.0])
    assert measured["left_out"].tolist()[:3] == pytest.approx([9.0, 9.0, 9.0])
    says = penalties.disagreement(measured, found(UNITS))
    assert says == (
        "Among the useful columns the weight of x3 is 4 times that of x2; shuffling it costs as much. Largest weight: "
        "x3; matters most when shuffled: x1, x2 and x3, as good as equal; matters most when left out: x1, x2 and x3, "
        "as good as equal; they do not agree."
    )
    assert penalties.headline(found(UNITS), 1.0, "no penalty") == (
        "Standardise before reading weights: of equal worth, x3's is 4 times x2's. Permutation importance ignores "
        "units."
    )


def test_it_is_said_which_columns_are_useful_which_stay_and_which_l1_takes():
    says = penalties.worth(found(), 1.0)
    assert says.startswith(
        "Useful here are x1, x2 and x3: the targets are made of them. Useless is x4. With L1 zero is"
    )
    plain = penalties.rows(found(), trained.NONE, 0).set_index("column").loc["x3", "law"]
    assert plain < 0.5
    assert (
        "for what is useless, x4; x1 and x2 stay, being useful; x3 goes, though useful: its weight without a penalty, "
        f"{plain:.3g}, is no more than the 0.5 that this L1 takes off." in says
    )
    assert "x2 goes, though useful" in penalties.worth(found(), 5.0)
    assert penalties.worth(found(), 0.01).endswith("takes none of them to zero.")
    assert "x1 goes, as another column carries the same" in penalties.worth(found(DOUBLE), 1.0)
    assert "x1 and x2 stay, being useful." in penalties.worth(found(COPY), 1.0)


@pytest.mark.parametrize(
    ("columns", "size", "says"),
    [
        (FOUR, 0.5, "it takes useless x4 to within one step of zero, useful ones stay; L2 sets none to zero."),
        (FOUR, 5.0, "it takes useless x4 and useful x2 and x3 to within one step of zero; L2 none."),
        (COPY, 1.0, "it takes useless x3 to within one step of zero, useful ones stay; L2 sets none to zero."),
        (DOUBLE, 1.0, "it takes useless x3 and redundant x1 to within one step of zero; L2 sets none to zero."),
    ],
)
def test_the_headline_tells_the_useless_from_the_useful_and_fits(columns, size, says):
    for model in penalties.MODELS:
        for each in trained.SIZES:
            assert fits(penalties.headline(found(columns), each, model))
    assert penalties.headline(found(columns), size, "L1") == f"L1 does: {says}"


def test_copies_are_each_important_and_each_dispensable():
    measured = trained.importance(
        trained.experiment(COPY, 0.5, 0), penalties.rows(found(COPY), trained.NONE, 0.0)["first"].tolist()
    )
    assert (measured["law"][:2] > 0.1).all()
    assert measured["left_out"].tolist()[:2] == pytest.approx([0.0, 0.0], abs=1e-9)
    says = penalties.disagreement(measured, found(COPY))
    assert "they do not agree. Leaving out x1 or x2 alone costs nothing: the other one takes over." in says


def test_what_is_said_has_the_numbers_of_its_size():
    assert penalties.note(found(), 0.01).startswith("L2 shrinks x4's weight from 0.0658 to ")
    assert penalties.note(found(), 1.0).startswith("With L1 x3 and x4 end within 0.0")
    assert "of 0; its steps reach 0.0332, and scikit-learn's Lasso has exactly 0." in penalties.note(found(), 1.0)
    assert penalties.note(found(), 1.0).endswith("L2 shrinks x4's weight from 0.0658 to 0.0439.")
    assert (
        penalties.headline(found(), 10.0, "no penalty")
        == "L1 does: it takes all weights, useful or useless, to within one step of zero; L2 sets none to zero."
    )


def test_how_far_a_step_throws_a_weight_is_said_where_l1_takes_one():
    """Theory has no weight at 0 at the smallest penalty, and all of them at the largest."""
    assert penalties.jumps(found(), 0.01) == ""
    assert "here 0.02 × 10 = 0.2, however small the weight: near zero it is thrown" in penalties.jumps(found(), 10.0)
    assert "So x1, x2, x3 and x4 cannot rest at zero" in penalties.jumps(found(), 10.0)
    assert "thrown across zero and back (x1 from " in penalties.sharing(found(DOUBLE), 1.0)


def test_how_copies_share_is_said():
    says = penalties.sharing(found(COPY), 1.0)
    assert says.startswith("x1 and x2 carry the same. With L2: 1.18 and 1.18, from every start alike. With L1: ")
    assert "the start decides (x1 from " in says
    assert "together worth 2.46 from every start (theory: 2.46)." in says
    assert penalties.sharing(found(), 1.0) == ""
    assert "but where the start decides (x1 and x2 under L1)" in penalties.caption(found(COPY))
    assert "decides" not in penalties.caption(found(DOUBLE))


def test_the_pictures_draw_laws_dashed_and_exact_zeros_as_such():
    layers = penalties.paths_chart(found(), "L1").to_dict()["layer"]
    assert layers[-1]["mark"]["strokeDash"] == [5, 4]
    assert layers[0]["encoding"]["color"]["scale"]["domain"] == ["x1", "x2", "x3", "x4"]
    shown, reach, axis = penalties.near_zero(found())
    lasso = shown.query("way == 'Lasso of scikit-learn' and size >= 1")
    assert (lasso["weight"] == axis.zero).all()
    assert (shown.query("way != 'Lasso of scikit-learn'")["weight"] > axis.zero).all()
    assert reach["size"].min() == 0.2
    assert penalties.near_zero_chart(shown, reach, axis).to_dict()["layer"][-1]["mark"]["strokeDash"] == [5, 4]


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ([0.001, -0.002, 0.0, 0.003], "Here no useful column is left with a weight of 0.01 or more"),
        ([0.5, 0.0, 0.0, 0.0], "is left with next to nothing (0), and x1 has the largest weight, 0.5."),
    ],
)
def test_weights_that_a_penalty_took_are_not_compared_with_each_other(weights, says):
    experiment = trained.experiment(FOUR, 0.5, 0)
    measured = trained.importance(experiment, weights=weights)
    told = penalties.disagreement(measured, found())
    assert says in told
    assert "∞" not in told
    assert "not a number" not in told


SHORT = {"starts": 4, "epochs": 1000}


def told(answer):
    """All sentences."""
    parts = [each for block in answer.blocks for each in (block.blocks if isinstance(block, Section) else [block])]
    return " ".join([answer.headline, answer.note, *(getattr(part, "text", "") for part in parts)])


def test_l1_sets_two_of_four_weights_to_zero_and_l2_none():
    answer = lab.ask("penalties")
    assert answer.headline == (
        "L1 does: it takes useless x4 and useful x3 to within one step of zero; L2 sets none to zero."
    )
    assert "L2 shrinks x4's weight from 0.0658 to 0.0439." in answer.note
    assert answer.note.endswith("(Each penalty from 16 starts, 3,000 epochs.)")
    assert len(answer.figures()) == 3


def test_of_l2_it_is_said_and_drawn_first_where_it_is_looked_at():
    answer = lab.ask("penalties", model="L2")
    assert answer.headline == (
        "Not L2: it makes weights only small; L1 takes useless x4 and useful x3 to within one step of zero."
    )
    assert "L2 penalty" in str(answer.figures()[0].spec)
    assert "L1 penalty" in str(lab.ask("penalties").figures()[0].spec)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"columns": "equal worth, other units"}, "Largest weight: x3"),
        ({"size": 0.01}, "L1 does, but not at this size: it sets no weight to zero here, and L2 sets none to zero."),
        ({"epochs": 30}, "L1 does, given time: it takes useless x4 and useful x3 towards zero;"),
    ],
)
def test_every_setting_is_in_what_is_said(settings, sentence):
    assert sentence in told(lab.ask("penalties", **SHORT | settings))


@pytest.mark.parametrize(("model", "kept"), [("no penalty", (0, 0)), ("L1", (0.5, 0)), ("L2", (0, 0.5))])
def test_the_run_to_take_along_is_of_the_model_that_is_looked_at(model, kept):
    training = lab.ask("penalties", model=model, size=0.5, epochs=30, starts=1).experiment.training
    assert (training.l1, training.weight_decay) == kept
