"""Find the files that a release names beside it, and refuse those that must not be published."""

from __future__ import annotations

import re
import stat
import unicodedata
from pathlib import PurePosixPath
from posixpath import normpath

from dateline.model import LocalFile
from dateline.problems import Place, Problem, error
from dateline.reading.files import release_name
from dateline.reading.media import media_type, runs_code
from dateline.reading.walking import leads_astray
from dateline.settings import Newsroom

MISSING_FILE = error(
    "missing-file",
    "Readers would meet a broken picture or a dead download.",
    bad="image: {src: curse.png, alt: A laptop}",
    good="image: {src: course.png, alt: A laptop}",
)
UNSAFE_PATH = error(
    "unsafe-path",
    "A path that climbs could publish any file of the machine.",
    bad="attachments: [{file: ../../private/list.csv, title: List}]",
    good="attachments: [{file: list.csv, title: List}]",
)
UNSAFE_FILE = error(
    "unsafe-file",
    "The file can run code in a reader's browser under the newsroom's address.",
    where="files",
    bad="-- releases/2024-02-01-course.md --\nimage: {src: drawing.svg, alt: A chart}\n"
    "-- releases/drawing.svg --\n"
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    good="-- releases/2024-02-01-course.md --\nimage: {src: drawing.svg, alt: A chart}\n"
    "-- releases/drawing.svg --\n"
    '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>',
)

_RUNS_CODE = re.compile(
    r"\.(?:[xs]?html?|xht|[mc]?js|svgz|swf|xml|xslt?|mht|mhtml|p?html|php\d?|phar|cgi|aspx?|jsp|hta)\Z"
)
# Not `photo@2x.png`, as pictures for fine screens are named.
_MAIL_ADDRESS = re.compile(r"[^\s/@]+@(?!\dx\.)[^\s/@]+\.[A-Za-z]{2,}\Z")
_MAX_PIXELS = 1_000_000
_OWN_NAMES = {"index.html", "index.txt"}


class LocalFiles:
    """Resolve the files that one release file names, from its folder."""

    def __init__(self, newsroom: Newsroom, release_path: str) -> None:
        self._newsroom = newsroom
        self._root = newsroom.root
        self._release_path = release_path

    @property
    def _folder(self) -> PurePosixPath:
        return PurePosixPath(self._release_path).parent

    def find(self, name: str, place: Place) -> LocalFile | Problem:
        """Find a named file below the release's folder, or say why it cannot be published."""
        name = unicodedata.normalize("NFC", name).removeprefix("./")
        if _is_unsafe(name):
            message = f"`{name[:80]}` leads out of the release's folder."
            hint = "Put the file beside the release and name it without a path."
            hint = _scheme_hint(name) or (self._page_of(name) if name.endswith(".md") else hint)
            return UNSAFE_PATH.broken(place, message, hint)
        # Some systems keep names in pieces (NFD), whatever the text says.
        for written in (name, unicodedata.normalize("NFD", name)):
            try:
                return self._measure(name, str(self._folder / written), place)
            except OSError:
                continue
        message = f"There is no file `{name[:80]}` beside this one."
        return MISSING_FILE.broken(place, message, _scheme_hint(name) or self._nearest(name))

    def size_of(self, file: LocalFile) -> tuple[int, int]:
        """Give a picture's width and height in pixels, 0 where it does not tell."""
        if not file.media_type.startswith("image/"):
            return 0, 0
        import imagesize  # noqa: PLC0415 -- only pictures need it

        # A damaged picture is no reason to stop: readers see its alt text.
        width, height = imagesize.get(self._root / file.source)
        if not (0 < width < _MAX_PIXELS and 0 < height < _MAX_PIXELS):
            return 0, 0
        return width, height

    def _measure(self, name: str, source: str, place: Place) -> LocalFile | Problem:
        path = self._root / source
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise FileNotFoundError
        if leads_astray(str(path), self._root):
            message = f"`{name[:80]}` is a symbolic link to what may not be published."
            return UNSAFE_PATH.broken(place, message, "Put a copy in its place.")
        suffix = path.suffix.lower()
        if suffix == ".md":
            message = f"`{name[:80]}` is a source, which is not published."
            return UNSAFE_FILE.broken(place, message, self._page_of(name))
        if "/" in name and self._is_of_another(name):
            message = f"`{name[:80]}` belongs to another release, which may be held."
            return UNSAFE_PATH.broken(place, message, "Put a copy beside this one.")
        if _RUNS_CODE.search(suffix) or name.casefold() in _OWN_NAMES:
            message = f"`{name[:80]}` is of a sort that is not published."
            return UNSAFE_FILE.broken(place, message, "Offer it as PDF, image or archive.")
        if suffix == ".svg" and runs_code(path.read_bytes()):
            message = f"`{name[:80]}` holds code that would run in a reader's browser."
            return UNSAFE_FILE.broken(place, message, "Save the drawing as PNG or plain SVG.")
        return LocalFile(name, source, status.st_size, media_type(suffix))

    def _page_of(self, name: str) -> str:
        """Say how to link to the page of a source, as far as its name tells its address.

        Nothing is read of it: what is told of one release must not hang on another's text.
        """
        path = normpath(f"{self._folder}/{name}")
        newsroom = self._newsroom
        found = release_name(path, newsroom.languages, newsroom.default_language)
        if isinstance(found, Problem) or not path.startswith("releases/"):
            return "Link to its page by its address: /language/year/month/slug/."
        address = f"/{found.language}/{found.day[:4]}/{found.day[5:7]}/{found.slug}/"
        return f"Link to its page: `{address}`, with its `slug` at the end if it names one."

    def _is_of_another(self, name: str) -> bool:
        """Say whether a folder on the way to a file is a release's, whose files wait with it."""
        folders = [self._root / self._folder / step for step in PurePosixPath(name).parents[:-1]]
        return any(next(folder.glob("index*.md"), None) for folder in folders)

    def _nearest(self, name: str) -> str:
        folder = self._root / self._folder
        try:
            there = sorted(e.name for e in folder.iterdir() if e.suffix.lower() != ".md")
        except OSError:
            there = []
        near = [other for other in there if other.casefold() == name.casefold()]
        if near:
            return f"Did you mean `{near[0]}`? Capitals count on web servers."
        return f"There are: {', '.join(there[:5])}." if there else "Put the file there."


def _scheme_hint(name: str) -> str:
    """Say what an address lacks that is taken for a file's name."""
    if _MAIL_ADDRESS.match(name):
        return f"For a mail address write `mailto:{name[:80]}`."
    return f"For a web address write `https://{name[:80]}`." if name.startswith("www.") else ""


def _is_unsafe(name: str) -> bool:
    return (
        "\\" in name
        or name.startswith("/")
        or any(not step or step.startswith(".") for step in name.split("/"))
        or any(unicodedata.category(character) == "Cc" for character in name)
        or bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", name))
    )
