"""Minutes set aside: sessions, their steps, and when an account wants its next plan."""

from django.db import models

from kith.db.models.accounts import User
from kith.db.models.channels import Entry
from kith.db.models.interests import Interest
from kith.db.models.notes import Highlight
from kith.db.models.roster import Voice


class Session(models.Model):
    """The minutes of one day, planned; of one account and day at most one is not over yet."""

    class State(models.TextChoices):
        PLANNED = "planned"
        RUNNING = "running"
        PAUSED = "paused"
        OVER = "over"

    owner = models.ForeignKey(User, models.CASCADE, related_name="sessions", db_index=False)
    day = models.DateField()  # in the account's own time zone
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    catches_up = models.BooleanField(default=False)  # the account was away for a week
    chosen_from = models.JSONField(default=dict)  # how many there were; see actions.planning
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(default=0)  # spent, while it was on the screen
    reflection = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "day"], condition=~models.Q(state="over"), name="one_open_session"
            )
        ]
        indexes = [models.Index(fields=["owner", "-day", "-id"], name="session_latest")]

    def __str__(self) -> str:
        return f"session of {self.day}"


class Step(models.Model):
    """One thing to do in a session, and why."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        NOT_NOW = "not-now"
        NOT_FOR_ME = "not-for-me"
        SWAPPED = "swapped"

    session = models.ForeignKey(Session, models.CASCADE, related_name="steps", db_index=False)
    order = models.PositiveSmallIntegerField()
    verb = models.CharField(max_length=20)  # a row of queries.steps
    group = models.CharField(max_length=10)
    subject = models.CharField(max_length=60)  # what it is about, once a session: "entry:42"
    title = models.CharField(max_length=1000)
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, related_name="steps")
    voice = models.ForeignKey(Voice, models.CASCADE, null=True, related_name="steps")
    highlight = models.ForeignKey(Highlight, models.CASCADE, null=True, related_name="steps")
    interest = models.ForeignKey(Interest, models.SET_NULL, null=True, related_name="steps")
    minutes = models.PositiveSmallIntegerField()
    because = models.JSONField()  # [{"code", "params"}], see queries.steps
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    changed_at = models.DateTimeField(null=True)  # when it was done or put aside
    seconds = models.PositiveIntegerField(default=0)  # spent
    reflection = models.TextField(blank=True)  # what was written, where the step asked for it
    instead_of = models.ForeignKey("self", models.CASCADE, null=True, related_name="swapped_for")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "subject"], name="once_a_session")
        ]

    def __str__(self) -> str:
        return self.title


class Review(models.Model):
    """When a highlight comes back to be remembered (see core.spacing)."""

    highlight = models.OneToOneField(
        Highlight, models.CASCADE, primary_key=True, related_name="review"
    )
    owner = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField()
    stability = models.FloatField()  # days after which it is remembered with the target's chance
    times = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["owner", "due_at"], name="review_due")]

    def __str__(self) -> str:
        return f"review of {self.pk}"


class Planner(models.Model):
    """When an account's next plan is due; what it wishes stands in its preferences."""

    owner = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="planner")
    due_at = models.DateTimeField(null=True, db_index=True)
    calendar_key = models.CharField(max_length=43, unique=True)  # of the private address
    mailed_on = models.DateField(null=True)  # the day of the last mail: one a day at most
    people_due_at = models.DateTimeField(null=True, db_index=True)  # the weekly mail about people
    mail_problem = models.CharField(max_length=500, blank=True)  # why the last one was not sent

    def __str__(self) -> str:
        return f"planner of {self.pk}"
