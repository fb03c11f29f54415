"""Figures -> a presentation with native charts, for a hall without internet."""

from pac.reports.slides.deck import presentation

__all__ = ["presentation"]
