"""Who gets in, one's own password, and all of the board in one file."""

import streamlit as st

from pac.ledger.access import Role
from pac.ui import access, accounts

actor = access.require(*Role)
st.title("Cuentas y copia de seguridad", anchor=False)
if actor.role is Role.ADMINISTERS:
    every = accounts.show()
    accounts.new_box()
    accounts.change_box(every, actor)
    accounts.backup_box()
accounts.own_password_box(actor)
