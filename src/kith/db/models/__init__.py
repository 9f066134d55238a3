"""The tables: thin, with constraints and indexes; queries read them, actions write them."""

from kith.db.models.accounts import Attempt, Passkey, Ticket, User
from kith.db.models.channels import Channel, Edit, Entry, EntryText, FullText
from kith.db.models.interests import Interest
from kith.db.models.judging import Feature, Learned
from kith.db.models.notes import Highlight, MarkText, Tag
from kith.db.models.roster import BroughtList, Following, Label, Mark, Voice
from kith.db.models.sessions import Planner, Review, Session, Step
from kith.db.models.system import Beat

__all__ = [
    "Attempt",
    "Beat",
    "BroughtList",
    "Channel",
    "Edit",
    "Entry",
    "EntryText",
    "Feature",
    "Following",
    "FullText",
    "Highlight",
    "Interest",
    "Label",
    "Learned",
    "Mark",
    "MarkText",
    "Passkey",
    "Planner",
    "Review",
    "Session",
    "Step",
    "Tag",
    "Ticket",
    "User",
    "Voice",
]
