"""Every setting in right and wrong form, and every default."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dateline.errors import SettingsError
from dateline.model import Kind
from dateline.settings import Contact, Mail
from tests.settings.desk import FEED, Desk

BASE = 'base_url = "https://press.example.org/"'


@pytest.mark.parametrize(
    ("written", "url", "path"),
    [
        ("https://press.example.org/", "https://press.example.org/", "/"),
        ("https://press.example.org", "https://press.example.org/", "/"),
        ("http://localhost:8000", "http://localhost:8000/", "/"),
        ("https://example.org:8443/press/", "https://example.org:8443/press/", "/press/"),
        ("https://example.org/press", "https://example.org/press/", "/press/"),
        ("https://example.org/a/b%20c/~d", "https://example.org/a/b%20c/~d/", "/a/b%20c/~d/"),
        ("HTTPS://Press.Example.ORG/Press", "https://press.example.org/Press/", "/Press/"),
        ("https://xn--vit-hma0m.vn", "https://xn--vit-hma0m.vn/", "/"),
        ("http://127.0.0.1/", "http://127.0.0.1/", "/"),
        ("http://[::1]:8000/", "http://[::1]:8000/", "/"),
    ],
)
def test_base_url(desk: Desk, written: str, url: str, path: str) -> None:
    """A host with or without port and prefix is taken; the slash at the end is added."""
    desk.main("https://press.example.org/", written)
    newsroom = desk.load()

    assert (url, path) == (newsroom.base_url, newsroom.base_path)


@pytest.mark.parametrize(
    "written",
    [
        "", "press.example.org", "/press/", "//example.org/", "ftp://example.org/", "mailto:a@b.vn",
        "https://", "https:///press/", "https://việt.vn/", "https://example.org/báo-chí/",
        "https://example.org/?a=b", "https://example.org/?", "https://example.org/#top",
        "https://example.org/#", "https://me@example.org/", "https://me:pw@example.org/",
        "https://exa mple.org/", "https://example.org/a b/", "https://example.org/\\n",
        "https://exam\\tple.org/", "https://example.org:0/", "https://example.org:65536/",
        "https://example.org:port/", "https://example.org/a/../b/", "https://example.org/./",
        "https://example.org//", "https://example.org/a//b/", "https://-example.org/",
        "https://example..org/", "https://example.org/\\\"x", "https://example.org/<x>/",
        "https://[::1/", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_base_url_refused(desk: Desk, written: str) -> None:
    """No query, fragment, user, IDN, odd port or path that climbs: every link hangs on it."""
    desk.main("https://press.example.org/", written)

    assert desk.told() == ["dateline.toml:1:12 invalid-value"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Asia/Ho_Chi_Minh", "UTC", []),
        ("Asia/Ho_Chi_Minh", "Europe/Zurich", []),
        ("Asia/Ho_Chi_Minh", "", ["2:12 invalid-value"]),
        ("Asia/Ho_Chi_Minh", "Asia/Hanoi", ["2:12 invalid-value"]),
        ("Asia/Ho_Chi_Minh", "Asia", ["2:12 invalid-value"]),
        ("Asia/Ho_Chi_Minh", "../etc/passwd", ["2:12 invalid-value"]),
        ("Asia/Ho_Chi_Minh", "+07:00", ["2:12 invalid-value"]),
        ("example.org,2003", "example.org,2003-05", []),
        ("press.example.org,2003", "desk@example.org,2003-05-31", []),
        ("example.org,2003", "example.org", ["3:16 invalid-value"]),
        ("example.org,2003", "example.org,0000", ["3:16 invalid-value"]),
        ("example.org,2003", "example.org,٢٠٠٣", ["3:16 invalid-value"]),
        ("example.org,2003", "example.org,2003-13", ["3:16 invalid-value"]),
        ("example.org,2003", "example.org, 2003", ["3:16 invalid-value"]),
        ("press.example.org,2003", "việt.vn,2003", ["3:16 invalid-value"]),
        ('default_language = "en"', 'default_language = "fr"', ["4:20 invalid-value"]),
        ('default_language = "en"', "default_language = 5", ["4:20 wrong-type"]),
        ('default_language = "en"\n', 'default_language = "en"\nuntranslated = "list"\n', []),
        ('default_language = "en"\n', 'default_language = "en"\nuntranslated = "lis"\n', ["5:16 invalid-value"]),
        ('name = "Press office"', 'name = ""', ["7:8 invalid-value"]),
        ('name = "Press office"', 'name = "a\\nb"', ["7:8 invalid-value"]),
        ('name = "Press office"', "name = 5", ["7:8 wrong-type"]),
        ('name = "Press office"', 'nam = "x"', ["6:12 missing-key", "7:1 unknown-key"]),
        ("[languages.vi]", "[languages.vi_VN]", ["9:12 invalid-value", "13:1 missing-key", "13:29 unknown-language", "17:1 missing-key", "17:27 unknown-language"]),
        ("[contacts.press]", "[contacts.Press]", ["12:11 invalid-id"]),
        ("[contacts.press]", '[contacts."press desk"]', ["12:11 invalid-id"]),
        ('vi = "Bộ phận báo chí"', 'v = "x"', ["13:1 missing-key", "13:29 unknown-language"]),
        ('email = "desk@example.org"', 'email = "desk"', ["14:9 invalid-value"]),
        ('email = "desk@example.org"', 'email = "đesk@example.org"', ["14:9 invalid-value"]),
        ('email = "desk@example.org"', 'email = "a@b..org"', ["14:9 invalid-value"]),
        ('email = "desk@example.org"', 'email = "a@b.org\\nBcc: c@d.org"', ["14:9 invalid-value"]),
        ('email = "desk@example.org"', 'default = "yes"', ["14:11 wrong-type"]),
        ('email = "desk@example.org"', "phone = 84", ["14:9 wrong-type"]),
        ('email = "desk@example.org"', 'phone = ""', ["14:9 invalid-value"]),
        ('vi = "Kỹ năng"', 'vi = ""', ["17:32 invalid-value"]),
        ('skills = { en = "Skills", vi = "Kỹ năng" }', 'skills = "Skills"', ["17:10 wrong-type"]),
        ('skills = { en = "Skills", vi = "Kỹ năng" }', 'Skills = { en = "S", vi = "K" }', ["17:1 invalid-id"]),
        ('skills = { en = "Skills", vi = "Kỹ năng" }', "", []),
        ("[topics]", "[topic]", ["16:2 unknown-key"]),
        ("[topics]", "[[topics]]", ["16:3 wrong-type"]),
    ],
)  # fmt: skip
def test_main_file(desk: Desk, old: str, new: str, told: list[str]) -> None:
    """Each setting is taken or told at its key or value."""
    desk.main(old, new)

    assert [f"dateline.toml:{each}" for each in told] == desk.told()


@pytest.mark.parametrize(
    ("feed", "told"),
    [
        ('title = { en = "A", vi = "B" }', []),
        ('title.en = "A"\ntitle.vi = "B"', []),
        ('title = "A"\ntopics = ["skills"]\nkinds = ["statement"]\nlanguages = ["vi"]', []),
        ('title = "A"\nformats = ["json"]\ncontent = "summary"\ndigest = "none"\nhistory = false', []),
        ('title = { vi = "B" }\nlanguages = ["vi"]', []),
        ('title = { en = "A", vi = "B" }\nlanguages = ["vi"]', []),
        ("", ["1:1 missing-key"]),
        ("title = 5", ["1:9 wrong-type"]),
        ('title = ["A"]', ["1:9 wrong-type"]),
        ("title = 2024-02-01", ["1:9 wrong-type"]),
        ('title = { en = "A" }', ["1:1 missing-key"]),
        ('title = { en = "A", vi = "B", fr = "C" }', ["1:31 unknown-language"]),
        ('[[title]]\nen = "A"', ["1:3 wrong-type"]),
        ('title = "A"\nitems = 0', ["2:9 invalid-value"]),
        ('title = "A"\nitems = 1001', ["2:9 invalid-value"]),
        ('title = "A"\nitems = "5"', ["2:9 wrong-type"]),
        ('title = "A"\nitems = 2.5', ["2:9 wrong-type"]),
        ('title = "A"\nhistory = 1', ["2:11 wrong-type"]),
        ('title = "A"\ncontent = "ful"', ["2:11 invalid-value"]),
        ('title = "A"\nformats = []', ["2:11 invalid-value"]),
        ('title = "A"\nformats = ["rss", "rdf"]', ["2:19 invalid-value"]),
        ('title = "A"\nformats = "rss"', ["2:11 wrong-type"]),
        ('title = "A"\ndigest = true', ["2:10 invalid-value"]),
        ('title = "A"\ntopics = ["skills", "skils"]', ["2:21 unknown-topic"]),
        ('title = "A"\nkinds = ["press"]', ["2:10 invalid-value"]),
        ('title = "A"\nlanguages = ["vi", "fr"]', ["2:20 unknown-language"]),
        ('title = "A"\nlangauges = []', ["2:1 unknown-key"]),
        ('title = "A"\nx-own = 1', ["2:1 unknown-key"]),
    ],
)  # fmt: skip
def test_feed_file(desk: Desk, feed: str, told: list[str]) -> None:
    """Each key of a feed is taken or told at its place."""
    desk.write("feeds/press.toml", feed)

    assert [f"feeds/press.toml:{each}" for each in told] == desk.told()


def test_hints_speak_toml(desk: Desk) -> None:
    """A hint shows what to write as TOML writes it, and the id of what was named by its name."""
    desk.main("[contacts.press]", '[contacts]\ndesk = "Ann"\n[contacts.press]')
    with pytest.raises(SettingsError) as table:
        desk.load()
    desk.main()
    desk.write("feeds/press.toml", 'title = "A"\ntopics = ["Kỹ năng"]')
    with pytest.raises(SettingsError) as topic:
        desk.load()

    (first,), (second,) = table.value.problems, topic.value.problems
    assert first.hint == 'Write it like this: { name = "…" }.'
    assert second.hint == "Write its id: `skills`."


@pytest.mark.parametrize("name", ["Press", "press_1", "press desk", "báo-chí", "-press", "a--b"])
def test_feed_name(desk: Desk, name: str) -> None:
    """A feed's file name stands in addresses."""
    desk.write(f"feeds/{name}.toml", FEED)

    assert [f"feeds/{name}.toml:1:1 invalid-id"] == desk.told()


def test_feed_defaults(desk: Desk) -> None:
    """A feed of which only the title is said brings everything, in full, in every form."""
    desk.write("feeds/press.toml", FEED)
    (feed,) = desk.load().feeds

    assert (
        feed.id,
        feed.languages,
        feed.items,
        feed.history,
        feed.full_content,
        feed.digest,
    ) == ("press", ("en", "vi"), 20, True, True, True)
    assert (feed.topics, feed.kinds, feed.formats) == ((), (), ("rss", "atom", "json"))
    assert dict(feed.titles) == {"en": "Press releases", "vi": "Press releases"}
    assert dict(feed.descriptions) == {"en": "", "vi": ""}


def test_feed_of_one_language(desk: Desk) -> None:
    """A feed's words are those of its own languages, in the order that it names."""
    desk.write(
        "feeds/press.toml",
        'title = { en = "A", vi = "B" }\nlanguages = ["vi"]\nkinds = ["statement", "correction"]\n'
        'formats = ["json", "rss", "json"]\n',
    )
    (feed,) = desk.load().feeds

    assert (feed.languages, dict(feed.titles)) == (("vi",), {"vi": "B"})
    assert feed.kinds == (Kind.STATEMENT, Kind.CORRECTION)
    assert feed.formats == ("json", "rss")


def test_feeds_come_widest_first(desk: Desk) -> None:
    """Feeds that bring everything come before those of a topic or kind; then by name."""
    for name, keys in (
        ("a", 'topics = ["skills"]'),
        ("c", ""),
        ("b", ""),
        ("d", 'kinds = ["statement"]'),
    ):
        desk.write(f"feeds/{name}.toml", f"{FEED}{keys}\n")

    assert [feed.id for feed in desk.load().feeds] == ["b", "c", "a", "d"]


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        ("", Mail("Press desk", "desk@example.org", "press.example.org", "", "desk@example.org", "")),
        (
            '[mail]\nfrom = "News <news@example.org>"\n',
            Mail("News", "news@example.org", "press.example.org", "", "news@example.org", ""),
        ),
        (
            '[mail]\nfrom = "news@example.org"\n',
            Mail("Press desk", "news@example.org", "press.example.org", "", "news@example.org", ""),
        ),
        (
            '[mail]\nfrom = "Press, desk <news@example.org>"\n',
            Mail("Press, desk", "news@example.org", "press.example.org", "", "news@example.org", ""),
        ),
        (
            "[mail]\nfrom = '\"Văn phòng\" <news@example.org>'\n",
            Mail("Văn phòng", "news@example.org", "press.example.org", "", "news@example.org", ""),
        ),
        (
            """[mail]
list_domain = "lists.example.org"
unsubscribe_mailto = "out@example.org"
unsubscribe_url = "https://example.org/out?t={token}"
postal_address = " A\\nB "
""",
            Mail(
                "Press desk",
                "desk@example.org",
                "lists.example.org",
                "https://example.org/out?t={token}",
                "out@example.org",
                "A\nB",
            ),
        ),
        ("[mail]\n", Mail("Press desk", "desk@example.org", "press.example.org", "", "desk@example.org", "")),
    ],
)  # fmt: skip
def test_mail(desk: Desk, mail: str, expected: Mail) -> None:
    """What the letters say of their sender is the default contact's where it is not said."""
    desk.main(more=mail)

    assert expected == desk.load().mail


def test_mail_without_any_contact(desk: Desk) -> None:
    """Without a contact the sender is the newsroom, at `press@` of its host."""
    desk.main(
        '[contacts.press]\nname = { en = "Press desk", vi = "Bộ phận báo chí" }\n'
        'email = "desk@example.org"\n'
    )
    newsroom = desk.load()

    assert newsroom.default_contact is None
    assert (
        newsroom.mail.sender_name,
        newsroom.mail.sender_address,
    ) == ("Press office", "press@press.example.org")


@pytest.mark.parametrize(
    ("mail", "told"),
    [
        ('from = "Press desk"', "19:8"),
        ('from = "Press <a@b.org> desk"', "19:8"),
        ('from = "Press\\ndesk <a@b.org>"', "19:8"),
        (f'from = "{"x" * 46} <a@b.org>"', "19:8"),
        (f'from = "{"ệ" * 16} <a@b.org>"', "19:8"),
        ('list_domain = "a b"', "19:15"),
        ('list_domain = "<x>"', "19:15"),
        ('unsubscribe_url = "example.org/out"', "19:19"),
        ('unsubscribe_url = "https://exam ple.org/"', "19:19"),
        ('unsubscribe_url = "https:///out"', "19:19"),
        ('unsubscribe_mailto = "mailto:a@b.org"', "19:22"),
    ],
)
def test_mail_refused(desk: Desk, mail: str, told: str) -> None:
    """Nothing that would break a letter's head is taken."""
    desk.main(more=f"[mail]\n{mail}\n")

    assert [f"dateline.toml:{told} invalid-value"] == desk.told()


@pytest.mark.parametrize(
    ("more", "default"),
    [
        ("", "press"),
        ('[contacts.other]\nname = "Other"\n', None),
        ('[contacts.other]\nname = "Other"\ndefault = true\n', "other"),
        ('[contacts.other]\nname = "Other"\ndefault = false\n', None),
    ],
)
def test_default_contact(desk: Desk, more: str, default: str | None) -> None:
    """The contact marked as default is it, or the only one there is; nothing is guessed."""
    desk.main(more=more)
    contact = desk.load().default_contact

    assert default == (contact and contact.id)


def test_two_default_contacts(desk: Desk) -> None:
    """A second default is told at its line."""
    desk.main(
        'email = "desk@example.org"',
        "default = true",
        more='[contacts.other]\nname = "Other"\ndefault = true\n',
    )

    assert desk.told() == ["dateline.toml:20:1 invalid-value"]


def test_contact_names_by_language(desk: Desk) -> None:
    """A contact has one name, or one in each language; what is not said is empty."""
    desk.main(more='[contacts.other]\nname = "Ms Hoa"\nphone = " +84 24 3734 0902 "\nfax = "1"\n')
    contacts = desk.load().contacts

    assert tuple(map(contacts["press"].name, ("en", "vi"))) == ("Press desk", "Bộ phận báo chí")
    assert tuple(map(contacts["other"].name, ("en", "vi"))) == ("Ms Hoa", "Ms Hoa")
    assert (
        Contact("other", {"en": "Ms Hoa", "vi": "Ms Hoa"}, "+84 24 3734 0902", "1", "")
        == contacts["other"]
    )


@pytest.mark.parametrize("more", ["[mail]\n", "[contacts]\n", "\n# nothing\n"])
def test_empty_tables(desk: Desk, more: str) -> None:
    """Tables without keys say nothing, and do no harm."""
    desk.main('[contacts.press]\nname = { en = "Press desk", vi = "Bộ phận báo chí" }\n'
              'email = "desk@example.org"\n', more=more)  # fmt: skip

    assert desk.told() == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("[topics.rights]\n", ["18:9 missing-key", "18:9 missing-key"]),
        ("[contacts.other]\n", ["18:11 missing-key"]),
        ("[languages.fr]\n", ["13:1 missing-key", "17:1 missing-key", "18:12 missing-catalogue", "18:12 missing-key"]),
    ],
)  # fmt: skip
def test_empty_tables_that_lack_something(desk: Desk, more: str, told: list[str]) -> None:
    """An empty table of a topic, contact or language lacks its name."""
    desk.main(more=more)

    assert [f"dateline.toml:{each}" for each in told] == desk.told()


def test_the_newsrooms_calendar(desk: Desk) -> None:
    """Days, midnights and months are those of the newsroom's zone, and its age is its authority's."""
    newsroom = desk.load()

    assert newsroom.founded == datetime(2003, 1, 1, tzinfo=UTC)
    assert newsroom.local_day(datetime(2024, 1, 31, 17, tzinfo=UTC)) == date(2024, 2, 1)
    assert newsroom.midnight(date(2024, 2, 1)) == datetime(2024, 1, 31, 17, tzinfo=UTC)
    assert str(newsroom.open_month(datetime(2024, 1, 31, 17, tzinfo=UTC))) == "2024-02"
