"""Rules of what a release says in its title, summary and text, taken as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.languages import fold
from dateline.patterns import finder
from dateline.problems import warning
from dateline.proofreading.finding import Finding

PLACEHOLDER_TITLE = warning(
    "placeholder-title",
    "The title was typed to be replaced, and would go out to every subscriber as it is.",
    bad="title: Press release TBC",
    good="title: Online course on social protection opens",
)
PLACEHOLDER_TEXT = warning(
    "placeholder-text",
    "`Lorem ipsum` fills a layout until the words come; they did not.",
    where="text",
    bad="Lorem ipsum dolor sit amet.",
    good="The course opens today.",
)
WORDY_TITLE = warning(
    "wordy-title",
    "Lists, phones and mail programs cut long titles off; the limit is `style.title_length`.",
    bad="title: Online course opens ⟨and everybody is welcome × 10⟩",
    good="title: Online course opens, and everybody is welcome",
)
NO_SUMMARY = warning(
    "no-summary",
    "Lists, feeds, search engines and the digest show the summary; else they show a title only.",
    where="file",
    bad="---\ntitle: Online course opens\ndate: 2024-02-01\n---\nThe course opens today.",
    good="---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n---\n"
    "The course opens today.",
)
SUMMARY_REPEATS_TITLE = warning(
    "summary-repeats-title",
    "Lists show both, one below the other: the same words twice tell readers nothing.",
    bad="title: Online course opens\nsummary: Online course opens.",
    good="title: Online course opens\nsummary: It is free, and takes four weeks.",
)
EMPTY_BODY = warning(
    "empty-body",
    "The page would hold a title and nothing to read.",
    where="file",
    bad="---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n---\n",
    good="---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n---\n"
    "The course opens today.",
)

_PLACEHOLDER_WORDS = """
test tests testing test-release test-title test-post test-123 a-test this-is-a-test tbc tbd tba
todo tk tktk title the-title headline heading untitled no-title new-release new-press-release
draft placeholder dummy sample example lorem foo foo-bar asdf xxx xxxx abc name-of-release
insert-title-here title-here your-title-here working-title
thu thu-nghiem tin-thu bai-thu ban-thu bai-viet-thu-nghiem thu-nghiem-tieu-de tieu-de
tieu-de-o-day nhap-tieu-de chua-co-tieu-de chua-co-ten chua-dat-ten khong-co-tieu-de
khong-tieu-de khong-ten ban-nhap nhap du-thao thong-cao-moi dang-cap-nhat cap-nhat-sau
se-cap-nhat se-bo-sung bo-sung-sau cho-xac-nhan cho-cap-nhat tieu-de-tam tieu-de-tam-thoi
"""
_PLACEHOLDERS = frozenset(_PLACEHOLDER_WORDS.split())
# In capitals they are notes to oneself, but for those that are a company's: TBC Bank, Ngân hàng
# TBC. `Lorem` and `Test:` start no headline.
_NOTE = re.compile(
    r"(?<!\w)(?<![Nn]gân hàng )(?<![Bb]ank )(?:TBC|TBD|TBA)(?!\w)(?! [A-Z][a-z])"
    r"|(?<!\w)(?:TODO|TKTK|FIXME|[Ll]orem ipsum)(?!\w)|\A(?:TEST|Test):"
)
# One of these stands in every note: to ask for them takes an eighth of the search.
_SIGNS_OF_NOTES = "TB[CDA]|TODO|TKTK|FIXME|ipsum|TEST|Test"
_LONGEST_PLACEHOLDER = 40
FILLER = "ipsum"


def placeholder_title(title: str) -> Sequence[Finding]:
    """Give a title that stands for one to come, in English or Vietnamese."""
    short = len(title) <= _LONGEST_PLACEHOLDER
    is_note = finder(_SIGNS_OF_NOTES)(title) and _NOTE.search(title)
    if not is_note and not (short and fold(title) in _PLACEHOLDERS):
        return ()
    message = f"`{title[:60]}` looks like a placeholder."
    return (Finding(PLACEHOLDER_TITLE, 0, message, "Write the headline."),)


def placeholder_text(text: str) -> Sequence[Finding]:
    """Give filler text that nobody replaced."""
    index = text.find(f" {FILLER}") if finder(FILLER)(text) else -1
    if index < 0 or text[max(0, index - 5) : index].lower() != "lorem":
        return ()
    return (Finding(PLACEHOLDER_TEXT, index - 5, "Filler text stands here.", "Write the text."),)


def wordy_title(title: str, limit: int) -> Sequence[Finding]:
    """Give a title of more characters than the newsroom wants."""
    if len(title) <= limit:
        return ()
    message = f"The title has {len(title)} characters; more than {limit} are cut off in lists."
    hint = "Shorten it, or raise `title_length` in the [style] table of dateline.toml."
    return (Finding(WORDY_TITLE, 0, message, hint),)


def repeating_summary(title: str, summary: str) -> Sequence[Finding]:
    """Give a summary that says what the title says and no more."""
    if not _begin_alike(title, summary) or not fold(summary) == fold(title) != "":
        return ()
    hint = "Say what the title leaves out: who, where, how many."
    return (Finding(SUMMARY_REPEATS_TITLE, 0, "The summary repeats the title.", hint),)


def _begin_alike(title: str, summary: str) -> bool:
    """Say whether two texts may be one when they are folded: most differ in the first words."""
    if summary[:1].casefold() != title[:1].casefold():
        return False
    pairs = zip(title.split(" "), summary.split(" "), strict=False)
    word, other = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
    word, other = fold(word), fold(other)
    if not (word and other):
        return True  # signs alone, which say nothing
    return f"{word}-".startswith(f"{other}-") or f"{other}-".startswith(f"{word}-")
