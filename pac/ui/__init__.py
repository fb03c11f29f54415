"""The screen: the only part of pac that knows Streamlit."""
