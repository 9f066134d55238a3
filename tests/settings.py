"""Settings under which tests run: the real ones, in a data directory of their own."""

import os
import tempfile

os.environ.setdefault("KITH_DATA", tempfile.mkdtemp(prefix="kith-tests-"))
os.environ.setdefault("KITH_SECRET_KEY", "only-for-tests")
os.environ.setdefault("KITH_TIME_ZONE", "UTC")
os.environ.setdefault("KITH_ALLOW_NETWORKS", "127.0.0.0/8")

from kith.project.settings import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):  # noqa: F405
    # A file, as in earnest: one in memory knows no WAL, and its locks do not wait.
    _place = os.path.join(os.environ["KITH_DATA"], "test.sqlite3")  # noqa: PTH118
    DATABASES["default"]["TEST"] = {"NAME": _place}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
