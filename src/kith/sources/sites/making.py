"""Places where software is made."""

from kith.sources.sites.shapes import COMMUNITY, PUBLICATION, Row

_GITHUB_OWN = (
    r"(?!(?:about|apps|collections|customer-stories|enterprise|events|explore|features|login|"
    r"marketplace|new|notifications|orgs|pricing|search|security|settings|sponsors|topics|"
    r"trending)(?:[/?]|$))"
)
_REPOSITORY = rf"github\.com/{_GITHUB_OWN}([\w.-]+/[\w.-]+?)(?:\.git)?"
_GITHUB = "https://github.com/{0}"
_FORGE = r"(?:codeberg\.org|gitea\.com|git\.disroot\.org|code\.forgejo\.org)"
_FORGE_OWN = r"(?!(?:explore|user|repo|api|org|-)(?:[/?]|$))"

ROWS = (
    Row(r"github\.com/orgs/([\w-]+/discussions).*", (_GITHUB[:-3] + "orgs/{0}.atom",), COMMUNITY),
    Row(r"github\.com/orgs/([\w-]+)(?:/.*)?", (_GITHUB + ".atom",)),
    Row(_REPOSITORY + r"/discussions.*", (_GITHUB + "/discussions.atom",), COMMUNITY),
    Row(_REPOSITORY + r"/commits/([^?]+).*", (_GITHUB + "/commits/{1}.atom",), PUBLICATION),
    Row(_REPOSITORY + r"/commits", (_GITHUB + "/commits.atom",), PUBLICATION),
    Row(_REPOSITORY + r"/tags", (_GITHUB + "/tags.atom",), PUBLICATION),
    Row(_REPOSITORY + r"/wiki.*", (_GITHUB + "/wiki.atom",), PUBLICATION),
    Row(
        _REPOSITORY + r"(?:[/?].*)?",
        tuple(_GITHUB + f"/{what}.atom" for what in ("releases", "tags", "commits", "discussions")),
        PUBLICATION,
    ),
    Row(rf"github\.com/{_GITHUB_OWN}([\w-]+)(?:\?.*)?", (_GITHUB + ".atom",)),
    Row(r"gist\.github\.com/([\w-]+)", ("https://gist.github.com/{0}.atom",)),
    Row(
        r"gitlab\.com/(?!explore|users/|help)([\w.-]+(?:/[\w.-]+)+?)(?:/-/.*)?",
        (
            "https://gitlab.com/{0}/-/releases.atom",
            "https://gitlab.com/{0}/-/tags?format=atom",
            "https://gitlab.com/{0}.atom",
        ),
        PUBLICATION,
    ),
    Row(r"gitlab\.com/(?!explore|help)([\w.-]+)", ("https://gitlab.com/{0}.atom",)),
    Row(
        rf"{_FORGE}/{_FORGE_OWN}([\w.-]+/[\w.-]+)(?:/.*)?",
        ("{origin}/{0}/releases.rss", "{origin}/{0}/tags.rss", "{origin}/{0}.rss"),
        PUBLICATION,
    ),
    Row(rf"{_FORGE}/{_FORGE_OWN}([\w.-]+)", ("{origin}/{0}.rss",)),
    Row(r"git\.sr\.ht/(~[\w.-]+/[\w.-]+)(?:/.*)?", ("https://git.sr.ht/{0}/log/rss.xml",)),
    Row(
        r"pypi\.org/project/([\w.-]+)(?:/.*)?",
        ("https://pypi.org/rss/project/{0}/releases.xml",),
        PUBLICATION,
    ),
)
