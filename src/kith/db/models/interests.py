"""What an account wants to learn about."""

from django.db import models

from kith.db.models.accounts import User


class Present(models.Manager["Interest"]):
    """Those that were not removed."""

    def get_queryset(self) -> models.QuerySet["Interest"]:
        """All but those that could still be put back."""
        return super().get_queryset().filter(removed_at=None)


class Interest(models.Model):
    """An area to learn about, in the account's own words; goals will hang on it."""

    class Weight(models.IntegerChoices):
        """How much attention it asks for, against the others."""

        SOME = 1
        MORE = 2
        MOST = 4

    owner = models.ForeignKey(User, models.CASCADE, related_name="interests", db_index=False)
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=500, blank=True)
    terms = models.JSONField(default=list)  # of strings: words and phrases, as they were typed
    weight = models.PositiveSmallIntegerField(choices=Weight, default=Weight.MORE)
    order = models.PositiveIntegerField(default=0)  # among those of the same weight
    resting = models.BooleanField(default=False)  # kept, but nothing is chosen for it
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)  # it stays a while, to be put back as it was

    objects = Present()
    everything = models.Manager["Interest"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=models.Q(removed_at=None),
                name="interest_once",
            )
        ]  # its index begins with the owner

    def __str__(self) -> str:
        return self.name
