"""Who has answered for a cut-off, and the format and message for each office."""

import streamlit as st

from pac.ledger.access import Role
from pac.ui import access, forms

access.require(Role.UPDATES)
st.title("Formatos de reporte", anchor=False)
asked = forms.choose()
forms.show_answers(asked)
forms.offer_all(asked)
forms.show_offices(asked)
