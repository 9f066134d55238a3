"""How long an entry takes."""

import re

WORDS_A_MINUTE = 238  # Brysbaert (2019), silent reading of English non-fiction by adults
CJK_A_MINUTE = 500
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def count_words(text: str) -> int:
    """The words of a plain text; a Chinese, Japanese or Korean character counts as its share."""
    words = text.count(" ") + text.count("\n") + bool(text) if text.isascii() else _mixed(text)
    return max(words, 0)


def _mixed(text: str) -> int:
    spaced, characters = _CJK.subn(" ", text)
    return len(spaced.split()) + round(characters * WORDS_A_MINUTE / CJK_A_MINUTE)


def minutes(words: int, seconds: int | None, words_a_minute: int = WORDS_A_MINUTE) -> int:
    """Whole minutes to read `words`, or to hear or watch `seconds`; at least one."""
    if seconds:
        return max(1, round(seconds / 60))
    return max(1, round(words / words_a_minute))
