"""Settings under which tests run: the real ones, in a data directory of their own."""

import os
import tempfile

os.environ.setdefault("KITH_DATA", tempfile.mkdtemp(prefix="kith-tests-"))
os.environ.setdefault("KITH_SECRET_KEY", "only-for-tests")
os.environ.setdefault("KITH_TIME_ZONE", "UTC")
os.environ.setdefault("KITH_ALLOW_NETWORKS", "127.0.0.0/8")

from kith.project.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
