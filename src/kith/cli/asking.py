"""What the network already said about a question, and whom to ask, in the shell."""

import json
from typing import TYPE_CHECKING, Any

import click

from kith.cli.start import AS, JSON, account, stop, with_kith

if TYPE_CHECKING:
    from kith.db.models import Question, User
    from kith.queries.asking import Network, Person
    from kith.queries.questions import Line


@click.command()
@click.argument("question", nargs=-1)
@click.option("--keep", is_flag=True, help="Write the question down.")
@AS
@JSON
@with_kith
def ask(question: tuple[str, ...], keep: bool, username: str | None, as_json: bool) -> None:
    """Say what your network already said about a question, and whom to ask.

    Without a question, the open ones are listed.
    """
    from django.utils import timezone

    from kith.actions.clock import utc_now
    from kith.queries import asking, questions, sessions

    user, text = account(username), " ".join(question).strip()
    with timezone.override(sessions.zone_of(user)):
        if not text:
            _list(questions.questions(user).open, as_json=as_json)
            return
        kept = _keep(user, text) if keep else None
        found = asking.network(user, text, utc_now(), itself=kept.pk if kept else None)
        if as_json:
            click.echo(json.dumps(_facts(text, found, kept), ensure_ascii=False, indent=2))
        else:
            _print(found, kept)


def _keep(user: "User", text: str) -> "Question":
    from django.utils.translation import gettext

    from kith.actions import questions
    from kith.actions.clock import utc_now
    from kith.core.problems import WORDS, Trouble

    try:
        return questions.add(user, text, utc_now())
    except Trouble as trouble:
        stop(gettext(WORDS[trouble.problem.code]) % dict(trouble.problem.params))


def _list(rows: "list[Line]", *, as_json: bool) -> None:
    from kith.web.words import ago

    if as_json:
        told = [
            {
                "question": row.text,
                "since": row.created_at.isoformat(),
                "asked": row.asked,
                "answers": row.answers,
            }
            for row in rows
        ]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(click.style(row.text, bold=True))
        asked = f"asked {', '.join(row.asked)}" if row.asked else "nobody was asked yet"
        click.echo(
            click.style(f"  {asked} · {row.answers} answers · {ago(row.created_at)}", dim=True)
        )


def _facts(text: str, found: "Network", kept: "Question | None") -> dict[str, Any]:
    from kith.web import question_words

    return {
        "question": text,
        "kept": kept is not None,
        "before": [{"question": one.text, "outcome": one.outcome} for one in found.before],
        "said": [
            {
                "title": one.line.title,
                "address": one.line.url,
                "voice": one.line.voice_name,
                "at": one.line.at.isoformat(),
            }
            for one in found.said
        ],
        "people": [
            {
                "name": one.name,
                "kind": one.kind,
                "as": one.role,
                "because": question_words.because(one),
                "prepared": one.ground.prepared,
            }
            for one in found.people
        ],
    }


def _print(found: "Network", kept: "Question | None") -> None:
    from kith.web.words import ago

    for before in found.before:
        click.echo(click.style(f"You asked before: {before.text}", bold=True))
        if before.outcome:
            click.echo(f"  {before.outcome}")
    if not found.said:
        click.echo("Your network said nothing that holds its words.")
    for said in found.said:
        click.echo(click.style(said.line.title, bold=True))
        line = said.line
        about = " · ".join(filter(None, (line.voice_name, ago(line.at), line.url)))
        click.echo(click.style(f"  {about}", dim=True))
    click.echo()
    if not found.people:
        click.echo("Nobody you listen to wrote about it.")
    for person in found.people:
        _person(person)
    if kept:
        click.echo("Written down; its page drafts the wording.")


def _person(person: "Person") -> None:
    from kith.web import question_words

    role = question_words.role(person.role)
    click.echo(f"{click.style(f'Ask {person.name}', bold=True)}, {role}")
    click.echo(f"  {question_words.because(person)}")
    click.echo(click.style(f"  {question_words.ground(person)}", dim=True))
