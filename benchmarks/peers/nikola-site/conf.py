"""The corpus as a Nikola 8 site: the addresses of a Dateline newsroom."""

import json
import os
from pathlib import Path

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


def _day(date, language):
    if language == "en":
        return f"{date.day} {NAMES[date.month - 1]} {date.year}"
    return f"ngày {date.day} tháng {date.month} năm {date.year}"


def _month_name(date, language):
    if language == "en":
        return f"{NAMES[date.month - 1]} {date.year}"
    return f"Tháng {date.month} năm {date.year}"


def _by_month(posts):
    """Give lists of posts, a list a month, in their order."""
    found = {}
    for post in posts:
        found.setdefault((post.date.year, post.date.month), []).append(post)
    return list(found.values())


def _newest(months, enough=50):
    """Give the newest whole months that hold enough posts."""
    shown = []
    for group in months:
        if sum(map(len, shown)) >= enough:
            break
        shown.append(group)
    return shown


def _fill(context, template_name):
    context.update(
        WORDS=WORDS, TOPICS=TOPICS, day=_day, month_name=_month_name, by_month=_by_month,
        newest=_newest, words=WORDS[context["lang"]], dumps=json.dumps,
    )  # fmt: skip


GLOBAL_CONTEXT_FILLER = [_fill]
BLOG_AUTHOR = "City Press Office"
BLOG_TITLE = {key: words["name"] for key, words in WORDS.items()}
BLOG_DESCRIPTION = {key: words["description"] for key, words in WORDS.items()}
BLOG_EMAIL = "press@example.org"
SITE_URL = BASE_URL = "https://press.example.org/"
DEFAULT_LANG = "en"
TRANSLATIONS = {"en": "en", "vi": "vi"}
TRANSLATIONS_PATTERN = "{path}.{lang}.{ext}"
SHOW_UNTRANSLATED_POSTS = False
TIMEZONE = "Asia/Ho_Chi_Minh"
THEME = "press"
POSTS = (("posts/*.md", "", "post.tmpl"),)
PAGES = (("pages/*.md", "", "page.tmpl"),)
COMPILERS = {"markdown": (".md",)}
MARKDOWN_EXTENSIONS = ["markdown.extensions.tables"]
NAVIGATION_LINKS = {"en": (), "vi": ()}
OUTPUT_FOLDER = os.environ["BENCH_OUTPUT"]
PRETTY_URLS = STRIP_INDEXES = True
URL_TYPE = "absolute"
INDEX_PATH = ARCHIVE_PATH = RSS_PATH = ""
INDEX_DISPLAY_POST_COUNT = 10**9
TAG_PATH = {"en": "topics", "vi": "topics"}
TAG_TITLES = {key: {topic: names[key] for topic, names in TOPICS.items()} for key in WORDS}
FEED_LENGTH = 10
FEED_TEASERS = False
FEED_LINKS_APPEND_QUERY = False
GENERATE_ATOM = False
ENABLE_AUTHOR_PAGES = False
COPY_SOURCES = False
USE_BUNDLES = False
META_GENERATOR_TAG = False
FILES_FOLDERS = {"files": ""}
DISABLED_PLUGINS = [
    "classify_archive", "classify_authors", "classify_categories", "classify_page_index",
    "create_bundles", "gzip", "redirect", "render_galleries", "render_listings", "render_sources",
    "scale_images", "render_post_list", "post_list_directive",
]  # fmt: skip
