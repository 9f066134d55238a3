"""How many voices there is room for, days off, and what is offered where it becomes too much."""

from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kith.actions import capacity as do
from kith.actions import pausing, relief
from kith.actions.clock import utc_now
from kith.core import capacity, pauses
from kith.core.capacity import Capacity
from kith.web import given
from kith.web.jinja import url
from kith.web.render import Request, complain, say
from kith.web.words import number


@require_POST
def choose(request: Request) -> HttpResponse:
    """Keep how many people and sources there is room for, and how long new voices are on trial."""
    people, sources, weeks = (
        given.number(request, field) for field in ("people", "sources", "trial_weeks")
    )
    back = redirect(resolve_url("settings") + "#room")
    if people is None or sources is None or weeks is None:
        complain(request, _("Give whole numbers."))
        return back
    if max(people, sources) > capacity.MOST or weeks > capacity.MOST_WEEKS:
        most = {"most": number(capacity.MOST), "weeks": capacity.MOST_WEEKS}
        complain(
            request, _("There is room for %(most)s at most, on trial for %(weeks)s weeks.") % most
        )
        return back
    do.choose(request.user, Capacity(people, sources, weeks))
    say(request, _("Saved."))
    return back


@require_POST
def pause(request: Request) -> HttpResponse:
    """Plan nothing for some days."""
    days = given.number(request, "days")
    if days is None or not pauses.LEAST <= days <= pauses.MOST:
        facts = {"least": pauses.LEAST, "most": pauses.MOST}
        complain(request, _("Give the days as a number from %(least)s to %(most)s.") % facts)
        return redirect(given.next_page(request) or "today")
    pausing.begin(request.user, days, utc_now())
    relief.close(request.user)
    return redirect("today")  # which says so, and has the way back


@require_POST
def come_back(request: Request) -> HttpResponse:
    """End a pause before its time."""
    pausing.come_back(request.user, utc_now())
    return redirect("today")


@require_POST
def answer(request: Request) -> HttpResponse:
    """Take what is offered on Today, or not."""
    if request.POST.get("do") != "slow":
        relief.close(request.user)
        return redirect("today")
    made = relief.slow_down(request.user, utc_now())
    if made:
        words = ngettext(
            "%(n)s voice is looked for once a week now.",
            "%(n)s voices are looked for once a week now.",
            len(made),
        )
        decisions = " ".join(str(one.pk) for one in made)
        text = words % {"n": number(len(made))}
        say(request, text, undo=url("decisions-undo"), fields={"decisions": decisions})
    return redirect("today")
