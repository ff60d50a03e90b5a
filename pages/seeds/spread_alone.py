"""One run of "Many starts" by itself, and its schemes against each other seed by seed."""

import pandas as pd
import streamlit as st

from lab.charts.seeds import spread as charts
from lab.seeds import compared, spread, spread_words
from lab.seeds.starts import Starts
from pages.shell import frame, picture


def show(found: Starts, ends: pd.DataFrame, seed: int) -> None:
    """The cost of one seed under every scheme, where it stands among all; paired differences."""
    left, right = frame.halves()
    with left:
        st.header(f"Seed {seed:,} by itself", anchor=False)
        if seed < len(found.seeds):
            said = spread_words.alone(spread.rank(ends, seed), seed)
            st.markdown(said)
            picture.show(charts.alone(spread.single(found, [seed])), alt=said)
        else:
            st.info(f"There is no run of seed {seed:,}: the seeds are 0 to {found.asked - 1:,}.")
    if len(found.variants) > 1:
        with right:
            st.header("Scheme against scheme, seed by seed", anchor=False)
            differences = compared.against_first(found)
            st.markdown(spread_words.compared(differences))
            picture.table(spread_words.differences(differences))
