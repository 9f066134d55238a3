"""What Kith worked out about entries, to choose among them: shared between accounts."""

from django.db import models

from kith.db.models.channels import Entry


class Feature(models.Model):
    """An entry as the judgement sees it, worked out after it was stored (see core.judgement)."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="feature")
    version = models.PositiveSmallIntegerField()  # of the rules that made it
    profile = models.BinaryField()  # of title, summary and categories
    novelty = models.BinaryField()  # of the whole text
    story = models.BigIntegerField()  # the number of the entry that told it first; often itself

    class Meta:
        indexes = [
            models.Index(fields=["story"], name="feature_story"),
            models.Index(fields=["version", "-entry"], name="feature_version"),
        ]

    def __str__(self) -> str:
        return f"feature of {self.pk}"


class Learned(models.Model):
    """What was learned of all entries together: how common words are, how far the work is."""

    name = models.CharField(max_length=60, unique=True)
    facts = models.JSONField(default=dict)
    data = models.BinaryField(default=bytes)

    def __str__(self) -> str:
        return self.name
