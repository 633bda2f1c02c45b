"""A Pelican plugin: the dateline before each text, and lists, feeds and sitemap by language."""

import json
from itertools import groupby
from pathlib import Path

from pelican import signals
from pelican.generators import Generator

ENOUGH = 50
TOPICS = json.loads((Path(__file__).parent / "topics.json").read_text(encoding="utf-8"))
WORDS = {
    "en": {
        "own": "English", "name": "City Press Office",
        "description": "Press releases of an invented city.",
        "boilerplate": "The City Press Office is invented; it exists to be measured.",
        "skip": "Skip to the content", "kicker": "Press release", "releases": "Press releases",
        "topics": "Topics", "language": "Language", "feeds": "Feeds", "archive": "Archive",
        "contact": "Contact", "about": "About us", "telephone": "Telephone", "email": "E-mail",
    },
    "vi": {
        "own": "Tiếng Việt", "name": "Văn phòng Báo chí Thành phố",
        "description": "Thông cáo báo chí của một thành phố tưởng tượng.",
        "boilerplate": "Văn phòng Báo chí Thành phố là tưởng tượng; nó tồn tại để được đo lường.",
        "skip": "Đến phần nội dung", "kicker": "Thông cáo báo chí", "releases": "Thông cáo báo chí",
        "topics": "Chủ đề", "language": "Ngôn ngữ", "feeds": "Nguồn tin", "archive": "Lưu trữ",
        "contact": "Liên hệ", "about": "Về chúng tôi", "telephone": "Điện thoại",
        "email": "Thư điện tử",
    },
}  # fmt: skip
NAMES = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip


def day(date, language):
    """Write a date in words."""
    if language == "en":
        return f"{date.day} {NAMES[date.month - 1]} {date.year}"
    return f"ngày {date.day} tháng {date.month} năm {date.year}"


def month_name(date, language):
    """Write a month in words."""
    if language == "en":
        return f"{NAMES[date.month - 1]} {date.year}"
    return f"Tháng {date.month} năm {date.year}"


def prepare(article):
    """Put the dateline before a release's text, and what templates ask of it beside it."""
    if article._content is None:
        return
    article.day = day(article.date, article.lang)
    article.topics = [tag.name for tag in article.tags]
    dateline = f"<p>{article.place}, {article.day} –</p>\n"
    article._content = dateline + article._content


def year_month(article):
    """Group by month."""
    return article.date.year, article.date.month


class Press(Generator):
    """Writes what a newsroom has beside its releases."""

    def generate_output(self, writer):
        """Write each language's pages and feeds, and the sitemap."""
        addresses = []
        both = [each for first in self.context["articles"] for each in (first, *first.translations)]
        both.sort(key=lambda each: each.date, reverse=True)
        for language in WORDS:
            found = [each for each in both if each.lang == language]
            addresses += self.write_lists(writer, language, found)
            addresses += [each.url for each in found]
            self.write_feed(writer, language, "all", WORDS[language]["name"], found)
            for topic, names in TOPICS.items():
                of_topic = [each for each in found if topic in each.topics]
                self.write_feed(writer, language, topic, names[language], of_topic)
        self.write(writer, "sitemap", "sitemap.xml", addresses=addresses)

    def write_lists(self, writer, language, found):
        """Write the list, the months, the years and the topics of a language."""
        months = [list(group) for _, group in groupby(found, year_month)]
        shown = []
        for group in months:
            if sum(map(len, shown)) >= ENOUGH:
                break
            shown.append(group)
        years = [
            (year, list(group)) for year, group in groupby(months, lambda each: each[0].date.year)
        ]
        words = WORDS[language]
        addresses = []

        def page(template, address, **values):
            save_as = f"{language}/{address}index.html"
            self.write(writer, template, save_as, language=language, words=words, **values)
            addresses.append(f"{language}/{address}")

        page("list", "", title=words["releases"], months=shown, years=years)
        page("feedlist", "feeds/", title=words["feeds"])
        for year, group in years:
            page("year", f"{year}/", title=str(year), months=group)
        for group in months:
            date = group[0].date
            page("month", f"{date:%Y/%m}/", title=month_name(date, language), articles=group)
        for topic, names in TOPICS.items():
            of_topic = [each for each in found if topic in each.topics]
            page("month", f"topics/{topic}/", title=names[language], articles=of_topic)
        return addresses

    def write(self, writer, template, save_as, **values):
        """Write one page."""
        address = save_as.removesuffix("index.html")
        found = self.get_template(template)
        writer.write_file(save_as, found, self.context, url=address, address=address, **values)

    def write_feed(self, writer, language, name, title, found):
        """Write one RSS document."""
        path = f"{language}/feeds/{name}.xml"
        writer.write_feed(found, self.context, path, feed_title=title, feed_type="rss")


def add_filters(generator):
    """Hand words and dates to all templates."""
    generator.env.globals.update(
        WORDS=WORDS, TOPICS=TOPICS, month_name=month_name, dumps=json.dumps
    )


def register():
    """Connect with Pelican."""
    signals.content_object_init.connect(prepare)
    signals.generator_init.connect(add_filters)
    signals.get_generators.connect(lambda _: Press, weak=False)
