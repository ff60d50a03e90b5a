"""The columns of a chosen table: knobs, weights beside planted noise, the table, the mathematics."""

import streamlit as st

from lab.charts.relevance import own_table as charts
from lab.prose import literal
from lab.relevance import own_columns, own_table, own_table_drawn
from lab.relevance import own_table_words as words
from lab.relevance.sheet import Sheet
from pages.shell import asking, frame, knobs, picture, sharing

PRESETS = {
    "Which measures tell three kinds of iris apart?": {"relevance_table_source": "Iris"},
    "Thirty measures of a tumour: how many stand out?": {"relevance_table_source": "Breast cancer"},
    "What if bmi comes twice?": {"relevance_table_copy_diabetes": "bmi"},
    "What if nothing is standardised?": {"relevance_table_standardize": False},
    "Does a single column of noise do as a yardstick?": {"relevance_table_noise": 1},
    "What about a table of mine?": {"relevance_table_source": "a CSV of your own"},
}
SHARES = (0.01, 0.1, 0.5, 0.9, 1.1)


def show(sheet: Sheet, answer, left, right) -> None:
    """Draw it in the places of the page; what a visitor brought stays out of the address.

    Args:
        sheet: the table.
        answer, left, right: places for the sentence, the picture and the knobs.
    """
    linked, mine = not sheet.own, sheet.digest[:12]
    columns = list(sheet.frame)
    with right:
        target = knobs.choice("Target", columns, columns[-1], f"relevance_table_target_{mine}", linked=linked)
        usual = own_columns.usual(sheet, target)
        read_as = knobs.choice("Read the target as", (own_columns.NUMBERS, own_columns.CLASSES), usual,
                               f"relevance_table_as_{mine}_{columns.index(target)}", linked=linked)  # fmt: skip
        offered = [name for name in sheet.numbers if name != target]
        without = knobs.some("Leave out", offered, f"relevance_table_without_{mine}", linked=linked)
        inputs = [name for name in offered if name not in without]
        missing = sheet.incomplete([*inputs, target])
        drop = missing > 0 and st.toggle(f"Drop the {missing:,} of {len(sheet.frame):,} rows that miss a value")
        noise = knobs.steps("Planted columns of noise", (0, 1, 5, 20, 50), 20, "relevance_table_noise")
        copy = knobs.choice("Plant a copy of", ("", *inputs), "", f"relevance_table_copy_{mine}",
                            lambda name: name or "none", linked=linked)  # fmt: skip
        constant = knobs.toggle("Plant a constant column", False, "relevance_table_constant")
        standardize = knobs.toggle("Standardise the columns", True, "relevance_table_standardize")
        with st.expander("More"):
            share = knobs.steps(
                "Learning rate, as a share of the largest stable one", SHARES, 0.5, "relevance_table_rate"
            )
            epochs = knobs.steps("Epochs", (10, 100, 300, 1000, 3000, 10_000), 3000, "relevance_table_epochs")
            count = knobs.steps("Seeds (starts of the weights)", (1, 4, 16, 64), 16, "relevance_table_seeds")
            seed = knobs.slider("Seed of the planted noise", 0, 50, 1, 0, "relevance_table_seed")
    with answer.at:
        chosen = {
            "target": target, "inputs": tuple(inputs), "read_as": read_as, "drop": drop, "standardize": standardize,
            "noise": noise, "constant": constant, "copy": copy, "seed": seed,
        }  # fmt: skip
        found = asking.measure(
            own_table.measure, sheet, private=sheet.own, chosen=chosen, share=share, epochs=epochs, count=count
        )
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
