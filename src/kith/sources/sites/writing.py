"""Blogs, newsletters and shared links."""

from kith.sources.sites.shapes import COMMUNITY, PERSON, PUBLICATION, Row

_WORDPRESS = r"([\w-]+\.wordpress\.com)"
_BLOGSPOT = r"([\w-]+\.blogspot\.[\w.]+)"

ROWS = (
    Row(
        r"medium\.com/(?:feed/)?tag/([\w-]+)(?:/.*)?",
        ("https://medium.com/feed/tag/{0}",),
        COMMUNITY,
    ),
    Row(r"medium\.com/(@[\w.]+)(?:[/?].*)?", ("https://medium.com/feed/{0}",), PERSON),
    Row(r"medium\.com/([\w-]+)/tagged/([\w-]+)", ("https://medium.com/feed/{0}/tagged/{1}",)),
    Row(
        r"medium\.com/(?!feed|m/|search|me/)([\w-]+)(?:[/?].*)?",
        ("https://medium.com/feed/{0}",),
        PUBLICATION,
    ),
    Row(r"([\w-]+\.medium\.com)(?:/(?!feed).*)?", ("https://{0}/feed",)),
    Row(r"open\.substack\.com/pub/([\w-]+)(?:[/?].*)?", ("https://{0}.substack.com/feed",)),
    Row(r"((?!open\.)[\w-]+\.substack\.com)(?:/(?!feed).*)?", ("https://{0}/feed",)),
    Row(
        rf"{_WORDPRESS}((?:/(?:category|tag|author)/[^?]+)?)(?:[/?].*)?",
        ("https://{0}{1}/feed/",),
    ),
    Row(
        rf"{_BLOGSPOT}/search/label/([^/?]+).*",
        ("https://{0}/feeds/posts/default/-/{1}", "https://{0}/feeds/posts/default"),
    ),
    Row(rf"{_BLOGSPOT}(?:/(?!feeds).*)?", ("https://{0}/feeds/posts/default",)),
    Row(
        r"tumblr\.com/(?:blog/view/)?(?!tagged|search|explore|dashboard|login)([\w-]+)(?:[/?].*)?",
        ("https://{0}.tumblr.com/rss",),
    ),
    Row(
        r"((?!assets|api)[\w-]+\.tumblr\.com)((?:/tagged/[^/?]+)?)(?:/(?!rss).*)?",
        ("https://{0}{1}/rss",),
    ),
    Row(r"([\w-]+\.bearblog\.dev)(?:/(?!feed).*)?", ("https://{0}/feed/",), PERSON),
    Row(r"write\.as/([\w-]+)(?:/.*)?", ("https://write.as/{0}/feed/",), PERSON),
    Row(r"([\w-]+\.writeas\.com)(?:/.*)?", ("https://{0}/feed/",), PERSON),
    Row(r"micro\.blog/(?!feeds|discover)([\w-]+)", ("https://{0}.micro.blog/feed.xml",), PERSON),
    Row(r"([\w-]+\.micro\.blog)(?:/(?!feed).*)?", ("https://{0}/feed.xml",), PERSON),
    Row(r"listed\.to/(@[\w-]+)(?:/.*)?", ("https://listed.to/{0}/feed",), PERSON),
    Row(r"dev\.to/t/([\w-]+)(?:/.*)?", ("https://dev.to/feed/tag/{0}",), COMMUNITY),
    Row(r"dev\.to/(?!feed|t/|top|latest)([\w-]+)(?:/.*)?", ("https://dev.to/feed/{0}",)),
    Row(r"([\w-]+\.hashnode\.dev)(?:/(?!rss).*)?", ("https://{0}/rss.xml",)),
    Row(
        r"([\w-]+\.(?:livejournal\.com|dreamwidth\.org))(?:/(?!data).*)?", ("https://{0}/data/rss",)
    ),
    Row(r"buttondown\.(?:com|email)/([\w.-]+)(?:/.*)?", ("https://buttondown.com/{0}/rss",)),
    Row(
        r"([\w-]+\.campaign-archive\.com)/home/?\?(u=\w+&id=\w+).*",
        ("https://{0}/feed?{1}",),
    ),
    Row(r"pinboard\.in/(u:[\w-]+)(?:/.*)?", ("https://feeds.pinboard.in/rss/{0}/",), PERSON),
    Row(
        r"diigo\.com/(?:user|profile)/([\w-]+)(?:/.*)?",
        ("https://www.diigo.com/rss/user/{0}",),
        PERSON,
    ),
    Row(r"scoop\.it/(t|topic)/([\w-]+)(?:/.*)?", ("https://www.scoop.it/{0}/{1}/rss.xml",)),
    Row(r"letterboxd\.com/(\w+)(?:/.*)?", ("https://letterboxd.com/{0}/rss/",), PERSON),
    Row(
        r"goodreads\.com/user/show/(\d+).*",
        ("https://www.goodreads.com/user/updates_rss/{0}",),
        PERSON,
    ),
    Row(r"pinterest\.[a-z.]+/([\w-]+)", ("https://www.pinterest.com/{0}/feed.rss",), PERSON),
    Row(r"pinterest\.[a-z.]+/([\w-]+/[\w-]+)", ("https://www.pinterest.com/{0}.rss",)),
    Row(
        r"news\.google\.com/(topics/[\w-]+|search|publications/[\w-]+)(\?.*)?",
        ("https://news.google.com/rss/{0}{1}",),
        PUBLICATION,
    ),
)
