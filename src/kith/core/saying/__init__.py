"""One line about what passed between people, understood: "thanked @ana for the list yesterday".

`read` looks for a verb, for names among those it is given, and for days, in one language after
another. A language is one table (`english`, `german`). Nothing is guessed beyond that: a name that
is not known, or is that of several, is said to be so, and so is whatever was not understood.
"""

from kith.core.saying.names import Known, Names
from kith.core.saying.reading import LANGUAGES, LONGEST, named_in, read
from kith.core.saying.shapes import DOUBTS, Doubt, Named, Said

__all__ = [
    "DOUBTS",
    "LANGUAGES",
    "LONGEST",
    "Doubt",
    "Known",
    "Named",
    "Names",
    "Said",
    "named_in",
    "read",
]
