"""The server's memory is level, however many visitors tour its pages.

A visitor is what the browser's side of Streamlit is to the server: a websocket that asks for a page and listens until
it is whole. That is hundreds of visits a minute, where a browser manages dozens.

Streamlit keeps the last 128 sessions that were left, so memory rises until that store is full: 26 tours of 5 pages.
From then on a leak adds something in every tour, while noise (garbage collection, the allocator's steps, a late
compilation) adds a lot in a few tours and next to nothing in most: 120 tours measured here end level, in a sawtooth of
6 MB with a median step of 0.1 MB. So the *median* growth from one tour to the next is held against a bound: a few
large steps do not move it, and what every tour keeps cannot hide from it.
"""

from statistics import median

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from pages.shell.frame import PAGES

FILLING, COUNTED = 27, 23  # tours: about half a minute in all
LEAK = 0.5  # MB a tour, a tenth of a megabyte a page: less than one page's charts and frames, were they kept


def visited(server, name):
    """Open a page as a browser does, and leave when it is whole."""
    with connect(f"{server.url.replace('http', 'ws', 1)}/_stcore/stream", subprotocols=["streamlit"]) as socket:
        ask = BackMsg()
        ask.rerun_script.page_name = "" if name == "home" else name
        socket.send(ask.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(socket.recv(timeout=60))
            if answer.WhichOneof("type") == "script_finished":
                return answer.script_finished


def resident(server):
    """Megabytes of the server's process and its children."""
    process = psutil.Process(server.pid)
    return sum(each.memory_info().rss for each in (process, *process.children(recursive=True))) / 1e6


def toured(server):
    """Megabytes after a tour of all pages."""
    for name in PAGES:
        assert visited(server, name) == ForwardMsg.FINISHED_SUCCESSFULLY
    return resident(server)


def test_memory_is_level_over_many_tours(server):
    tours = [toured(server) for _ in range(FILLING + COUNTED)][FILLING:]
    growth = [after - before for before, after in zip(tours, tours[1:], strict=False)]
    assert median(growth) < LEAK, [round(tour) for tour in tours]
