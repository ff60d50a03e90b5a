"""Links to choose from: side by side on a wide screen, one control on a phone; by keyboard on both."""

from collections.abc import Mapping, Sequence
from html import escape

PHONE = 640  # pixels: up to here a screen shows one control
STYLE = f"""<style>
.choose-wide {{display: flex; flex-wrap: wrap; align-items: flex-start; gap: .2rem 1.3rem}}
.choose-wide details {{padding: .35rem 0}}
.choose-wide details[open] {{flex-basis: 100%}}
.choose-phone {{display: none}}
.choose-phone summary {{border: 1px solid currentColor; border-radius: .5rem; padding: .5rem .8rem; font-weight: 700}}
.choose summary {{cursor: pointer}}
.choose-group {{display: flex; flex-wrap: wrap; gap: 0 1.1rem}}
.choose-group > span {{opacity: .8; padding: .35rem 0}}
.choose-phone .choose-group {{flex-direction: column}}
@media (max-width: {PHONE}px) {{.choose-wide {{display: none}} .choose-phone {{display: block}}}}
</style>"""


def choices(
    label: str,
    chosen: str,
    groups: Mapping[str, Sequence[str]],
    first: Sequence[str] = (),
    further: Mapping[str, Sequence[str]] | None = None,
    more: str = "",
    here: str = "",
) -> str:
    """The HTML of a navigation.

    Args:
        label: what is chosen, for those who hear it.
        chosen: what is on screen, as the one control of a phone says it.
        groups: heading ("" = none) -> links; all that there are.
        first: those that are in sight on a wide screen; none = all.
        further: as `groups`, those that wait in a fold there.
        more: what the fold says.
        here: what is on screen, if it waits in the fold: that says so, and the row of links stays as it is.
    """
    open_one = f": <strong>{escape(here)}</strong>" if here else ""
    folded = f"<details><summary>{escape(more)}{open_one}</summary>{_groups(further)}</details>" if further else ""
    shown = "".join(first or [link for links in groups.values() for link in links])
    return (
        f'{STYLE}<nav class="choose choose-wide" aria-label="{escape(label)}">{shown}{folded}</nav>'
        f'<nav class="choose choose-phone" aria-label="{escape(label)}">'
        f"<details><summary>{escape(chosen)}</summary>{_groups(groups)}</details></nav>"
    )


def _groups(groups: Mapping[str, Sequence[str]]) -> str:
    heads = {head: f"<span>{escape(head)}:</span>" if head else "" for head in groups}
    return "".join(f'<div class="choose-group">{heads[head]}{"".join(links)}</div>' for head, links in groups.items())
