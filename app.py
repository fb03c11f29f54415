"""The frame of the board: run it with ``streamlit run app.py``."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pac.api import frame
from pac.ui import process

app = st.App(
    Path(__file__).resolve().parent / "pac" / "ui" / "main.py",
    routes=frame.ROUTES,
    middleware=frame.MIDDLEWARE,
    lifespan=process.warm,
    on_script_error=process.say_in_spanish,
)
