"""The corpus as a Pelican 4 site: the addresses of a Dateline newsroom.

Pelican's own lists and feeds hold one language; the plugin beside this file makes them for both,
with Pelican's own writer.
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
import press  # noqa: E402 -- stands beside this file

PLUGINS = [press]
PATH = str(HERE / "content")
THEME = str(HERE / "theme")
THEME_STATIC_DIR = "assets"
SITENAME = "City Press Office"
SITEURL = FEED_DOMAIN = "https://press.example.org"
TIMEZONE = "Asia/Ho_Chi_Minh"
DEFAULT_LANG = "en"
DEFAULT_CATEGORY = "releases"
USE_FOLDER_AS_CATEGORY = False
ARTICLE_PATHS = ["releases"]
PAGE_PATHS = []
STATIC_PATHS = ["robots.txt"]
ARTICLE_URL = ARTICLE_LANG_URL = "{lang}/{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = ARTICLE_URL + "index.html"
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
DIRECT_TEMPLATES = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 10
RSS_FEED_SUMMARY_ONLY = False
FORMATTED_FIELDS = []
MARKDOWN = {
    "extension_configs": {"markdown.extensions.tables": {}, "markdown.extensions.meta": {}},
    "output_format": "html",
}
# Everything that makes a second build quicker.
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CACHE_PATH = str(HERE / "cache")
CONTENT_CACHING_LAYER = "reader"
CHECK_MODIFIED_METHOD = "mtime"
GZIP_CACHE = False
DELETE_OUTPUT_DIRECTORY = False
