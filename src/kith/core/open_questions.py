"""Questions that somebody put to everybody: told from titles that only sound like one.

In a community a title with a question mark asks. Elsewhere it is as often a figure of speech; there
the text has to come back to it: it is short, and its last words ask once more.
"""

import re

from kith.core.threads import asks

_REPLY = re.compile(
    r"^\s*(?:(?:re|aw|antw|sv|vs|ynt|odp|res|回复|回覆)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)
_LIST = re.compile(r"^\s*\[[^\]]{1,40}\]\s*")  # what a mailing list puts before its subjects
_LONGEST = 400  # words of a text that is a question and no essay
_END = 240  # characters
_CUT = 12  # characters of a title that tell it even if it was cut


def is_asked(title: str, text: str, words: int, *, community: bool) -> bool:
    """Whether an entry asks its readers something; replies do not."""
    if is_reply(title) or not asks(title):
        return False
    return community or (words <= _LONGEST and asks(text.rstrip()[-_END:]))


def is_reply(title: str) -> bool:
    """Whether a title says that it answers another: "Re: ..."."""
    return _REPLY.match(_LIST.sub("", title)) is not None


def answers(title: str, asked: str) -> bool:
    """Whether a title answers a question with another: "Re: Who takes it?" answers "Who takes it?
    Four of us". Forums and mail programs cut titles short.
    """
    if not is_reply(title):
        return False
    said, question = subject(title).casefold(), subject(asked).casefold()
    return said == question or (len(said) >= _CUT and question.startswith(said))


def subject(title: str) -> str:
    """The title without what replies and lists put before it: the same for question and answer."""
    found = _LIST.sub("", title)
    return " ".join(_LIST.sub("", _REPLY.sub("", found)).split())
