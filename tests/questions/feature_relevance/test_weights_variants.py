"""One post asks for noise with a mean, a copy and ones together: each is named with its end, measured, and linked."""

import pytest

import lab
from lab.answer import Words
from lab.numerals import short
from lab.questions.feature_relevance import weights
from lab.questions.feature_relevance.weights import variants
from lab.relevance import line

POST = (
    "What if the noise vector doesn't have zero mean (tf.random.normal((10,1), mean=10)) and has the same standard "
    "deviation of 1? And what happens if x_2 = x_1, or x_2 is a constant column of ones? Which weights does the linear "
    "model end up with?"
)


def lines(answer):
    """The lines of the list that stands below the first picture; none where there is none."""
    block = answer.blocks[1]
    return block.text.split("\n- ")[1:] if isinstance(block, Words) else []


@pytest.fixture(scope="module")
def landed():
    slug, settings = lab.question.from_address(lab.find(POST, most=1)[0].address)
    assert slug == "weights"
    return lab.ask(slug, **settings)


def test_all_three_that_are_asked_for_are_named_in_their_order(landed):
    assert [each[1:].partition("]")[0] for each in lines(landed)] == list(variants.COLUMNS)


def test_each_line_leads_to_what_it_says(landed):
    for each, column in zip(lines(landed), variants.COLUMNS.values(), strict=True):
        slug, settings = lab.question.from_address(each.partition("](")[2].partition(")")[0])
        assert slug == "weights"
        assert {name: settings[name] for name in column} == column
        other = lab.ask(slug, **settings)
        table = next(frame for frame in other.frames() if "predicted" in frame.columns)
        ends = {name: float(table.loc[name, "end"].replace("−", "-")) for name in ("w1", "w2", "b")}
        ended = ", ".join(f"{name} = {short(round(end, 6))}" for name, end in ends.items())
        assert f"): {ended} (theory: " in each


def test_they_go_on_from_what_is_on_screen():
    answer = lab.ask("weights", column="zeros", start=line.START, seeds=1, epochs=300, rate=0.01)
    assert answer.blocks[1].text.startswith("The same run, if x2 is another column, after 300 epochs:\n\n- ")
    for each in lines(answer):
        _, settings = lab.question.from_address(each.partition("](")[2].partition(")")[0])
        assert (settings["epochs"], settings["rate"], settings["seeds"]) == (300, 0.01, 1)


@pytest.mark.parametrize("other", [{"seeds": 10}, {"start": "all zero", "seeds": 1}, {"column_x3": "zeros"}])
def test_other_runs_are_left_alone(other):
    answer = lab.ask("weights", **{"start": line.START, "seeds": 1, "epochs": 100} | other)
    assert lines(answer) == []


def test_a_run_that_diverges_is_called_so():
    answer = lab.ask("weights", column="x1 once more", start=line.START, seeds=1, rate=0.1)
    assert lines(answer)[1].endswith("): training diverges.")


def test_what_is_kept_is_written_as_a_power_of_ten_and_not_in_billionths():
    answer = lab.ask("weights", **weights.TRY["What if x2 = x1?"])
    (drawn,) = answer.figures()[1].frames.values()
    assert drawn["label"].unique().tolist() == ["w2 − w1: kept within 5.96 × 10⁻⁸"]
    assert "illionth" not in answer.figures()[1].caption
