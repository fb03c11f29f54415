"""Summaries and tables -> the files that the board gives out."""
