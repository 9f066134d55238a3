"""Plans, weekly mails and voices that wake in their time: a thread beside the refresh."""

import logging
import threading

from django.db import connections

from kith.actions import deciding, habits
from kith.actions.clock import utc_now
from kith.queries import sessions

logger = logging.getLogger(__name__)
EVERY = 20.0  # seconds


def run_due() -> int:
    """Make every plan that is due; how many were made. One that fails takes no other with it."""
    made = 0
    for planner in sessions.planners_due(utc_now()):
        try:
            made += habits.make_ready(planner, utc_now()) is not None
        except Exception:
            logger.exception("The plan of %s could not be made", planner.owner_id)
    return made


def run_weekly() -> int:
    """Write every weekly mail that is due; how many went out. One that fails takes no other."""
    sent = 0
    for planner in sessions.people_due(utc_now()):
        try:
            sent += habits.write_weekly(planner, utc_now())
        except Exception:
            logger.exception("The weekly mail of %s could not be written", planner.owner_id)
    return sent


class Planning:
    """Looks for what is due, for as long as the process lives."""

    def __init__(self) -> None:
        self._stopping = threading.Event()

    def start(self) -> threading.Thread:
        """Run in a thread of its own; the process may end without waiting for it."""
        thread = threading.Thread(target=self.run, name="kith-planning", daemon=True)
        thread.start()
        return thread

    def run(self) -> None:
        """Run in this thread. A fault is logged, and the next look comes all the same."""
        while not self._stopping.wait(EVERY):
            try:
                run_due()
                run_weekly()
                deciding.wake_due(utc_now())
            except Exception:
                logger.exception("Looking for plans and rests that are due failed")
            finally:
                connections.close_all()

    def stop(self) -> None:
        """End before the next look."""
        self._stopping.set()
