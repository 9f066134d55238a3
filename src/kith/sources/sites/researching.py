"""Journals, preprints, annotations and bibliographies."""

from kith.sources.sites.shapes import COMMUNITY, PERSON, PUBLICATION, Row

_OJS = "/gateway/plugin/WebFeedGatewayPlugin/"
_SAGE = "https://journals.sagepub.com/action/showFeed?type=etoc&feed=rss&jc="

ROWS = (
    Row(
        r"arxiv\.org/(?:list|archive|rss)/([a-zA-Z-]+(?:\.[a-zA-Z-]+)?)(?:[/?].*)?",
        ("https://rss.arxiv.org/rss/{0}", "https://rss.arxiv.org/atom/{0}"),
        PUBLICATION,
    ),
    Row(r"arxiv\.org/a/([\w-]+?)(?:\.html)?", ("https://arxiv.org/a/{0}.atom",), PERSON),
    Row(
        r"(?:biorxiv|medrxiv)\.org/collection/([\w-]+)",
        ("https://connect.biorxiv.org/biorxiv_xml.php?subject={0}",),
        PUBLICATION,
    ),
    Row(
        r"[^/]+((?:/[\w-]+)*/index\.php/(?!index(?:/|$))[\w-]+)(?:/(?:index|about|issue|article|"
        r"information|announcement|search|login|user)\b.*)?",  # Open Journal Systems anywhere
        tuple("{origin}{0}" + _OJS + form for form in ("atom", "rss2")),
        PUBLICATION,
    ),
    Row(
        r"tandfonline\.com/(?:journals|toc|loi)/([a-z]+\d+)(?:[/?].*)?",
        ("https://www.tandfonline.com/feed/rss/{0}",),
        PUBLICATION,
    ),
    Row(
        r"journals\.sagepub\.com/(?:home|loi|toc)/(\w+)(?:[/?].*)?",
        (_SAGE + "{0}", _SAGE + "{0}a"),
        PUBLICATION,
    ),
    Row(
        r"(?:[\w-]+\.)?onlinelibrary\.wiley\.com/(?:journal|loi|toc)/(\d{7}[\dXx])(?:[/?].*)?",
        ("{origin}/feed/{0}/most-recent",),
        PUBLICATION,
    ),
    Row(
        r"link\.springer\.com/journal/(\d+)(?:[/?].*)?",
        ("https://link.springer.com/search.rss?facet-content-type=Article&facet-journal-id={0}",),
        PUBLICATION,
    ),
    Row(
        r"nature\.com/(?!articles|subjects|search|siteindex|collections|naturecareers)([a-z]+)"
        r"(?:/.*)?",
        ("https://www.nature.com/{0}.rss",),
        PUBLICATION,
    ),
    Row(
        r"journals\.plos\.org/(\w+)(?:[/?].*)?",
        ("https://journals.plos.org/{0}/feed/atom",),
        PUBLICATION,
    ),
    Row(
        r"mdpi\.com/journal/([\w-]+)(?:[/?].*)?",
        ("https://www.mdpi.com/rss/journal/{0}",),
        PUBLICATION,
    ),
    Row(
        r"frontiersin\.org/journals/([\w-]+)(?:[/?].*)?",
        ("https://www.frontiersin.org/journals/{0}/rss",),
        PUBLICATION,
    ),
    Row(
        r"hypothes\.is/users/([\w.-]+)(?:[/?].*)?",
        ("https://hypothes.is/stream.atom?user={0}",),
        PERSON,
    ),
    Row(
        r"hypothes\.is/groups/(\w+)(?:[/?].*)?",
        ("https://hypothes.is/stream.atom?group={0}",),
        COMMUNITY,
    ),
    Row(
        r"zotero\.org/groups/(\d+)(?:[/?].*)?",
        ("https://api.zotero.org/groups/{0}/items/top?format=atom&v=3",),
        COMMUNITY,
    ),
)
