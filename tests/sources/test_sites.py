"""The tables of sites and of software: addresses in, addresses out."""

import pytest

from kith.net.addresses import normalise
from kith.net.pages import read_page
from kith.sources.sites import ROWS, account_shape, known, known_page
from kith.sources.sites.watching import podcast_lookup, soundcloud_user, youtube_channel

UC = "UC" + "x" * 22
YOUTUBE = "https://www.youtube.com/feeds/videos.xml?"
SPRINGER = "https://link.springer.com/search.rss?facet-content-type=Article&facet-journal-id="
OJS = "/gateway/plugin/WebFeedGatewayPlugin/atom"


@pytest.mark.parametrize(
    ("address", "feed", "voice_kind"),
    [
        (f"https://www.youtube.com/channel/{UC}", f"{YOUTUBE}channel_id={UC}", ""),
        (f"https://m.youtube.com/channel/{UC}/videos?x=1", f"{YOUTUBE}channel_id={UC}", ""),
        ("https://www.youtube.com/playlist?list=PLab-1", f"{YOUTUBE}playlist_id=PLab-1", ""),
        ("https://youtube.com/playlist?si=z&list=PL1&x=2", f"{YOUTUBE}playlist_id=PL1", ""),
        ("https://vimeo.com/janafilms", "https://vimeo.com/janafilms/videos/rss", ""),
        ("https://vimeo.com/channels/edu", "https://vimeo.com/channels/edu/videos/rss", ""),
        ("https://www.dailymotion.com/jana", "https://www.dailymotion.com/rss/user/jana", ""),
        ("https://odysee.com/@jana:1/film", "https://odysee.com/$/rss/@jana:1", "person"),
        ("https://teach.podbean.com/e/one/", "https://feed.podbean.com/teach/feed.xml", ""),
        ("https://teach.libsyn.com/", "https://teach.libsyn.com/rss", ""),
        (
            "https://www.spreaker.com/podcast/teach--123",
            "https://www.spreaker.com/show/123/episodes/feed",
            "",
        ),
        ("https://www.buzzsprout.com/99/1-x", "https://feeds.buzzsprout.com/99.rss", ""),
        ("https://github.com/jana", "https://github.com/jana.atom", ""),
        ("https://github.com/orgs/kith/people", "https://github.com/kith.atom", ""),
        (
            "https://github.com/orgs/kith/discussions/3",
            "https://github.com/orgs/kith/discussions.atom",
            "community",
        ),
        (
            "https://github.com/jana/tool",
            "https://github.com/jana/tool/releases.atom",
            "publication",
        ),
        (
            "https://github.com/jana/tool.git",
            "https://github.com/jana/tool/releases.atom",
            "publication",
        ),
        (
            "https://github.com/jana/tool/blob/main/README.md",
            "https://github.com/jana/tool/releases.atom",
            "publication",
        ),
        (
            "https://github.com/jana/tool/commits/dev/src",
            "https://github.com/jana/tool/commits/dev/src.atom",
            "publication",
        ),
        (
            "https://github.com/jana/tool/tags",
            "https://github.com/jana/tool/tags.atom",
            "publication",
        ),
        (
            "https://github.com/jana/tool/discussions/7",
            "https://github.com/jana/tool/discussions.atom",
            "community",
        ),
        ("https://gist.github.com/jana", "https://gist.github.com/jana.atom", ""),
        ("https://gitlab.com/jana", "https://gitlab.com/jana.atom", ""),
        (
            "https://gitlab.com/group/sub/tool/-/issues",
            "https://gitlab.com/group/sub/tool/-/releases.atom",
            "publication",
        ),
        ("https://codeberg.org/jana", "https://codeberg.org/jana.rss", ""),
        (
            "https://codeberg.org/jana/tool/issues",
            "https://codeberg.org/jana/tool/releases.rss",
            "publication",
        ),
        ("https://git.sr.ht/~jana/tool", "https://git.sr.ht/~jana/tool/log/rss.xml", ""),
        (
            "https://pypi.org/project/kith/",
            "https://pypi.org/rss/project/kith/releases.xml",
            "publication",
        ),
        (
            "https://www.reddit.com/r/Teachers/",
            "https://www.reddit.com/r/Teachers/.rss",
            "community",
        ),
        (
            "https://old.reddit.com/r/Teachers",
            "https://www.reddit.com/r/Teachers/.rss",
            "community",
        ),
        (
            "https://www.reddit.com/r/Teachers/top/?t=week",
            "https://www.reddit.com/r/Teachers/top/.rss?t=week",
            "community",
        ),
        (
            "https://www.reddit.com/r/Teachers/comments/1abc/title/",
            "https://www.reddit.com/r/Teachers/comments/1abc/.rss",
            "community",
        ),
        ("https://www.reddit.com/u/jana_n", "https://www.reddit.com/user/jana_n/.rss", "person"),
        (
            "https://www.reddit.com/user/jana/m/edu/",
            "https://www.reddit.com/user/jana/m/edu/.rss",
            "community",
        ),
        ("https://news.ycombinator.com/", "https://news.ycombinator.com/rss", "community"),
        ("https://news.ycombinator.com/newest", "https://news.ycombinator.com/rss", "community"),
        ("https://news.ycombinator.com/show", "https://news.ycombinator.com/showrss", "community"),
        ("https://lobste.rs/t/education", "https://lobste.rs/t/education.rss", "community"),
        (
            "https://stackoverflow.com/questions/tagged/python+django?tab=Newest",
            "https://stackoverflow.com/feeds/tag?tagnames=python+django&sort=newest",
            "community",
        ),
        (
            "https://cseducators.stackexchange.com/questions/12/why",
            "https://cseducators.stackexchange.com/feeds/question/12",
            "community",
        ),
        (
            "https://matheducators.stackexchange.com/users/7/jana",
            "https://matheducators.stackexchange.com/feeds/user/7",
            "person",
        ),
        (
            "https://academia.stackexchange.com/",
            "https://academia.stackexchange.com/feeds",
            "community",
        ),
        ("https://groups.io/g/teach/topics", "https://groups.io/g/teach/rss", "community"),
        (
            "https://www.mail-archive.com/teach@lists.example/msg1.html",
            "https://www.mail-archive.com/teach@lists.example/maillist.xml",
            "community",
        ),
        (
            "https://mail.example/archives/list/teach@lists.example/thread/AB/",
            "https://mail.example/archives/list/teach@lists.example/feed/",
            "community",
        ),
        (
            "https://bsky.app/profile/jana.bsky.social/post/3k",
            "https://bsky.app/profile/jana.bsky.social/rss",
            "person",
        ),
        (
            "https://lemmy.world/c/teaching",
            "https://lemmy.world/feeds/c/teaching.xml?sort=New",
            "community",
        ),
        (
            "https://lemmy.world/c/teaching@beehaw.org",
            "https://beehaw.org/feeds/c/teaching.xml?sort=New",
            "community",
        ),
        (
            "https://programming.dev/u/jana",
            "https://programming.dev/feeds/u/jana.xml?sort=New",
            "person",
        ),
        ("https://medium.com/@jana.n/a-story-12", "https://medium.com/feed/@jana.n", "person"),
        ("https://medium.com/the-school", "https://medium.com/feed/the-school", "publication"),
        ("https://medium.com/tag/edtech", "https://medium.com/feed/tag/edtech", "community"),
        ("https://jana.medium.com/story", "https://jana.medium.com/feed", ""),
        ("https://jana.substack.com/p/one", "https://jana.substack.com/feed", ""),
        ("https://open.substack.com/pub/jana/p/1?x=2", "https://jana.substack.com/feed", ""),
        ("https://jana.wordpress.com/2024/01/x/", "https://jana.wordpress.com/feed/", ""),
        (
            "https://jana.wordpress.com/category/edu/",
            "https://jana.wordpress.com/category/edu/feed/",
            "",
        ),
        ("https://jana.blogspot.com/", "https://jana.blogspot.com/feeds/posts/default", ""),
        (
            "https://jana.blogspot.co.uk/2020/",
            "https://jana.blogspot.co.uk/feeds/posts/default",
            "",
        ),
        (
            "https://jana.blogspot.com/search/label/Edu%20Tech",
            "https://jana.blogspot.com/feeds/posts/default/-/Edu%20Tech",
            "",
        ),
        ("https://jana.tumblr.com/post/1/x", "https://jana.tumblr.com/rss", ""),
        ("https://jana.tumblr.com/tagged/edu", "https://jana.tumblr.com/tagged/edu/rss", ""),
        ("https://www.tumblr.com/jana?source=share", "https://jana.tumblr.com/rss", ""),
        ("https://jana.bearblog.dev/blog/", "https://jana.bearblog.dev/feed/", "person"),
        ("https://write.as/jana/a-post", "https://write.as/jana/feed/", "person"),
        ("https://micro.blog/jana", "https://jana.micro.blog/feed.xml", "person"),
        ("https://dev.to/jana", "https://dev.to/feed/jana", ""),
        ("https://dev.to/t/python", "https://dev.to/feed/tag/python", "community"),
        ("https://buttondown.email/jana/archive/", "https://buttondown.com/jana/rss", ""),
        (
            "https://us3.campaign-archive.com/home/?u=ab12&id=cd34",
            "https://us3.campaign-archive.com/feed?u=ab12&id=cd34",
            "",
        ),
        ("https://www.diigo.com/user/jana", "https://www.diigo.com/rss/user/jana", "person"),
        (
            "https://www.scoop.it/topic/elearning",
            "https://www.scoop.it/topic/elearning/rss.xml",
            "",
        ),
        ("https://arxiv.org/list/cs.CY/recent", "https://rss.arxiv.org/rss/cs.CY", "publication"),
        ("https://arxiv.org/archive/physics", "https://rss.arxiv.org/rss/physics", "publication"),
        ("https://arxiv.org/a/novak_j_1", "https://arxiv.org/a/novak_j_1.atom", "person"),
        (
            "https://journal.example/ojs/index.php/irr/issue/view/3",
            "https://journal.example/ojs/index.php/irr" + OJS,
            "publication",
        ),
        (
            "https://journal.example/index.php/irr",
            "https://journal.example/index.php/irr" + OJS,
            "publication",
        ),
        (
            "https://www.tandfonline.com/toc/rjbe20/current",
            "https://www.tandfonline.com/feed/rss/rjbe20",
            "publication",
        ),
        (
            "https://journals.sagepub.com/home/rer",
            "https://journals.sagepub.com/action/showFeed?type=etoc&feed=rss&jc=rer",
            "publication",
        ),
        (
            "https://bera-journals.onlinelibrary.wiley.com/journal/14678535",
            "https://bera-journals.onlinelibrary.wiley.com/feed/14678535/most-recent",
            "publication",
        ),
        (
            "https://link.springer.com/journal/11423/articles",
            SPRINGER + "11423",
            "publication",
        ),
        (
            "https://www.nature.com/npjscilearn/",
            "https://www.nature.com/npjscilearn.rss",
            "publication",
        ),
        (
            "https://journals.plos.org/plosone/",
            "https://journals.plos.org/plosone/feed/atom",
            "publication",
        ),
        (
            "https://www.mdpi.com/journal/education",
            "https://www.mdpi.com/rss/journal/education",
            "publication",
        ),
        (
            "https://hypothes.is/users/jana",
            "https://hypothes.is/stream.atom?user=jana",
            "person",
        ),
        (
            "https://hypothes.is/groups/ab12/readers",
            "https://hypothes.is/stream.atom?group=ab12",
            "community",
        ),
        (
            "https://www.zotero.org/groups/123/readers/library",
            "https://api.zotero.org/groups/123/items/top?format=atom&v=3",
            "community",
        ),
    ],
)
def test_a_known_shape(address: str, feed: str, voice_kind: str) -> None:
    shape = known(normalise(address))
    assert shape is not None
    assert (shape.feeds[0], shape.voice_kind) == (feed, voice_kind)
    assert all(normalise(one) == one for one in shape.feeds)


@pytest.mark.parametrize(
    ("address", "look_at", "read"),
    [
        ("https://www.youtube.com/@jana", "https://www.youtube.com/@jana", youtube_channel),
        (
            "https://youtube.com/c/Jana/about",
            "https://www.youtube.com/c/Jana/about",
            youtube_channel,
        ),
        ("https://www.youtube.com/user/jana", "https://www.youtube.com/user/jana", youtube_channel),
        (
            "https://www.youtube.com/watch?v=abc&t=3",
            "https://www.youtube.com/watch?v=abc&t=3",
            youtube_channel,
        ),
        ("https://youtu.be/abc?si=1", "https://youtu.be/abc?si=1", youtube_channel),
        (
            "https://podcasts.apple.com/be/podcast/teach/id1234?i=99",
            "https://itunes.apple.com/lookup?id=1234&entity=podcast",
            podcast_lookup,
        ),
        (
            "https://overcast.fm/itunes1234/teach",
            "https://itunes.apple.com/lookup?id=1234&entity=podcast",
            podcast_lookup,
        ),
        ("https://soundcloud.com/jana/talk", "https://soundcloud.com/jana", soundcloud_user),
    ],
)
def test_a_shape_that_wants_a_page_read(address: str, look_at: str, read: object) -> None:
    shape = known(normalise(address))
    assert shape is not None
    assert (shape.feeds, shape.look_at, shape.read) == ((), look_at, read)


def test_what_such_pages_say() -> None:
    channel = f"{YOUTUBE}channel_id={UC}"
    for body in (
        f'<script>{{"externalId":"{UC}"}}</script>',
        f'<link rel="canonical" href="https://www.youtube.com/channel/{UC}">',
        f'{{"videoDetails":{{"channelId": "{UC}"}},"other":{{"channelId":"UC{"o" * 22}"}}}}',
    ):
        assert youtube_channel(body.encode()) == (channel,)
    assert youtube_channel(b"<html>please agree first</html>") == ()
    assert soundcloud_user(b'content="soundcloud://users:77"') == (
        "https://feeds.soundcloud.com/users/soundcloud:users:77/sounds.rss",
    )
    assert soundcloud_user(b"") == ()
    assert podcast_lookup(b'{"results":[{"feedUrl":"https://p.example/feed"},{"a":1}]}') == (
        "https://p.example/feed",
    )
    for body in ("", "[]", "{}", '{"results":null}', '{"results":[3]}', "[" * 100_000):
        assert podcast_lookup(body.encode()) == ()


@pytest.mark.parametrize(
    "address",
    ["https://x.com/jana", "https://www.linkedin.com/in/jana", "https://de-de.facebook.com/jana"],
)
def test_sites_that_have_nothing(address: str) -> None:
    shape = known(normalise(address))
    assert shape is not None
    assert shape.nothing


@pytest.mark.parametrize(
    "address",
    [
        "https://blog.example/",
        "https://blog.example/r/Teachers",
        "https://github.com/features/copilot",
        "https://github.com/topics/education",
        "https://github.com/",
        "https://vimeo.com/12345",
        "https://www.youtube.com/",
        "https://www.youtube.com/feeds/videos.xml?channel_id=" + UC,
        "https://jana.substack.com/feed",
        "https://jana.wordpress.com.evil.example/",
        "https://notgithub.com/jana",
        "https://arxiv.org/abs/2401.00001",
        "https://box.com/jana",
    ],
)
def test_what_is_not_of_a_known_shape(address: str) -> None:
    assert known(normalise(address)) is None


def test_no_row_is_slow_or_fails_on_strange_addresses() -> None:
    for place in ("a" * 3000, "/index.php" * 300, "/list/" * 500, "-" * 3000 + "@", "/a-" * 900):
        for host in ("x.example", "github.com", "gitlab.com", "www.youtube.com"):
            known(normalise(f"https://{host}/{place}"))
    assert len(ROWS) > 80


def of_page(html: str, address: str) -> tuple[tuple[str, ...], str]:
    body = html.encode()
    shape = known_page(read_page(body, "text/html", address), body)
    assert shape is not None
    return shape.feeds, shape.voice_kind


HOST = "https://h.example:8443"


@pytest.mark.parametrize(
    ("html", "path", "feed", "voice_kind"),
    [
        ("generator:Discourse 3.4.0", "/", "/latest.rss", "community"),
        ("generator:Discourse 3.4.0", "/c/teaching/5", "/c/teaching/5.rss", "community"),
        ("generator:Discourse 3.4.0", "/c/teaching/5/l/top", "/c/teaching/5.rss", "community"),
        ("generator:Discourse 3.4.0", "/t/how/12/4", "/t/how/12.rss", "community"),
        ("generator:Discourse 3.4.0", "/tag/edu", "/tag/edu.rss", "community"),
        ("generator:Discourse 3.4.0", "/u/jana/summary", "/u/jana/activity.rss", "person"),
        ("generator:Mastodon v4.3", "/@jana", "/@jana.rss", "person"),
        ("generator:Mastodon v4.3", "/@jana/113", "/@jana.rss", "person"),
        ("generator:Mastodon v4.3", "/tags/edu", "/tags/edu.rss", "community"),
        ("<div class='app-holder' id='mastodon'>", "/web/@jana", "/@jana.rss", "person"),
        ("generator:GoToSocial", "/@jana", "/@jana.rss", "person"),
        ("generator:Misskey", "/@jana", "/@jana.rss", "person"),
        ("generator:Friendica 2024", "/profile/jana", "/feed/jana", "person"),
        (
            "<link rel='icon' href='/static/x'><script src='/lemmy-ui.js'>",
            "/c/edu",
            "/feeds/c/edu.xml?sort=New",
            "community",
        ),
        ("generator:Lemmy", "/u/jana", "/feeds/u/jana.xml?sort=New", "person"),
        (
            '<meta property="og:platform" content="PeerTube">',
            "/c/films/videos",
            "/feeds/videos.xml?videoChannelName=films",
            "",
        ),
        (
            '<meta property="og:platform" content="PeerTube">',
            "/a/jana",
            "/feeds/videos.xml?accountName=jana",
            "",
        ),
        ("generator:Ghost 5.9", "/tag/edu/", "/tag/edu/rss/", ""),
        ("generator:Ghost 5.9", "/a-post/", "/rss/", ""),
        ("generator:WordPress 6.5", "/blog/category/edu/", "/blog/category/edu/feed/", ""),
        ("<img src='/wp-content/x.png'>", "/2024/post", "/feed/", ""),
        ("generator:blogger", "/", "/feeds/posts/default", ""),
        ("generator:WriteFreely", "/jana/post", "/jana/feed/", "person"),
        ("generator:Wix.com Website Builder", "/", "/blog-feed.xml", ""),
        (
            "generator:Open Journal Systems 3.4",
            "/irr/issue/1",
            "/irr/gateway/plugin/WebFeedGatewayPlugin/atom",
            "publication",
        ),
        ('<html id="XF">', "/forums/edu.4/", "/forums/edu.4/index.rss", "community"),
        ('<meta content="GitLab" property="og:site_name">', "/g/p", "/g/p/-/releases.atom", ""),
        ("generator:Hugo 0.1", "/", "/index.xml", ""),
    ],
)
def test_software_by_its_signs(html: str, path: str, feed: str, voice_kind: str) -> None:
    name, mark, version = html.partition("generator:")
    head = f'<meta name="generator" content="{version}">' if mark else name
    feeds, kind = of_page(f"<html><head>{head}</head>", HOST + path)
    assert (feeds[0], kind) == (HOST + feed, voice_kind)


def test_a_page_that_speaks_activitypub_is_an_account_somewhere() -> None:
    html = '<link rel="alternate" type="application/activity+json" href="/users/jana">'
    feeds, kind = of_page(html, HOST + "/@jana")
    assert feeds == (HOST + "/@jana.rss", HOST + "/@jana/feed.rss", HOST + "/@jana.atom")
    assert kind == "person"


def test_software_that_is_only_spoken_of() -> None:
    body = b"<title>Moving from WordPress to Ghost, and Mastodon, Misskey, Discourse</title>"
    assert known_page(read_page(body, "text/html", HOST + "/@x"), body) is None
    assert account_shape(HOST + "/about") is None
