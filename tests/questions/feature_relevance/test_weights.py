"""Where useless weights end: the published digits, the columns' list, and what is said of it."""

import pytest

import lab
from lab import question
from lab.answer import Table

OWN = {"start": "the discussion's", "seeds": 1}
FOUR = {
    "column_x3": "constant", "column_x4": "x1 once more", "column_x5": "zeros", "weight_x3": 0.5, "seeds": 10,
}  # fmt: skip


def ends(answer):
    """The weights at the end, of the table."""
    table = next(frame for frame in answer.frames() if "predicted" in frame.columns)
    return [float(text.replace("−", "-")) for text in table["end"]]


def told(answer):
    """All that is said beside and below the picture."""
    texts = [answer.headline, answer.note, answer.figures()[0].caption]
    return " ".join(texts + [getattr(block, "text", "") for block in answer.blocks])


def test_the_discussion_s_run_shows_the_discussion_s_numbers():
    answer = lab.ask("weights", column="the discussion's noise", **OWN)
    assert ends(answer) == pytest.approx([3.0015907, -0.0024382621, 0.9898662], abs=2e-6)
    assert answer.headline == "Close to zero: w2, the weight of x2, ends at −0.0024."


def test_the_discussion_s_column_of_ones_shows_its_numbers_and_what_is_kept():
    answer = lab.ask("weights", column="constant", **OWN)
    assert ends(answer) == pytest.approx([2.9999967, 0.73000354, 0.2700143], abs=2e-6)
    assert "w2 − b stays where it started" in told(answer)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"column": "zeros"}, "w2 stays exactly where it started"),
        ({"column": "a multiple of x1"}, "w2 − 2 w1 stays where it started"),
        ({"mean": 10.0}, "% of its starting distance"),
        ({"rate": 0.1}, "10 of 10 seeds diverged. The rate 0.1 is above the largest stable one"),
        ({"optimizer": "adam"}, "Predicted, given endless training, whatever the optimizer: w1 3, w2 0, b 1."),
        ({"decay": 0.1}, "does not hold: weight decay pulls every weight towards 0"),
        ({"l1": 0.1}, "does not hold: L1 pulls every weight but b towards 0"),
        ({"slope": -2.0}, "w1 −2, w2 0, b 1"),
        ({"weight": 1.5}, "No column here is useless: the truth needs every one of them."),
        ({"column": "none"}, "Predicted, given endless training: w1 3, b 1."),
    ],
)
def test_every_setting_is_in_what_is_said(settings, sentence):
    assert sentence in told(lab.ask("weights", seeds=10, **settings))


def test_four_columns_have_their_truth_and_what_is_kept():
    answer = lab.ask("weights", **FOUR)
    assert "The truth: y = 3 x1 + 0.5 x3 + 1, without noise (10 examples)." in told(answer)
    assert "w3 − b, w4 − w1 and w5 stay where they started" in told(answer)
    assert len(answer.figures()) == 2


def test_a_column_is_taken_away_and_the_others_stay():
    answer = lab.ask("weights", **FOUR | {"column_x4": "none"})
    assert "w3 − b and w4 stay where they started" in told(answer)


def test_a_link_of_before_still_has_its_columns():
    held = "feature_relevance?relevance_column_x4=zeros&relevance_weight_x4=2&relevance_mean=10"
    slug, settings = question.from_address(held)
    assert slug == "weights"
    assert (settings["column_x3"], settings["column_x4"], settings["weight_x4"]) == ("none", "zeros", 2.0)
    assert settings["mean"] == 10.0


def test_the_discussion_s_column_has_ten_examples():
    answer = lab.ask("weights", column="the discussion's noise", column_x3="constant", **OWN)
    assert "The truth: y = 3 x1 + 1, without noise (10 examples)." in told(answer)
    assert ends(answer)[0] == pytest.approx(3.0, abs=0.01)
    with pytest.raises(ValueError, match="has no setting `examples` here"):
        lab.ask("weights", column="the discussion's noise", examples=30)


def test_adam_on_a_scaled_copy_breaks_theory_and_it_says_by_how_much():
    answer = lab.ask("weights", column="a multiple of x1", optimizer="adam", seeds=10)
    assert "does not hold: Adam scales the step of each weight by itself. Largest difference: " in told(answer)
    assert "Adam moved w2 1.00" in answer.figures()[1].caption
    assert any(isinstance(block, Table) for part in answer.blocks for block in getattr(part, "blocks", ()))
