"""Contacts brought from elsewhere, waiting to be decided about."""

from django.db import models

from kith.db.models.accounts import User
from kith.db.models.roster import Voice


class BroughtContacts(models.Model):
    """A file of contacts that an account brought."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="brought_contacts")
    name = models.CharField(max_length=300, blank=True)
    format = models.CharField(max_length=20)
    at = models.DateTimeField()
    left_out = models.JSONField(default=list)  # [{"title", "code", "params"}]

    def __str__(self) -> str:
        return self.name or f"contacts {self.pk}"


class BroughtContact(models.Model):
    """One of them; what it became can be undone."""

    class State(models.TextChoices):
        WAITING = "waiting"
        FOLLOWED = "followed"
        KEPT = "kept"  # as a contact
        JOINED = "joined"  # with a voice that was there
        IGNORED = "ignored"

    brought = models.ForeignKey(BroughtContacts, models.CASCADE, related_name="contacts")
    card = models.JSONField()  # see core.contacts
    name = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    voice = models.ForeignKey(Voice, models.SET_NULL, null=True, related_name="brought_contacts")
    decided_at = models.DateTimeField(null=True)
    before = models.JSONField(default=dict)  # what a decision changed, so that it can be undone

    class Meta:
        indexes = [models.Index(fields=["brought", "state", "id"], name="contact_waiting")]

    def __str__(self) -> str:
        return self.name
