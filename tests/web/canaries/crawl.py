"""Opens every address as every kind of person, and says which of the strings that were hidden they find there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from flask import Flask

from forum.accounts.actor import Actor
from tests.factories import sign_in
from tests.support.addresses import addresses
from tests.support.client import CheckingClient
from tests.support.rows import every_row
from tests.web.canaries.hidden import Community, Hidden, Person, Row

_CANARY = re.compile(r"zq7canary\d\d")
# Words that stand beside nearly every string that is hidden in a post.
_SEARCH = "/search?q=nobody+asked+story+title+plain&order=newest"
_NEXT_PAGE = re.compile(r'rel="next" href="([^"]+)"')


@dataclass(frozen=True, order=True)
class Sighting:
    """Somebody finds a canary at an address."""

    canary: str
    person: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Crawl:
    """Opens addresses. `hidden` is all that stands in the community."""

    app: Flask
    new_client: Callable[[], CheckingClient]
    community: Community
    hidden: Sequence[Hidden]

    def people(self) -> Iterator[Person]:
        """Everybody who opens pages: a stranger of each kind, and whoever has to do with something hidden."""
        for kind, actor in self.community.strangers.items():
            yield Person(name=kind, kind=kind, actor=actor)
        insiders = {
            name: actor for one in self.hidden for name, actor in one.planted.insiders.items()
        }
        for name, actor in insiders.items():
            yield Person(name=name, kind=_kind_of(actor), actor=actor)

    def sightings(self) -> set[Sighting]:
        """Who finds what at which address.

        Raises:
            AssertionError: opening pages has changed something.
        """
        clients = [(person, self._enter(person)) for person in self.people()]
        before = every_row()
        found = {
            Sighting(canary, person.name, path)
            for person, client in clients
            for path, shown in self._pages(person, client)
            for canary in _CANARY.findall(shown)
        }
        assert every_row() == before, "opening pages has changed something"
        return found

    def _enter(self, person: Person) -> CheckingClient:
        client = self.new_client()
        return sign_in(self.app, client, person.actor) if person.actor.is_signed_in else client

    def _pages(self, person: Person, client: CheckingClient) -> Iterator[tuple[str, str]]:
        """Each address with what it shows to somebody, headers and body. Long lists are read to their end."""
        waiting = sorted(self._addresses(person), reverse=True)
        opened = set()
        while waiting:
            path = waiting.pop()
            opened.add(path)
            response = client.get(path)
            headers = "".join(f"{name}: {value}\n" for name, value in response.headers)
            text = response.text
            yield path, headers + text
            further = [unescape(link) for link in _NEXT_PAGE.findall(text)]
            if 300 <= response.status_code < 400:
                further.append(urlsplit(response.location or "").path)
            waiting += {*further} - {*waiting} - opened

    def _addresses(self, person: Person) -> set[str]:
        """What a person opens: a stranger the addresses of everything, others those of what they have to do with."""
        is_stranger = person.name in self.community.strangers
        theirs = [one for one in self.hidden if is_stranger or person.name in one.planted.insiders]
        paths = {path for one in theirs for path in addresses(self.app, one.planted.numbers)}
        return {*paths, _SEARCH}


def _kind_of(actor: Actor) -> str:
    """As which stranger somebody counts where they have nothing to do with what is hidden."""
    if actor.is_moderator or actor.is_mentor:
        return "moderator" if actor.is_moderator else "mentor"
    return "newcomer" if actor.is_newcomer else "member"


def plant(community: Community, rows: Sequence[Row]) -> Sequence[Hidden]:
    """Hide everything, each under a string of its own that stands nowhere else."""
    hidden = []
    for number, row in enumerate(rows):
        canary = f"zq7canary{number:02}"
        hidden.append(Hidden(row=row, canary=canary, planted=row.plant(community, canary)))
    return hidden


def complaints(
    hidden: Sequence[Hidden], people: Sequence[Person], sightings: set[Sighting]
) -> Sequence[str]:
    """What is wrong, in words: who finds what they may not, and who does not find what they have to."""
    by_canary, by_name = {one.canary: one for one in hidden}, {one.name: one for one in people}
    found: dict[str, set[str]] = {one.canary: set() for one in hidden}
    wrong = []
    for sighting in sorted(sightings):
        one, person = by_canary[sighting.canary], by_name[sighting.person]
        word = one.sees(person)
        if word is None or one.only_at(word) not in {None, sighting.path}:
            wrong.append(f"{person.name} finds: {one.row.what}, at {sighting.path}")
        else:
            found[one.canary].add(word)
    for one in hidden:
        missed = one.row.found_by - found[one.canary]
        wrong += [f"{word} does not find: {one.row.what}" for word in sorted(missed)]
    return wrong
