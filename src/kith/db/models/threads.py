"""Conversations elsewhere that an account takes part in."""

from django.db import models

from kith.db.models.accounts import User
from kith.db.models.channels import Channel, Entry
from kith.db.models.roster import Voice


class Thread(models.Model):
    """A conversation that is watched; its posts are the entries of its channel."""

    class Turn(models.TextChoices):
        MINE = "mine"
        THEIRS = "theirs"

    owner = models.ForeignKey(User, models.CASCADE, related_name="threads", db_index=False)
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="threads")
    voice = models.ForeignKey(Voice, models.SET_NULL, null=True, related_name="threads")
    entry = models.ForeignKey(Entry, models.SET_NULL, null=True, related_name="threads")
    address = models.CharField(max_length=4000)  # where it can be read and answered
    title = models.CharField(max_length=1000, blank=True)
    turn = models.CharField(max_length=6, choices=Turn, blank=True)  # who owes the next word
    turn_since = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)  # of the newest post
    seen_at = models.DateTimeField(null=True)  # when the account looked last
    watched_at = models.DateTimeField()
    snoozed_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)  # up to then nothing is owed: its owner says so
    spoke_at = models.DateTimeField(null=True)  # when its owner said that they answered there
    recorded_to = models.BigIntegerField(default=0)  # the newest post looked at for exchanges
    summary = models.JSONField(default=dict)  # how it stands, for lists; see queries.threads

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "channel"], name="watched_once")]
        indexes = [
            models.Index(
                fields=["owner", "turn", "-turn_since"],
                condition=models.Q(closed_at=None),
                name="thread_open",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.address
