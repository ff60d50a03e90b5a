"""Experiments that somebody sent: opened, or refused in a sentence, whatever comes."""

import json
import random
import re

import pandas as pd
import pytest

import lab
from lab.laws import seeds as laws
from lab.questions.seed_effects import open as opened
from lab.seeds import spread, starts

SENTENCE = re.compile(r"[`“A-Z].{10,600}[.?]", re.DOTALL)
TABLE = pd.DataFrame({"<b>bold</b>": [1.0, 2.0, 3.0, 4.0], "__import__('os')": [0.0, 1.0, 0.0, 1.0], "y": [1, 2, 1, 2]})
SAVED = json.loads(lab.Experiment().to_json())


def changed(part, **values):
    """The JSON of the default experiment with some fields of a part changed."""
    return json.dumps(SAVED | {part: SAVED[part] | values})


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_saved_experiment_is_opened_from_bytes_and_from_text(mark):
    experiment = lab.Experiment(data=lab.Data.from_frame(TABLE, target="y", task="classes"),
                                network=lab.Network(output="softmax"))  # fmt: skip
    assert opened.read(mark + experiment.to_json().encode()) == experiment
    assert opened.read(experiment.to_json()) == experiment


REFUSED = {
    "empty": (b"", f"There is nothing in it. {opened.WHERE}"),
    "blank": ("\ufeff \n\t", f"There is nothing in it. {opened.WHERE}"),
    "picture": (b"\x89PNG\r\n\x1a\n", f"This is a picture, not an experiment. {opened.WHERE}"),
    "page": ("\n<html>", f"This is a page in HTML or XML, not an experiment. {opened.WHERE}"),
    "latin": ("{\n\"ä\":1}".encode("latin-1"), "An experiment is a text in UTF-8: line 2 has the byte 0xe4."),
    "half a letter": ('"\ud800"', "An experiment is a text in UTF-8: line 1 has the byte 0xed."),
    "large": (b"[" * 5_000_001, "An experiment may have 5 MB; this one has more."),
    "very large": ("1" * 100_000_000, "An experiment may have 5 MB; this one has more."),
    "a later version": (
        changed("training", dropout=0.5).encode(),
        "`Training` has no 'dropout'; it has 'loss', 'optimizer', 'learning_rate', 'momentum', 'weight_decay', 'l1', "
        "'batch_size', 'epochs', 'shuffle', 'order_seed', 'precision'.",
    ),
    "a later part": (
        '{"schedule": {}}', "`Experiment` has no 'schedule'; it has 'data', 'network', 'init', 'training'."
    ),
    "not a number": (
        changed("training", learning_rate=float("nan")),
        "`Training.learning_rate` must be a number from 0 to 1e+06; got nan.",
    ),
    "huge": (
        changed("training", epochs=10**400), "`Training.epochs` must be a whole number from 0 to 10,000,000; got inf."
    ),
    "negative": (
        changed("training", epochs=-1), "`Training.epochs` must be a whole number from 0 to 10,000,000; got -1."
    ),
    "a text": (
        changed("network", hidden=["<script>alert(1)</script>"]),
        "`Network.hidden` must be a whole number from 1 to 4,096; got '<script>alert(1)</script>'.",
    ),
    "code": (
        changed("data", name="__import__('os').system('true')"),
        "`Data.name` must be one of 'line', 'xor', 'circles', 'moons', 'spiral', 'blobs', 'demand', 'teacher', "
        "'digits', 'iris', 'breast_cancer', 'diabetes', 'mnist', 'table'; got \"__import__('os').system('true')\".",
    ),
    "deep": ("[" * 100_000, "The experiment is not valid JSON: the text breaks at its nesting."),
}  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_experiment_gets_its_sentence(refused, content, sentence):
    with refused(sentence):
        opened.read(content)


def test_a_name_that_comes_half_a_million_times_is_refused_in_a_moment(refused):
    """One look at each: looking through all names for each name would take hours."""
    with refused("A name may come once in a JSON object; 'a' comes again."):
        opened.read("{" + '"a":1,' * 500_000 + '"a":1}')


def test_random_bytes_and_damaged_texts_get_a_sentence_or_are_an_experiment():
    draws, whole = random.Random(0), lab.Experiment().to_json().encode()
    for _ in range(3000):
        damaged = bytearray(whole if draws.random() < 0.8 else draws.randbytes(200))
        for _ in range(draws.randrange(1, 6)):
            damaged[draws.randrange(len(damaged))] = draws.randrange(256)
        try:
            assert isinstance(opened.read(bytes(damaged)), lab.Experiment)
        except ValueError as error:
            assert SENTENCE.fullmatch(str(error)), str(error)  # noqa: PT017 - either of the two is right


FAR = [1e308, float("inf"), float("-inf"), float("nan")]
VALUES = [None, True, -1, 0, *FAR, "", "x", [], {}, [[]], [None], "é" * 10_000]


@pytest.mark.parametrize(("part", "field"), [(part, field) for part in SAVED for field in SAVED[part]])
def test_a_wrong_value_in_any_field_is_refused_by_name_or_allowed(part, field):
    for value in VALUES:
        try:
            opened.read(changed(part, **{field: value}))
        except ValueError as error:
            assert SENTENCE.fullmatch(str(error)), str(error)  # noqa: PT017


def test_the_words_tell_what_it_is_and_where_its_runs_end():
    experiment = lab.Experiment(training=lab.Training(learning_rate=2.0, epochs=20))
    found = starts.trained(experiment, [experiment.init.scheme], 6)
    ends = spread.ends(found)
    middle = sorted(found.loss[0, :, -1])
    says = opened.verdict(ends, 20)
    assert f"{(middle[2] + middle[3]) / 2:.4f}".rstrip("0") in says
    assert re.fullmatch(r"The middle of 6 runs ends with a cost of .* and an accuracy of .* after 20 epochs\.", says)
    assert opened.what(experiment).index.tolist() == ["Data", "Network", "First weights", "Training"]


def test_runs_that_diverge_are_counted_and_left_out():
    ends = pd.DataFrame({"scheme": "uniform", "seed": range(3), "loss": [0.5, float("inf"), float("nan")]})
    says = opened.verdict(ends, 1)
    assert (
        says
        == "The middle of one run ends with a cost of 0.5 after 1 epoch. 2 of 3 runs diverged and are in no figure."
    )
    ends["loss"] = float("nan")
    lost = opened.verdict(ends, 7)
    assert lost == "All 3 runs diverged after 7 epochs: their cost is no finite number any more."


def test_the_columns_of_a_table_are_named_as_they_are_written():
    experiment = lab.Experiment(data=lab.Data.from_frame(TABLE, target="y"), network=lab.Network(output="linear"))
    what = opened.what(experiment)["what it is"]
    assert what["Inputs"] == "<b>bold</b> and __import__('os')"
    assert what["Target"] == "y"


def test_levels_are_foretold_for_the_four_examples_of_xor_alone():
    """With thousands of examples there would be more groups than atoms."""
    assert len(laws.levels_of(lab.Experiment())) == 3
    assert laws.levels_of(lab.Experiment(data=lab.Data("xor", n=20_000))).empty
