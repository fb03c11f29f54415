"""What was made once for all who ask: bounded, and made by one of them while the others wait."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Executor, Future
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Busy(Exception):  # noqa: N818 (named for what it says)
    """Too much is being made already."""


class Memory(Generic[Key, Made]):
    """Keeps what was made; where it gets too much, what was asked for longest ago goes first.

    What is made is never made in the loop that answers requests, and never twice at once.
    """

    def __init__(
        self,
        pool: Executor,
        limit: int,
        size: Callable[[Made], int] = lambda _: 1,
        *,
        most_waiting: int = 32,
    ) -> None:
        """Begin with nothing.

        Args:
            pool: Where things are made.
            limit: How much may be kept; the last one made is kept whatever its size.
            size: How much one thing is.
            most_waiting: How many different things may be in the making.
        """
        self._pool, self._limit, self._size = pool, limit, size
        self._most_waiting = most_waiting
        self._lock = threading.Lock()
        self._held: OrderedDict[Key, Made] = OrderedDict()
        self._making: dict[Key, Future[Made]] = {}

    async def get(self, key: Key, make: Callable[[], Made]) -> Made:
        """Return what a key names, made where it is not there.

        Raises:
            Busy: where it would have to wait for too many others.
            Exception: whatever ``make`` raises, for all who wait for it; nothing is kept then.
        """
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
            future = self._making.get(key)
            if future is None:
                if len(self._making) >= self._most_waiting:
                    raise Busy
                future = self._pool.submit(self._make, key, make)
                self._making[key] = future
        # who goes away must not take it from the others
        return await asyncio.shield(asyncio.wrap_future(future))

    def clear(self) -> None:
        """Keep nothing of what was made until now."""
        with self._lock:
            self._held.clear()

    def _make(self, key: Key, make: Callable[[], Made]) -> Made:
        try:
            made = make()
        except BaseException:
            with self._lock:
                del self._making[key]
            raise
        with self._lock:
            del self._making[key]
            self._held[key] = made
            while len(self._held) > 1 and sum(map(self._size, self._held.values())) > self._limit:
                self._held.popitem(last=False)
        return made
