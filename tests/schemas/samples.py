"""Hold one good document of each format, small enough to be broken by hand.

Does not know Dateline: these are written from the specifications, to test the grammars alone.
"""

from typing import Final

ATOM: Final = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"
      xmlns:fh="http://purl.org/syndication/history/1.0" xmlns:x="https://x.example/" xml:lang="vi">
  <title>Thông cáo báo chí</title>
  <id>tag:press.example.org,2003:vi/feeds/press</id>
  <updated>2024-02-02T09:00:00+07:00</updated>
  <link rel="hub" href="https://hub.example.org/"/>
  <link rel="alternate" type="text/html" href="https://press.example.org/vi/"/>
  <link rel="self" href="https://press.example.org/vi/feeds/press.atom.xml"/>
  <link rel="prev-archive" href="https://press.example.org/vi/feeds/press/2024-01.atom.xml"/>
  <author><name>Văn phòng</name><email>press@example.org</email></author>
  <x:note importance="small"><x:deep/>foreign</x:note>
  <at:deleted-entry ref="tag:press.example.org,2003:vi/2024-01-09-old" when="2024-02-01T02:00:00Z">
    <at:comment>Withdrawn</at:comment>
  </at:deleted-entry>
  <entry xml:lang="vi">
    <link rel="related" hreflang="en" href="https://press.example.org/en/2024/02/course/"/>
    <link rel="alternate" href="https://press.example.org/vi/2024/02/course/"/>
    <link rel="enclosure" type="image/jpeg" length="7" href="https://press.example.org/a.jpg"/>
    <id>tag:press.example.org,2003:vi/2024-02-01-course</id>
    <title type="html">Khoá học &amp;amp; việc làm</title>
    <published>2024-02-01T09:00:00+07:00</published>
    <updated>2024-02-02T09:00:00+07:00</updated>
    <category term="skills" scheme="https://press.example.org/vi/topics/" label="Kỹ năng"/>
    <summary>Một khoá học.</summary>
    <content type="html">&lt;p&gt;Hà Nội&lt;/p&gt;</content>
  </entry>
  <entry>
    <id>tag:press.example.org,2003:vi/2024-01-31-note#2024-02-01</id>
    <title>Note</title>
    <link href="https://press.example.org/vi/2024/01/note/"/>
    <published>2024-01-31T00:00:00Z</published><updated>2024-01-31T00:00:00Z</updated>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text</p></div></content>
  </entry>
</feed>
"""

RSS: Final = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
     xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
  <channel>
    <title>Press &#x26; media</title>
    <link>https://press.example.org/en/</link>
    <description>News of the office</description>
    <language>en</language>
    <managingEditor>press@example.org (Press desk)</managingEditor>
    <lastBuildDate>Fri, 02 Feb 2024 09:00:00 +0700</lastBuildDate>
    <skipDays><day>Sunday</day></skipDays>
    <image><url>https://press.example.org/l.png</url><title>Press &#x26; media</title>
      <link>https://press.example.org/en/</link></image>
    <atom:link rel="hub" href="https://hub.example.org/"/>
    <atom:link rel="self" type="application/rss+xml" href="https://press.example.org/p.rss.xml"/>
    <item>
      <title>Course &#x26; work</title>
      <link>https://press.example.org/en/2024/02/course/</link>
      <guid isPermaLink="false">tag:press.example.org,2003:en/2024-02-01-course</guid>
      <pubDate>Thu, 01 Feb 2024 02:00:00 GMT</pubDate>
      <dc:creator>Press desk</dc:creator>
      <category domain="https://press.example.org/en/topics/">skills</category>
      <description>A course.</description>
      <content:encoded><![CDATA[<p>Ha Noi</p>]]></content:encoded>
      <enclosure url="https://press.example.org/a.jpg" length="7" type="image/jpeg"/>
      <media:content url="https://press.example.org/b.jpg" type="image/jpeg" fileSize="9"/>
    </item>
    <item><title>Second</title><link>https://press.example.org/en/2024/01/second/</link>
      <guid isPermaLink="false">tag:press.example.org,2003:en/2024-01-31-second</guid>
      <pubDate>31 Jan 2024 02:00:00 GMT</pubDate><description>Text.</description></item>
  </channel>
</rss>
"""

OPML: Final = """<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0"><head><title>Feeds of the office</title>
  <dateCreated>Fri, 02 Feb 2024 09:00:00 GMT</dateCreated>
  <ownerEmail>press@example.org</ownerEmail></head>
<body><outline text="English">
  <outline type="rss" text="Press" title="Press" xmlUrl="https://press.example.org/p.rss.xml"
           htmlUrl="https://press.example.org/en/" language="en"/></outline>
  <outline type="rss" text="Báo chí" title="Báo chí" xmlUrl="https://press.example.org/p.atom.xml"/>
</body></opml>
"""

SITEMAP: Final = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:xhtml="http://www.w3.org/1999/xhtml">
  <url><loc>https://press.example.org/en/</loc><lastmod>2024-02-01T02:00:00Z</lastmod>
    <xhtml:link rel="alternate" hreflang="en" href="https://press.example.org/en/"/>
    <xhtml:link rel="alternate" hreflang="vi" href="https://press.example.org/vi/"/>
    <xhtml:link rel="alternate" hreflang="x-default" href="https://press.example.org/"/></url>
  <url><loc>https://press.example.org/vi/</loc><lastmod>2024-02-01</lastmod>
    <xhtml:link rel="alternate" hreflang="vi" href="https://press.example.org/vi/"/>
    <xhtml:link rel="alternate" hreflang="en" href="https://press.example.org/en/"/></url>
</urlset>
"""

SITEMAP_INDEX: Final = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <sitemap><loc>https://press.example.org/sitemap-1.xml</loc><lastmod>2024-02-01</lastmod></sitemap>
</sitemapindex>
"""

JSON: Final = """{
  "version": "https://jsonfeed.org/version/1.1",
  "title": "Press", "language": "en",
  "home_page_url": "https://press.example.org/en/",
  "feed_url": "https://press.example.org/en/feeds/press.feed.json",
  "authors": [{"name": "Press desk", "url": "mailto:press@example.org"}],
  "hubs": [{"type": "WebSub", "url": "https://hub.example.org/"}],
  "_dateline": {"about": "https://press.example.org/en/feeds/"},
  "items": [{
    "id": "tag:press.example.org,2003:en/2024-02-01-course",
    "url": "https://press.example.org/en/2024/02/course/",
    "title": "Course", "summary": "A course.", "content_html": "<p>Ha Noi</p>", "language": "en",
    "date_published": "2024-02-01T09:00:00+07:00", "date_modified": "2024-02-02T09:00:00+07:00",
    "tags": ["skills"],
    "attachments": [{"url": "https://press.example.org/a.jpg", "mime_type": "image/jpeg",
                     "size_in_bytes": 7}]
  }]
}
"""
