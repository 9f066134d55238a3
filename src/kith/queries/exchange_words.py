"""Words for exchanges that were counted: for pages, reasons and mails alike."""

from django.utils.formats import number_format
from django.utils.translation import ngettext


def times(kind: str, n: int) -> str:
    """So many exchanges of a kind: "2 answers", "thanks once"."""
    texts = {
        "answer": ngettext("%(n)s answer", "%(n)s answers", n),
        "introduction": ngettext("%(n)s introduction", "%(n)s introductions", n),
        "help": ngettext("help once", "help %(n)s times", n),
        "collaboration": ngettext("%(n)s piece of work", "%(n)s pieces of work", n),
        "feedback": ngettext("feedback once", "feedback %(n)s times", n),
        "meeting": ngettext("%(n)s meeting", "%(n)s meetings", n),
        "comment": ngettext("%(n)s comment", "%(n)s comments", n),
        "reply": ngettext("%(n)s reply", "%(n)s replies", n),
        "share": ngettext("%(n)s share", "%(n)s shares", n),
        "thanks": ngettext("thanks once", "thanks %(n)s times", n),
        "message": ngettext("%(n)s word", "%(n)s words", n),
        "boost": ngettext("%(n)s boost", "%(n)s boosts", n),
        "like": ngettext("%(n)s like", "%(n)s likes", n),
        "question": ngettext("%(n)s question", "%(n)s questions", n),
    }
    return texts[kind] % {"n": number_format(n)}
