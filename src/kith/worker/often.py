"""What is done again and again beside the refresh, each in a thread of its own."""

import logging
import threading

from django.db import connections

logger = logging.getLogger(__name__)


class Often:
    """Does its work every so many seconds, for as long as the process lives."""

    NAME = ""  # of the thread
    EVERY = 60.0  # seconds

    def __init__(self) -> None:
        self._stopping = threading.Event()

    def start(self) -> threading.Thread:
        """Run in a thread of its own; the process may end without waiting for it."""
        thread = threading.Thread(target=self.run, name=self.NAME, daemon=True)
        thread.start()
        return thread

    def run(self) -> None:
        """Run in this thread. A fault is logged, and the next time comes all the same."""
        while not self._stopping.wait(self.EVERY):
            try:
                self.once()
            except Exception:
                logger.exception("%s failed; it is tried again", self.NAME)
            finally:
                connections.close_all()

    def once(self) -> None:
        """Do it once."""
        raise NotImplementedError

    def stop(self) -> None:
        """End before the next time."""
        self._stopping.set()
