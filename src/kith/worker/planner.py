"""Plans, weekly mails and voices that wake in their time: a thread beside the refresh."""

import logging

from kith.actions import deciding, habits
from kith.actions.clock import utc_now
from kith.queries import sessions
from kith.worker.often import Often

logger = logging.getLogger(__name__)


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


class Planning(Often):
    """Makes the plans that are due, writes mails, lets voices wake."""

    NAME = "kith-planning"
    EVERY = 20.0

    def once(self) -> None:
        """Look for what is due."""
        run_due()
        run_weekly()
        deciding.wake_due(utc_now())
