"""The server's memory is level, however many visitors tour its pages.

A visitor is what the browser's side of Streamlit is to the server: a websocket that asks for a page and listens until
it is whole. That is hundreds of visits a minute, where a browser manages dozens.

Streamlit keeps the last 128 sessions that were left, so memory rises until that store is full: 15 tours of 9 pages.
From then on, what is left is a sawtooth of up to 13 MB (collected now and then) and, seldom, a lasting step (the
allocator's, or a late compilation's). So three blocks of tours are compared as wholes: memory is said to leak if every
tour of the second block lies above every tour of the first, and every tour of the third above every tour of the second.
A sawtooth makes the blocks overlap, a single step lifts one block, not two; a leak of 5 MB a tour cannot hide.
"""

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from pages.shell.frame import PAGES

FILLING, BLOCK = 128 // len(PAGES) + 1, 6  # tours; by chance, 18 lie so once in 17 million


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


def climbs(tours):
    """Whether three blocks of megabytes lie one wholly above the other."""
    first, second, third = (tours[start : start + BLOCK] for start in range(0, 3 * BLOCK, BLOCK))
    return max(first) < min(second) and max(second) < min(third)


def test_memory_is_level_over_many_tours(fresh):
    tours = [toured(fresh) for _ in range(FILLING + 3 * BLOCK)][FILLING:]
    assert not climbs(tours), [round(tour) for tour in tours]


def test_a_leak_of_5_mb_a_tour_is_found_below_a_sawtooth_and_a_sawtooth_alone_is_not():
    sawtooth = [3.0 * (tour % 5) for tour in range(3 * BLOCK)]
    step = [tooth + 30.0 * (tour > 10) for tour, tooth in enumerate(sawtooth)]
    leak = [tooth + 5.0 * tour for tour, tooth in enumerate(sawtooth)]
    assert [climbs(tours) for tours in (sawtooth, step, leak)] == [False, False, True]
