"""Loss or cost: which is it?"""

import pytest


def test_it_answers_on_arrival_that_the_mean_of_means_is_not_the_cost(visit):
    page = visit("softmax_cost", softmax_part="batch")
    assert page.answer.startswith("**A loss belongs to one example, here from 0.1534 to 2.7763; the cost is their mean")
    assert "The mean of the 3 mini-batch means is 1.5299, which is not the cost" in page.answer
    assert "No training gets below that: the law says H(0.7) = 0.610864." in page.text
    assert len(page.charts) == 3
    assert not page.problems


@pytest.mark.parametrize(
    ("key", "values", "sentence"),
    [
        ("softmax_batch_examples", [2, 12], "the cost is their mean over all 12"),
        ("softmax_batch_size", [1, 12, 5], "is the same, as all of them have 5 examples."),
        ("softmax_batch_classes", [2, 10], "2.302585 for 10 classes"),
        ("softmax_batch_scale", [5.0, 0.0], "has the cost ln K whatever the labels"),
        ("softmax_batch_seed", [20], "**A loss belongs to one example"),
        ("softmax_batch_share", [0.0, 1.0, 0.5], "the law says H(0.5) = 0.693147"),
        ("softmax_batch_p", [0.01, 0.99, 0.7], "the cost is 0.6109 where 0.7 is predicted"),
        ("softmax_batch_keras", [True], "Keras, asked for `SparseCategoricalCrossentropy`"),
    ],
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, values, sentence):
    page = visit("softmax_cost", softmax_part="batch")
    before = page.text
    for value in values:
        page.turn(key, value)
        assert not page.problems
        assert len(page.charts) == 3
    assert sentence in page.text
    assert page.text != before


def test_presets_are_made_of_values_that_the_knobs_have(visit):
    page = visit("softmax_cost", softmax_part="batch")
    assert len(page.presets) == 5
    assert page.untaken() == []
