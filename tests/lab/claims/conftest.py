"""What the tests of single claims share: each file is one page's claims, so that they are measured side by side."""

import pytest

from lab.claims import CLAIMS, verification


def of_page(name, half=None):
    """The claims that a page shows, as parameters; `half` 0 or 1 takes every other one."""
    claims = [claim for claim in CLAIMS.values() if claim.page == name]
    return pytest.mark.parametrize("claim", claims if half is None else claims[half::2], ids=lambda claim: claim.id)


def missed(claim):
    """What a claim measures now and does not meet, as text."""
    rows = verification.verify(claim)
    return rows[~rows["met"]].to_string(index=False) if not rows["met"].all() else ""
