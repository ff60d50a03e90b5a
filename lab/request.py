"""A request: a question and its settings, how it is answered, and what may become of it instead."""

from __future__ import annotations

import math
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lab import memory
from lab.progress import Cancelled

ANSWERED, REFUSED, FAILED, GIVEN_UP = "answered", "refused", "failed", "given up"
TOO_LARGE = "This asks for more memory than there is here; ask for fewer runs, epochs or units."
TOO_LONG = (
    "This takes longer than {seconds:.0f} seconds, the most that it is given here. In a notebook nothing bounds it."
)


class Refused(Exception):  # noqa: N818 - a sentence for the reader, not a fault
    """The request cannot be answered; its text says why, for the reader."""


class Failed(Exception):  # noqa: N818
    """Answering failed; its text is for the log."""


class Died(Exception):  # noqa: N818
    """The process that was answering ended."""


@dataclass(frozen=True)
class Request:
    """A question and its settings, plain values all.

    Attributes:
        slug, settings: as of `lab.ask`.
        seconds, nbytes: what answering it may take; a process that takes more is ended. One whose bytes are bounded is
            ended too before it takes the last of the machine's memory.
    """

    slug: str
    settings: Mapping[str, object]
    seconds: float = math.inf
    nbytes: float = math.inf


def answered(
    request: Request, progress: Callable, cancelled: Callable[[], bool], show: Callable[[bytes], None]
) -> bytes:
    """The answer to a request as JSON, computed in this process.

    Args:
        request: what is asked.
        progress: called with the share done, 0 to 1.
        cancelled: asked whether to stop.
        show: called with coarse answers as JSON.

    Raises:
        Refused: the settings make no sense together, or are too much for this machine.
        Cancelled: `cancelled` said so.
    """
    from altair.utils.schemapi import debug_mode

    from lab.compute import Compute
    from lab.question import ask

    compute = Compute(
        lambda now: progress(min(max(float(now.done), 0.0), 1.0)),
        cancelled,
        lambda answer: show(answer.to_json().encode()),
    )
    try:
        with memory.within(request.nbytes), debug_mode(False):  # the tests validate every picture, once for all
            answer = ask(request.slug, compute=compute, **request.settings)
    except (ValueError, OSError) as error:
        raise Refused(str(error)) from error
    return answer.to_json().encode()


def outcome(answer: Callable, request: Request, progress: Callable, cancelled: Callable[[], bool], show: Callable):
    """What becomes of a request, and what is told of it: the arguments of `answer_of`.

    Args:
        answer: `answered`, or what stands in for it; it gets the other arguments.
        request, progress, cancelled, show: as `answered`.
    """
    try:
        return ANSWERED, answer(request, progress, cancelled, show)
    except Cancelled:
        return GIVEN_UP, ""
    except Refused as error:
        return REFUSED, str(error)
    except MemoryError:
        return REFUSED, TOO_LARGE
    except Exception:  # whoever asked hears of it, and the next request is answered
        return (GIVEN_UP, "") if cancelled() else (FAILED, traceback.format_exc())


def answer_of(kind: str, value: object) -> bytes:
    """The answer that an `outcome` brings.

    Raises:
        Refused, Failed, Cancelled: it brings none.
    """
    if kind == ANSWERED:
        return value
    raise {REFUSED: Refused, FAILED: Failed, GIVEN_UP: Cancelled}[kind](value)
