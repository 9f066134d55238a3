"""Django's settings, derived from the options; nothing here is meant to be edited."""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kith.project import options

KITH = options.load(os.environ)


def _secret_key(place: Path) -> str:
    """The key kept in the data directory, made on first use and readable by its owner only."""
    try:
        return place.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = place.with_name(f".{place.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(fresh, place)  # whoever links first wins; everybody reads the same key
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        if not place.exists():
            fresh.replace(place)
    fresh.unlink(missing_ok=True)
    return place.read_text(encoding="ascii").strip()


def _sqlite(place: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": place,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A transaction that begins as a reader and turns writer fails at once when another
            # writes; one that begins as a writer waits for its turn.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;"
                "PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000"
            ),
        },
    }


def _postgresql(address: str) -> dict[str, object]:
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "kith",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(re.findall(r"([^&=]+)=([^&]*)", parts.query)),
    }


SECRET_KEY = KITH.secret_key or _secret_key(KITH.data / "secret-key")
DEBUG = False
DATABASES = {
    "default": _postgresql(KITH.database_url) if KITH.database_url else _sqlite(KITH.database_file)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "db.User"

_public = urlsplit(KITH.address)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *KITH.hosts]
if _public.hostname:
    ALLOWED_HOSTS.append(_public.hostname)
    CSRF_TRUSTED_ORIGINS = [KITH.address]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _public.scheme == "https"
if SESSION_COOKIE_SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 30 * 24 * 3600
SESSION_ENGINE = "kith.web.signed_in"
SESSION_COOKIE_AGE = 90 * 24 * 3600
SESSION_COOKIE_NAME = "kith_session"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "kith_csrf"
CSRF_COOKIE_HTTPONLY = False
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django_htmx",
    "kith.db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kith.web.middleware.PoliciesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kith.web.middleware.ReaderMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
AUTHENTICATION_BACKENDS = ["kith.web.signed_in.Accounts"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "read"

CSRF_FAILURE_VIEW = "kith.web.pages.errors.forged"

ROOT_URLCONF = "kith.project.urls"
WSGI_APPLICATION = "kith.project.wsgi.application"
_here = Path(__file__).resolve().parent.parent
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [_here / "web" / "templates"],
        "OPTIONS": {"environment": "kith.web.jinja.environment"},
    }
]
STATIC_URL = "static/"
STATICFILES_DIRS = [_here / "web" / "static"]
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 365 * 24 * 3600  # an address carries its file's digest

EMAIL_HOST, EMAIL_PORT = KITH.email_host, KITH.email_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = KITH.email_user, KITH.email_password
EMAIL_USE_TLS, EMAIL_USE_SSL = KITH.email_security == "starttls", KITH.email_security == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = KITH.email_from or f"kith@{_public.hostname or 'localhost'}"

USE_TZ = True
TIME_ZONE = KITH.time_zone
LANGUAGE_CODE = "en"
USE_I18N = True
LOCALE_PATHS = [_here / "web" / "locale"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Whoever asks under a wrong name is answered with 400; that is nobody's fault here.
    "loggers": {"django.security.DisallowedHost": {"level": "CRITICAL"}},
}
