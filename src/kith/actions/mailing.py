"""Mail: the plan of a day, at most once a day, with a way to stop it."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kith.db.models import Session, User
from kith.queries import sessions

logger = logging.getLogger(__name__)
_SALT = "kith.mail.stop"


def is_configured() -> bool:
    """Whether there is a server that takes mail."""
    return bool(settings.EMAIL_HOST)


def stop_key(user: User) -> str:
    """The secret part of the address that ends an account's mail."""
    return signing.Signer(salt=_SALT).sign(str(user.pk))


def account_of(key: str) -> User | None:
    """Whose mail this secret ends."""
    try:
        pk = signing.Signer(salt=_SALT).unsign(key)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()


def send_plan(session: Session, address: str) -> str:
    """Mail a session's plan, in its owner's language and time zone; why not, if it did not go."""
    user = session.owner
    language = user.preferences.get("language") or settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(sessions.zone_of(user)):
        mail = _plan(user, sessions.shown(session), address)
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        logger.warning("The plan of %s could not be mailed: %s", user.username, error)
        return f"{type(error).__name__}: {error}"
    return ""


def _plan(user: User, shown: sessions.Shown, address: str) -> EmailMultiAlternatives:
    stop = settings.KITH.home + reverse("mail-stop", args=[stop_key(user)])
    known = {"shown": shown, "reader": user, "home": settings.KITH.home, "stop": stop}
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    subject = _("Today: %(minutes)s minutes") % {"minutes": shown.planned}
    text = render_to_string("mail_plan.txt", known)
    mail = EmailMultiAlternatives(subject, text, to=[address], headers=headers)
    mail.attach_alternative(render_to_string("mail_plan.html", known), "text/html")
    return mail
