"""What is heard: channels and entries, stored once for everybody."""

from django.db import models


class Channel(models.Model):
    """An address where a voice speaks, with all that is needed to look there politely."""

    SEEK = "seek"  # the kind of one whose feed is still to be found
    KEPT = "kept"  # the kind of one that holds the pages an account kept by hand

    kind = models.CharField(max_length=20, default="feed")
    address = models.CharField(max_length=2000, unique=True)  # what an index can hold
    title = models.CharField(max_length=1000, blank=True)
    home = models.CharField(max_length=4000, blank=True)
    description = models.TextField(blank=True)
    image = models.CharField(max_length=4000, blank=True)
    language = models.CharField(max_length=40, blank=True)

    # validators of the last answer, and what it hashed to
    etag = models.CharField(max_length=1000, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    body_hash = models.CharField(max_length=64, blank=True)

    # when to look again; a null due_at means never by itself (nobody listens, or it is gone)
    due_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)  # the host asked to wait: nobody may look earlier
    claimed_until = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=120, blank=True)
    rhythm = models.PositiveIntegerField(null=True)  # seconds between entries, the median

    # how it went
    looked_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    new_at = models.DateTimeField(null=True)  # when something new was last heard
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    problem = models.JSONField(null=True)  # {"code", "params"}, see core.problems
    gone = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="channel_due")]

    def __str__(self) -> str:
        return self.title or self.address

    @classmethod
    def kept_by(cls, account: int) -> str:
        """The address of the channel that holds the pages an account kept."""
        return f"{cls.KEPT}:{account}"


class Entry(models.Model):
    """One thing published on a channel. The four keys are 63-bit digests, see core.intake."""

    channel = models.ForeignKey(
        Channel, models.CASCADE, related_name="entries", db_index=False
    )  # the index below begins with it
    key = models.BigIntegerField()
    url_key = models.BigIntegerField()
    text_key = models.BigIntegerField()
    digest = models.BigIntegerField()

    guid = models.CharField(max_length=2000, blank=True)
    url = models.CharField(max_length=4000, blank=True)
    title = models.CharField(max_length=1000, blank=True)
    author = models.CharField(max_length=300, blank=True)
    # Where its author has a page. The database knows what stands there where nothing was said, so
    # that the column is added to a table of a million rows at once.
    author_url = models.CharField(max_length=4000, blank=True, default="", db_default="")
    summary = models.TextField(blank=True)  # clean HTML
    content = models.TextField(blank=True)  # clean HTML
    excerpt = models.CharField(max_length=300, blank=True)  # plain text for lists
    rules = models.PositiveSmallIntegerField()  # version of the cleaning rules
    language = models.CharField(max_length=40, blank=True)
    image = models.CharField(max_length=4000, blank=True)
    comments_url = models.CharField(max_length=4000, blank=True)
    comments_feed = models.CharField(max_length=4000, blank=True)
    reply_to = models.CharField(max_length=4000, blank=True)
    categories = models.JSONField(default=list)
    enclosures = models.JSONField(default=list)
    words = models.PositiveIntegerField(default=0)  # CJK characters count as half a word
    seconds = models.PositiveIntegerField(null=True)  # how long it plays

    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    first_seen_at = models.DateTimeField()
    at = models.DateTimeField()  # where it stands in a list: published, but never in the future

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "key"], name="entry_once_a_channel")
        ]
        indexes = [models.Index(fields=["channel", "-at"], name="entry_newest")]

    def __str__(self) -> str:
        return self.title or self.url


class EntryText(models.Model):
    """The words of an entry without markup, as the search index saw them."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="text")
    body = models.TextField()

    def __str__(self) -> str:
        return f"text of {self.pk}"


class FullText(models.Model):
    """What stands at an entry's own address, where somebody asked for more than the feed gave."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="full")
    body = models.TextField()  # clean HTML
    words = models.PositiveIntegerField()  # counted as an entry's are
    rules = models.PositiveSmallIntegerField()  # version of the cleaning rules
    fetched_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"full text of {self.pk}"


class Edit(models.Model):
    """What an entry said before its author changed it."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="edits")
    seen_at = models.DateTimeField()
    title = models.CharField(max_length=1000, blank=True)
    summary = models.TextField(blank=True)
    content = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"edit {self.pk}"
