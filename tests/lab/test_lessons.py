"""Lessons: every step shows what it means to, and a lesson of one's own survives its address."""

import pytest

import lab
from lab import known, lessons, question
from lab.lessons import LESSONS, Lesson, Step

STEPS = [pytest.param(step, id=f"{name}-{i}") for name, each in LESSONS.items() for i, step in enumerate(each.steps, 1)]
TEXT = """
https://somewhere.org/neuron_differentiation?neurons_epsilon=0&ask=Do+they%3F&ask_answers=yes%7Cno
Both neurons are equal.
Watch the line.

seed_effects?seeds_part=width
How many would you take?
? Does one do?
- yes, for XOR
- no
"""


@pytest.mark.parametrize("step", STEPS)
def test_a_step_shows_its_question_as_it_is_set(step):
    slug, settings = question.from_address(step.address)
    assert slug == step.question
    assert {name: settings[name] for name in step.settings} == step.settings
    assert step.prompt
    assert not step.answers or step.ask


@pytest.mark.parametrize("name", LESSONS)
def test_no_step_of_a_lesson_shows_the_headline_of_another(name):
    """Steps of one question differ in what they say; how each begins is known ahead of time, or is asked for here."""
    steps = LESSONS[name].steps
    twice = [each for each in steps if sum(other.question == each.question for other in steps) > 1]
    told = [known.headline(each.question, each.settings) or lab.ask(each.question, **each.settings).headline
            for each in twice]  # fmt: skip
    assert len(set(told)) == len(told), told
    assert all(told)


def test_five_lessons_ship_and_each_asks_for_a_prediction():
    assert list(LESSONS) == ["neurons", "softmax", "features", "luck", "trouble"]
    assert all(any(step.ask for step in each.steps) for each in LESSONS.values())


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_survives_its_address(name):
    back = lessons.lesson(lessons.encoded(LESSONS[name]))
    assert back.title == LESSONS[name].title
    assert [(step.address, step.prompt) for step in back.steps] == [
        (step.address, step.prompt) for step in LESSONS[name].steps
    ]


def test_a_lesson_is_made_of_links_and_words():
    first, second = lessons.written("Two steps", TEXT).steps
    assert (first.question, first.settings, first.prompt) == (
        "push",
        {"epsilon": 0.0},
        "Both neurons are equal. Watch the line.",
    )
    assert (first.ask, first.answers) == ("Do they?", ("yes", "no"))
    assert (second.question, second.ask, second.answers) == ("width", "Does one do?", ("yes, for XOR", "no"))


def test_the_address_of_a_step_shows_it_within_its_lesson():
    to = lessons.address("luck", 2)
    assert question.from_address(to)[1]["span"] == "0 to 1"
    assert to.endswith("&lesson=luck&step=2")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Look here.", "A lesson begins with a link; got 'Look here.'."),
        ("", "A lesson needs at least one link of the laboratory."),
        ("seed_effects?seeds_part=width\n" * 13, "A lesson has 1 to 12 steps; got 13."),
    ],
)
def test_what_is_no_lesson_is_refused(refused, text, sentence):
    with refused(sentence):
        lessons.written("Mine", text)


def test_a_link_of_another_site_is_refused():
    with pytest.raises(ValueError, match="`room` must be one of"):
        lessons.written("Mine", "https://example.org/nothing?seeds_part=width")


@pytest.mark.parametrize("text", ["~", "~abc", "~" + "A" * 10_000, "~eJyrVkrKTFGyUqoFABF2AuQ", "~\u2603"])
def test_an_address_that_was_cut_is_refused(refused, text):
    with refused(lessons.WRONG):
        lessons.lesson(text)


def test_every_beginning_of_a_lesson_is_refused(refused):
    whole = lessons.encoded(LESSONS["luck"])
    for end in range(1, len(whole) - 4, 37):
        with refused(lessons.WRONG):
            lessons.lesson(whole[:end])


def test_a_lesson_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="`lesson` must be one of"):
        lessons.lesson("neuron")


def test_a_lesson_too_long_for_an_address_is_refused(refused):
    prompts = ["".join(chr(0x4E00 + (i * j * 7919) % 20_000) for j in range(600)) for i in range(1, 13)]
    steps = tuple(Step(question="width", prompt=prompt) for prompt in prompts)
    with refused("The lesson is too long for an address; shorten its prompts, or leave out a step."):
        lessons.encoded(Lesson(title="Long", steps=steps))
    with refused(f"A prompt may have 600 characters; got '{'a' * 59}."):
        Lesson(title="Long", steps=(Step(question="width", prompt="a" * 601),))
