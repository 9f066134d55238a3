"""What pages and feeds say of whose they are: looked at once for everybody."""

from django.db import models


class Place(models.Model):
    """A page or a feed, and where else its voice is, as it says itself."""

    address = models.CharField(max_length=500, unique=True)
    says = models.JSONField(default=list)  # [{"how", "value"}], see core.identity.Claim
    due_at = models.DateTimeField(null=True)  # null: it is not looked at for this
    looked_at = models.DateTimeField(null=True)
    problem = models.JSONField(null=True)  # {"code", "params"}: why the last look failed

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="place_due")]

    def __str__(self) -> str:
        return self.address
