"""Who may come in, and with what."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class User(AbstractBaseUser):
    """An account. Its password may be unusable: then links and passkeys let its owner in."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_owner = models.BooleanField(default=False)  # may invite others
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    preferences = models.JSONField(default=dict)
    opml_key = models.CharField(max_length=43, unique=True)  # the private address of the live list

    objects = BaseUserManager["User"]()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_owner"], condition=models.Q(is_owner=True), name="one_owner"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username


class Passkey(models.Model):
    """A key that a device keeps for an account."""

    user = models.ForeignKey(User, models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=80)
    credential_id = models.BinaryField(unique=True, max_length=1023)
    credential = models.BinaryField()  # attested credential data, as WebAuthn encodes it
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Ticket(models.Model):
    """A link that works once: it signs its account in, or invites a new one (no account yet)."""

    digest = models.CharField(max_length=64, unique=True)  # of the secret, which nobody keeps
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="tickets")
    made_by = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"ticket {self.pk}"


class Attempt(models.Model):
    """A password that did not fit, so that guessing takes for ever."""

    key = models.CharField(max_length=64)  # digest of the account's name
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="attempt_key_at")]

    def __str__(self) -> str:
        return f"attempt {self.pk}"
