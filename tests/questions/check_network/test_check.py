"""The checkup of a network that is written, pasted or brought."""

from itertools import combinations

import keras
import pandas as pd
import pytest

import lab
from lab.check.checkup import CAUSES_FIRST, CHECKS
from lab.prose import unmarked
from lab.questions.check_network import check
from lab.questions.check_network.check import PHRASES, SYMPTOMS
from lab.reading import sample


def worst(answer):
    """check -> its verdict, of the answer's table."""
    table = next(frame for frame in answer.frames() if "because" in frame and "measured" in frame)
    return {row.check.replace(" ", "_"): row.verdict.split()[-1] for row in table.itertuples()}


def test_it_is_among_the_questions():
    assert "check" in lab.questions()


def test_a_usual_network_is_in_order():
    answer = lab.ask("check")
    assert answer.headline == "Nothing is wrong with the start of this network."
    assert set(worst(answer)) == set(CHECKS)
    assert answer.note.startswith("2,410 weights; ")


def test_zeros_are_found_with_their_cure():
    answer = lab.ask("check", layers="Dense 32 sigmoid zeros, Dense 10 softmax zeros")
    assert worst(answer)["clones"] == "fault"
    assert answer.headline.startswith("3 faults: units that start equal, ")
    assert answer.figures()[-1].says.startswith("Of 496 pairs of 32 units of dense_1, 496 have the same direction")


def test_a_symptom_puts_what_tells_first():
    answer = lab.ask(
        "check", layers="Dense 16 relu, Dense 1 softmax", data="circles", symptom="All predictions are the same"
    )
    table = next(frame for frame in answer.frames() if "measured" in frame)
    assert table["check"].iloc[0] == "output and loss"
    assert answer.headline.startswith("dense_2 is a softmax of one unit: it says 1 to everything")


@pytest.mark.parametrize(
    ("last", "loss", "says"),
    [
        ("softmax", "what fits", "a softmax of one unit: it says 1 to everything, whatever its weights are."),
        ("softmax", "mse", "a softmax of one unit: it says 1 to everything, whatever its weights are."),
        (
            "sigmoid",
            "categorical_crossentropy",
            "one output, and the targets have 2 numbers an example: it needs as many.",
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
    assert unmarked(answer.headline).startswith("dense_2 ")
    assert unmarked(answer.headline) not in unmarked(answer.note)
    found = worst(answer)
    assert [found[name] for name in ("first_cost", "one_batch", "luck") if found.get(name) == "ok"] == []


def test_every_check_has_words_and_every_symptom_checks():
    assert set(PHRASES) == set(CHECKS)
    assert {check for wanted in SYMPTOMS.values() for check in wanted} <= set(CHECKS)


LONG = f"{'Too long a sentence for a headline, ' * 5}it is. And short."


def ordered(**verdicts):
    """Findings as the page has them: check -> verdict."""
    rows = {"check": list(verdicts), "verdict": list(verdicts.values()), "measured": 1.0, "because": LONG}
    return check.arranged(pd.DataFrame(rows), check.EVERYTHING)


def test_the_headline_leads_with_the_cause_whatever_else_is_at_fault():
    told = check.headline(ordered(first_cost="fault", luck="fault", labels="fault"), check.EVERYTHING)
    assert told == "3 faults: labels that do not fit, a cost that starts wrong, and 1 more."
    told = check.headline(ordered(one_batch="fault", inputs="warn"), check.EVERYTHING)
    assert told == "Look first at inputs that do not fit; 1 fault may follow from it."


def test_the_headline_is_the_sentence_of_the_only_cause_where_it_is_short():
    found = ordered(first_cost="fault", luck="fault", labels="fault", learning_rate="fault").assign(measured=0.0)
    assert check.headline(found, check.EVERYTHING).startswith("4 faults: labels that do not fit, ")
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
    assert (found["labels"], found["inputs"]) == ("look", "fault")  # which are as large as they come


def test_a_table_of_ones_own_is_checked():
    rows = "\n".join(f"{i % 7},{i % 5},{'yes' if i % 7 > 3 else 'no'}" for i in range(120))
    answer = lab.ask("check", data="own", table=f"a,b,kind\n{rows}".encode(), layers="Dense 8 relu, Dense 1 sigmoid")
    assert answer.private
    assert worst(answer)["labels"] == "ok"


def test_sixteen_starts_are_sixteen_lines():
    answer = lab.ask("check", layers="Dense 8 relu, Dense 1 sigmoid", data="circles", train=True, epochs=3)
    runs = next(frame for frame in answer.frames() if {"seed", "epoch", "cost"} <= set(frame))
    assert runs["seed"].nunique() == 16
    assert sorted(runs["epoch"].unique()) == [1, 2, 3]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"layers": "Dense 10000 relu, Dense 10000 relu"}, "weights, and 5,000,000 is the most here"),
        ({"layers": "Dense 3 evil"}, "has the word 'evil'"),
        ({"text": "{}"}, "no Sequential or functional network"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_a_sentence(settings, says):
    with pytest.raises(ValueError, match=r"^[^\n]{20,400}$") as refused:
        lab.ask("check", **settings)
    assert says in str(refused.value)
