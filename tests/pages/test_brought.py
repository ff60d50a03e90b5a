"""What a visitor brings is kept for that visitor, for a while, within a bound."""

from pages.shell.brought import Brought, unmasked


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


def test_a_browser_is_known_again_although_its_cookie_is_masked_anew():
    """Three cookies that Streamlit 1.67 gave one browser."""
    mine = [
        "2|4cbd1eed|392ad31134e62e3bca375d29a0d2ef44|1795873393",
        "2|30f50fe9|4562c21548ae3f3fb67f4c2ddc9afe40|1795873393",
        "2|9c2b2f80|e9bce27ce4701f561aa16c447044de29|1795873393",
    ]
    assert len({unmasked(cookie) for cookie in mine}) == 1
    assert unmasked("2|4cbd1eed|492ad31134e62e3bca375d29a0d2ef44|1795873393") != unmasked(mine[0])
    assert unmasked("something else") == "something else"


def test_a_small_file_to_try_is_offered_where_one_is_asked_for(visit):
    page = visit("feature_relevance", relevance_part="table", relevance_table_source="a CSV of your own")
    assert "A small file to try" in [button.label for button in page.app.get("download_button")]
    assert not page.problems
