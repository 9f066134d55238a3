"""What a reader adds to an entry: highlights with notes, and words of their own for it."""

from django.db import models

from kith.db.models.accounts import User
from kith.db.models.channels import Entry
from kith.db.models.roster import Mark


class Highlight(models.Model):
    """Words of an entry that an account marked, kept as a text quote (see core.quoting)."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="highlights", db_index=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="highlights")
    exact = models.TextField()
    prefix = models.CharField(max_length=100, blank=True)
    suffix = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner", "entry"], name="highlight_entry")]

    def __str__(self) -> str:
        return self.exact[:80]


class Tag(models.Model):
    """A word of an account's own for one entry. The owner is repeated for lists of one word."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="tags", db_index=False)
    mark = models.ForeignKey(Mark, models.CASCADE, related_name="tags", db_index=False)
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "name"], name="tagged_once")]
        indexes = [models.Index(fields=["owner", "name", "mark"], name="tag_list")]

    def __str__(self) -> str:
        return self.name


class MarkText(models.Model):
    """The words an account added to an entry, folded to be searched (see db.search_notes)."""

    mark = models.OneToOneField(Mark, models.CASCADE, primary_key=True, related_name="text")
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    body = models.TextField()

    def __str__(self) -> str:
        return f"words added to {self.pk}"
