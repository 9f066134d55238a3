"""What the installation remembers of itself."""

from django.db import models


class Beat(models.Model):
    """The last sign of life of a loop, so that one that stopped can be named."""

    name = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name
