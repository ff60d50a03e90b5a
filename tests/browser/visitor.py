"""What a browser's side of Streamlit is to its server: a websocket that asks for pages and listens."""

import json
import time
from contextlib import contextmanager
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

LONG = 90.0  # seconds after which a visitor gives up


class Visitor:
    """A session.

    Args:
        socket: to the server.
        page: of the app that is asked for; "" for the first.
    """

    def __init__(self, socket, page=""):
        self._socket, self._page = socket, page

    def ask(self, **query) -> None:
        """Ask for the page with a query, and do not wait for it; what is no text is sent as JSON."""
        message = BackMsg()
        message.rerun_script.page_name = self._page
        message.rerun_script.query_string = urlencode(
            {key: value if isinstance(value, str) else json.dumps(value) for key, value in query.items()}
        )
        self._socket.send(message.SerializeToString())

    def hear(self) -> list[str]:
        """The texts of the page: those up to the end of a run that was not cut short by the next one."""
        texts, end = [], time.monotonic() + 4 * LONG
        while True:
            assert time.monotonic() < end, f"no whole page within {4 * LONG:.0f} seconds"
            said = ForwardMsg.FromString(self._socket.recv(timeout=LONG))
            kind = said.WhichOneof("type")
            if kind == "new_session":
                texts = []
            elif kind == "script_finished" and said.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return texts
            elif kind == "delta" and said.delta.WhichOneof("type") == "new_element":
                element = said.delta.new_element
                shown = element.WhichOneof("type")
                if shown in ("markdown", "alert"):
                    texts.append(getattr(element, shown).body)
                assert shown != "exception", element.exception.message

    def hear_until(self, text: str) -> None:
        """Listen until a whole page ends with a text."""
        while self.hear()[-1:] != [text]:
            pass

    def see(self, **query) -> list[str]:
        """The texts of the page with a query."""
        self.ask(**query)
        return self.hear()


@contextmanager
def visitor(server, page=""):
    """A new visitor of a server's page, who closes the tab at the end."""
    with connect(
        f"{server.url.replace('http', 'ws', 1)}/_stcore/stream",
        subprotocols=["streamlit"],
        open_timeout=LONG,
        close_timeout=1,
        max_size=None,
        max_queue=None,
        ping_interval=None,  # nobody answers while another visitor of the test is listened to
    ) as socket:
        yield Visitor(socket, page)
