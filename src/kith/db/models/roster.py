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
        TRIAL = "trial"  # new: heard like the others, decided when the trial is over
        ACTIVE = "active"
        RESTING = "resting"  # fetched, but silent
        RELEASED = "released"
        JOINED = "joined"  # became part of another voice; see `joined_to`

    HEARD = (State.TRIAL, State.ACTIVE)
    HERE = (*HEARD, State.RESTING)
    GONE = (State.RELEASED, State.JOINED)

    class Circle(models.TextChoices):
        INNER = "inner"
        ACTIVE = "active"
        OUTER = "outer"

    class Stage(models.TextChoices):
        NOTICED = "noticed"
        FOLLOWING = "following"
        CONNECTED = "connected"
        CONVERSING = "conversing"
        COLLABORATING = "collaborating"

    class Touch(models.TextChoices):
        """How often an account wants to be in touch; blank: as its circle says."""

        WEEKLY = "weekly"
        MONTHLY = "monthly"
        QUARTERLY = "quarterly"
        TWICE_A_YEAR = "twice-a-year"
        YEARLY = "yearly"
        NEVER = "never"

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
    trial_until = models.DateTimeField(null=True)
    rest_until = models.DateTimeField(null=True)  # null while resting: until it is woken
    joined_to = models.ForeignKey("self", models.CASCADE, null=True, related_name="joined")

    # the tie: what the account knows of them, and wants with them
    circle = models.CharField(max_length=8, choices=Circle, blank=True)
    stage = models.CharField(max_length=14, choices=Stage, blank=True)  # blank: derived from acts
    roles = models.JSONField(default=list)  # of strings: core.ties.ROLES, or own words
    why = models.TextField(blank=True)  # why the account follows them
    knows = models.JSONField(default=list)  # of strings: what they know, in own words
    notes = models.TextField(blank=True)  # private, Markdown
    met = models.TextField(blank=True)  # how and where one met
    organisation = models.CharField(max_length=300, blank=True)
    job = models.CharField(max_length=300, blank=True)
    zone = models.CharField(max_length=60, blank=True)  # of the IANA database
    led_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="led_to")
    communities = models.ManyToManyField("self", symmetrical=False, related_name="members")

    # keeping in touch: any exchange sets the date anew (see actions.exchanges)
    touch = models.CharField(max_length=12, choices=Touch, blank=True)
    touch_paused = models.BooleanField(default=False)
    touch_since = models.DateTimeField(null=True)  # when the account began to ask for it
    touch_snoozed_until = models.DateTimeField(null=True)
    touch_due_at = models.DateTimeField(null=True)  # what is snoozed is due when it wakes
    last_exchange_at = models.DateTimeField(null=True)
    passed = models.JSONField(default=dict)  # all exchanges summed up: see queries.ties

    class Meta:
        indexes = [
            models.Index(fields=["owner", "state", "name"], name="voice_roster"),
            models.Index(
                fields=["owner", "touch_due_at"],
                condition=models.Q(touch_due_at__isnull=False),
                name="voice_touch",
            ),
            models.Index(
                fields=["rest_until"],
                condition=models.Q(rest_until__isnull=False),
                name="voice_waking",
            ),
        ]

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
