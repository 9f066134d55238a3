"""How Kith chooses, and how it explains: pure functions over texts, numbers and arrays.

In the order in which they are used: `features` (an entry as numbers), `space` (what is rare here),
`profile` (what a reader gave time to), `score` (what an entry is worth to them, and why), `novelty`
and `stories` (is it new?), `rehash` (does a voice repeat itself?), `plan` (the session), `because`
(reasons that hold). Nothing here knows a clock, a database or another reader. See
docs/judgement.md.
"""
