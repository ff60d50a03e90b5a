"""Lessons: questions in an order, each with its settings, what to look at, and perhaps a prediction to make first.

A lesson of one's own is written as text, and all of it is held in an address: nobody needs an account.
"""

import base64
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from lab import checks, question

MOST, LONGEST, LENGTH = 12, 600, 6_000  # steps; characters of a prompt; characters of a lesson in an address
OWN = "~"  # a lesson of one's own begins with it in an address
WRONG = "The address holds a lesson that cannot be read; it may have been cut."


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a lesson.

    Attributes:
        question: slug of the question that is shown.
        settings: keyword of `lab.ask` -> value; those left out as they begin.
        prompt: what to look at, or to do.
        ask: what to predict before the run is shown; "" = nothing.
        answers: to choose from; none = in words of one's own.
    """

    question: str
    settings: Mapping[str, object] = field(default_factory=dict)
    prompt: str
    ask: str = ""
    answers: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where it is seen, with what it asks, relative to the app's address."""
        room, _, query = question.address(self.question, self.settings).partition("?")
        more = ({"ask": self.ask} if self.ask else {}) | (
            {"ask_answers": "|".join(self.answers)} if self.answers else {}
        )
        return room + ("?" + "&".join(filter(None, (query, urlencode(more)))) if query or more else "")


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A lesson: `title`, `about` (what one learns, in a sentence), and `steps`."""

    title: str
    about: str = ""
    steps: tuple[Step, ...]

    def __post_init__(self):
        checks.require(
            bool(self.title.strip()) and len(self.title) <= 100, "A lesson needs a title of 1 to 100 characters."
        )
        checks.require(1 <= len(self.steps) <= MOST, f"A lesson has 1 to {MOST} steps; got {len(self.steps)}.")
        for step in self.steps:
            checks.require(
                len(step.prompt) <= LONGEST, f"A prompt may have {LONGEST} characters; got {step.prompt!r:.60}."
            )


def lesson(text: str) -> Lesson:
    """The lesson that an address means: the name of one that ships, or one of somebody's own.

    Raises:
        ValueError: it means none.
    """
    if not text.startswith(OWN):
        checks.one_of("lesson", text, LESSONS)
        return LESSONS[text]
    checks.require(len(text) <= LENGTH, WRONG)
    try:
        packed = base64.urlsafe_b64decode(text[len(OWN) :] + "==")
        held = json.loads(zlib.decompressobj().decompress(packed, 20 * LENGTH))
        return Lesson(title=held["title"], steps=tuple(_step(*each) for each in held["steps"]))
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        raise ValueError(WRONG) from error


def encoded(made: Lesson) -> str:
    """A lesson of one's own as an address holds it; `lesson` reads it.

    Raises:
        ValueError: it is too long for an address.
    """
    held = {"title": made.title, "steps": [[step.address, step.prompt] for step in made.steps]}
    text = OWN + base64.urlsafe_b64encode(zlib.compress(json.dumps(held).encode(), 9)).decode().rstrip("=")
    checks.require(
        len(text) <= LENGTH, "The lesson is too long for an address; shorten its prompts, or leave out a step."
    )
    return text


def written(title: str, text: str) -> Lesson:
    """A lesson of somebody's own, from links and prompts.

    Args:
        title: of the lesson.
        text: links of the laboratory, each on a line of its own, each followed by what to look at. A line that begins
            with "?" is what to predict first, and lines that begin with "-" are answers to choose from.

    Raises:
        ValueError: there is no link, one is not of the laboratory, or words stand before the first link.
    """
    steps: list[dict] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if re.match(r"\w+://|\.?/?\w+\?\w+=", line):
            steps.append({"link": line, "prompt": [], "ask": "", "answers": []})
            continue
        checks.require(bool(steps), f"A lesson begins with a link; got {line!r:.60}.")
        if line.startswith("?"):
            steps[-1]["ask"] = line[1:].strip()
        elif line.startswith("- "):
            steps[-1]["answers"].append(line[2:].strip().replace("|", "/"))
        else:
            steps[-1]["prompt"].append(line)
    checks.require(bool(steps), "A lesson needs at least one link of the laboratory.")
    return Lesson(title=title, steps=tuple(_from_lines(**step) for step in steps))


def address(text: str, number: int) -> str:
    """Where step `number` (from 1) of the lesson that an address writes as `text` is seen."""
    to = lesson(text).steps[number - 1].address
    return f"{to}{'&' if '?' in to else '?'}{urlencode({'lesson': text, 'step': number})}"


def _from_lines(link: str, prompt: list[str], ask: str, answers: list[str]) -> Step:
    step = _step(link, " ".join(prompt))
    return Step(
        question=step.question, settings=step.settings, prompt=step.prompt, ask=ask or step.ask,
        answers=tuple(answers) or step.answers,
    )  # fmt: skip


def _step(link: str, prompt: str) -> Step:
    """A step that shows what a link shows, and asks what it asks."""
    checks.require_type("prompt", prompt, str)
    slug, every = question.from_address(link)
    begins = question.settings(slug)
    settings = {name: value for name, value in every.items() if name not in begins or value != begins[name]}
    held = parse_qs(urlsplit(link).query)
    answers = tuple(filter(None, held.get("ask_answers", [""])[0].split("|")))
    return Step(question=slug, settings=settings, prompt=prompt, ask=held.get("ask", [""])[0], answers=answers)


YES_NO = ("yes", "no")
THEIRS = {"start": "as posted in the forum thread", "seeds": 1}
LESSONS = {
    "neurons": Lesson(
        title="Why neurons differ",
        about="All units of a layer see the same inputs; ten minutes on what makes them different, and what does not.",
        steps=(
            Step(
                question="push",
                prompt="Follow the line: when does the difference between the two neurons begin to matter?",
                ask="Two neurons start a millionth apart. How different are they after training?",
                answers=("hardly: still about a millionth", "clearly different", "it shrinks to zero"),
            ),
            Step(
                question="push",
                settings={"epsilon": 0.0},
                prompt="Now nothing at all is different. Then make the difference as small as the knob allows.",
                ask="What becomes of two neurons that are exactly equal?",
                answers=("they become different", "they stay equal"),
            ),
            Step(
                question="side",
                prompt="The gradients of w1 and w3 are products of five factors. Find the one in which they differ.",
            ),
            Step(
                question="side",
                settings={"w6": 0.3},
                prompt="Now w5 = w6 too. Compare the five factors again: is there anything left that differs?",
            ),
            Step(
                question="breaking",
                prompt="Which suspects make equal neurons different, and what do those have in common?",
                ask="Dropout, mini-batches, Adam and others: how many make equal neurons different?",
                answers=("none", "some", "all"),
            ),
            Step(
                question="frozen",
                prompt="Zero is the most equal start of all. Compare it with one constant and with random weights.",
                ask="Can a network with a hidden layer learn from weights that are all zero?",
                answers=YES_NO,
            ),
            Step(
                question="layer",
                prompt="A whole layer of 25 units. Say in one sentence of your own why its units become different.",
            ),
        ),
    ),
    "softmax": Lesson(
        title="Softmax and its cost",
        about="The cost looks at one output only; why do all of them learn, and what do loss, cost and logits mean?",
        steps=(
            Step(
                question="one",
                prompt="Compare each gradient with its probability. Which output has a gradient of another sign?",
                ask="The cost is −ln of the right class's probability. Do the other outputs get a gradient?",
                answers=YES_NO,
            ),
            Step(
                question="target_only",
                prompt="Here only the right class's score learns. Compare how many are right with the full gradient.",
                ask="What happens if only the right class's score learns?",
                answers=("it learns nothing", "it learns less", "it learns the same"),
            ),
            Step(question="batch", prompt="Find one loss and the cost. Then make the mini-batches equally large."),
            Step(
                question="slowdown",
                prompt="Both neurons are equally wrong at the start. Why does one of them wait?",
                ask="Which cost frees a badly wrong neuron sooner?",
                answers=("squared error", "cross-entropy", "both alike"),
            ),
            Step(
                question="slowdown",
                settings={"weight": 2.0, "bias": 2.0},
                prompt="Now both are surer, and just as wrong. For which of them does the wait grow more?",
            ),
            Step(question="numerics", prompt="Find the gap from which on the cost from probabilities stops learning."),
        ),
    ),
    "features": Lesson(
        title="Useless features",
        about="What training does with inputs that say nothing, or say the same twice, and how to tell them.",
        steps=(
            Step(
                question="weights",
                prompt="x2 is pure noise. Read off where its weight ends.",
                ask="Where does training take the weight of a column of pure noise?",
                answers=("exactly to zero", "close to zero", "anywhere"),
            ),
            Step(
                question="weights",
                settings={"column": "constant", **THEIRS},
                prompt="A column of ones does what the bias does. Add the two: what is their sum?",
            ),
            Step(
                question="weights",
                settings={"column": "x1 once more", **THEIRS},
                prompt="How do the two share the weight, and what do their starts have to do with it?",
                ask="x2 is a copy of x1. Where do the two weights end?",
                answers=("one at 3, one at 0", "both at 1.5", "it depends on the start, but they sum to 3"),
            ),
            Step(question="null", prompt="Is the weight inside the band of what chance does? Make x2 matter a little."),
            Step(
                question="penalties",
                prompt="Compare the two penalties weight by weight.",
                ask="Which penalty sets a weight to exactly zero?",
                answers=("L1", "L2", "both"),
            ),
            Step(question="risk", prompt="Add useless columns, and watch the error on fresh examples."),
            Step(question="table", prompt="Bring a table of your own, or take one of these: which columns stand out?"),
        ),
    ),
    "luck": Lesson(
        title="Luck",
        about="The same network from other starts: how much of a result is chance, and how to tell.",
        steps=(
            Step(
                question="spread",
                prompt="One network, 200 starts. Look for those that end somewhere else.",
                ask="Of 200 starts of one network on XOR, how many solve it?",
                answers=("all", "most", "about half", "few"),
            ),
            Step(question="spread", settings={"span": "0 to 1"}, prompt="All weights start positive. What changes?"),
            Step(
                question="spread",
                settings={"hidden": 8},
                prompt="Eight hidden units instead of two. How many starts need luck now?",
                ask="Do more hidden units make luck matter less?",
                answers=YES_NO,
            ),
            Step(
                question="lucky",
                prompt="The best of ten seeds against the mean. Raise the number of seeds.",
                ask="Somebody reports the best of 10 seeds. Is that what you will get?",
                answers=YES_NO,
            ),
            Step(question="apart", prompt="How many seeds does it take to say that A is better? Make B more like A."),
            Step(question="random", prompt="Four things are random. Which of them moves the result most?"),
            Step(question="bit", prompt="Same seed, same run? And what does one last bit do?"),
        ),
    ),
    "trouble": Lesson(
        title="My training does not work",
        about="Seven ways in which a training fails, how each looks, and what to do.",
        steps=(
            Step(
                question="wall",
                prompt="The cost explodes: find the largest rate that still trains.",
                ask="Between rates that train and rates that explode: is there a border?",
                answers=("a sharp one", "a wide grey zone", "another one for each start"),
            ),
            Step(
                question="wall",
                settings={"mean": 10.0},
                prompt="The second column now lies around 10, not around 0. How much smaller is the largest rate?",
            ),
            Step(
                question="speed",
                prompt="It trains, but slowly: one mix of weights is far behind the others. Standardise the columns.",
            ),
            Step(
                question="saturated",
                prompt="All weights start between 0 and 1. What holds these networks?",
                ask="Digits, sigmoid units, weights from 0 to 1: how many of 64 networks learn?",
                answers=("all", "about half", "none"),
            ),
            Step(question="dead", prompt="Networks that say the same to every input from the start. Make them wider."),
            Step(question="nan", prompt="The loss becomes NaN. What got too large, and why not with RMSprop?"),
            Step(question="check", prompt="Your own network: write its layers in a line. What does the checkup say?"),
        ),
    ),
}  # fmt: skip
