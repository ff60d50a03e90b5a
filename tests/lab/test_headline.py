"""The rule that all headlines are held to."""

import pytest

from lab import headline


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("word " * 20, True),
        ("word " * 21, False),
        ("Of 200 runs 3.37 × 10⁻⁶ end.", True),
        ("Of 200 runs 13 end at 0.25.", False),
        ("dense_2 and w5 say 1 to 2,000 examples.", True),
    ],
)
def test_twenty_words_and_two_figures_fit(text, fits):
    assert headline.fits(text) == fits
