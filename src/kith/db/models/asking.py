"""What an account asks its network, where, and what came back."""

from django.db import models

from kith.db.models.accounts import User
from kith.db.models.channels import Entry
from kith.db.models.interests import Interest
from kith.db.models.people import Exchange, Thanks
from kith.db.models.roster import Voice
from kith.db.models.threads import Thread


class Question(models.Model):
    """Something an account needs to know; closed with what came of it."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="questions", db_index=False)
    text = models.CharField(max_length=500)
    details = models.TextField(blank=True)
    entry = models.ForeignKey(Entry, models.SET_NULL, null=True, related_name="questions")
    interest = models.ForeignKey(Interest, models.SET_NULL, null=True, related_name="questions")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    searched = models.TextField(blank=True)  # all its words, as db.search_words folds them

    class Meta:
        indexes = [models.Index(fields=["owner", "-created_at"], name="question_latest")]

    def __str__(self) -> str:
        return self.text


class Asking(models.Model):
    """A question was put to somebody, or in some place."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="askings")
    voice = models.ForeignKey(Voice, models.CASCADE, null=True, related_name="askings")
    place = models.CharField(max_length=300, blank=True)  # "mail", the name of a forum
    address = models.CharField(max_length=4000, blank=True)
    wording = models.TextField(blank=True)
    at = models.DateTimeField()
    thread = models.ForeignKey(Thread, models.SET_NULL, null=True, related_name="askings")
    exchange = models.ForeignKey(Exchange, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.question_id} to {self.voice_id or self.place}"


class Answer(models.Model):
    """What somebody said to a question."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    voice = models.ForeignKey(Voice, models.CASCADE, null=True, related_name="answers")
    text = models.TextField(blank=True)
    address = models.CharField(max_length=4000, blank=True)
    at = models.DateTimeField()
    helped = models.BooleanField(default=False)
    exchange = models.ForeignKey(Exchange, models.SET_NULL, null=True, related_name="+")
    thanks = models.ForeignKey(Thanks, models.SET_NULL, null=True, related_name="answers")

    def __str__(self) -> str:
        return f"answer to {self.question_id}"
