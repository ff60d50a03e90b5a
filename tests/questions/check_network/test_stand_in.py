"""What is in order with data that stand in for the reader's says so; with the reader's own it is plainly in order."""

import lab
from lab.questions.check_network.check import tables
from lab.reading import sample

LAYERS = "Dense 16 relu, Dense 8 relu, Dense 1 sigmoid"
WEIGHTS = ("equal units", "layers drawn alike", "nothing to train", "output and loss", "weights of zero")


def words(answer):
    """Check -> the word of its row in the picture."""
    rows = next(frame for frame in answer.figures()[0].frames.values() if "standing" in frame)
    return dict(zip(rows["name"], rows["word"], strict=True))


def test_rows_that_hang_on_data_that_are_not_the_readers_say_so():
    answer = lab.ask("check", layers=LAYERS)
    found = words(answer)
    borrowed = {name for name, word in found.items() if word == "✓ stand-in"}
    assert len(borrowed) == len(tables.OF_EXAMPLES)
    assert {name for name, word in found.items() if word == "✓ ok"} == set(WEIGHTS)
    assert "“Stand-in”: in order, but measured with data that stand in for yours." in answer.figures()[0].caption
    table = next(frame for frame in answer.frames() if "because" in frame and "measured" in frame)
    says = table.set_index("check")["because"].str.endswith(tables.STAND_IN)
    assert set(says.index[says]) == borrowed


def test_with_the_readers_own_data_nothing_stands_in():
    answer = lab.ask("check", layers=LAYERS, data="own", table=sample.csv())
    assert "stand-in" not in " ".join(words(answer).values())
    assert "Stand-in" not in answer.figures()[0].caption


def test_the_example_belongs_to_its_data():
    assert "✓ stand-in" not in words(lab.ask("check")).values()
