"""Figures that the reports of all kinds are made of."""

from __future__ import annotations

import pytest

from tests.reports import examples


@pytest.fixture
def closed():
    return examples.closed()


@pytest.fixture
def collecting():
    return examples.collecting()


@pytest.fixture
def untracked():
    return examples.untracked()


@pytest.fixture
def large():
    return examples.large()
