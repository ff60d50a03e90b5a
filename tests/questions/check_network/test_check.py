"""The checkup of a network that is written, pasted or brought."""

import re
from itertools import combinations

import keras
import numpy as np
import pandas as pd
import pytest

import lab
from lab import charts, question
from lab.answer import Code, Figure, Section, Words
from lab.check import steps
from lab.check.checkup import CAUSES_FIRST, CHECKS
from lab.prose import unmarked
from lab.questions.check_network import check
from lab.questions.check_network.check import SYMPTOMS, asks, causes, measure, trained
from lab.questions.check_network.check.causes import SAME
from lab.reading import sample


def why(answer):
    """What stands right below the headline, beside the knobs."""
    return unmarked(" ".join(block.text for block in answer.blocks[:1] if isinstance(block, Words)))


def worst(answer):
    """check -> its verdict, of the answer's table."""
    table = next(frame for frame in answer.frames() if "because" in frame and "measured" in frame)
    names = {shown: name for name, shown in asks.NAMES.items()}
    return {names.get(row.check, row.check.replace(" ", "_")): row.verdict.split()[-1] for row in table.itertuples()}


def test_it_is_among_the_questions():
    assert "check" in lab.questions()


def test_a_usual_network_is_in_order_and_said_to_be_an_example():
    answer = lab.ask("check")
    assert answer.headline == ("This is an example, not your network: paste your code, or write its layers.")
    assert set(worst(answer)) == set(CHECKS)
    assert answer.note.endswith("training changes 2,410 weights.")


def test_what_is_changed_about_the_example_leaves_it_one():
    assert lab.ask("check", rate=0.003).note.startswith("The network is an example: write your own layers")
    own = lab.ask("check", layers="Dense 16 relu, Dense 10 softmax")
    assert own.headline == "Nothing is wrong with the start of this network, on data that are not yours."
    assert "example" not in own.note
    assert own.note.startswith("Checked on data that came along, not on yours: *A table of mine* takes a CSV file")


def test_a_symptom_that_nothing_explains_gets_its_usual_causes_without_those_that_are_seen():
    def told(**settings):
        answer = lab.ask("check", symptom="It is stuck at chance", **settings)
        return next(each for each in answer.blocks if "what to test" in getattr(each, "title", "")).blocks

    means, causes = told()
    assert means.text.startswith("10 % right is what guessing among 10 classes gets, at a cost of ln 10 = 2.30.")
    assert "A softmax of one unit" in causes.text
    means, causes = told(layers="Dense 16 relu, Dense 1 sigmoid", data="circles", rate=0.003)
    assert means.text.startswith("50 % right is what guessing among 2 classes gets")
    for seen in ("A softmax of one unit", "learning rate"):
        assert seen not in causes.text


def test_the_headline_names_what_is_to_be_looked_at_beside_the_checks_of_a_symptom():
    found = ordered("It is stuck at chance", labels="ok", clones="ok", luck="warn")
    told = check.headline(found, "It is stuck at chance")
    assert told == "The usual checks find nothing, but look at starts that decide."


def test_what_is_not_judged_has_a_word_of_its_own_and_is_nothing_to_look_at():
    found = ordered(first_cost="warn", luck="ok", because="Not judged: no.")
    assert set(found["word"]) == {"– not judged"}
    said = "Nothing is wrong with the start of this network"
    assert check.headline(found, check.EVERYTHING) == f"{said}, on data that are not yours."
    assert check.headline(found, check.EVERYTHING, (causes.NETWORK, causes.DATA)) == f"{said}."
    assert check.spoken(found) == "Not judged (2): first cost, other starts."


def test_zeros_are_found_with_their_cure():
    answer = lab.ask("check", layers="Dense 32 sigmoid zeros, Dense 10 softmax zeros")
    assert worst(answer)["clones"] == "fault"
    assert answer.headline == "All weights of dense are zero and get the same gradient in every unit."
    assert answer.figures()[0].says.startswith(f"Fault, weights of zero: {answer.headline} ")
    titles = [getattr(each, "title", "") for each in answer.blocks]
    assert [each for each in titles if each.startswith("Fault")] == ["Fault: weights of zero · dense"]
    assert "What may follow from that: check it again afterwards" in titles
    assert answer.figures()[-1].says.startswith("Of 496 pairs of 32 units of dense, 496 have the same direction")


def test_a_symptom_puts_what_tells_first():
    answer = lab.ask(
        "check", layers="Dense 16 relu, Dense 1 softmax", data="circles", symptom="All predictions are the same"
    )
    table = next(frame for frame in answer.frames() if "measured" in frame)
    assert table["check"].iloc[0] == "output and loss"
    assert answer.headline.startswith("dense_1 is a softmax of one unit: it says 1 to everything")


@pytest.mark.parametrize(
    ("last", "loss", "says"),
    [
        ("softmax", "what fits", "a softmax of one unit: it says 1 to everything, whatever its weights are."),
        ("softmax", "mse", "a softmax of one unit: it says 1 to everything, whatever its weights are."),
        (
            "sigmoid",
            "categorical_crossentropy",
            "one output, and categorical crossentropy is for several: where there is no choice the cost is 0.",
        ),
        (
            "sigmoid",
            "sparse_categorical_crossentropy",
            "one output, and the labels go up to 1: each class needs an output of its own.",
        ),
    ],
)
def test_an_output_that_can_learn_nothing_is_the_headline_and_what_its_cost_does_is_not_said_to_be_fine(
    last, loss, says
):
    answer = lab.ask("check", layers=f"Dense 8 relu, Dense 1 {last}", data="circles", loss=loss)
    assert says in unmarked(answer.headline)
    assert unmarked(answer.headline).startswith("dense_1 ")
    assert unmarked(answer.headline) not in unmarked(answer.note)
    found = worst(answer)
    assert [found[name] for name in ("first_cost", "one_batch", "luck") if found.get(name) == "ok"] == []


def ends(*accuracies):
    """Trainings that ended at these accuracies, where guessing gets 10 %."""
    rows = {"seed": range(len(accuracies)), "epoch": 1, "cost": 1.0, "accuracy": accuracies}
    return trained.Ends(pd.DataFrame(rows), 0.1, 32)


@pytest.mark.parametrize(
    ("accuracies", "verdict"), [((0.9, 0.9, 0.9), "ok"), ((0.9, 0.9, 0.1), "warn"), ((0.9, 0.1, 0.1), "fault")]
)
def test_what_the_trained_starts_say_of_luck_is_its_verdict(accuracies, verdict):
    found = pd.DataFrame({"check": ["labels", "luck"], "verdict": "ok", "because": "Not judged: no time."})
    judged = ends(*accuracies).judged(found.assign(measured=0.0, expected=0.0, follows=""))
    assert list(judged["verdict"]) == ["ok", verdict]
    assert judged["because"].iloc[1].startswith("Trained from 3 starts, ")


def test_runs_that_learn_nothing_are_in_the_headline_whatever_is_to_be_looked_at():
    found, stuck = ordered(inputs="warn", luck="warn"), ends(*[0.9] * 15, 0.1)
    told = check.headline(found, check.EVERYTHING, ends=stuck)
    assert told == "Look at inputs that do not fit: 1 of 16 runs ends no better than guessing."
    behind = ordered(updates="warn", luck="warn").assign(follows=["learning_rate", ""])
    assert check.headline(behind, check.EVERYTHING) == "No fault, but look at this: starts that decide."
    told = check.headline(found[found["check"] == "luck"], check.EVERYTHING, ends=stuck)
    assert told == "No fault, but 1 of 16 runs ends no better than guessing."


@pytest.mark.parametrize(("rate", "says"), [(0.1, "a learning rate that is too large"), (0.01, "Nothing is wrong")])
def test_a_rate_of_adam_that_is_too_large_is_said_to_be(rate, says):
    answer = lab.ask("check", layers="2 x Dense 128 relu, Dense 10 softmax", rate=rate)
    assert says in answer.headline


def test_every_check_has_words_and_every_symptom_checks():
    assert set(asks.PHRASES) == set(asks.ASKS) == set(CHECKS)
    assert {check for wanted in SYMPTOMS.values() for check in wanted} <= set(CHECKS)


LONG = f"{'Too long a sentence for a headline, ' * 5}it is. And short."


def ordered(symptom=check.EVERYTHING, because=LONG, **verdicts):
    """Findings as the page has them: check -> verdict."""
    rows = {"check": list(verdicts), "verdict": list(verdicts.values()), "because": because, "follows": ""}
    return check.arranged(pd.DataFrame(rows).assign(measured=1.0, expected=1.0, question=""), symptom)


def test_the_headline_leads_with_the_cause_whatever_else_is_at_fault():
    told = check.headline(ordered(first_cost="fault", luck="fault", labels="fault"), check.EVERYTHING)
    assert told == "1 fault: labels that do not fit; 2 more may be its consequences."
    told = check.headline(ordered(labels="fault", inputs="fault", clones="fault", luck="fault"), check.EVERYTHING)
    assert told == "3 faults: labels that do not fit, inputs that do not fit, and 1 more."
    told = check.headline(ordered(one_batch="fault", inputs="warn"), check.EVERYTHING)
    assert told == "Look first at inputs that do not fit; 1 fault may follow from it."
    told = check.headline(ordered(SAME, labels="fault", luck="fault"), SAME)
    assert told == "1 fault that can cause this: labels that do not fit; 1 more may be its consequence."


def test_the_headline_is_the_sentence_of_the_only_cause_where_it_is_short():
    found = ordered(first_cost="fault", luck="fault", labels="fault")
    assert check.headline(found, check.EVERYTHING).startswith("1 fault: labels that do not fit")
    short = found.assign(because="The labels of x.y go from 1 to 10. There is more.")
    assert check.headline(short, check.EVERYTHING) == "The labels of x.y go from 1 to 10."


def test_a_headline_of_any_faults_is_short():
    for one, other in combinations(CHECKS, 2):
        rest = [name for name in CHECKS if CAUSES_FIRST.index(name) > max(map(CAUSES_FIRST.index, (one, other)))]
        told = check.headline(ordered(**dict.fromkeys((one, other, *rest[:1]), "fault")), check.EVERYTHING)
        assert len(told.split()) <= 20, told


def test_a_pasted_network_is_checked_and_kept_private():
    model = keras.Sequential([keras.Input((12,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(3, "softmax")])
    answer = lab.ask("check", text=model.to_json(), data="random")
    assert answer.private
    assert "text" not in answer.settings
    assert "123 weights" not in answer.headline
    assert "131 weights" in answer.note


def test_what_is_missing_is_asked_for():
    assert lab.ask("check", source="json").headline == "Paste your network: what `print(model.to_json())` prints."
    assert lab.ask("check", source="file").headline == "Choose a .keras file: `model.save` writes it."
    waiting = lab.ask("check", data="own")
    assert waiting.headline == "Choose a CSV file: its last column is the target."
    assert list(waiting.frames()[0]) == list(sample.table())
    found = worst(lab.ask("check", data="own", table=sample.csv(), layers="Dense 8 relu, Dense 1"))
    assert (found["targets"], found["inputs"]) == ("look", "fault")  # which are as large as they come


def test_a_table_of_ones_own_is_checked():
    rows = "\n".join(f"{i},{i % 7},{'uvw'[i % 3]},{i % 5},{'yes' if i % 7 > 3 else 'no'}" for i in range(120))
    table = f"row,a,letter,b,kind\n{rows}".encode()
    answer = lab.ask("check", data="own", table=table, layers="Dense 8 relu, Dense 1 sigmoid")
    assert answer.private
    note = answer.note.replace("\\", "")  # what a reader sees of the Markdown
    assert "2 columns of numbers (not taken for quantities, and not used: row and letter)" in note
    assert worst(answer)["labels"] == "ok"


def test_how_many_starts_learned_comes_first():
    rows = pd.DataFrame({"seed": range(16), "epoch": 10, "cost": 0.5, "accuracy": [0.1, *[0.8] * 15]})
    told = "surely better than always guessing the most frequent class, which gets 10 %: they end at an accuracy of"
    assert trained.Ends(rows, 0.1, 32).sentence == (
        f"After 10 epochs, in batches of 32, 15 of the 16 starts are {told} 10 to 80 % of examples that they trained "
        "on, with a standard deviation of 18 points between starts."  # sqrt((60**2 + 15 * 5**2) / 15) = 17.5
    )
    rows = rows.assign(accuracy=0.1)
    assert trained.Ends(rows, 0.1, 32).sentence == (
        f"After 10 epochs, in batches of 32, none of the 16 starts is {told} 10 % of examples that they trained on."
    )


@pytest.mark.parametrize(
    ("layers", "data"),
    [
        (check.LAYERS, "digits"),
        ("Dense 16 tanh, Dense 3 softmax", "iris"),
        ("Dense 16 relu, Dense 1 sigmoid", "circles"),
        ("Dense 16 relu, Dense 1", "diabetes"),
        ("Sequential([Dense(8), Dense(1)])\nmodel.compile('adam', BinaryCrossentropy(from_logits=True))", "circles"),
        ("Dense 16 relu, Dense 7 softmax", "random"),
        ("Embedding 1000 8, GlobalAveragePooling1D, Dense 1 sigmoid", "random"),
        ("Embedding 1000 8, GlobalAveragePooling1D, Dense 10 softmax", "digits"),
        ("Sequential([Input((28, 28, 1)), Flatten(), Dense(10, 'softmax')])", "random"),
        ("Sequential([Input((8, 8, 1)), Flatten(), Dense(10, 'softmax')])", "digits"),
        ("Sequential([Input((784,)), Dense(10, 'softmax')])", "digits"),
    ],
)
def test_the_data_begin_as_they_fit_what_the_network_gives(layers, data):
    answer = lab.ask("check", layers=layers)
    assert answer.settings["data"] == data
    assert "needs an output of its own" not in answer.to_json()


def test_another_shape_than_the_data_have_is_told_of():
    code = "Sequential([Input(shape=(28, 28, 1)), Conv2D(4, 3), Flatten(), Dense(10, activation='softmax')])"
    told = "Your code says 28 × 28 × 1 numbers an example; what is checked takes 8 × 8 × 1, as these data have."
    assert told in unmarked(lab.ask("check", layers=code, data="digits").note)
    own = unmarked(lab.ask("check", layers=code).note)
    assert "Checked on numbers at random, not on yours" in own
    assert ("Your code says" in own, "training changes 27,090 weights" in own) == (False, True)
    assert "Your code says" not in lab.ask("check", layers="Sequential([Dense(10, input_shape=(64,))])").note


def test_a_normalization_that_is_adapted_is_checked_so():
    rows = "\n".join(f"{1000 * (i % 17)},{i % 13},{'yes' if i % 17 > 8 else 'no'}" for i in range(200))
    table = f"a,b,kind\n{rows}".encode()
    code = "norm = Normalization()\n{}model = Sequential([norm, Dense(8, 'relu'), Dense(1, 'sigmoid')])"
    verdicts = [worst(lab.ask("check", data="own", table=table, layers=code.format(line)))["inputs"]
                for line in ("", "norm.adapt(x)\n")]  # fmt: skip
    assert verdicts == ["fault", "ok"]
    found = lab.ask("check", data="diabetes", layers="Sequential([Normalization(), Dense(8), Dense(1)])")
    assert why(found).startswith("normalization has not been adapted, so it passes its inputs on as they are.")


def test_words_for_an_embedding_are_as_many_as_it_tells_apart():
    answer = lab.ask("check", layers="Embedding 5000 8, GlobalAveragePooling1D, Dense 16 relu, Dense 1 sigmoid")
    judged = {name: said for name, said in worst(answer).items() if name not in ("inputs", "labels")}
    assert set(judged.values()) == {"ok"}


def test_a_loss_that_stays_finite_here_is_said_to():
    nan = "The loss is NaN"
    told = "In a short training here it does not become NaN"
    found = ordered(nan, first_cost="warn", one_batch="ok")
    assert check.headline(found, nan) == f"{told}; but look at a cost that starts wrong."
    nothing = check.headline(ordered(nan, first_cost="ok", one_batch="ok"), nan)
    assert nothing == f"{told}: its start is healthy; look at data, labels and rate."
    assert told not in check.headline(ordered(nan, first_cost="ok", luck="ok"), nan)
    assert told not in check.headline(ordered(nan, learning_rate="fault", one_batch="ok"), nan)


def test_after_training_the_headline_says_where_it_ended_and_what_to_look_at():
    ends = trained.Ends(
        pd.DataFrame({"seed": range(16), "epoch": 10, "cost": 1.0, "accuracy": [0.3, *[0.6] * 15]}), 0.1, 32
    )
    told = check.headline(ordered(signal_scale="fault"), check.EVERYTHING, ends=ends)
    assert told == "Trained, it ends at an accuracy of 30 to 60 %: look at a signal that is lost."


@pytest.mark.parametrize("ones", [16, 100])
def test_a_rare_class_of_ones_own_is_named(ones):
    rows = "\n".join(f"{i % 17 / 8 - 1},{i % 13 / 6 - 1},{'yes' if i < ones else 'no'}" for i in range(200))
    answer = lab.ask("check", data="own", table=f"a,b,kind\n{rows}".encode(), layers="Dense 8 relu, Dense 1 sigmoid",
                     symptom=SAME)  # fmt: skip
    told = answer.to_json()
    assert ("92 % of your examples are of one class" in told) == (ones == 16)
    assert (answer.headline.startswith("92 % of the examples are of one class")) == (ones == 16)
    assert "One class that is by far" not in told  # which is for data that the page does not see


def test_sixteen_starts_are_sixteen_lines():
    answer = lab.ask("check", layers="Dense 8 relu, Dense 1 sigmoid", data="circles", train=True, epochs=3)
    assert re.match(r"After 3 epochs, .* 16 starts (are|is) surely better than always guessing", answer.note)
    assert re.search(r"which gets 50 %: they end at an accuracy of [\d to]+ % of", answer.note)
    runs = next(frame for frame in answer.frames() if {"seed", "epoch", "cost"} <= set(frame))
    assert runs["seed"].nunique() == 16
    assert sorted(runs["epoch"].unique()) == [1, 2, 3]


def test_an_error_at_one_layer_alone_is_not_drawn():
    places = ["inputs", "dense", "dense_1"]
    rows = pd.DataFrame({"layer": places, "signal": [1.0, 0.5, 0.2], "error": [float("nan"), 0.5, 1.0]})

    def drawn(rows):
        return {
            each
            for frame in Figure.of(charts.checkup.through(rows), "").frames.values()
            for each in frame.get("what", [])
        }

    assert drawn(rows) == {"signal", "error"}
    assert drawn(rows.assign(error=[float("nan"), float("nan"), 1.0])) == {"signal"}


def test_the_headline_says_what_the_starts_end_at():
    def rows(accuracy, cost=0.5):
        return pd.DataFrame({"seed": range(16), "epoch": 10, "cost": cost, "accuracy": accuracy})

    def told(accuracy, **more):
        return check.headline(
            ordered(labels="ok"), check.EVERYTHING, ends=trained.Ends(rows(accuracy, **more), 0.1, 32)
        )

    learned = [0.9, *[0.8] * 15]
    assert told(learned) == "Nothing is wrong with its start: trained, it ends at an accuracy of 80 to 90 %."
    assert told([0.1, *[0.8] * 15]) == ("The start looks in order, yet 1 of 16 runs ends no better than guessing.")
    assert told(float("nan")) == "Nothing is wrong with its start: trained, it ends at a cost of 0.5."
    assert (
        len(check.headline(ordered(labels="ok"), check.EVERYTHING, set(), trained.Ends(rows(learned), 0.1, 32)).split())
        <= 20
    )


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"layers": "Dense 3 evil"}, "has the word 'evil'"),
        ({"text": "{}"}, "no Sequential or functional network"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_a_sentence(settings, says):
    with pytest.raises(ValueError, match=r"^[^\n]{20,400}$") as refused:
        lab.ask("check", **settings)
    assert says in str(refused.value)


def test_a_network_that_is_too_large_is_told_so_beside_the_usual_causes_of_what_is_seen():
    answer = lab.ask("check", layers="Dense 10000 relu, Dense 10000 relu", symptom="The loss is NaN")
    assert answer.headline == "Your network is too large to be checked here."
    assert "weights, and 5,000,000 is the most here" in unmarked(answer.note)
    assert any(block.title.startswith("The loss is NaN") for block in answer.blocks if isinstance(block, Section))


def test_a_fade_says_how_far_over_how_many_layers_and_that_it_does_not_explode():
    answer = lab.ask("check", layers="3 x Dense 32 sigmoid, Dense 10 softmax")
    table = next(frame for frame in answer.frames() if "because" in frame and "measured" in frame)
    because = table.set_index("check").loc["signal scale", "because"]
    assert "a signal that fades" in answer.headline
    assert re.match(r"The signal fades \d+-fold over 3 layers\. From the inputs to dense_2 ", because)


def test_layers_that_lose_little_are_not_to_be_looked_at():
    assert worst(lab.ask("check", layers="2 x Dense 32 sigmoid, Dense 10 softmax"))["signal_scale"] == "ok"


def test_of_a_large_layer_the_picture_says_how_many_units_are_drawn():
    says = lab.ask("check", layers="Dense 64 relu, Dense 10 softmax").figures()[-1]
    assert "of the first 40 of 64 units of dense" in says.says
    assert "Drawn are the first 40 of 64 units" in says.caption


def test_alike_are_drawn_the_units_of_the_layer_that_is_at_fault():
    says = lab.ask("check", layers="Dense 16 relu, Dense 12 relu zeros, Dense 10 softmax").figures()[-1].says
    assert says == "Of 66 pairs of 12 units of dense_1, 66 have the same direction."


def test_a_unit_of_zeros_is_like_none_but_another_of_zeros():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4)])
    model.set_weights([np.array([[0.0, 0, 1, -2], [0, 0, 1, -2]]), np.zeros(4)])
    rows = measure.alike(model, []).set_index(["unit", "other"])
    assert rows.loc[(1, 2), ["likeness", "zero"]].tolist() == [1, True]
    assert rows.loc[(1, 3), ["likeness", "zero"]].tolist() == [0, False]
    assert rows.loc[(3, 4), "likeness"] == pytest.approx(-1)
    zeros = lab.ask("check", layers="Dense 4 relu zeros, Dense 10 softmax").figures()[-1]
    assert "Weights of 0 have no direction" in zeros.caption


def test_a_rate_begins_as_suits_its_optimizer_and_an_address_that_names_one_keeps_it():
    def rate(held=""):
        turned = question.from_address(f"check_network?{held}")[1]
        return dict(question.keywords("check", turned).values)["rate"]

    assert (rate(), rate("check_optimizer=SGD"), rate("check_optimizer=RMSprop")) == (1e-3, 0.01, 1e-3)
    assert rate("check_optimizer=SGD&check_rate=10") == 10


def test_a_cure_is_whole_and_has_the_readers_optimizer_and_outputs():
    answer = lab.ask("check", layers="Dense 8 relu, Dense 2", data="circles", optimizer="SGD, momentum 0.9",
                     loss="sparse_categorical_crossentropy")  # fmt: skip
    code = next(each.source for each in answer.blocks if isinstance(each, Code))
    assert code == (
        "# output and loss, of dense_1\n"
        'outputs = keras.layers.Dense(2, activation="softmax")\n'
        'model.compile(keras.optimizers.SGD(0.01, momentum=0.9), loss="sparse_categorical_crossentropy")\n'
        "# or the last layer as it was, and loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)"
    )


def test_a_cure_is_told_for_every_layer_that_needs_it():
    start = "kernel_initializer=Constant(0.05)"
    answer = lab.ask(
        "check", layers=f"Dense(8, tanh, {start}), Dense(8, tanh, {start}), Dense(6, tanh, {start}), Dense(5)"
    )
    parts = next(part.blocks for part in answer.blocks if getattr(part, "title", "").startswith("Fault: equal units"))
    words = " ".join(unmarked(part.text) for part in parts if isinstance(part, Words))
    assert "Its kernel_initializer is Constant(value=0.05). All its weights are positive: " in words
    assert "The same is found of dense_1 and dense_2." in words
    changed = '# instead of Dense({0}, tanh, {1})\nDense({0}, activation=tanh, kernel_initializer="glorot_uniform")\n'
    assert (
        next(part.source for part in answer.blocks if isinstance(part, Code))
        == (
            f"# equal units, of dense, dense_1 and dense_2\n{changed.format(8, start)}{changed.format(6, start)}"
        ).rstrip()
    )


def test_a_rate_beyond_the_largest_stable_one_is_in_the_headline_where_nothing_else_explains_what_is_seen():
    found = ordered(SAME, learning_rate="ok", labels="ok", because=f"6 times. {steps.YET} The cost is 0.1.")
    found = found.assign(measured=10.0, expected=1.5)
    told = check.headline(found, SAME)
    assert told == "On these data it learns, but its rate is 6.7 times the largest stable one: test a smaller one."
    assert "rate" not in check.headline(found, check.EVERYTHING)


def test_a_fault_that_does_not_usually_cause_what_is_seen_is_said_to_be_one():
    told = check.headline(
        ordered("It is different every time", repeated_initializer="fault"), "It is different every time"
    )
    assert told == "1 fault, if not one that usually causes this: layers drawn alike."
