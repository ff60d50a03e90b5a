"""Asking the process's one training slot for a result, while the page stays alive."""

import functools
import gc
import hashlib
import inspect
import logging
import time
import uuid
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path

import streamlit as st

import lab
from lab import jobs, memory
from lab.prose import literal
from pages.shell import ahead

SILENT = 0.5  # seconds of waiting before a progress bar shows
TICK = 0.1  # seconds between two calls to Streamlit, which stops an outdated run in such a call
REST = 1.5  # seconds for the first page to be drawn before TensorFlow is imported, unless something is to be trained
PRIVATE = "name of this session"
SORRY = "Something went wrong on our side. Change a setting, or load the page again."


@st.cache_resource(show_spinner=False)
def slot() -> jobs.Slot:
    """The process's slot; its thread imports TensorFlow before the first job."""
    return jobs.Slot(prepare=_import_tensorflow, tidy=memory.give_back, rest=REST)


def measure(
    function: Callable,
    experiment: Hashable,
    *,
    private: bool = False,
    meanwhile: Callable | None = None,
    partly: Callable | None = None,
    **arguments,
):
    """What `function(experiment, **arguments)` returns: known ahead of time, or computed once for everybody who asks.

    The result is shared: read it, do not change it. Bad input shows its sentence and ends the page's run.

    Args:
        function: from `lab`; it gets `progress`, `cancelled` and `partly` too if it takes them.
        experiment: the setting.
        private: whether it is about what a visitor brought: then the result is kept in that session alone, the latest
            of each function, and what went wrong is logged without its words.
        meanwhile: called once if the result is not there within a tick: it shows what is known without it.
        partly: called with each part of the result that the function shares on the way: it shows that.
        arguments: plain values, lists, ranges, dicts.
    """
    key = (_version(), function.__module__, function.__qualname__, experiment, _frozen(arguments))
    known = None if private else ahead.result(ahead.name(key[1:]))
    if known is not None:
        return known
    work = functools.partial(_work, function, experiment, arguments)
    return _own(key, function, work) if private else _joined(key, function, work, meanwhile=meanwhile, partly=partly)


def _own(key: tuple, function: Callable, work: Callable):
    """The result from this session's own store."""
    session = st.session_state.setdefault(PRIVATE, uuid.uuid4().hex)
    results, name = _own_results(session), key[1:3]
    if name not in results or results[name][0] != key:
        results.pop(name, None)
        results[name] = key, _joined((session, *key), function, work, private=True)
    return results[name][1]


@st.cache_resource(scope="session", show_spinner=False)
def _own_results(session: str) -> dict:
    """Name of a function -> key and latest result; Streamlit drops it as soon as the session is left."""
    return {}


def _joined(key: tuple, function: Callable, work: Callable, private: bool = False, **shown):
    """The result from the slot; of private work nobody else can ask for it, and the slot does not keep it."""
    ticket = slot().join(key, work, keep=not private)
    try:
        _wait(ticket, **shown)
        return ticket.result()
    except Exception as error:  # the page's last line of defence: a sentence for the reader, the rest for the log
        return _end_with(error, function, private)
    finally:
        ticket.leave()


def _end_with(error: Exception, function: Callable, private: bool) -> None:
    """Show what went wrong, and end the page's run."""
    told, cause = isinstance(error, (ValueError, OSError)), None if private else error
    if not told:
        log = logging.getLogger(__name__)
        log.error("%s failed: %s", function.__qualname__, type(error).__name__, exc_info=cause)
    st.error((literal(str(error)) if private else str(error)) if told else SORRY)
    st.stop()


def _wait(ticket: jobs.Ticket, meanwhile: Callable | None = None, partly: Callable | None = None) -> None:
    """Until the job has ended; returns within milliseconds of it."""
    place, start, last = st.empty(), time.monotonic(), None
    if meanwhile and not ticket.wait(TICK):
        meanwhile()
    while not ticket.wait(TICK):
        if time.monotonic() - start < SILENT:
            place.empty()
        else:
            place.progress(ticket.done, "Training ...")
        partial = ticket.partial
        if partly and partial is not None and partial is not last:
            last = partial
            partly(partial)
    place.empty()


def _work(function: Callable, experiment: lab.Experiment, arguments: dict, **signals):
    taken = inspect.signature(function).parameters
    return function(experiment, **arguments, **{name: signals[name] for name in signals if name in taken})


def _frozen(value: object) -> object:
    """`value` as something that can be a key."""
    if isinstance(value, Mapping):
        return tuple((name, _frozen(item)) for name, item in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(map(_frozen, value))
    if hasattr(value, "tobytes"):
        return value.dtype.str, value.shape, value.tobytes()
    return type(value).__name__, value


@functools.lru_cache(maxsize=1)
def _version() -> str:
    """A fingerprint of the laboratory's sources: a result is never older than the code."""
    sources = sorted(Path(lab.__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _import_tensorflow() -> None:
    """Import what trains, and keep it out of the way of the pages.

    Streamlit ends every run of every page with `keras.backend.clear_session()`, which would reset the state of a
    training that another thread is setting up, and with a full garbage collection, which the objects of TensorFlow
    make half a second long: `gc.freeze` takes them out of it.
    """
    import keras

    from lab.engine import pool  # noqa: F401

    keras.backend.clear_session = _keep_session
    gc.collect()
    gc.freeze()


def _keep_session(free_memory: bool = True) -> None:
    """What Streamlit calls instead of Keras's `clear_session`: nothing."""
