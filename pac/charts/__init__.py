"""Summaries -> plotly figures: one question each, in colours that always come with words."""
