"""Whoever was here a moment ago is remembered, within bounds."""

from backends import people_recent
from backends.people import Person
from backends.people_recent import KNOWN_FOR, RecentPeople
from tests.builders import NOW


class Looks:
    """Knows everybody, and counts how often it was asked for whom."""

    def __init__(self) -> None:
        self.for_whom: list[str] = []

    async def __call__(self, key: str) -> Person:
        self.for_whom.append(key)
        return Person(key, key, f"{key}@example.com", "customer")


async def test_people_are_remembered_one_by_one():
    look = Looks()
    people = RecentPeople(look)
    for key in ("ann", "bob", "ann"):
        assert (await people.find(key, NOW)).person_id == key  # type: ignore[union-attr]
    assert look.for_whom == ["ann", "bob"]


async def test_what_is_remembered_does_not_grow_without_end():
    look = Looks()
    people = RecentPeople(look)
    for number in range(people_recent._MOST_PEOPLE + 1):
        await people.find(f"c{number}", NOW)
    look.for_whom.clear()
    await people.find("c1", NOW)
    await people.find("c0", NOW)
    assert look.for_whom == ["c0"]


async def test_who_was_looked_for_again_is_the_last_to_be_forgotten():
    look = Looks()
    people = RecentPeople(look)
    for number in range(people_recent._MOST_PEOPLE):
        await people.find(f"c{number}", NOW)
    await people.find("c0", NOW + KNOWN_FOR)
    await people.find("new", NOW + KNOWN_FOR)
    look.for_whom.clear()
    await people.find("c0", NOW + KNOWN_FOR)
    assert look.for_whom == []
