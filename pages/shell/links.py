"""Links within the laboratory are followed without loading the page anew: the session stays, the picture comes sooner.

They remain anchors with an address, for whoever opens one in a new tab or copies it, and for a browser without this
script. A click on one writes its address as the browser's back button finds it, and Streamlit follows.
"""

import streamlit as st

SCRIPT = """
const followed = event => {
  const link = event.target.closest?.("a[href]");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || event.defaultPrevented || link.hasAttribute("download")) return;
  if (link.target && !link.closest("[data-testid=stMarkdownContainer]")) return;  // there all links have one
  const to = new URL(link.href), here = new URL(".", location.href).href;
  if (new URL(".", to).href !== here || to.hash) return;
  event.preventDefault();
  if (to.href !== location.href) history.pushState({}, "", to);
  window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
};
export default () => {
  if (window.linksAreFollowed) return;
  window.linksAreFollowed = true;
  document.addEventListener("click", followed);
};
"""

SHOWN = "what is shown, and in which of two places"
_follow = st.components.v2.component("links", js=SCRIPT)


def follow() -> None:
    """Have the links of this page followed in place, from its first run on."""
    st.html("<style>.st-key-links {display: none}</style>")
    _follow(key="links")


def fresh(shown: str) -> st.delta_generator.DeltaGenerator:
    """A place for what is shown, where nothing of what was shown before stays in sight while this is computed.

    Args:
        shown: what it is; while that stays the same, the place does too.
    """
    before, turn = st.session_state.get(SHOWN, (shown, 0))
    turn = turn if before == shown else 1 - turn
    st.session_state[SHOWN] = shown, turn
    if turn:
        st.empty()  # where the one before was
    place = st.container()
    if not turn:
        st.empty()
    return place
