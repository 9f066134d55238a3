"""Mail: the plan of a day, at most once a day, to an address that was confirmed, and its end."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.db.models import Session, User
from kith.queries import sessions
from kith.queries.owed import Owed

logger = logging.getLogger(__name__)
_SALT = "kith.mail.stop"
_CONFIRM = "kith.mail.confirm"
MOST_OWED = 10  # lines of a weekly mail
CONFIRMED_WITHIN = timedelta(days=3)


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


def confirm_key(user: User, address: str, now: datetime) -> str:
    """The secret part of the link that confirms an address; it expires."""
    until = (now + CONFIRMED_WITHIN).isoformat()
    facts = {"user": user.pk, "address": address, "until": until}
    return signing.Signer(salt=_CONFIRM).sign_object(facts, compress=True)


def asked_by(key: str, now: datetime) -> tuple[User, str] | None:
    """Who wishes mail at which address; None for a link that is made up or too old."""
    try:
        facts = signing.Signer(salt=_CONFIRM).unsign_object(key)
    except signing.BadSignature:
        return None
    if datetime.fromisoformat(facts["until"]) < now:
        return None
    user = User.objects.filter(pk=facts["user"], is_active=True).first()
    return (user, facts["address"]) if user else None


def send_link(user: User, address: str, now: datetime) -> str:
    """Ask at an address whether mail may go there; why not, if it did not go."""
    link = settings.KITH.home + reverse("mail-confirm", args=[confirm_key(user, address, now)])
    with _as_read_by(user):
        text = render_to_string("mail_confirm.txt", {"reader": user, "link": link})
        headers = {"Auto-Submitted": "auto-generated"}
        mail = EmailMessage(_("Send the plan here?"), text, to=[address], headers=headers)
    return _sent(mail, user)


@contextmanager
def _as_read_by(user: User) -> Iterator[None]:
    """In the language and the time zone of an account."""
    language = user.preferences.get("language") or settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(sessions.zone_of(user)):
        yield


def _sent(mail: EmailMessage, user: User) -> str:
    """Empty once the server took it, else why it did not."""
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        logger.warning("Mail for %s could not be sent: %s", user.username, error)
        return f"{type(error).__name__}: {error}"
    return ""


def send_plan(session: Session, address: str, owed: Sequence[Owed] = ()) -> str:
    """Mail a session's plan, in its owner's language and time zone; why not, if it did not go.

    Once a week it says what is `owed` to people, too.
    """
    user = session.owner
    with _as_read_by(user):
        mail = _plan(user, sessions.shown(session), address, owed)
    return _sent(mail, user)


def send_owed(user: User, owed: Sequence[Owed], address: str) -> str:
    """Mail what is owed to people, the first few of it; why not, if it did not go."""
    with _as_read_by(user):
        mail = _letter(user, address, _("Your people this week"), "mail_owed", _first(owed))
    return _sent(mail, user)


def _first(owed: Sequence[Owed]) -> dict[str, object]:
    return {"owed": owed[:MOST_OWED], "more": len(owed) > MOST_OWED}


def _plan(
    user: User, shown: sessions.Shown, address: str, owed: Sequence[Owed]
) -> EmailMultiAlternatives:
    subject = ngettext("Today: %(minutes)s minute", "Today: %(minutes)s minutes", shown.taken)
    known = {"shown": shown, **_first(owed)}
    return _letter(user, address, subject % {"minutes": shown.taken}, "mail_plan", known)


def _letter(
    user: User, address: str, subject: str, template: str, facts: Mapping[str, object]
) -> EmailMultiAlternatives:
    """A mail as text and as HTML, with the way to end them."""
    stop = settings.KITH.home + reverse("mail-stop", args=[stop_key(user)])
    known = {"reader": user, "home": settings.KITH.home, "stop": stop, **facts}
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    text = render_to_string(f"{template}.txt", known)
    mail = EmailMultiAlternatives(subject, text, to=[address], headers=headers)
    mail.attach_alternative(render_to_string(f"{template}.html", known), "text/html")
    return mail
