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
    without_place = models.JSONField(default=list)  # [[a field Kith has no place for, how often]]
    notices = models.JSONField(default=list)  # [{"code", "params"}] of the file as a whole
    accepted_at = models.DateTimeField(null=True)  # null: only looked at, and thrown away in time
    removed_at = models.DateTimeField(null=True)

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
    twin = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")  # an earlier one
    twin_by = models.JSONField(default=dict)  # {"code", "params"}: what says that it is the same

    class Meta:
        indexes = [
            models.Index(fields=["brought", "state", "id"], name="contact_waiting"),
            models.Index(fields=["brought", "name"], name="contact_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Particulars(models.Model):
    """What an address book says of a voice besides, so that it goes back there as it came."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    voice = models.OneToOneField(Voice, models.CASCADE, related_name="particulars")
    given = models.CharField(max_length=200, blank=True)
    family = models.CharField(max_length=200, blank=True)
    nickname = models.CharField(max_length=200, blank=True)
    uid = models.CharField(max_length=300, blank=True)  # by which it goes in other address books

    class Meta:
        indexes = [models.Index(fields=["owner", "uid"], name="particulars_uid")]

    def __str__(self) -> str:
        return self.uid or f"of voice {self.voice_id}"
