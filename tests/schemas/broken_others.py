"""List changes that each make a good RSS, JSON, OPML or sitemap document wrong.

Each is (what is wrong, old text, new text). Does not know which part refuses: grammar or rules.
"""

from typing import Final

from tests.schemas import samples

Change = tuple[str, str, str]

GUID: Final = '<guid isPermaLink="false">tag:press.example.org,2003:en/2024-02-01-course</guid>'
EDITOR: Final = "press@example.org (Press desk)"
CREATOR: Final = "<dc:creator>Press desk</dc:creator>"
SUMMARY: Final = "<description>A course.</description>"
ENCODED: Final = "<content:encoded><![CDATA[<p>Ha Noi</p>]]></content:encoded>"
ENCLOSURE: Final = '<enclosure url="https://press.example.org/a.jpg" length="7" type="image/jpeg"/>'
OPML_HEAD: Final = samples.OPML[samples.OPML.index("<head>") : samples.OPML.index("<body>")]

RSS: Final[list[Change]] = [
    ("not well formed", "</rss>", ""),
    ("version 2", 'version="2.0"', 'version="2"'),
    ("no channel link", "<link>https://press.example.org/en/</link>\n    <desc", "<desc"),
    ("no channel description", "<description>News of the office</description>", ""),
    ("no language", "<language>en</language>", ""),
    ("a language with a low line", "<language>en<", "<language>en_GB<"),
    ("no lastBuildDate", "<lastBuildDate>Fri, 02 Feb 2024 09:00:00 +0700</lastBuildDate>", ""),
    ("no self", '<atom:link rel="self"', '<atom:link rel="related"'),
    ("two selves", 'rel="hub"', 'rel="self"'),
    ("an editor without a name", EDITOR, "press@example.org"),
    ("an editor the wrong way round", EDITOR, "Press desk &lt;press@example.org&gt;"),
    ("the wrong weekday", "Thu, 01 Feb 2024", "Fri, 01 Feb 2024"),
    ("a Vietnamese weekday", "Thu, 01 Feb 2024", "Th 5, 01 Feb 2024"),
    ("a month in full", "01 Feb 2024 02", "01 February 2024 02"),
    ("30 February", "Thu, 01 Feb 2024", "30 Feb 2024"),
    ("29 February of 2023", "Thu, 01 Feb 2024", "Wed, 29 Feb 2023"),
    ("a year of two digits", "01 Feb 2024 02", "01 Feb 24 02"),
    ("a zone by name", "02:00:00 GMT", "02:00:00 ICT"),
    ("a date without a zone", "02:00:00 GMT", "02:00:00"),
    ("an RFC 3339 date", "Thu, 01 Feb 2024 02:00:00 GMT", "2024-02-01T02:00:00Z"),
    ("no pubDate", "<pubDate>Thu, 01 Feb 2024 02:00:00 GMT</pubDate>", ""),
    ("no guid", GUID, ""),
    ("a guid that does not say what it is", ' isPermaLink="false"', ""),
    ("a permalink that is none", 'isPermaLink="false"', 'isPermaLink="true"'),
    ("the same guid twice", "2024-01-31-second<", "2024-02-01-course<"),
    ("a relative link", "<link>https://press.example.org/en/2024/02", "<link>/en/2024/02"),
    ("author and creator", CREATOR, CREATOR + f"<author>{EDITOR}</author>"),
    ("no text", "<description>Text.</description>", ""),
    ("an empty text", "<description>Text.</description>", "<description/>"),
    ("content before description", SUMMARY + "\n      " + ENCODED, ENCODED + SUMMARY),
    ("markup not escaped", "A course.", "<p>A course.</p>"),
    ("two enclosures", ENCLOSURE, ENCLOSURE + ENCLOSURE),
    ("an enclosure without length", ' length="7"', ""),
    ("an enclosure of length None", ' length="7"', ' length="None"'),
    ("a picture of relative address", 'url="https://press.example.org/b.jpg"', 'url="/b.jpg"'),
    ("a category without a domain", ' domain="https://press.example.org/en/topics/"', ""),
    ("an ampersand of the old kind", "Course &#x26; work", "Course &amp; work"),
    ("a title in CDATA", "Course &#x26; work", "<![CDATA[Course & work]]>"),
    ("an unknown plain element", SUMMARY, "<summary>x</summary>" + SUMMARY),
    ("an Atom element", SUMMARY, "<atom:updated>x</atom:updated>" + SUMMARY),
    ("a picture with another link", "en/</link></image>", "vi/</link></image>"),
    ("a short day", "<day>Sunday<", "<day>Sun<"),
    ("the same day twice", "<day>Sunday</day>", "<day>Sunday</day><day>Sunday</day>"),
]

OPML: Final[list[Change]] = [
    ("not well formed", "</opml>", ""),
    ("version 1", 'version="2.0"', 'version="1.0"'),
    ("no head", OPML_HEAD, ""),
    ("no title", "<title>Feeds of the office</title>", ""),
    ("no type", '<outline type="rss" text="Press"', '<outline text="Press"'),
    ("type atom", 'type="rss" text="Press"', 'type="atom" text="Press"'),
    ("no text", ' text="Press"', ""),
    ("an empty text", ' text="Press"', ' text=""'),
    ("no title of a feed", ' title="Press"', ""),
    ("no xmlUrl", ' xmlUrl="https://press.example.org/p.rss.xml"', ""),
    ("xmlurl in small letters", "xmlUrl", "xmlurl"),
    ("a relative xmlUrl", 'xmlUrl="https://press.example.org/p', 'xmlUrl="/p'),
    ("a relative htmlUrl", 'htmlUrl="https://press.example.org/', 'htmlUrl="/'),
    ("the same feed twice", "p.atom.xml", "p.rss.xml"),
    ("an RFC 3339 date", "Fri, 02 Feb 2024 09:00:00 GMT", "2024-02-02T09:00:00Z"),
    ("the wrong weekday", "Fri, 02 Feb", "Thu, 02 Feb"),
    ("an empty folder", "<body>", '<body><outline text="Tiếng Việt"/>'),
    ("an unknown element", "</head>", "<owner>x</owner></head>"),
    ("an empty body", "<body>", "<body/><body>"),
]

SITEMAP: Final[list[Change]] = [
    ("not well formed", "</urlset>", ""),
    ("no namespace", ' xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"', ""),
    ("https in the namespace", "http://www.sitemaps.org", "https://www.sitemaps.org"),
    ("no loc", "<loc>https://press.example.org/en/</loc>", ""),
    ("a relative loc", "<loc>https://press.example.org/en/", "<loc>/en/"),
    ("a loc not in ASCII", "/en/</loc>", "/en/khoá/</loc>"),
    ("a loc too long", "/en/</loc>", "/en/" + "a" * 2048 + "</loc>"),
    ("a fragment", "/en/</loc>", "/en/#top</loc>"),
    (
        "the same loc twice",
        "<loc>https://press.example.org/vi/",
        "<loc>https://press.example.org/en/",
    ),
    ("a time without a zone", "2024-02-01T02:00:00Z", "2024-02-01T02:00:00"),
    ("30 February", "2024-02-01<", "2024-02-30<"),
    ("lastmod before loc", "<url><loc>", "<url><lastmod>2024-02-01</lastmod><loc>"),
    (
        "a priority over 1",
        "</lastmod>\n    <xhtml",
        "</lastmod><priority>1.5</priority>\n    <xhtml",
    ),
    ("an alternate without hreflang", ' hreflang="vi"', ""),
    ("a language with a low line", 'hreflang="vi"', 'hreflang="vi_VN"'),
    ("a relative alternate", 'href="https://press.example.org/"', 'href="/"'),
    ("another rel", 'rel="alternate"', 'rel="canonical"'),
    ("the same language twice", 'hreflang="x-default"', 'hreflang="vi"'),
    (
        "a page that leaves itself out",
        'hreflang="en" href="https://press.example.org/en/"',
        'hreflang="en" href="https://press.example.org/en/new/"',
    ),
    ("a picture element", "</lastmod>\n", "</lastmod><image>x</image>\n"),
]

JSON: Final[list[Change]] = [
    ("not JSON", '"items"', "items"),
    ("a byte order mark", "{\n", "\ufeff{\n"),
    ("a key twice", '"title": "Press",', '"title": "Press", "title": "Press",'),
    ("version 1", "version/1.1", "version/1"),
    ("no title", '"title": "Press", ', ""),
    ("no language", ', "language": "en",\n  "home', ',\n  "home'),
    ("a relative feed_url", '"feed_url": "https://press.example.org/', '"feed_url": "/'),
    ("an unknown key", '"_dateline"', '"dateline"'),
    ("an extension that is no object", '{"about": "https://press.example.org/en/feeds/"}', '"x"'),
    ("an unknown key of an item", '"summary"', '"sumary"'),
    (
        "the old author",
        '"authors": [{"name": "Press desk", "url": "mailto:press@example.org"}]',
        '"author": {"name": "Press desk"}',
    ),
    ("an author without any word", '"name": "Press desk", "url": "mailto:press@example.org"', ""),
    ("a number as id", '"id": "tag:press.example.org,2003:en/2024-02-01-course"', '"id": 7'),
    ("no url", '"url": "https://press.example.org/en/2024/02/course/",', ""),
    ("a relative url", '"url": "https://press.example.org/en/2024', '"url": "/en/2024'),
    ("a javascript url", '"url": "https://press.example.org/en/2024', '"url": "javascript:2024'),
    ("no content", '"content_html": "<p>Ha Noi</p>", ', ""),
    ("content that is null", '"content_html": "<p>Ha Noi</p>"', '"content_html": null'),
    ("a date without a zone", '09:00:00+07:00", "date_m', '09:00:00", "date_m'),
    ("a date with a space", "2024-02-01T09", "2024-02-01 09"),
    ("30 February", "2024-02-02T", "2024-02-30T"),
    ("modified before published", "2024-02-02T", "2024-01-02T"),
    ("tags as text", '["skills"]', '"skills"'),
    ("an attachment without a type", ', "mime_type": "image/jpeg"', ""),
    ("a size as text", '"size_in_bytes": 7', '"size_in_bytes": "7"'),
    ("a line end in an address", '/feeds/press.feed.json"', '/feeds/press.feed.json\\n"'),
]
