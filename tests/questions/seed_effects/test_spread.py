"""Where do many starts of one network end?"""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import lab
from lab import initial, question
from lab.answer import Advice, Section, Why, Words
from lab.laws import seeds as laws
from lab.questions.seed_effects import spread
from lab.questions.seed_effects.spread import paired, pictures, reasons, singly, sizes
from lab.seeds import spread as seeds
from lab.seeds.starts import SCHEME, Starts

SHORT = {"epochs": 100, "seeds": 5}
NO_LEVELS = laws.stuck_levels([])


def words(answer):
    """All paragraphs of an answer, sections included."""
    blocks = [each for block in answer.blocks for each in (block.blocks if isinstance(block, Section) else [block])]
    return " ".join(block.text for block in blocks if isinstance(block, Words))


def test_the_levels_are_told_for_xor_and_not_for_moons():
    assert "2 of 4 examples share the output 1/2: cost 2/4 × 0.25 = **1/8** (0.125)" in words(
        lab.ask("spread", **SHORT)
    )
    assert "theory has no level" in words(lab.ask("spread", data="moons", **SHORT))
    assert "three for XOR and networks with hidden units" in words(lab.ask("spread", hidden="none", **SHORT))


def test_the_levels_of_the_cross_entropy_are_told_and_drawn_as_those_of_squared_error_are():
    """To somebody who saw runs of XOR at 0.35 the page said that theory had no level for these data."""
    answer = lab.ask("spread", cost="cross-entropy", epochs=2000, seeds=50)
    assert "cost 2/4 × 0.6931 = **0.3466**" in words(answer)
    assert "3 of 4 examples share the output 1/3 or 2/3: cost 3/4 × 0.6365 = **0.4774**" in words(answer)
    assert "no level" not in words(answer)
    drawn = pd.concat(answer.figures()[1].frames.values())
    assert drawn["name"].dropna().tolist() == ["0.3466", "0.4774", "0.6931"]
    said = " ".join(block.text for block in answer.blocks if isinstance(block, Why | Advice))
    assert "leaves a cost of 0.3466, 0.4774 or 0.6931, dashed in the picture." in said
    assert "seeds_part=stuck&seeds_stuck_cost=cross-entropy)" in said


def test_ten_thousand_seeds_are_allowed_and_the_last_can_be_looked_at():
    answer = lab.ask("spread", epochs=1, seeds=10_000, seed=9_999)
    assert "of 10,000 runs" in answer.note
    assert answer.figures()[-1].says.startswith("Seed 9,999: uniform ends at")


def test_schemes_are_compared_seed_by_seed():
    answer = lab.ask("spread", schemes=["uniform", "he_normal"], **SHORT)
    assert "(5 pairs). Each pair has the data" in words(answer)
    assert answer.frames()[-1].index.tolist() == ["he normal − uniform"]


def test_a_seed_that_was_not_trained_is_said_to_be_none():
    assert "There is no run of seed 5: the seeds are 0 to 4." in words(lab.ask("spread", seed=5, **SHORT))


def test_a_range_of_one_s_own_is_used_and_one_that_falls_is_refused():
    own = {"span": "my own", "low": 0.2, **SHORT}
    assert lab.ask("spread", **own).experiment.init.low == 0.2
    with pytest.raises(ValueError, match=r"^The range must run from the lower number to the higher one; got 0.2 to −1"):
        lab.ask("spread", **own, high=-1)


def test_orthogonal_draws_no_biases():
    answer = lab.ask("spread", schemes=["uniform", "orthogonal"], **SHORT)
    assert answer.experiment.init.bias == "zeros"


def test_runs_that_diverge_are_said_to():
    answer = lab.ask("spread", data="diabetes", activation="relu", rate=100.0, **SHORT)
    assert "Diverged, and in no curve: 5 with uniform." in answer.note
    assert answer.headline == "Not one of 5 runs ends solved: they diverge."


def test_work_too_large_is_refused_with_its_figure():
    with pytest.raises(ValueError, match="^This run would take"):
        lab.ask("spread", data="digits", seeds=2000, epochs=20_000)


def test_a_click_on_a_pile_of_runs_turns_the_seed():
    picked = lab.ask("spread", **SHORT).figures()[1].sets
    assert (picked.knob, picked.selection, picked.fields) == ("seed", "pile", ("seed",))


def frame(**losses):
    rows = [(scheme.replace("_", " "), seed, loss) for scheme, each in losses.items() for seed, loss in enumerate(each)]
    return pd.DataFrame(rows, columns=["scheme", "seed", "loss"])


def test_clusters_hold_every_finite_run_once():
    ends = frame(uniform=[0.0, 0.001, 0.125, 0.125, np.nan], he_normal=[0.25] * 5)
    clusters = pictures.clusters(ends)
    assert clusters["runs"].sum() == 9
    assert clusters["seed"].tolist() == [0, 2, 0]
    assert clusters.query("scheme == 'he normal'")["share"].tolist() == [1.0]
    assert clusters.query("end == 0.125")["runs"].tolist() == [2]


def test_runs_on_either_side_of_a_round_number_are_in_one_cluster():
    clusters = pictures.clusters(frame(uniform=[0.0, 0.006, 0.2499, 0.25, 0.2501]))
    assert clusters["runs"].tolist() == [2, 3]


def test_runs_that_lie_together_on_the_axis_are_in_one_cluster_however_little_they_differ():
    ends = frame(uniform=[0.0001, 0.0002, 0.0003])
    assert pictures.clusters(ends)["runs"].tolist() == [1, 1, 1]
    levels = laws.stuck_levels([0, 1, 1, 0])
    assert pictures.ends(ends, "loss", levels, "", below=0.05).says.endswith("uniform: 3 near 0.0002.")
    assert "Of the" not in pictures.largest(ends, "loss", 0.05, levels)


def test_clusters_of_runs_that_all_diverged_are_none():
    assert pictures.clusters(frame(uniform=[np.nan, np.inf])).empty


def test_the_sentence_has_share_interval_bound_runs_and_steps():
    solved = seeds.solved(frame(uniform=[0.01] * 187 + [0.125] * 13), 0.05)
    assert spread.verdict(solved, 0.05, 4000) == (
        "187 of 200 runs end with a cost below 0.05 after 4,000 epochs: 93.5 % (95 % interval 89.2 to 96.2 %)."
    )


def test_the_sentence_of_several_schemes_names_each():
    says = spread.verdict(seeds.solved(frame(uniform=[0.0, 1.0], he_normal=[1.0, 1.0]), 0.5), 0.5, 10)
    assert says.startswith("Runs that end with a cost below 0.5 after 10 epochs, of 2 each: uniform 50.0 %")
    assert "; he normal 0.0 %" in says


def test_a_seed_is_ranked_among_the_others():
    assert pictures.rank(frame(uniform=[0.1, 0.2, 0.3, np.nan], he_normal=[np.nan, 0.0, 0.0, 0.0]), 0) == (
        "Seed 0: uniform ends at 0.1, lower than 100 % of the other runs; he normal diverged."
    )


def test_one_run_and_one_epoch_are_said_as_one():
    one = pd.DataFrame(
        {"scheme": ["uniform"], "solved": 1, "runs": 1, "diverged": 0, "share": 1.0, "low": 0.2, "high": 1}
    )
    assert spread.verdict(one, 0.05, 1).startswith("1 of 1 run ends with a cost below 0.05 after 1 epoch: ")
    gone = pd.DataFrame({"scheme": "uniform", "epoch": [0, 1], "mid": [1.0, np.nan]})
    said = "Median cost over 1 epoch: uniform from 1 to no finite number, as all runs diverged."
    assert pictures.course(gone) == said


def made(*ends):
    """Starts with these final costs, a row a scheme."""
    loss = np.array(ends, float)[:, :, None]
    variants = [{SCHEME: name} for name in ("uniform", "he_normal", "zeros")[: len(loss)]]
    return Starts(seeds.START, variants, range(loss.shape[1]), np.array([0]), loss, None, loss.shape[1])


def test_one_unit_alone_where_it_ends_is_computed_as_by_hand():
    """Two runs of one input: weights 1 before and 2 after, so that each unit can be told apart."""
    shapes = (6, 2, 2), (6, 2), (6, 2, 1), (6, 1)
    began, ended = ([np.full(shape, value) for shape in shapes] for value in (1.0, 2.0))
    one, other, output, offset = singly._moved(began, ended, 1)
    assert (one[0].tolist(), other[0].tolist()) == ([[1, 2], [1, 2]], [1, 2])
    assert (output[0].tolist(), offset[0].tolist()) == ([[1], [2]], [1])
    assert (began[0] == 1).all()  # which is left as it was


def test_no_unit_has_an_optimum_of_its_own():
    answer = lab.ask("spread", seeds=50)
    (section,) = [each for each in answer.blocks if getattr(each, "title", "").startswith("Is one unit nearer")]
    words, figure = section.blocks
    assert words.text.startswith("No unit has an optimum of its own.")
    (table,) = [frame for frame in figure.frames.values() if "began" in frame]
    solved = table[table["place"] == singly.ENDED]
    assert (solved["cost"] < 0.05).all()
    assert len(table[table["place"] == singly.ONE]) == 2 * len(solved)
    assert solved.set_index("seed")["began"].equals(
        table[table["place"] == singly.BEGAN].set_index("seed")["cost"].rename("began")
    )


def test_who_asks_whether_some_units_are_better_optimised_is_first_told_that_none_has_an_optimum():
    """The claim led to a headline about how many runs are solved, which is no answer to it."""
    text = "will some units be more optimised than other units because they by chance start nearer to their optimum?"
    slug, settings = question.from_address(lab.find(text)[0].address)
    assert (slug, settings["by"]) == ("spread", "unit")
    answer = lab.ask("spread", **settings | {"seeds": 50})
    assert answer.headline.startswith("No unit has an optimum of its own: one alone at its end takes the cost from 0.2")
    assert answer.note.startswith("With one unit put where it ends")
    assert "began" in next(iter(answer.figures()[0].frames.values()))
    assert [block.text[:40] for block in answer.blocks if isinstance(block, Why)] == [
        "All units are trained on one cost, and t"
    ]
    assert [block.title for block in answer.blocks if isinstance(block, Section)][0] == "Where the runs end"
    assert not any(getattr(each, "title", "").startswith("Is one unit nearer") for each in answer.blocks)
    assert not lab.ask("spread", by="unit", epochs=1, seeds=10).headline.startswith("No unit")


def test_ten_thousand_starts_leave_the_epochs_as_they_are():
    assert spread.TRY["And of 10,000 starts?"] == {"seeds": 10_000}
    assert isinstance(spread.TRY["And of 10,000 starts?"], question.Onto)


@pytest.mark.parametrize("settings", [{"hidden": 1}, {"hidden": "8 and 8"}, {"data": "digits"}, {"epochs": 1}])
def test_of_one_unit_nothing_is_said_where_there_is_nothing_to_say(settings):
    titles = [getattr(each, "title", "") for each in lab.ask("spread", **{"seeds": 10, "epochs": 1} | settings).blocks]
    assert not any(title.startswith("Is one unit nearer") for title in titles)


def test_the_interval_is_that_of_a_paired_t_test():
    rng = np.random.default_rng(1)
    one, other = rng.random(30), rng.random(30)
    row = paired.against_first(made(one, other)).iloc[0]
    interval = stats.ttest_rel(other, one).confidence_interval(0.95)
    assert (row["low"], row["high"]) == pytest.approx((interval.low, interval.high))
    assert (row["lower"], row["pairs"]) == ((other < one).sum(), 30)


def test_the_reasons_are_those_of_runs_that_moved_and_those_that_did_not_are_said_not_to_have():
    levels = laws.stuck_levels([0, 1, 1, 0])
    unknown = np.full(3, np.nan)  # accuracies
    slow = reasons.higher(np.full(3, 0.254), np.full(3, 0.251), levels, unknown)
    assert slow == [
        "3 runs have hardly moved: the last cost is within 10 % of the first, and more epochs or another rate would "
        "tell whether they are stuck or only slow."
    ]
    where, count = reasons.higher(np.full(3, 0.3), np.array([0.13, 0.125, 0.2]), levels, unknown)
    assert where.endswith("which leaves a cost of 1/8, 1/6 or 1/4, dashed in the picture.")
    assert count == "3 runs end higher: 2 at 1/8, none at 1/6, none at 1/4 and 1 elsewhere, perhaps on the way down."
    _, count, above, one = reasons.higher(np.full(3, 0.25), np.array([0.25, 0.5, 0.1667]), levels, unknown)
    assert count == "3 runs end higher: none at 1/8, 1 at 1/6, 1 at 1/4 and 1 above all of these."
    assert above.startswith("Above all of these is worse")
    assert one.startswith("Of these, 1 has hardly moved")


def test_the_accuracies_of_runs_that_end_higher_are_said():
    ends, right = np.array([0.125, 0.125, 0.1667]), np.array([0.5, 0.75, 0.75])
    _, half, count = reasons.higher(np.full(3, 0.25), ends, laws.stuck_levels([0, 1, 1, 0]), right)
    assert half.startswith("Whether an output of about 1/2")
    assert "2 (accuracy 50 to 75 %) at 1/8, 1 (accuracy 75 %) at 1/6 and none at 1/4." in count


def test_how_many_runs_end_with_which_accuracy_is_said_where_there_are_few():
    assert reasons.accuracies(pd.Series([0.5, 1.0, 1.0, 0.75])) == "Accuracy: 100 % in 2 runs, 75 % in 1 and 50 % in 1."
    assert reasons.accuracies(pd.Series([0.884, 0.876])) == "Accuracy: 88 % in 2 runs."
    ends = frame(uniform=[0.01, 0.2, 0.3, 0.4, 0.5, 0.6, np.nan])
    many = spread.costs(ends.assign(accuracy=[0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0]), 0.05, 10)
    assert many.endswith("Accuracy after 10 epochs, median (middle 90 %): uniform 0.35 (0.125 to 0.575).")
    few = spread.costs(ends.assign(accuracy=[1.0, *[0.5] * 5, 0.0]), 0.05, 10)
    assert few.endswith("Accuracy: 100 % in 1 run and 50 % in 5.")
    assert "Accuracy" not in spread.costs(ends, 0.05, 10)
    assert "Accuracy: 50 % in 5 runs." in lab.ask("spread", **SHORT).note


def test_what_helps_a_stuck_run_follows_what_was_measured():
    xor, ends = seeds.START, {"some": [0.0, 0.0, 0.0, 0.125], "all": [0.0] * 4, "none": [0.25] * 4, "one": [0.25]}
    found = {name: seeds.solved(frame(uniform=each), 0.05) for name, each in ends.items()}
    some = reasons.when_stuck(xor, found["some"])
    assert "Start it again from another seed: of these starts 75 % are solved (95 % interval 30 to 95 %). More" in some
    assert "More hidden units help, too: [" in some
    assert reasons.when_stuck(xor, found["all"]) == ""
    none = reasons.when_stuck(xor, found["none"])
    assert none.startswith("Another seed alone may not help: none of 4 runs here is solved. See [")
    single = reasons.when_stuck(lab.vary(xor, {"network.hidden": (1,)}), found["none"])
    assert "XOR takes more hidden units: [" in single
    assert "hidden units" not in reasons.when_stuck(lab.vary(xor, {"network.hidden": (8,)}), found["some"])
    assert "Start it again from another seed. See" in reasons.when_stuck(xor, found["one"])
    two = seeds.solved(frame(uniform=[0.0, 0.0], he_normal=[0.0, 0.125]), 0.05)
    assert "of the starts from uniform 100 % are solved (95 % interval 34 to 100 %)." in reasons.when_stuck(xor, two)
    assert reasons.when_stuck(xor, seeds.solved(frame(uniform=[0.0, np.nan]), 0.05)) == ""


def test_the_lines_to_copy_train_as_long_as_the_picture():
    (advice,) = [block for block in lab.ask("spread", **SHORT).blocks if isinstance(block, Advice)]
    assert "epochs=100, verbose" in advice.code
    assert advice.text.startswith("Another seed alone may not help: none of 5 runs")


@pytest.mark.parametrize("bias", ["same", "zeros"])
def test_the_sizes_of_first_weights_are_those_that_are_drawn(bias):
    """4 standard errors of a standard deviation, sd / sqrt(2 n) of normal draws, of others less."""
    experiment = lab.vary(seeds.START, {"network.hidden": (8,), "init.bias": bias})
    schemes = ("uniform", "glorot_uniform", "he_normal", "lecun_normal")
    for row, scheme in zip(sizes.drawn(experiment, schemes).itertuples(), schemes, strict=True):
        kernel, biases, *_ = initial.starts(lab.vary(experiment, {SCHEME: scheme}), range(500))
        assert row.weights == pytest.approx(kernel.std(), rel=4 / np.sqrt(2 * kernel.size))
        assert row.biases == pytest.approx(biases.std(), rel=4 / np.sqrt(2 * biases.size))


def test_why_schemes_differ_is_said_with_the_activation_and_as_measured():
    schemes = ("uniform", "glorot_uniform", "he_normal")
    size, relu, fewer = sizes.why(seeds.START, schemes, (0.9, 0.8, 0.7))
    assert "0.29 from uniform, 0.71 from glorot uniform and 1 from he normal; its biases the same, while" in size
    assert relu == "He's rule is made for ReLU; the units here are sigmoid units."
    assert fewer == "Among these, the larger the first weights, the fewer runs are solved."
    assert "the more runs" in sizes.why(seeds.START, schemes, (0.7, 0.8, 0.9))[-1]
    assert len(sizes.why(seeds.START, schemes, (0.9, 0.7, 0.8))) == 2
    assert sizes.why(seeds.START, ("uniform", "zeros"), (0.9, 0.0)) == []
    zero = sizes.why(lab.vary(seeds.START, {"init.bias": "zeros"}), schemes, (0.9, 0.8, 0.7))[0]
    assert zero.endswith("biases start at zero, as in Keras.")
    (section,) = sizes.by_inputs(seeds.START, schemes)
    assert "a sum of n terms has n times the variance of one" in section.blocks[0].text
    assert "He's is 2/n, as ReLU drops half" in section.blocks[0].text
    assert sizes.by_inputs(seeds.START, ("uniform", "normal")) == sizes.by_inputs(seeds.START, ("he_normal",)) == ()


def test_the_headline_of_several_schemes_names_the_units_and_stays_short():
    solved = seeds.solved(frame(glorot_uniform=[0.0, 0.0], glorot_normal=[0.0, 1.0]), 0.05)
    told = spread.headline(solved, lab.Network(hidden=(2,), activation="leaky_relu"))
    assert told == (
        "With leaky relu units, most runs are solved from glorot uniform, 100 %; fewest from glorot normal, 50 %."
    )
    assert len(told.replace(" %", "%").split()) <= 20
    assert spread.headline(solved, lab.Network(hidden=())).startswith("Most runs are solved from glorot uniform")


def test_at_a_rate_too_small_to_move_nothing_is_said_to_be_stuck():
    (said,) = (block.text for block in lab.ask("spread", rate=0.001, **SHORT).blocks if isinstance(block, Why))
    assert "5 runs have hardly moved" in said
    assert "end higher" not in said


def test_the_rate_begins_as_suits_the_optimizer_and_one_that_is_named_stays():
    assert question.from_address("seed_effects?seeds_optimizer=adam")[1]["rate"] == spread.USUAL["adam"]
    assert question.from_address("seed_effects?seeds_optimizer=adam&seeds_rate=0.1")[1]["rate"] == 0.1
    assert question.from_address("seed_effects?seeds_rate=0.1")[1]["rate"] == 0.1


def test_a_rate_too_large_for_the_optimizer_is_told():
    assert "A rate of 2 is too large for Adam" in lab.ask("spread", optimizer="adam", rate=2.0, **SHORT).note
    assert reasons.too_large("adam", 0.1) == reasons.too_large("sgd", 10.0) == ""


def test_the_note_says_where_weights_start_and_the_caption_why_the_dot_has_fewer_runs():
    answer = lab.ask("spread", **SHORT)
    assert answer.note.startswith("XOR, 2 hidden units. First weights from −0.5 to 0.5. 0 of 5 runs")
    ends = frame(uniform=[0.001] * 4 + [0.04, 0.125])
    assert "Of the 5 solved runs 4 are in the largest dot" in pictures.largest(ends, "loss", 0.05, NO_LEVELS)
    assert "Of the" not in pictures.largest(ends, "loss", 0.01, NO_LEVELS)


def test_a_diverged_run_leaves_the_mean_and_counts_as_higher():
    row = paired.against_first(made([1.0, 1.0, np.nan, 1.0], [0.5, np.inf, 0.5, 0.25])).iloc[0]
    assert (row["pairs"], row["mean"], row["lower"], row["equal"]) == (2, -0.625, 3, 0)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], "He normal ends exactly like uniform at every seed (3 pairs)."),
        ([1.0, 2.0, 3.0], [0.5, 1.4, 2.5], "On average he normal ends lower than uniform (3 pairs)."),
        ([1.0, 2.0], [0.5, 3.0], "On average he normal and uniform cannot be told apart (2 pairs)."),
        (
            [np.nan],
            [np.inf],
            "No seed is left to compare he normal and uniform: one of them diverged at each (1 pair).",
        ),
        ([1.0], [0.5], "On average he normal and uniform cannot be told apart (1 pair)."),
        (
            [1.0] * 20,
            [0.9] * 11 + [9.0] * 9,
            "On average he normal ends higher than uniform, though lower at 11 of the 20 seeds (20 pairs).",
        ),
    ],
)
def test_the_sentence_says_what_the_pairs_say(one, other, said):
    differences = paired.against_first(made(one, other))
    assert paired.verdict(differences).startswith(said)
    assert paired.table(differences).index.tolist() == ["he normal − uniform"]


def test_every_further_scheme_is_held_against_the_first():
    frame = paired.against_first(made([1.0, 2.0], [1.0, 2.0], [2.0, 3.0]))
    assert frame["scheme"].tolist() == ["he normal", "zeros"]
    assert frame["mean"].tolist() == [0.0, 1.0]
    assert paired.against_first(made([1.0, 2.0])).empty


def test_by_accuracy_the_answer_speaks_of_accuracy():
    ends = frame(uniform=[0.0, 0.1, 0.1, 0.1, 0.1], he_normal=[0.1] * 5)
    told = spread.of_accuracy(seeds.quantiles(ends.assign(accuracy=[0.25, 0.5, 0.5, 0.5, 1.0] + [0.75] * 5)))
    assert told == "Accuracy is highest from he normal, 75 % in the median run; lowest from uniform, 50 %."
    answer = lab.ask("spread", by="accuracy", **SHORT)
    assert answer.headline == "Nearly all at one accuracy, 50 %."
    assert "solved" not in answer.headline
    assert "Accuracy after 100 epochs, median (middle 90 %): uniform 0.5 (0.5 to 0.5)." in answer.note
    assert "cost" not in answer.note
    uneven = seeds.quantiles(ends[:5].assign(accuracy=[0.25, 1.0, 1.0, 1.0, 1.0]))
    assert spread.of_accuracy(uneven).endswith("the median run gets 100 % right, one run in twenty 40 % or less.")
    assert "Accuracy after" in str(answer.figures()[0].spec)
    assert all("end higher" not in block.text for block in answer.blocks if isinstance(block, Why))
