"""What passes between an account and its voices, and what it knows of them."""

from django.db import models

from kith.db.models.accounts import User
from kith.db.models.channels import Entry
from kith.db.models.roster import Voice
from kith.db.models.threads import Thread


class Address(models.Model):
    """A way to reach a voice, or a place where it is: a mail address, a profile, a calendar."""

    class Kind(models.TextChoices):
        MAIL = "mail"
        PHONE = "phone"
        PROFILE = "profile"
        WEB = "web"
        CALENDAR = "calendar"
        POSTAL = "postal"

    owner = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    voice = models.ForeignKey(Voice, models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=8, choices=Kind)
    label = models.CharField(max_length=100, blank=True)  # "work", "home"
    value = models.CharField(max_length=2000)
    key = models.CharField(max_length=300)  # core.contacts.address_key: the same for the same one
    parts = models.JSONField(default=dict)  # of a postal one: {"street", "city", "code", ...}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voice", "kind", "key"], name="address_once")
        ]
        indexes = [models.Index(fields=["owner", "key"], name="address_key")]

    def __str__(self) -> str:
        return self.value


class Occasion(models.Model):
    """A date that comes back each year."""

    class Kind(models.TextChoices):
        BIRTHDAY = "birthday"
        ANNIVERSARY = "anniversary"
        OTHER = "other"

    owner = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    voice = models.ForeignKey(Voice, models.CASCADE, related_name="occasions")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    label = models.CharField(max_length=100, blank=True)
    month = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField(null=True)  # of the first one, where it is known

    class Meta:
        indexes = [models.Index(fields=["owner", "month", "day"], name="occasion_day")]

    def __str__(self) -> str:
        return self.label or self.kind


class Exchange(models.Model):
    """One act between an account and a voice."""

    class Direction(models.TextChoices):
        GIVEN = "given"
        RECEIVED = "received"
        MUTUAL = "mutual"

    owner = models.ForeignKey(User, models.CASCADE, related_name="exchanges", db_index=False)
    voice = models.ForeignKey(Voice, models.CASCADE, related_name="exchanges", db_index=False)
    kind = models.CharField(max_length=20)  # a row of core.exchanges
    direction = models.CharField(max_length=8, choices=Direction)
    at = models.DateTimeField()
    minutes = models.PositiveIntegerField(null=True)
    about = models.CharField(max_length=1000, blank=True)
    url = models.CharField(max_length=4000, blank=True)
    entry = models.ForeignKey(Entry, models.SET_NULL, null=True, related_name="exchanges")
    thread = models.ForeignKey(Thread, models.SET_NULL, null=True, related_name="exchanges")
    chat = models.BooleanField(default=False)  # happened where talk is quick; see core.ties
    captured = models.CharField(max_length=20, default="by-hand")  # by which act it was recorded
    act = models.CharField(max_length=120, blank=True)  # which one, so that it counts once
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "act"], condition=~models.Q(act=""), name="recorded_once"
            )
        ]
        indexes = [
            models.Index(fields=["voice", "-at", "-id"], name="exchange_voice"),
            models.Index(fields=["owner", "-at", "kind", "direction"], name="exchange_lately"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class Promise(models.Model):
    """Something an account said it would do."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="promises", db_index=False)
    voice = models.ForeignKey(Voice, models.CASCADE, null=True, related_name="promises")
    text = models.CharField(max_length=1000)
    due_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=models.Q(kept_at=None, released_at=None),
                name="promise_open",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Thanks(models.Model):
    """A word of thanks: owed, kept for later, or said."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="thanks", db_index=False)
    voice = models.ForeignKey(Voice, models.CASCADE, related_name="thanks")
    reason = models.CharField(max_length=1000)  # what it is for
    effect = models.TextField(blank=True)  # what came of it
    wording = models.TextField(blank=True)  # the draft, once it was changed
    entry = models.ForeignKey(Entry, models.SET_NULL, null=True, related_name="thanks")
    created_at = models.DateTimeField()
    said_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    exchange = models.OneToOneField(
        Exchange, models.SET_NULL, null=True, related_name="thanks"
    )  # recorded when it was said

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "created_at"],
                condition=models.Q(said_at=None, released_at=None),
                name="thanks_open",
            )
        ]

    def __str__(self) -> str:
        return self.reason


class Proposal(models.Model):
    """Two voices that may be one, and what speaks for it. Never made by name alone."""

    class State(models.TextChoices):
        OPEN = "open"
        JOINED = "joined"
        REFUSED = "refused"

    owner = models.ForeignKey(User, models.CASCADE, related_name="proposals", db_index=False)
    one = models.ForeignKey(Voice, models.CASCADE, related_name="+")  # of the two, the older
    other = models.ForeignKey(Voice, models.CASCADE, related_name="+")
    evidence = models.JSONField(default=list)  # [{"code", "params"}]
    found_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    asleep_until = models.DateTimeField(null=True)  # it was put off

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="proposed_once")]
        indexes = [models.Index(fields=["owner", "state"], name="proposal_open")]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"


class Joining(models.Model):
    """Two voices that became one, with all that is needed to part them again."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    stays = models.ForeignKey(Voice, models.CASCADE, related_name="joinings")
    goes = models.ForeignKey(Voice, models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)  # what both were, and the rows that moved
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.goes_id} in {self.stays_id}"


class Decision(models.Model):
    """What an account decided about a voice in its roster review, and how it was before."""

    class What(models.TextChoices):
        KEEP = "keep"
        SLOW = "slow"
        REST = "rest"
        RELEASE = "release"

    owner = models.ForeignKey(User, models.CASCADE, related_name="decisions", db_index=False)
    voice = models.ForeignKey(Voice, models.CASCADE, related_name="decisions")
    what = models.CharField(max_length=8, choices=What)
    reason = models.CharField(max_length=500, blank=True)
    before = models.JSONField(default=dict)  # the attributes that were changed
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-at"], name="decision_latest")]

    def __str__(self) -> str:
        return f"{self.what} {self.voice_id}"
