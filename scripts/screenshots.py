"""Take the pictures of the README anew: `make screenshots`.

Starts Kith on a data directory of its own with the sample network in it, signs in with the link
that is printed, and looks at a few pages with Chromium, in light and dark, wide and narrow.
"""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("KITH_CHROMIUM", "/usr/bin/chromium")
PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
MOST = 250_000  # bytes of one picture
WIDE, NARROW = (1180, 760), (390, 760)
WORDS = ("assessment", "volunteers", "retrieval practice", "libraries", "feedback")
FROM = "Inês Kowalczyk"  # whose page and piece are shown


def main() -> None:
    """Take all of them."""
    PICTURES.mkdir(exist_ok=True)
    with served() as link, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        cookies = come_in(browser, link)
        wide = opened(browser, link, cookies)
        wide.goto("/today/")
        take(wide, "today")
        wide.goto("/read/")
        take(wide, "read")
        wide.goto("/people/")
        take(wide, "people")
        wide.locator(".voice").get_by_role("link", name=FROM).click()
        take(wide, "voice")
        wide.locator(".timeline a[href^='/read/']").first.click()
        dark = opened(browser, link, cookies, scheme="dark")
        dark.goto(wide.url)
        take(dark, "reader-dark")
        narrow = opened(browser, link, cookies, size=NARROW)
        narrow.goto("/read/?shelf=all")
        take(narrow, "read-narrow")
        wide.goto("/today/")
        wide.locator("main h3 a").first.click()
        wide.goto(wide.locator("a[href$='/why/']").first.get_attribute("href") or "")
        take(wide, "why")
        wide.goto("/judgement/")
        take(wide, "tuning")
        wide.goto("/today/")
        wide.get_by_role("button", name="Start session").click()
        take(wide, "session")
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """Kith with the sample in it, for as long as it is needed; the link that signs in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        environ = {**os.environ, "KITH_DATA": data, "KITH_TIME_ZONE": "UTC"}
        kith = [sys.executable, "-m", "kith"]
        subprocess.run([*kith, "sample", "load"], env=environ, check=True)
        serve = [*kith, "serve", "--port", str(port), "--no-open"]
        server = subprocess.Popen(serve, env=environ, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout
            said = (line.partition("Sign in: ")[2].strip() for line in server.stdout)
            yield next(link for link in said if link)
        finally:
            server.terminate()
            server.wait()


def come_in(browser: Browser, link: str) -> list[object]:
    """Sign in, say a name, and take the session along."""
    page = browser.new_page()
    page.goto(link)
    page.get_by_label("Your name").fill("Maren")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/today/")
    page.goto(f"{link.partition('/sign-in/')[0]}/begin/interests/")
    page.locator("textarea[name=text]").fill("\n".join(WORDS))
    page.get_by_role("button", name="Go on").click()
    page.wait_for_load_state()
    return list(page.context.cookies())


def opened(
    browser: Browser,
    link: str,
    cookies: list[object],
    *,
    scheme: str = "light",
    size: tuple[int, int] = WIDE,
) -> Page:
    """A window in one theme and size."""
    context = browser.new_context(
        base_url=link.partition("/sign-in/")[0],
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": size[0], "height": size[1]},
        reduced_motion="reduce",
        locale="en-GB",
    )
    context.add_cookies(cookies)  # type: ignore[arg-type]
    return context.new_page()


def take(page: Page, name: str) -> None:
    """One picture of what the window shows."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement.blur()")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    size = path.stat().st_size
    assert size < MOST, f"{name} is too large: {size} bytes"
    print(f"{path.name:18} {size // 1000:4} kB")


if __name__ == "__main__":
    main()
