"""The tables: thin, with constraints and indexes; queries read them, actions write them."""

from kith.db.models.accounts import Attempt, Passkey, Ticket, User
from kith.db.models.asking import Answer, Asking, Question
from kith.db.models.channels import Channel, Edit, Entry, EntryText, FullText
from kith.db.models.contacts import BroughtContact, BroughtContacts, Particulars
from kith.db.models.interests import Interest
from kith.db.models.judging import Feature, Learned
from kith.db.models.notes import Highlight, MarkText, Tag
from kith.db.models.people import (
    Address,
    Decision,
    Exchange,
    Joining,
    Occasion,
    Promise,
    Proposal,
    Thanks,
)
from kith.db.models.places import Place
from kith.db.models.roster import BroughtList, Following, Label, Mark, Voice
from kith.db.models.sessions import Planner, Review, Session, Step
from kith.db.models.system import Beat
from kith.db.models.threads import Thread

__all__ = [
    "Address",
    "Answer",
    "Asking",
    "Attempt",
    "Beat",
    "BroughtContact",
    "BroughtContacts",
    "BroughtList",
    "Channel",
    "Decision",
    "Edit",
    "Entry",
    "EntryText",
    "Exchange",
    "Feature",
    "Following",
    "FullText",
    "Highlight",
    "Interest",
    "Joining",
    "Label",
    "Learned",
    "Mark",
    "MarkText",
    "Occasion",
    "Particulars",
    "Passkey",
    "Place",
    "Planner",
    "Promise",
    "Proposal",
    "Question",
    "Review",
    "Session",
    "Step",
    "Tag",
    "Thanks",
    "Thread",
    "Ticket",
    "User",
    "Voice",
]
