"""German: the participle may stand at the end, and who did it is told by "habe" or "hat"."""

from kith.core.exchanges import MUTUAL, RECEIVED
from kith.core.saying.language import PROMISE, Dates, Language, Verb

_FOR = ("für",)


def _both(finite: str, bare: str, kind: str, **more: object) -> dict[str, Verb]:
    """A verb with its participle, each of which may be several words."""
    made: dict[str, Verb] = {}
    for words, is_bare in ((finite, False), (bare, True)):
        for word in words.split("|"):
            made[word] = Verb(kind, bare=is_bare, **more)  # type: ignore[arg-type]
    return made


VERBS: dict[str, Verb] = {
    **_both("dankte|bedankte mich bei|danke an", "gedankt|bedankt", "thanks", about=_FOR),
    **_both("dank von", "dank bekommen von", "thanks", about=_FOR, direction=RECEIVED),
    **_both("traf|treffen mit|kaffee mit", "getroffen|gesehen", "meeting", direction=MUTUAL),
    **_both(
        "sprach mit|sprach|telefonierte mit|telefonat mit|rief an",
        "gesprochen|telefoniert|angerufen|geredet",
        "message",
        direction=MUTUAL,
    ),
    **_both("chattete mit", "gechattet", "message", direction=MUTUAL, chat=True),
    **_both("schrieb|mailte|grüßte", "geschrieben|gemailt|gegrüßt|gratuliert", "message"),
    **_both("hörte von", "gehört von", "message", direction=RECEIVED),
    **_both("fragte", "gefragt", "question", about=("nach",)),
    **_both("beantwortete|antwortete", "beantwortet|geantwortet", "answer"),
    **_both("erwiderte", "erwidert|zurückgeschrieben", "reply"),
    **_both("kommentierte", "kommentiert", "comment"),
    **_both("teilte|empfahl|zitierte", "geteilt|empfohlen|zitiert|verlinkt", "share"),
    **_both("schickte|sandte", "geschickt|gesandt|gesendet", "share", light=True),
    **_both("gab", "gegeben", "share", light=True),
    **_both("bekam|erhielt", "bekommen|erhalten", "share", light=True, direction=RECEIVED),
    **_both("boostete", "geboostet", "boost", chat=True),
    **_both("likte", "gelikt", "like", chat=True),
    **_both("stellte", "vorgestellt|bekannt gemacht", "introduction"),
    **_both("half|unterstützte|zeigte", "geholfen|unterstützt|gezeigt", "help", about=("bei",)),
    **_both(
        "arbeitete mit|arbeitete",
        "zusammengearbeitet|gearbeitet",
        "collaboration",
        direction=MUTUAL,
        about=("am", "an"),
    ),
    **_both("versprach", "versprochen|zugesagt", PROMISE),
    "schulde": Verb(PROMISE),
}
NOUNS = {
    "rückmeldung": Verb("feedback"),
    "feedback": Verb("feedback"),
    "dank": Verb("thanks", about=_FOR),
    "antwort": Verb("answer"),
    "antworten": Verb("answer"),
    "hilfe": Verb("help", about=("bei",)),
    "rat": Verb("help"),
    "kommentar": Verb("comment"),
    "frage": Verb("question"),
    "mail": Verb("message"),
    "e-mail": Verb("message"),
    "brief": Verb("message"),
    "karte": Verb("message"),
    "nachricht": Verb("message", chat=True),
}
DATES = Dates(
    days={
        "heute": 0,
        "heute morgen": 0,
        "heute früh": 0,
        "heute abend": 0,
        "gerade eben": 0,
        "gestern": -1,
        "gestern abend": -1,
        "vorgestern": -2,
        "letzte woche": -7,
        "morgen": 1,
        "übermorgen": 2,
    },
    weekdays=(
        ("montag", "mo"),
        ("dienstag", "di"),
        ("mittwoch", "mi"),
        ("donnerstag", "do"),
        ("freitag", "fr"),
        ("samstag", "sonnabend", "sa"),
        ("sonntag", "so"),
    ),
    months=(
        ("januar", "jänner", "jan"),
        ("februar", "feber", "feb"),
        ("märz",),
        ("april", "apr"),
        ("mai",),
        ("juni", "jun"),
        ("juli", "jul"),
        ("august", "aug"),
        ("september", "sept", "sep"),
        ("oktober", "okt"),
        ("november", "nov"),
        ("dezember", "dez"),
    ),
    numbers={
        "einem": 1,
        "einer": 1,
        "eine": 1,
        "ein": 1,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "fünf": 5,
        "sechs": 6,
        "sieben": 7,
        "acht": 8,
        "neun": 9,
        "zehn": 10,
        "elf": 11,
        "zwölf": 12,
    },
    units={
        "stunden": 0,
        "stunde": 0,
        "tagen": 1,
        "tage": 1,
        "tag": 1,
        "wochen": 7,
        "woche": 7,
        "monaten": 30,
        "monat": 30,
        "jahren": 365,
        "jahr": 365,
    },
    ago=("vor {n} {unit}",),
    ahead=("in {n} {unit}", "binnen {n} {unit}"),
    on_weekday=("am {weekday}", "letzten {weekday}", "diesen {weekday}", "nächsten {weekday}"),
    on_day=("am {d}. {month} {y}", "am {d}. {month}", "{d}. {month} {y}", "{d}. {month}"),
    ends={
        "ende der woche": "week",
        "ende des monats": "month",
        "diese woche": "week",
        "nächste woche": "next-week",
        "nächster woche": "next-week",
        "nächsten monat": "next-month",
    },
    due=("bis zum", "bis", "spätestens", "vor"),
    minutes=("minuten", "minute", "min"),
    hours=("stunden", "stunde", "std", "h"),
    spans={
        "eine viertelstunde": 15,
        "eine halbe stunde": 30,
        "eine dreiviertelstunde": 45,
        "eine stunde": 60,
        "anderthalb stunden": 90,
        "eineinhalb stunden": 90,
    },
    lasting=("für",),
)
GERMAN = Language(
    code="de",
    verbs=VERBS,
    nouns=NOUNS,
    i=frozenset({"ich", "wir", "habe", "hab"}),
    me=frozenset({"mir", "mich", "uns", "mein", "meine", "meiner", "meinen", "meinem", "unsere"}),
    others=frozenset({"hat", "haben"}),
    joins=frozenset({"und", "&", ",", "+", "sowie"}),
    links=frozenset({"mit", "an", "von", "bei", "zu"}),
    about=("über", "bezüglich", "wegen", "zum", "zur", "zu"),
    at=frozenset({"auf", "in", "im", "per", "via", "bei", "beim", "am"}),
    places={
        "mastodon": True,
        "bluesky": True,
        "linkedin": True,
        "slack": True,
        "teams": True,
        "discord": True,
        "signal": True,
        "whatsapp": True,
        "matrix": True,
        "telegram": True,
        "mail": False,
        "e-mail": False,
        "zoom": False,
        "telefon": False,
        "brief": False,
    },
    articles=frozenset(
        {"der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer"}
        | {"diese", "diesen", "dieses", "seine", "seinen", "ihre", "ihren"}
    ),
    things=frozenset(
        {"frage", "fragen", "beitrag", "mail", "e-mail", "nachricht", "artikel", "text"}
        | {"einander", "miteinander"}
    ),
    fillers=frozenset(
        {"wieder", "auch", "noch", "kurz", "endlich", "gemeinsam", "zusammen", "vor", "an", "sich"}
        | {"schon", "sehr", "nochmal"}
    ),
    dates=DATES,
    possessive=("'s", "’s", "'", "’", "s"),
    promised=frozenset({"dass", "ich", "wir"}),
)
