"""Whether batches of two are faster: the answer on arrival."""

import re

import lab


def test_only_epochs_get_fewer():
    answer = lab.ask("batches")
    assert re.fullmatch(
        r"Yes by epochs, (4\.[89]|5|5\.[01]) times as fast; by steps nothing is gained\.", answer.headline
    )
    assert answer.note.startswith("Batches of two reach a cost of 0.001 after 33")
    assert "By steps nothing is gained: 1,6" in answer.note


def test_what_never_gets_there_is_no_answer():
    answer = lab.ask("batches", epochs=30, seeds=1)
    assert answer.headline == "No answer: neither batches of two nor all examples at once get there in this time."
