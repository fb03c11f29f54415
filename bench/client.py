"""A viewer of a Streamlit app without a browser: the frontend's websocket, and nothing drawn.

It says what the frontend says: the page, the address' query, the value of each widget on the
page and which large messages it still holds, so that the server does the same work.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self
from urllib.parse import parse_qsl, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: TID251  the wire's own messages
from streamlit.proto.ClientState_pb2 import ClientState  # noqa: TID251  likewise
from streamlit.proto.Element_pb2 import Element  # noqa: TID251  likewise
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: TID251  likewise
from streamlit.proto.Selectbox_pb2 import Selectbox  # noqa: TID251  likewise
from streamlit.proto.WidgetStates_pb2 import WidgetState  # noqa: TID251  likewise
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

ANSWER_SECONDS: Final = 10.0  # after which a change counts as unanswered
FAILED: Final = "No se pudo mostrar"  # how the board's own alert begins

_PROTOCOLS: Final = (
    Subprotocol("streamlit"),
    Subprotocol("PLACEHOLDER_AUTH_TOKEN"),
)  # as the frontend without a login
_HELD_RUNS: Final = 2  # global.maxCachedMessageAge: for how many runs the frontend keeps a message
_GOES_ON: Final = ForwardMsg.FINISHED_EARLY_FOR_RERUN


class UnansweredError(Exception):
    """The server closed the connection, or did not finish in time."""


@dataclass(frozen=True)
class Run:
    """What one run of the script sent."""

    seconds: float  # from the request to "script finished"
    messages: Sequence[ForwardMsg]  # with the messages that the client still held put back

    def elements(self) -> Iterator[Element]:
        """Return what was drawn, in the order in which it came."""
        return (one.delta.new_element for one in self.messages if _draws_element(one))

    def errors(self) -> list[str]:
        """Return what went wrong in the script, as the visitor sees it."""
        found = [
            one.exception.message or one.exception.type
            for one in self.elements()
            if one.WhichOneof("type") == "exception"
        ]
        found += [
            one.alert.body
            for one in self.elements()
            if one.WhichOneof("type") == "alert" and FAILED in one.alert.body
        ]
        found += [
            "the script does not compile"
            for one in self.messages
            if one.WhichOneof("type") == "script_finished"
            and one.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR
        ]
        return found


@dataclass
class _Screen:
    """What the viewer's tab holds, which the next request tells the server."""

    query: dict[str, str] = field(default_factory=dict)
    page_hash: str = ""
    main_hash: str = ""
    page_hashes: dict[str, str] = field(default_factory=dict)  # by path in the address
    selects: dict[str, Selectbox] = field(default_factory=dict)  # by label
    of_main: set[str] = field(default_factory=set)  # widgets of the main script, on every page
    states: dict[str, WidgetState] = field(default_factory=dict)  # by widget id
    held: dict[str, tuple[int, ForwardMsg]] = field(default_factory=dict)  # by hash: run, message
    runs: int = 0


class Viewer:
    """One browser tab, as far as the server can tell."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._screen = _Screen()
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        """Connect as the frontend does."""
        stream = self._address.replace("http://", "ws://", 1) + "/_stcore/stream"
        self._socket = await connect(
            stream,
            subprotocols=_PROTOCOLS,
            origin=Origin(self._address),
            max_size=None,
            open_timeout=30,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the tab."""
        if self._socket is not None:
            await self._socket.close()

    async def open(self, path: str, seconds: float = 60.0) -> Run:
        """Load the page at a path such as ``/actividad?actividad=C5-03``.

        Args:
            path: Path and query.
            seconds: For how long to wait; the first run of a process takes longer than others.
        """
        name, _, query = path.lstrip("/").partition("?")
        self._screen.query = dict(parse_qsl(query))
        return await self._run("", name, seconds)

    async def choose(self, label: str, option: str | None) -> Run:
        """Choose an option, as the list shows it, of the list with this label; None clears it."""
        box = self._screen.selects[label]
        state = WidgetState(id=box.id)
        if option is not None:
            state.string_value = option
        self._screen.states[box.id] = state
        if box.query_param_key:
            self._screen.query.pop(box.query_param_key, None)
            if option is not None:
                self._screen.query[box.query_param_key] = option
        return await self._run(self._screen.page_hash, "", ANSWER_SECONDS)

    async def go(self, path: str) -> Run:
        """Open another page in the same tab, as a click on the navigation does."""
        screen = self._screen
        screen.states = {key: one for key, one in screen.states.items() if key in screen.of_main}
        bound = {box.query_param_key for box in screen.selects.values() if box.query_param_key}
        asked = {key: value for key, value in screen.query.items() if key in bound}
        name, _, query = path.lstrip("/").partition("?")
        screen.query = asked | dict(parse_qsl(query))
        return await self._run(screen.page_hashes[name], "", ANSWER_SECONDS)

    def options(self, label: str) -> list[str]:
        """Return what the list with this label offers; empty where there is no such list."""
        box = self._screen.selects.get(label)
        return list(box.options) if box else []

    def pages(self) -> list[str]:
        """Return the paths that the navigation knows, the main page's being empty."""
        return list(self._screen.page_hashes)

    async def _run(self, page_hash: str, page_name: str, seconds: float) -> Run:
        """Ask for a run and take in all that it sends."""
        if self._socket is None:
            raise UnansweredError("not connected")
        screen = self._screen
        screen.runs += 1
        asked = ClientState(
            query_string=urlencode(screen.query),
            page_script_hash=page_hash,
            page_name=page_name,
            cached_message_hashes=list(screen.held),
        )
        asked.widget_states.widgets.extend(screen.states.values())
        asked.context_info.timezone = "America/Bogota"
        asked.context_info.timezone_offset = 300
        asked.context_info.locale = "es-CO"
        asked.context_info.url = f"{self._address}/{page_name}"
        asked.context_info.color_scheme = "light"
        started = time.perf_counter()
        try:
            async with asyncio.timeout(seconds):
                await self._socket.send(BackMsg(rerun_script=asked).SerializeToString())
                messages = await self._receive(self._socket)
        except TimeoutError:
            raise UnansweredError(f"nothing in {seconds:.0f} s") from None
        except (WebSocketException, OSError) as problem:
            raise UnansweredError(f"closed: {problem}") from problem
        took = time.perf_counter() - started
        self._forget()
        return Run(took, messages)

    async def _receive(self, socket: ClientConnection) -> list[ForwardMsg]:
        messages: list[ForwardMsg] = []
        while True:
            data = await socket.recv()
            message = ForwardMsg()
            message.ParseFromString(data if isinstance(data, bytes) else data.encode())
            message = self._take_in(message)
            messages.append(message)
            if _ends(message):
                return messages

    def _take_in(self, message: ForwardMsg) -> ForwardMsg:
        """Note what the message says of the tab; put back what it only refers to."""
        screen, kind = self._screen, message.WhichOneof("type")
        if kind == "ref_hash":
            whole = ForwardMsg()
            whole.CopyFrom(screen.held[message.ref_hash][1])
            whole.metadata.CopyFrom(message.metadata)
            screen.held[message.ref_hash] = (screen.runs, whole)
            message, kind = whole, whole.WhichOneof("type")
        elif message.metadata.cacheable:
            screen.held[message.hash] = (screen.runs, message)
        if kind == "new_session":
            screen.page_hash = message.new_session.page_script_hash
            screen.main_hash = message.new_session.main_script_hash
            screen.selects.clear()
        elif kind == "navigation":
            screen.page_hash = message.navigation.page_script_hash
            screen.page_hashes = {
                "" if page.is_default else page.url_pathname: page.page_script_hash
                for page in message.navigation.app_pages
            }
        elif _draws_element(message):
            self._note_widget(message.delta.new_element, message.metadata.active_script_hash)
        return message

    def _note_widget(self, element: Element, script: str) -> None:
        """Note a widget and its value, unless the viewer has given it another one."""
        screen = self._screen
        if element.WhichOneof("type") == "selectbox":
            screen.selects[element.selectbox.label] = element.selectbox
        state, set_by_script = _value(element)
        if not state.id:
            return
        if script == screen.main_hash:
            screen.of_main.add(state.id)
        if set_by_script or state.id not in screen.states:
            screen.states[state.id] = state

    def _forget(self) -> None:
        """Let go of large messages that no run of late used."""
        oldest = self._screen.runs - _HELD_RUNS
        for name in [name for name, (run, _) in self._screen.held.items() if run < oldest]:
            del self._screen.held[name]


def _draws_element(message: ForwardMsg) -> bool:
    return message.WhichOneof("type") == "delta" and message.delta.HasField("new_element")


def _ends(message: ForwardMsg) -> bool:
    """Tell whether no other run follows by itself, as one does after ``st.rerun``."""
    return message.WhichOneof("type") == "script_finished" and message.script_finished != _GOES_ON


def _value(element: Element) -> tuple[WidgetState, bool]:
    """Return the value with which a widget comes, and whether the script insists on it.

    The state names no widget where the element is none of those whose value matters here.
    """
    kind = element.WhichOneof("type")
    if kind == "selectbox":
        box = element.selectbox
        state = WidgetState(id=box.id)
        if box.HasField("raw_value"):
            state.string_value = box.raw_value
        elif box.HasField("default"):
            state.string_value = box.options[box.default]
        return state, box.set_value
    if kind == "text_input":
        text = element.text_input
        shown = text.value if text.set_value else text.default
        return WidgetState(id=text.id, string_value=shown), text.set_value
    if kind == "checkbox":
        tick = element.checkbox
        on = tick.value if tick.set_value else tick.default
        return WidgetState(id=tick.id, bool_value=on), tick.set_value
    if kind == "button_group":
        group = element.button_group
        state = WidgetState(id=group.id)
        pressed = [group.options[place].content for place in group.default]
        state.string_array_value.data.extend(group.raw_values if group.set_value else pressed)
        return state, group.set_value
    return WidgetState(), False
