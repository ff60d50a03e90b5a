"""The note below the headline: what of a network was checked, and on what."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping

from lab import beside, raised
from lab.answer import Code, Section, Words
from lab.check import flattened, line, source
from lab.numerals import counted, percent
from lab.prose import literal
from lab.questions.check_network.check import (
    causes,
    compiled,
    encoding,
    mismatch,
    network,
    scale,
    seen,
    several,
    tables,
)
from lab.questions.check_network.check.sentence import EXAMPLE

CALL = re.compile(r"\b[A-Za-z_]\w*\.\w+\(")
LAYERS = "Dense 32 relu, Dropout 0.2, Dense 10 softmax"  # the example that the page begins with


def below(asked, found, often: float, said: str, train: bool) -> str:
    """How often the most frequent class comes, and what was checked, without what the headline has said.

    Args:
        asked, found: the network, and what was found of it.
        often: the share of the examples that the most frequent class has.
        said: the headline.
        train: whether the network was trained.
    """
    return f"{_rare(often, said)}{_checked(asked, found, said, train)}"


def lined(asked, given: Mapping[str, object]) -> list[Section]:
    """Code that came in one line, with its lines, and the way to have it so in the box, where both are read alike.

    Args:
        asked: the network.
        given: the settings that the reader has chosen.
    """
    from lab.question import address

    if not (restored := in_lines(asked.layers) if asked.source == "line" else ""):
        return []
    there = address("check", {**given, "layers": restored})
    return [
        Section("Your code, with its lines", (Code(restored), Words(f"[Have it so in the box]({there})")), folded=True)
    ]


def in_lines(text: str) -> str:
    """Code that came in one line, with its lines; "" where that, or anything beside it, would be read otherwise.

    The words beside it stand below it where something is read from them, as they are in the text.
    """
    restored = source.lined(text)
    if not restored or not (told := _read(text)):
        return ""
    words, notes = _words(text), "\n".join(each[0].strip() for each in beside.NEXT.finditer(text))
    told_of = "", *words, notes, *(f"{notes}\n{each}" for each in words)
    below = (f"{restored}\n{each}".strip() for each in told_of)
    return next((each for each in below if _read(each) == told), "")


def _words(text: str) -> list[str]:
    """What is said beside code in one line, whole: all from its first words on, or what is read of it."""
    told = beside.said(text)
    begins = text.find(" ".join(told.split()[:2])) if told else -1
    rest = raised.shortened(text[begins:].strip()) if begins > 0 else ""
    if rest and not flattened.MAKING.search(rest) and not CALL.search(rest):
        return [rest]
    return [told] if told and told in text else []


def _read(text: str) -> tuple:
    """All that is read from a text of layers; nothing where these cannot be."""
    asked = network.Asked(source="line", layers=text)
    with contextlib.suppress(ValueError):
        told = line.configuration(text, (1,)), compiled.told(asked), network.shape_said(asked)
        labels = encoding.said(text, compiled.told(asked).loss)
        quantity, several_at_once = bool(network.QUANTITY.search(text)), several.said(text)
        seen_of = scale.said(text), causes.of_words(text), seen.symptom(beside.said(text)), mismatch.finding(text)
        return *told, labels, quantity, several_at_once, repr(seen_of)
    return ()


def _rare(often: float, said: str) -> str:
    """That most of the reader's examples are of one class, where the headline has not said so."""
    if not often > causes.RARE or "of one class" in said:
        return ""
    return f"{percent(often).capitalize()} of the examples are of one class, which accuracy does not show. "


def own(asked) -> set[str]:
    """What of a network is the reader's own: its layers, its data, and how it is compiled."""
    begins = {
        causes.NETWORK: asked.source == "line" and asked.layers == LAYERS,
        causes.DATA: asked.data not in tables.OWN,
        causes.LOSS: asked.loss == network.FITTING,
        causes.RATE: (asked.optimizer, asked.rate) == ("Adam", network.USUAL["Adam"]),
    }
    return {name for name, as_it_begins in begins.items() if not as_it_begins}


def _checked(asked, found, said, train) -> str:
    """What was checked, and that it is an example where the headline has not said so."""
    example = not own(asked) & {causes.NETWORK, causes.DATA} and not said.startswith(EXAMPLE)
    told = "The network is an example: write your own layers, or paste the code that makes yours. " if example else ""
    start = f"; start {asked.seed}" if asked.seed else ""
    data = literal(found.data[:1].upper() + found.data[1:])
    read = compiled.told(asked)
    why = (
        ", as your network was compiled"
        if read.loss == asked.loss
        else ", as fits"
        if asked.loss == network.FITTING
        else ""
    )
    loss = literal(found.loss) + why
    told += _not_yours(asked)
    told += literal(read.sentence(asked) + read.fit * train + _other_shape(asked, found))
    return f"{told}{data}; loss: {loss}; training changes {counted(found.weights, 'weight')}{start}."


def _not_yours(asked) -> str:
    """That a network of the reader's is checked on data that are not; "" where it is not so."""
    if causes.NETWORK not in own(asked) or asked.data in tables.OWN:
        return ""
    kind, table = tables.kind(asked.data), tables.DATA["own"]
    return f"Checked on {kind}, not on yours: *{table}* takes a CSV file, and `lab.checkup(model, x, y)` any data. "


def _other_shape(asked, found) -> str:
    """That the code says another shape of an example than the data have; "" where it does not."""
    said = network.shape_said(asked)
    if said is None or said == found.shape:
        return ""
    own, used = (" × ".join(map(str, shape)) for shape in (said, found.shape))
    return (
        f"Your code says {own} numbers an example; what is checked takes {used}, as these data have. Numbers at random "
        "take your own shape. "
    )
