"""What belongs to one account: voices, what they are followed on, labels, marks, lists brought."""

from django.db import models

from kith.db.models.accounts import User
from kith.db.models.channels import Channel, Entry


class Label(models.Model):
    """A folder of an account's own, "Teaching/Assessment" when it lies in another."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="labels")
    name = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="label_once")]

    def __str__(self) -> str:
        return self.name


class Voice(models.Model):
    """Anyone or anything an account learns from."""

    class Kind(models.TextChoices):
        PERSON = "person"
        COMMUNITY = "community"
        PUBLICATION = "publication"

    class State(models.TextChoices):
        ACTIVE = "active"
        RELEASED = "released"

    class Cadence(models.TextChoices):
        AS_IT_HAPPENS = "as-it-happens"
        DAILY = "daily"
        WEEKLY = "weekly"
        MONTHLY = "monthly"
        NOW_AND_THEN = "now-and-then"

    class Trust(models.TextChoices):
        TRUSTED = "trusted"
        ANY = "any"
        SALT = "salt"  # with a grain of it

    owner = models.ForeignKey(User, models.CASCADE, related_name="voices")
    kind = models.CharField(max_length=12, choices=Kind, blank=True)  # blank: not heard yet
    name = models.CharField(max_length=300, blank=True)  # blank: its channel's title stands in
    home = models.CharField(max_length=4000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    cadence = models.CharField(max_length=16, choices=Cadence, default=Cadence.AS_IT_HAPPENS)
    trust = models.CharField(max_length=8, choices=Trust, default=Trust.ANY)
    full_text = models.BooleanField(default=False)  # fetched whenever an entry is opened
    created_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    labels = models.ManyToManyField(Label, related_name="voices")

    class Meta:
        indexes = [models.Index(fields=["owner", "state", "name"], name="voice_roster")]

    def __str__(self) -> str:
        return self.name


class BroughtList(models.Model):
    """A list of addresses that an account brought, and what became of it."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="brought_lists")
    name = models.CharField(max_length=300, blank=True)
    format = models.CharField(max_length=20)
    at = models.DateTimeField()
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)  # followed already
    left_out = models.JSONField(default=list)  # [{"title", "code", "params"}]

    def __str__(self) -> str:
        return self.name or f"list {self.pk}"


class Following(models.Model):
    """A voice is heard on a channel; one account follows one channel at most once."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="followings")
    voice = models.ForeignKey(Voice, models.CASCADE, related_name="followings")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="followings")
    title = models.CharField(max_length=1000, blank=True)  # as the account's own list called it
    asked = models.CharField(max_length=4000, blank=True)  # the address as it was given
    brought = models.ForeignKey(BroughtList, models.SET_NULL, null=True, related_name="followings")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "channel"], name="followed_once")]

    def __str__(self) -> str:
        return f"{self.voice_id} on {self.channel_id}"


class Mark(models.Model):
    """One account's state on one entry; made when it is heard, so that a list is one walk."""

    class State(models.IntegerChoices):
        UNREAD = 0
        READ = 1
        ARCHIVED = 2  # put away unread

    owner = models.ForeignKey(User, models.CASCADE, related_name="marks", db_index=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="marks")
    voice = models.ForeignKey(Voice, models.CASCADE, related_name="marks", db_index=False)
    at = models.DateTimeField()  # the entry's place in a list, repeated for the walk
    state = models.PositiveSmallIntegerField(choices=State, default=State.UNREAD)
    kept_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)  # the end of the text was on the screen
    seconds = models.PositiveIntegerField(null=True)  # spent with it so far
    not_for_me_at = models.DateTimeField(null=True)
    place = models.PositiveIntegerField(null=True)  # seconds of what it plays, heard so far

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "entry"], name="marked_once")]
        indexes = [
            models.Index(fields=["owner", "-at", "-entry", "voice"], name="mark_all"),
            models.Index(fields=["voice", "-at", "-entry"], name="mark_voice"),
            models.Index(
                fields=["owner", "-at", "-entry", "voice"],
                condition=models.Q(state=0),
                name="mark_unread",
            ),
            models.Index(
                fields=["voice", "-at", "-entry", "state"],
                condition=models.Q(state=0),
                name="mark_voice_unread",
            ),
            models.Index(
                fields=["owner", "-at", "-entry"],
                condition=models.Q(kept_at__isnull=False),
                name="mark_kept",
            ),
            models.Index(
                fields=["owner", "-read_at"],
                condition=models.Q(read_at__isnull=False),
                name="mark_read",
            ),
            models.Index(
                fields=["owner", "-not_for_me_at"],
                condition=models.Q(not_for_me_at__isnull=False),
                name="mark_not_for_me",
            ),
        ]

    def __str__(self) -> str:
        return f"mark {self.pk}"
