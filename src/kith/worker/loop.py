"""The refresh that never ends: a thread in the server, or the whole of `kith work`."""

import logging
import os
import threading
import time

from kith.actions import beats
from kith.actions.clock import utc_now
from kith.queries import channels
from kith.worker.look import Leaving
from kith.worker.round import Round
from kith.worker.understanding import Understanding

logger = logging.getLogger(__name__)
AT_ONCE = 500  # channels named at a time
PAUSE = 5.0  # seconds before a round that broke is begun again
BEAT_EVERY = 30.0  # seconds


class Loop:
    """Looks at channels as they fall due, for as long as the process lives."""

    def __init__(self) -> None:
        self._beaten = 0.0
        self._round: Round | None = None
        self.stopping = False

    def start(self) -> threading.Thread:
        """Run in a thread of its own; the process may end without waiting for it."""
        thread = threading.Thread(target=self.run, name="kith-refresh", daemon=True)
        thread.start()
        return thread

    def run(self) -> None:
        """Run in this thread. A fault is logged, and the loop begins anew."""
        understanding = Understanding()
        understanding.start()
        try:
            self._run()
        finally:
            understanding.stop()

    def _run(self) -> None:
        while not self.stopping:
            try:
                self._round = Round(self._due, endless=True)
                self._round.run()
            except Leaving:
                return
            except Exception:
                logger.exception("The refresh loop broke; it begins anew in %d seconds", PAUSE)
                time.sleep(PAUSE)

    def stop(self) -> None:
        """End after what is being looked at now."""
        self.stopping = True
        if self._round:
            self._round.stopping = True

    def _due(self) -> list[int]:
        now = utc_now()
        if time.monotonic() - self._beaten > BEAT_EVERY:
            beats.beat("refresh", {"process": os.getpid()}, now)
            self._beaten = time.monotonic()
        return channels.due(now, AT_ONCE)
