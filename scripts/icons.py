"""Draw the icons that phones want as PNG from the one SVG there is: `python scripts/icons.py`."""

import os
import re
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).resolve().parents[1] / "src" / "kith" / "web" / "static" / "kith"
CHROMIUM = os.environ.get("KITH_CHROMIUM", "/usr/bin/chromium")
# name, pixels, and how much of the square the drawing fills (a mask may cut to 80 % of it)
ICONS = (("icon-192", 192, 0.8), ("icon-512", 512, 0.8), ("icon-maskable-512", 512, 0.58))
PAGE = """<style>body {{ margin: 0; background: #fbfaf7; display: grid; place-items: center;
height: 100vh }} svg {{ width: {part}vw }}</style>{svg}"""


def main() -> None:
    """Draw each of them."""
    svg = re.sub(r"<style>.*?</style>", "", (STATIC / "kith.svg").read_text())
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, pixels, part in ICONS:
            page = browser.new_page(viewport={"width": pixels, "height": pixels})
            page.set_content(PAGE.format(part=100 * part, svg=svg))
            page.screenshot(path=STATIC / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
