"""What a visitor brings is kept for that visitor, for a while, within a bound."""

from pages.shell.brought import Brought


class Clock:
    """A clock that stands until it is set."""

    now = 0.0

    def __call__(self):
        return self.now


def test_a_file_is_found_by_its_owner_alone():
    store = Brought()
    store.keep("me", "table", "mine.csv", b"1")
    assert store.get("me", "table") == ("mine.csv", b"1")
    assert store.get("you", "table") is None
    assert store.get("me", "other") is None


def test_a_file_is_forgotten_when_it_has_not_been_used_for_a_while():
    clock = Clock()
    store = Brought(seconds=10, clock=clock)
    store.keep("me", "table", "mine.csv", b"1")
    clock.now = 9.0
    assert store.get("me", "table")
    clock.now = 18.0
    assert store.get("me", "table")
    clock.now = 29.0
    assert store.get("me", "table") is None


def test_the_one_used_longest_ago_goes_when_there_are_too_many_bytes():
    store = Brought(most_bytes=10)
    for name in "abc":
        store.keep(name, "table", name, b"12345")
        store.get("a", "table")
    assert [bool(store.get(name, "table")) for name in "abc"] == [True, False, True]


def test_a_file_can_be_forgotten_at_once():
    store = Brought()
    store.keep("me", "table", "mine.csv", b"1")
    store.forget("me", "table")
    store.forget("me", "table")
    assert store.get("me", "table") is None
