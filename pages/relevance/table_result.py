"""The columns of a chosen table: weights beside planted noise, the table, the mathematics."""

import streamlit as st

from lab.charts.relevance import own_table as charts
from lab.prose import literal
from lab.relevance import own_table, own_table_drawn
from lab.relevance import own_table_words as words
from lab.relevance.sheet import Sheet
from pages.relevance import table_choice
from pages.shell import asking, frame, picture, sharing

PRESETS = {
    "Which measures tell three kinds of iris apart?": {"relevance_table_source": "Iris"},
    "Thirty measures of a tumour: how many stand out?": {"relevance_table_source": "Breast cancer"},
    "What if bmi comes twice?": {"relevance_table_copy_diabetes": "bmi"},
    "What if nothing is standardised?": {"relevance_table_standardize": False},
    "Does a single column of noise do as a yardstick?": {"relevance_table_noise": 1},
    "What about a table of mine?": {"relevance_table_source": "a CSV of your own"},
}


def show(sheet: Sheet, answer, left, right) -> None:
    """Draw it in the places of the page; what a visitor brought stays out of the address.

    Args:
        sheet: the table.
        answer, left, right: places for the sentence, the picture and the knobs.
    """
    with right:
        chosen, budget = table_choice.show(sheet)
    with answer.at:
        found = asking.measure(own_table.measure, sheet, private=sheet.own, chosen=chosen, **budget)
    answer.markdown(f"**{literal(words.answer(found))}**")
    with left:
        picture.show(charts.ends(*own_table_drawn.ends(found)), alt=words.seen(found))
        st.caption(words.GUIDE)
        st.markdown(literal(words.more(found)))
    with st.expander("The same as a table"):
        picture.table(words.table(found))
    st.subheader("Over training", anchor=False)
    picture.show(charts.curves(*own_table_drawn.curves(found)), alt=words.course(found))
    st.caption(
        "In colour: the heaviest columns, median and 5 to 95 % of the seeds; thin: the others; strip: the noise."
    )
    left, right = frame.halves()
    with left:
        st.subheader("The mathematics, with your numbers", anchor=False)
        picture.formula(words.formulas(found))
    with right:
        sharing.try_this("feature_relevance", PRESETS)
        sharing.take_along("feature_relevance", found.experiment, private=sheet.own)
