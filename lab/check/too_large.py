"""Networks that are larger than the page bears."""

HEAVY = "This network has {}, and {:,} is the most here. `lab.checkup` takes more in a notebook of your own."


class TooLargeError(ValueError):
    """A network takes more time or memory than is given to one; the sentence says of what there is too much."""


def bear(count: float, most: int, told: str) -> None:
    """Raise a `TooLargeError` where a count is above the most; `told` names the count."""
    if count > most:
        raise TooLargeError(HEAVY.format(told, most))
