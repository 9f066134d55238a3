"""What a server holds in memory before anybody asked for anything."""

import os
import subprocess
import sys

PAGES = """
import sys
from kith.cli.start import set_up
set_up()
import kith.web.urls
print(" ".join(sorted({"fido2", "cryptography", "feedparser", "trafilatura"} & set(sys.modules))))
"""


def test_the_pages_start_without_what_few_of_them_need() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PAGES],
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "kith.project.settings", "KITH_DATABASE_URL": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == []
