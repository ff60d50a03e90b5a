"""A rare class: what to change, in the reader's own lines, and the question that shows it at the reader's share."""

import math

import pytest

import lab
from lab import question
from lab.answer import Code, Section, Words
from lab.questions.check_network.check import rare

CODE = """model = Sequential([Input((12,)), Dense(32, activation='relu'), Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(X, labels, epochs=5)
"""
WEIGHTS = "class_weight=dict(enumerate(len(labels) / len(counts) / counts))"


def asked(words, **more):
    return lab.ask("check", layers=f"{CODE}# {words}", **more)


def first(answer):
    blocks = list(answer.blocks)
    place = next(i for i, each in enumerate(blocks) if isinstance(each, Words) and each.text == "**What to change**")
    assert isinstance(blocks[place + 1], Code)
    return blocks[place + 1].source.splitlines()


def test_a_rare_class_gets_lines_to_change_in_the_readers_own_code():
    assert first(asked("2 % positives")) == [
        "import numpy as np",
        "# accuracy does not see the rare class: judge by these, instead of "
        "model.compile('adam', 'binary_crossentropy')",
        "model.compile('adam', 'binary_crossentropy', metrics=[keras.metrics.Precision(), keras.metrics.Recall()])",
        "# each class weighs the same",
        "counts = np.bincount(labels.ravel().astype(int))",
        "# instead of model.fit(X, labels, epochs=5)",
        f"model.fit(X, labels, epochs=5, {WEIGHTS})",
        "# or, without class weights, once it is trained: cut at the share of class 1, not at 0.5",
        "positive = model.predict(X) > labels.mean()",
        "# a quicker begin, no cure: without class weights the output's bias begins at the log odds of class 1",
        "# instead of Dense(1, activation='sigmoid')",
        f'Dense(1, activation="sigmoid", bias_initializer=keras.initializers.Constant({math.log(0.02 / 0.98):.2f}))',
    ]


def test_a_rare_class_without_a_share_takes_that_of_the_labels():
    assert "np.log(labels.mean() / (1 - labels.mean()))" in first(asked("it is fraud detection"))[-1]


@pytest.mark.parametrize(
    ("words", "common"), [("2 % positives", 0.98), ("20 % positives", 0.8), ("1 in 200 is a fraud", 0.995)]
)
def test_the_question_about_it_opens_at_the_readers_share(words, common):
    sections = [each for each in asked(words).blocks if isinstance(each, Section) and "rare class" in each.title]
    text = " ".join(block.text for each in sections for block in each.blocks)
    link = text.rpartition("](")[2].rstrip(")")
    slug, settings = question.from_address(link)
    assert (slug, question.keywords(slug, settings).values["common"]) == ("bias", common)


def test_a_share_that_nobody_says_leads_to_the_question_as_it_begins():
    assert rare.shown(None) == question.address("bias")


def test_nothing_of_a_rare_class_where_no_word_is_of_one():
    assert not any("class_weight" in each.source for each in asked("is it good?").blocks if isinstance(each, Code))
