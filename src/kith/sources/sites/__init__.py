"""Sites whose feeds are not where their pages say, as tables. One row, one shape of address."""

from kith.net.addresses import split
from kith.net.pages import Page
from kith.sources.sites import making, researching, talking, watching, writing
from kith.sources.sites.shapes import Row, Shape, first_shape, place_of
from kith.sources.sites.software import by_software, of_account

__all__ = ["ROWS", "Row", "Shape", "account_shape", "known", "known_page"]

ROWS: tuple[Row, ...] = (
    *watching.ROWS,
    *making.ROWS,
    *talking.ROWS,
    *writing.ROWS,
    *researching.ROWS,
)


def known(address: str) -> Shape | None:
    """What the tables know of a normalised address, without any I/O."""
    return first_shape(ROWS, *place_of(address))


def account_shape(profile: str) -> Shape | None:
    """Where the feed of an account may be, from the address of its profile alone."""
    return of_account(split(profile).path.rstrip("/"), place_of(profile)[1])


def known_page(page: Page, body: bytes) -> Shape | None:
    """What a page's software tells, wherever it runs."""
    path, origin = split(page.address).path.rstrip("/"), place_of(page.address)[1]
    shape = by_software(path, origin, page.generator, body.decode("utf-8", "replace"))
    return shape or (account_shape(page.address) if page.activity else None)
