"""How do we listen to a conversation? Kinds of channel that hold what people say to each other.

They are watched for an answer rather than followed for what they publish, so that adding leaves
them alone (`Kind.conversation`). A conversation that is a feed needs no kind of its own.
"""

from kith.sources.conversations import (
    bluesky,
    discourse,
    github,
    github_discussion,
    hacker_news,
    lemmy,
    mastodon,
    reddit,
    wordpress,
)
from kith.sources.kinds import Kind

CONVERSATIONS: tuple[Kind, ...] = (
    mastodon.KIND,
    discourse.KIND,
    github.KIND,
    github_discussion.KIND,
    reddit.KIND,
    lemmy.KIND,
    wordpress.KIND,
    hacker_news.KIND,
    bluesky.KIND,
)
