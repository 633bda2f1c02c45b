"""List changes that each make the good Atom document wrong: (what is wrong, old text, new text).

Does not know which part refuses: the grammar or the rules.
"""

from typing import Final

HEAD: Final = "<id>tag:press.example.org,2003:vi/feeds/press</id>"
AUTHOR: Final = "<author><name>Văn phòng</name><email>press@example.org</email></author>"
ALTERNATE: Final = '<link rel="alternate" href="https://press.example.org/vi/2024/02/course/"/>'
IMPLIED: Final = ALTERNATE.replace(' rel="alternate"', "")
CURRENT: Final = '<link rel="current" href="https://press.example.org/vi/feeds/press.atom.xml"/>'
PREVIOUS: Final = '<link rel="prev-archive" href="https://press.example.org/2023-12.atom.xml"/>'
DIV: Final = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Text</p></div>'
TOMB: Final = '<at:deleted-entry ref="urn:x:1" when="2024-02-01T02:00:00Z"/>'
NOTE: Final = "<x:deep/>foreign</x:note>"
FIRST: Final = 'xml:lang="vi">\n  <title>'
SUMMARY: Final = "<summary>Một khoá học.</summary>"

Change = tuple[str, str, str]

IDENTITY: Final[list[Change]] = [
    ("not well formed", "</feed>", ""),
    ("another root", "feed xmlns=", "channel xmlns="),
    ("no id", HEAD, ""),
    ("two ids", HEAD, HEAD + HEAD),
    ("relative id", ">tag:press.example.org,2003:vi/2024-02-01", ">2024-02-01"),
    ("id not in ASCII", "2024-02-01-course<", "2024-02-01-khoá<"),
    ("tag id without a year", "<id>tag:press.example.org,2003:", "<id>tag:press.example.org:"),
    ("the same id twice", "2024-01-31-note#2024-02-01", "2024-02-01-course"),
    ("no language", ' xml:lang="vi">\n  <title', ">\n  <title"),
    ("a language with a low line", FIRST, FIRST.replace('"vi"', '"vi_VN"')),
    ("xml:base", FIRST, FIRST.replace(">", ' xml:base="https://x.example/">', 1)),
    ("no author anywhere", AUTHOR, ""),
    ("an author without a name", "<name>Văn phòng</name>", ""),
    ("an author as plain text", AUTHOR, "<author>Văn phòng</author>"),
    ("an address without @", "press@example.org<", "press<"),
    ("a category without a scheme", ' scheme="https://press.example.org/vi/topics/"', ""),
]

DATES: Final[list[Change]] = [
    ("no updated", "<updated>2024-01-31T00:00:00Z</updated>", ""),
    ("no published", "<published>2024-01-31T00:00:00Z</published>", ""),
    ("a date without a zone", "<published>2024-01-31T00:00:00Z", "<published>2024-01-31T00:00:00"),
    ("a bare date", "<published>2024-01-31T00:00:00Z", "<published>2024-01-31"),
    ("a mail date", "<published>2024-01-31T00:00:00Z", "<published>31 Jan 2024 00:00:00 GMT"),
    ("day 32", "<published>2024-01-31", "<published>2024-01-32"),
    ("29 February of 2023", "<published>2024-01-31", "<published>2023-02-29"),
    ("24 o'clock", "<published>2024-01-31T00", "<published>2024-01-30T24"),
    ("a small t", "<published>2024-01-31T", "<published>2024-01-31t"),
    ("space before a date", "<updated>2024-01-31", "<updated> 2024-01-31"),
    ("an offset with seconds", "T09:00:00+07:00<", "T09:00:00+07:06:40<"),
    ("an offset without a colon", "T09:00:00+07:00<", "T09:00:00+0700<"),
    ("updated before published", "<updated>2024-01-31", "<updated>2024-01-30"),
    ("an entry newer than its feed", "<updated>2024-01-31", "<updated>2024-03-01"),
]

LINKS: Final[list[Change]] = [
    ("two alternates", ALTERNATE, ALTERNATE + ALTERNATE),
    ("two alternates, one implied", ALTERNATE, ALTERNATE + IMPLIED),
    ("no alternate in an entry", ALTERNATE, ""),
    ("no alternate in the feed", '<link rel="alternate" type', '<link rel="related" type'),
    ("no self", '<link rel="self"', '<link rel="related"'),
    ("two selves", '<link rel="hub"', '<link rel="self"'),
    ("a relative link", 'href="https://press.example.org/vi/2024/02', 'href="/vi/2024/02'),
    ("a link without its scheme", 'href="https://press.example.org/vi/2024', 'href="//press/2024'),
    ("a javascript link", 'href="https://press.example.org/vi/2024', 'href="javascript:alert()'),
    ("a space in a link", "/vi/2024/02/course/", "/vi/2024/02/the course/"),
    ("a link without href", ' href="https://press.example.org/vi/2024/02/course/"', ""),
    ("an unknown rel", 'rel="related"', 'rel="translation"'),
    ("an enclosure without length", ' length="7"', ""),
    ("an enclosure of length None", 'length="7"', 'length="None"'),
    ("an enclosure without a type", ' type="image/jpeg" length', " length"),
    ("complete, yet paged", HEAD, HEAD + "<fh:complete/>"),
    ("complete and an archive", HEAD, HEAD + "<fh:complete/><fh:archive/>" + CURRENT),
    ("an archive with words in it", HEAD, HEAD + "<fh:archive>yes</fh:archive>" + CURRENT),
    ("an archive without current", HEAD, HEAD + "<fh:archive/>"),
    ("an archive with two previous", HEAD, HEAD + "<fh:archive/>" + CURRENT + PREVIOUS),
    ("next-archive in a live feed", 'rel="prev-archive"', 'rel="next-archive"'),
    ("two previous in a live feed", HEAD, HEAD + PREVIOUS),
    ("an unknown history word", HEAD, HEAD + "<fh:incremental/>"),
]

TEXTS: Final[list[Change]] = [
    ("type CDATA", '<content type="html">', '<content type="CDATA">'),
    ("markup in plain text", "<summary>Một", "<summary><b>Một</b>"),
    ("xhtml without its div", DIV, "Text"),
    ("an empty title", "<title>Note</title>", "<title> </title>"),
    ("two titles", "<title>Note</title>", "<title>Note</title><title>Note</title>"),
    ("neither summary nor content", '<content type="xhtml">' + DIV + "</content>", ""),
    ("two contents", SUMMARY, "<content>Text</content>"),
    ("words between elements", "<title>Note</title>", "<title>Note</title>Note"),
    ("an element in no namespace", NOTE, '</x:note><deep xmlns=""/>'),
    ("an element Atom does not have", NOTE, "</x:note><deep/>"),
    ("an RSS element", SUMMARY, "<description>x</description>"),
    ("an unknown plain attribute", '<entry xml:lang="vi">', '<entry xml:lang="vi" new="1">'),
    ("metadata after an entry", "</feed>", "<subtitle>Late</subtitle></feed>"),
    ("a tombstone without when", ' when="2024-02-01T02:00:00Z"', ""),
    ("a tombstone with a link", "<at:comment>", ALTERNATE + "<at:comment>"),
    ("a tombstone of a living entry", "2024-01-09-old", "2024-02-01-course"),
    ("a tombstone after entries", "</feed>", TOMB + "</feed>"),
    ("a tombstone in an entry", "<title>Note</title>", "<title>Note</title>" + TOMB),
]

ATOM: Final = [*IDENTITY, *DATES, *LINKS, *TEXTS]
