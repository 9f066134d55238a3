"""When a server looks for garbage: seldom, for a page waits meanwhile."""

import gc

# Of what was made since, not the usual (700, 10, 10): a page makes some 10,000 objects, and drops
# them again. To look through all that is kept takes 20 ms where verdicts are held in memory.
THRESHOLDS = (10_000, 20, 20)


def spare_pages() -> None:
    """Call once everything is imported: that stays, and is never looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
