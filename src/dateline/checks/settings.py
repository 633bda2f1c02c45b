"""What dateline.toml defines should be used, and its telephone numbers answered."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.checks.sure import knowing
from dateline.problems import Place, Problem, Severity, warning
from dateline.proofreading.phones import INVALID_PHONE, fault
from dateline.reading import Reading
from dateline.settings import Newsroom, settings_places
from dateline.validation import Location

_TOPIC = 'skills = { en = "Skills", vi = "Kỹ năng" }\n'
_SLIP = 'skils = { en = "Skils", vi = "Kỹ năng" }\n'
_DESK = '[contacts.press]\nname = "Press desk"\ndefault = true\n'
_FORMER = '[contacts.former]\nname = "Former desk"\n'
_LESSONS = "".join(
    f"-- releases/2024-01-{day}-lesson-{day}.md --\ntopics: [skills]\n" for day in range(10, 20)
)
UNUSED_TOPIC = warning(
    "unused-topic",
    "Its page stays empty, and every reader of the list of topics may open it.",
    where="files",
    bad=f"-- dateline.toml --\n[topics]\n{_TOPIC}{_SLIP}{_LESSONS}",
    good=f"-- dateline.toml --\n[topics]\n{_TOPIC}{_LESSONS}",
)
UNUSED_CONTACT = warning(
    "unused-contact",
    "No release names the contact and it is not the default one: nobody will ever see it.",
    where="files",
    bad=f"-- dateline.toml --\n{_DESK}{_FORMER}[topics]\n{_TOPIC}{_LESSONS}",
    good=f"-- dateline.toml --\n{_DESK}[topics]\n{_TOPIC}{_LESSONS}",
)
# A young newsroom's lists are ahead of its releases.
_SETTLED = 10


def unused_names(reading: Reading, newsroom: Newsroom) -> Iterator[Problem]:
    """Yield the topics and contacts that no release and no feed names."""
    editions = reading.understood
    if len(editions) < _SETTLED:
        return
    topics = set(newsroom.topics)
    contacts = set(newsroom.contacts)
    for feed in newsroom.feeds:
        topics.difference_update(feed.topics)
    if newsroom.default_contact:
        contacts.discard(newsroom.default_contact.id)
    for edition in editions:
        if not (topics or contacts):
            return
        topics.difference_update(edition.topics)
        contacts.difference_update(edition.contacts)
    for topic in sorted(topics) if _all_say(reading, "topics") else ():
        message = f"No release or feed has the topic `{topic}`."
        yield UNUSED_TOPIC.broken(
            _place(newsroom, ("topics", topic)), message, "File releases under it, or remove it."
        )
    for contact in sorted(contacts) if _all_say(reading, "contacts") else ():
        message = f"No release names the contact `{contact}`."
        hint = "Name it in `contacts` of a release, or remove it."
        yield UNUSED_CONTACT.broken(_place(newsroom, ("contacts", contact)), message, hint)


def invalid_phones(newsroom: Newsroom) -> Iterator[Problem]:
    """Yield the telephone and fax numbers of contacts that cannot be called."""
    for key, contact in newsroom.contacts.items():
        for name, number in (("phone", contact.phone), ("fax", contact.fax)):
            if number and (hint := fault(number)):
                where = settings_places(newsroom.root).value(("contacts", key, name))
                message = f"`{number}` is no telephone number."
                yield INVALID_PHONE.broken(where, message, hint)


def _all_say(reading: Reading, key: str) -> bool:
    """Say whether a key of all releases is known: any of the others may be the one with a name."""
    wrong = {each.place.path for each in reading.problems if each.severity is Severity.ERROR}
    wrong.difference_update(edition.path for edition in knowing(reading.understood, key))
    return not any(path.startswith("releases") for path in wrong)


def _place(newsroom: Newsroom, location: Location) -> Place:
    return settings_places(newsroom.root).key(location)
