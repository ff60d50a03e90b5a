"""What every question owes: an answer to its defaults, to every knob's other values, to bad input, and words for all.

It runs over whatever stands in `lab/questions`: a question that is dropped in is tested by being there.
"""

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

import lab
from lab import headline, known, question
from lab.answer import Answer, Figure, Section, Table
from lab.compute import Compute
from lab.knob import Area, Choice, File, Number, Several, Text, Toggle
from lab.prose import unmarked
from lab.question import Elsewhere

SLUGS = lab.questions()
NEVER = ("seeds/0", "lab.", "foretold", "quarrel", "to the bit", "in a hundred", "nan", "inf ", "  ")


@cache
def knobs_of(slug):
    """The knobs of a question as it begins."""
    return question.keywords(slug, {})


@cache
def default(slug):
    """Its answer as it begins; those shown on the way keep the same rules."""
    return lab.ask(slug, compute=Compute(show=check))


def others(knob):
    """Values that a knob offers beside its own: the ends of what is in order, everything else that is short."""
    if isinstance(knob, Choice):
        options = [option for option in knob.options if option != knob.default]
        return [options[0], options[-1]][: len(options)] if knob.ordered and options else options[:6]
    if isinstance(knob, Several):
        return [(option,) for option in list(knob.options)[:2]] + [tuple(knob.options)[:3]]
    if isinstance(knob, Number):
        return [knob.low, knob.high]
    if isinstance(knob, Toggle):
        return [not knob.default]
    return []


def costly(name, value):
    """Whether a value asks for much work and says nothing that a small one does not."""
    return isinstance(value, int) and not isinstance(value, bool) and value > 2000


TURNS = [
    pytest.param(slug, name, value, id=f"{slug}-{name}-{value!r:.30}")
    for slug in SLUGS
    for name, knob in knobs_of(slug).declared.items()
    for value in others(knob)
    if value != knob.default and not costly(name, value)
]


def default_of(slug, name):
    """How a knob begins."""
    return knobs_of(slug).declared[name].default


def small(slug):
    """The fewest runs, epochs and the like that its knobs offer: what a turned knob says is said of few as of many."""
    counts = {
        name: [option for option in knob.options if isinstance(option, int) and not isinstance(option, bool)]
        for name, knob in knobs_of(slug).declared.items()
        if isinstance(knob, Choice) and knob.ordered
    }
    return {name: min(found) for name, found in counts.items() if found and default_of(slug, name) >= 50}


def texts(answer):
    """All that a reader can read of an answer."""

    def of(block):
        if isinstance(block, Section):
            return [block.title, *(text for each in block.blocks for text in of(each))]
        if isinstance(block, Figure):
            return [block.says, block.caption]
        if isinstance(block, Table):
            shown = block.frame.reset_index() if block.frame.index.name else block.frame
            return [block.caption, *map(str, shown.columns), *shown.astype(str).to_numpy().ravel()]
        return [getattr(block, "text", "")]

    return [answer.headline, answer.note, *(text for block in answer.blocks for text in of(block))]


def tried(slug, settings):
    """The answer, or the sentence why there is none."""
    try:
        return lab.ask(slug, compute=Compute(show=check), **settings), ""
    except ValueError as refused:
        return None, str(refused)


def check(answer):
    """An answer that keeps the rules for what a reader reads."""
    assert headline.fits(unmarked(answer.headline)), answer.headline
    for text in texts(answer):
        prose = re.sub(r"`[^`]*`", "code", text)  # code has its own words, and its own minus
        assert [word for word in NEVER if word in prose] == [], text
        assert not re.search(r"(?<![\w–—−-])-\d", prose), text
        assert not re.search(r"(?<![\w.])\d+(?:\.\d+)?e[−+-]?\d", prose), text
    for figure in answer.figures():
        assert figure.says
        few = {name: frame.head(20) for name, frame in figure.frames.items()}  # its grammar is checked row by row
        replace(figure, frames=few).chart().to_dict()
    assert Answer.from_json(answer.to_json()).to_json() == answer.to_json()


@pytest.mark.parametrize("slug", SLUGS)
def test_it_answers_as_it_begins(slug):
    check(default(slug))
    assert default(slug).figures()


@pytest.mark.thorough
@pytest.mark.parametrize(("slug", "name", "value"), TURNS)
def test_a_turned_knob_is_answered_or_refused_in_a_sentence(slug, name, value):
    answer, refused = tried(slug, {**small(slug), name: value})
    if refused:
        assert re.fullmatch(r"[^\n]{20,400}[.?!]", refused)
    else:
        check(answer)


@pytest.mark.parametrize("slug", SLUGS)
def test_bad_values_are_refused_by_name(slug):
    for name, knob in knobs_of(slug).declared.items():
        if not isinstance(knob, (File, Text)):
            with pytest.raises(ValueError, match=f"`{name}` must be"):
                lab.ask(slug, **{name: object()})
    with pytest.raises(ValueError, match="has no setting `never_heard_of`"):
        lab.ask(slug, never_heard_of=1)


@pytest.mark.parametrize("slug", SLUGS)
def test_an_address_says_the_settings(slug):
    for name, knob in knobs_of(slug).declared.items():
        for value in [] if isinstance(knob, (File, Area)) or knob.private else others(knob):
            back, settings = question.from_address(question.address(slug, {name: value}))
            assert (back, settings[name]) == (slug, knob.checked(value))


@pytest.mark.parametrize("slug", SLUGS)
def test_what_there_is_to_try_is_offered(slug):
    for given in getattr(question.named(slug), "TRY", {}).values():
        other = given if isinstance(given, Elsewhere) else Elsewhere(slug, given)
        assert question.address(other.slug, other.settings)
        assert other.slug != slug or question.values(slug, given)


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_known_ahead_of_time_is_what_is_computed(slug):
    kept = known.answer(slug, dict(knobs_of(slug).values))
    assert kept is not None, f"`python -m lab known {slug}` keeps it"
    for one, other in zip(Answer.from_json(kept).frames(), default(slug).frames(), strict=True):
        assert list(one.columns) == list(other.columns)
        assert len(one) == len(other)
        for name in one.select_dtypes("number"):
            assert agree(one[name].to_numpy(float), other[name].to_numpy(float)), name


def agree(one, other):
    """Whether numbers are the same but for what another processor rounds otherwise.

    90 in 100 must agree to a hundredth: in a chaotic training the last bit decides single ones, which are 6 in 100 of
    the costs that `border` shows, most of them beyond the largest stable rate.
    """
    size = np.abs(one[np.isfinite(one)]).max(initial=0.0)
    close = np.isclose(one, other, rtol=1e-2, atol=max(1e-6, 1e-4 * size), equal_nan=True)
    return not close.size or close.mean() >= 0.9


def test_slugs_are_the_names_of_the_modules():
    for slug in SLUGS:
        said = question.named(slug).QUESTION
        assert question.named(slug).__name__ == f"lab.questions.{said.room}.{said.slug}"
        assert question.said(slug) == said
    assert len(set(SLUGS)) == len(SLUGS)


def test_a_page_lists_its_questions_without_importing_them(monkeypatch):
    monkeypatch.delattr(question, "named")
    assert [question.said.__wrapped__(slug).slug for slug in SLUGS] == SLUGS


def test_places_in_a_room_are_taken_once():
    places = [(question.named(slug).QUESTION.room, question.named(slug).QUESTION.place) for slug in SLUGS]
    assert len(set(places)) == len(places)


def test_no_two_knobs_share_an_address():
    keys = [(knob.key, slug) for slug in SLUGS for knob in knobs_of(slug).declared.values()]
    first = dict(reversed(keys))
    assert [(key, slug) for key, slug in keys if first[key] != slug] == []


def test_a_number_that_is_no_number_survives_json():
    frame = pd.DataFrame({"x": [np.nan, np.inf, -np.inf, 1e-300], "y": ["a", None, "c", "d"], "z": [1, 2, 3, 4]})
    answer = Answer(headline="It is.", blocks=(Table(frame),))
    pd.testing.assert_frame_equal(Answer.from_json(answer.to_json()).frames()[0], frame)


def test_questions_are_listed_after_they_are_loaded_too():
    """The package of their modules has the same name, and Python puts it in the function's place."""
    import lab.questions.softmax_cost

    assert lab.questions() == SLUGS
    assert lab.questions.softmax_cost.__name__ == "lab.questions.softmax_cost"
