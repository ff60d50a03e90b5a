"""Answers for pages: known ahead of time, kept, or computed in another process while the page stays alive."""

import functools
import hashlib
import os
import time
from collections.abc import Callable, Iterator

import streamlit as st

from lab import compiled, known, question
from lab.answer import Answer
from lab.job_queue import Job, JobQueue, key_of
from lab.process import Worker
from lab.prose import literal
from lab.request import Request
from lab.results import Results
from pages.shell import brought

SILENT = 0.5  # seconds of waiting before a progress bar shows
TICK = 0.05  # seconds between two calls to Streamlit, which stops an outdated run in such a call
PARSED = 48_000_000  # bytes of answers that are kept ready to be drawn
SCHEDULER = "LAB_SCHEDULER"  # of the environment: the address of a Dask scheduler whose workers answer


@st.cache_resource(show_spinner=False, on_release=JobQueue.close)
def queue() -> JobQueue:
    """The server's queue."""
    if os.environ.get(SCHEDULER):
        from lab.cluster import workers

        return JobQueue(workers(os.environ[SCHEDULER]))
    return JobQueue([Worker()], likely=_likely(), prepared=compiled.note, spare=Worker())


def _likely() -> Iterator[tuple[str, Request]]:
    """What the questions begin with, each until what is compiled for it is kept."""
    for slug in question.questions() if compiled.environment() else ():
        values = dict(question.keywords(slug, {}).values)
        key = _key(slug, values)
        if not compiled.noted(key):
            yield key, _request(slug, values)


@st.cache_resource(show_spinner=False)
def _parsed() -> Results:
    """Key -> answer, ready to be drawn."""
    return Results(PARSED, 1_000)


def answer(
    slug: str, values: dict, private: bool, coarse: Callable[[Answer], None], says: Callable[[str], None] = str
) -> Answer:
    """The answer to a question; a sentence and the end of the page's run if there is none.

    Args:
        slug: of the question.
        values: its settings.
        private: whether one of them is what a visitor brought: then the answer is kept for that visitor alone.
        coarse: called with what is known of the answer meanwhile.
        says: called with what stands for the headline, if nothing is known of it for a while, or there is none.
    """
    key = _key(slug, values, brought.owner() if private else "")
    found = _parsed().get(key)
    if found is None:
        text = None if private else known.answer(slug, values)
        text = text or _waited_for(key, _request(slug, values), private, coarse, says)
        found = Answer.from_json(text)
        _parsed().keep(key, found, 3 * len(text))
    if not private:
        queue().expect(key, _request(slug, values))
    return found


def _key(slug: str, values: dict, owner: str = "") -> str:
    """What the answer depends on; and whose it is, if it is not everybody's."""
    said = [(name, _digest(value) if isinstance(value, bytes) else value) for name, value in sorted(values.items())]
    return key_of(known.version(slug), slug, said, owner)


def _request(slug: str, values: dict) -> Request:
    """The request, within the bounds that the question's module sets to the process that answers it, if any."""
    return Request(slug, values, **getattr(question.named(slug), "MAY_TAKE", {}))


def _waited_for(
    key: str, request: Request, private: bool, coarse: Callable[[Answer], None], says: Callable[[str], None]
) -> bytes:
    with queue().asked(key, request, private=private) as job:
        _wait(job, coarse, says)
    if job.answer is None:
        says("*There is no answer to these settings.*")
        st.error(literal(job.error) if private else job.error)
        st.stop()
    return job.answer


def _wait(job: Job, coarse: Callable[[Answer], None], says: Callable[[str], None]) -> None:
    """Until the job has ended; returns within milliseconds of it."""
    if job.wait(TICK):
        return
    place, start, last, told = st.empty(), time.monotonic(), None, False
    while not job.wait(TICK):
        if time.monotonic() - start < SILENT:
            place.empty()
        else:
            place.progress(job.done, "Training ...")
            if not told and job.coarse is None:
                says("*The answer to these settings is on its way …*")
            told = True
        if job.coarse is not None and job.coarse is not last:
            last = job.coarse
            coarse(Answer.from_json(last))
    place.empty()


@functools.lru_cache(maxsize=8)
def _digest(contents: bytes) -> str:
    return hashlib.sha256(contents).hexdigest()
