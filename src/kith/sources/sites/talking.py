"""Forums, lists and social networks."""

from kith.sources.sites.shapes import COMMUNITY, PERSON, Row

_REDDIT = "https://www.reddit.com/"
_STACK = (
    r"(?:[\w.-]+\.stackexchange\.com|(?:\w+\.)?stackoverflow\.com|serverfault\.com|"
    r"superuser\.com|askubuntu\.com|mathoverflow\.net|stackapps\.com)"
)
LEMMY = (
    r"(?:lemmy\.[\w.-]+|[\w.-]+\.lemmy\.\w+|beehaw\.org|programming\.dev|sh\.itjust\.works|"
    r"feddit\.\w+|slrpnk\.net|mander\.xyz|sopuli\.xyz|discuss\.online|infosec\.pub|ttrpg\.network)"
)
_CLOSED = (
    r"(?:twitter\.com|x\.com|(?:[\w-]+\.)?facebook\.com|fb\.com|instagram\.com|"
    r"(?:[\w-]+\.)?linkedin\.com|tiktok\.com|threads\.(?:net|com)|(?:open\.)?spotify\.com|"
    r"discord\.(?:com|gg)|web\.whatsapp\.com|researchgate\.net|(?:[\w-]+\.)?academia\.edu)"
)

ROWS = (
    Row(
        r"reddit\.com/(r/\w+)/comments/(\w+).*",
        (_REDDIT + "{0}/comments/{1}/.rss", _REDDIT + "{0}/.rss"),
        COMMUNITY,
    ),
    Row(r"reddit\.com/((?:u|user)/[\w-]+/m/\w+).*", (_REDDIT + "{0}/.rss",), COMMUNITY),
    Row(
        r"reddit\.com/(r/\w+/(?:new|top|hot|rising|controversial))/?(\?.*)?",
        (_REDDIT + "{0}/.rss{1}",),
        COMMUNITY,
    ),
    Row(r"reddit\.com/(r/[\w+]+)(?:[/?].*)?", (_REDDIT + "{0}/.rss",), COMMUNITY),
    Row(r"reddit\.com/(?:u|user)/([\w-]+)(?:[/?].*)?", (_REDDIT + "user/{0}/.rss",), PERSON),
    Row(r"reddit\.com/(domain/[\w.-]+).*", (_REDDIT + "{0}/.rss",), COMMUNITY),
    Row(
        r"news\.ycombinator\.com/show",
        ("https://news.ycombinator.com/showrss",),
        COMMUNITY,
    ),
    Row(
        r"news\.ycombinator\.com(?:/(?:news|newest|best|front|ask).*)?",
        ("https://news.ycombinator.com/rss",),
        COMMUNITY,
    ),
    Row(r"lobste\.rs(/t/[\w,-]+)", ("https://lobste.rs{0}.rss",), COMMUNITY),
    Row(r"lobste\.rs", ("https://lobste.rs/rss",), COMMUNITY),
    Row(
        rf"{_STACK}/(?:questions/tagged|tags)/([^/?]+).*",
        ("{origin}/feeds/tag?tagnames={0}&sort=newest",),
        COMMUNITY,
    ),
    Row(rf"{_STACK}/(?:questions|q)/(\d+).*", ("{origin}/feeds/question/{0}",), COMMUNITY),
    Row(rf"{_STACK}/users/(\d+).*", ("{origin}/feeds/user/{0}",), PERSON),
    Row(rf"{_STACK}(?:/questions)?", ("{origin}/feeds",), COMMUNITY),
    Row(r"groups\.io/g/([\w+-]+)(?:/.*)?", ("https://groups.io/g/{0}/rss",), COMMUNITY),
    Row(
        r"mail-archive\.com/([^/@]+@[^/@]+)(?:/.*)?",
        ("https://www.mail-archive.com/{0}/maillist.xml",),
        COMMUNITY,
    ),
    Row(
        r"[^/]+((?:/[\w-]+)*/list/[^/@]+@[^/@]+)(?:/.*)?",  # HyperKitty, wherever it lives
        ("{origin}{0}/feed/",),
        COMMUNITY,
    ),
    Row(r"bsky\.app/profile/([^/?]+)(?:[/?].*)?", ("https://bsky.app/profile/{0}/rss",), PERSON),
    Row(
        rf"{LEMMY}/c/([\w.]+)@([\w.-]+)(?:[/?].*)?",
        ("https://{1}/feeds/c/{0}.xml?sort=New",),
        COMMUNITY,
    ),
    Row(rf"{LEMMY}/c/(\w+)(?:[/?].*)?", ("{origin}/feeds/c/{0}.xml?sort=New",), COMMUNITY),
    Row(rf"{LEMMY}/u/(\w+)(?:[/?].*)?", ("{origin}/feeds/u/{0}.xml?sort=New",), PERSON),
    Row(rf"{LEMMY}", ("{origin}/feeds/local.xml?sort=New",), COMMUNITY),
    Row(rf"{_CLOSED}(?:[/?].*)?", nothing=True),
)
