"""Small feeds made for tests."""

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:thr="http://purl.org/syndication/thread/1.0"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
 xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<channel><title>A feed</title><link>https://example.org/</link>{channel}{items}</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:yt="http://www.youtube.com/xml/schemas/2015">
<title>A feed</title><link href="https://example.org/"/>{channel}{items}</feed>"""

RDF = """<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<channel rdf:about="https://example.org/"><title>A feed</title>
<link>https://example.org/</link>{channel}</channel>{items}</rdf:RDF>"""


def rss(item: str = "", channel: str = "") -> bytes:
    items = f"<item>{item}</item>" if item else ""
    return RSS.format(channel=channel, items=items).encode()


def atom(entry: str = "", channel: str = "") -> bytes:
    items = f"<entry>{entry}</entry>" if entry else ""
    return ATOM.format(channel=channel, items=items).encode()


def rdf(item: str = "", channel: str = "") -> bytes:
    items = f'<item rdf:about="https://example.org/about">{item}</item>' if item else ""
    return RDF.format(channel=channel, items=items).encode()
