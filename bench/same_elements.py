"""A page with the board's own elements and constant data: what Streamlit itself costs.

Run with ``streamlit run``; BENCH_RECORDINGS names the folder of the recordings. It sends the
recorded elements as they are, which costs less than making them of constants by ``st.table``
and its kin: no page with the same elements can be faster.
"""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.proto.AppPage_pb2 import AppPage
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import enqueue_message

from bench import recording

FOLDER = Path(os.environ["BENCH_RECORDINGS"])


@st.cache_resource(show_spinner=False)
def recorded(address: str) -> list[bytes]:
    """Return the messages of a page, read once."""
    return list(recording.load(FOLDER, address))


def page(entry: AppPage) -> StreamlitPage:
    """Return a page that draws what was recorded of the one in the navigation."""
    address = "" if entry.is_default else entry.url_pathname

    def draw() -> None:
        for data in recorded(address):
            enqueue_message(ForwardMsg.FromString(data))

    return st.Page(
        draw,
        title=entry.page_name,
        url_path=entry.url_pathname,
        default=entry.is_default,
        visibility="hidden" if entry.is_hidden else "visible",
    )


navigation = recording.navigation(FOLDER)
chosen = st.navigation([page(one) for one in navigation.app_pages], expanded=navigation.expanded)
st.set_page_config(page_title=chosen.title, page_icon="📋", layout="wide")
chosen.run()
