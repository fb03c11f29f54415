"""Control Interno verifies, closes a cut-off and records its publication."""

import streamlit as st

from pac.ledger.access import Role
from pac.ui import access, control, updating

actor = access.require(Role.CONTROLS)
st.title("Control Interno", anchor=False)
st.header("Verifique lo reportado, cierre el corte y registre su publicación.", anchor=False)
updating.done()
control.offer_form()

st.subheader("2. Suba el formato lleno", anchor=False)
files = updating.upload_box("Formato de Control Interno (.xlsx)")
if files:
    review = updating.review(files, control=True, drop=False)
    updating.show_verdict(review, actor)
    if review.proposal.acceptable:
        updating.show_changes(review)
        updating.ask_and_update(review, actor)

control.close_box(actor)
