"""The headline of a healthy start beside which something is seen."""

import pytest

import lab
from lab.headline import fits
from lab.questions.check_network.check import causes, seen, symptoms
from lab.questions.check_network.check.sentence import headline
from tests.questions.check_network.test_check import ordered

CODE = """model = Sequential([Dense(64, activation="relu"), Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
"""


@pytest.mark.parametrize("own", [(causes.NETWORK,), (causes.NETWORK, causes.DATA)])
@pytest.mark.parametrize(
    "symptom", [*(each for each in symptoms.SYMPTOMS if each != symptoms.EVERYTHING), symptoms.UNREAD]
)
def test_a_symptom_beside_a_healthy_start_is_said_to_come_from_elsewhere(symptom, own):
    found = ordered(symptom if symptom in symptoms.SYMPTOMS else symptoms.EVERYTHING, labels="ok", one_batch="ok")
    said = headline(found, symptom, own)
    assert "its start is healthy" in said.lower()
    assert fits(said)


@pytest.mark.parametrize("words", ["the accuracy jumps around", "it does not work well", "training is slow"])
def test_words_that_tell_of_what_no_check_reads_get_what_to_test_next(words):
    answer = lab.ask("check", layers=CODE + words)
    assert answer.headline == (
        "Its start is healthy, so this comes from elsewhere: test your data, labels, and rate over longer training, "
        "as below."
    )
    (section,) = [each for each in answer.blocks if "what to test" in getattr(each, "title", "")]
    assert not section.folded
    assert "longer training" in section.blocks[-1].text


@pytest.mark.parametrize("words", ["", "is it good?", "Is my initialisation all right?"])
def test_words_that_tell_of_nothing_are_no_complaint(words):
    assert not seen.complains(words)
