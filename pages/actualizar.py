"""The office's Excel goes in, a verdict comes back, and the board is updated."""

import streamlit as st

from pac.ledger.access import Role
from pac.ui import access, updating

actor = access.require(Role.UPDATES)
st.title("Actualizar el tablero", anchor=False)
st.header(
    "Suba los libros y mire qué corregir y qué cambiaría, antes de que sea público.", anchor=False
)
updating.done()
updating.offer_book()

st.subheader("2. Suba sus libros", anchor=False)
files = updating.upload_box()
drop = updating.drop_box()
if files:
    review = updating.review(files, control=False, drop=drop)
    updating.show_verdict(review, actor)
    if review.proposal.acceptable:
        updating.show_changes(review)
        updating.ask_and_update(review, actor)
