"""What changed, when and why: every version of the board, and whether a code or file is of it."""

import streamlit as st

from pac.ui import access, data, history, updating

st.title("Versiones", anchor=False)
if data.shows_files():
    st.text("Este tablero muestra un archivo tal como está: no guarda versiones.")
    st.stop()
updating.done()
actor = access.actor()
history.show_versions(actor)
history.verify_box()
if actor:
    history.verify_all()
