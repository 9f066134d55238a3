"""Understand what was heard, apart from hearing it: a thread beside the refresh."""

import logging
import threading
import time

from django.db import connection

from kith.actions import features
from kith.actions.clock import utc_now

logger = logging.getLogger(__name__)
PAUSE = 5.0  # seconds between two looks for entries that are new
REST = 4  # times as long as a batch took: pages share the interpreter, and come first
SLICE = 20.0  # seconds after which what came meanwhile has its turn: the newest come first


class Understanding:
    """Works out the features of entries as they come, for as long as the process lives."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="kith-understand", daemon=True)

    def start(self) -> None:
        """Run in a thread of its own; the process may end without waiting for it."""
        self._thread.start()

    def stop(self) -> None:
        """End after the batch that is being worked on."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                found = self._once()
                self._stopping.wait(0 if found else PAUSE)
        finally:
            connection.close()

    def _once(self) -> int:
        begun = time.monotonic()
        until = begun + SLICE

        def go_on() -> bool:
            nonlocal begun
            stopped = self._stopping.wait(REST * (time.monotonic() - begun))
            begun = time.monotonic()
            return not stopped and begun < until

        try:
            return features.catch_up(utc_now(), go_on)
        except Exception:
            if not self._stopping.is_set():
                logger.exception("Entries could not be understood; another try follows")
            connection.close()
            return 0
