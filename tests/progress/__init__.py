"""Tests of pac.progress."""
