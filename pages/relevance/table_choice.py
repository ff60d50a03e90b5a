"""What is chosen of a table: target, inputs, what is planted beside them, and how it is trained."""

import streamlit as st

from lab.numerals import counted
from lab.prose import listed, literal
from lab.relevance import own_columns
from lab.relevance.sheet import Sheet
from pages.shell import knobs

SHARES = (0.01, 0.1, 0.5, 0.9, 1.1)


def show(sheet: Sheet) -> tuple[dict, dict]:
    """The knobs; what visitors brought stays out of the address.

    Returns:
        The fields of `own_columns.Choice` but the sheet; `share`, `epochs` and `count` of `own_table.measure`.
    """
    linked, mine = not sheet.own, sheet.digest[:12]
    columns = list(sheet.frame)
    target = knobs.choice("Target", columns, columns[-1], f"relevance_table_target_{mine}", linked=linked)
    usual = own_columns.usual(sheet, target)
    read_as = knobs.choice("Read the target as", (own_columns.NUMBERS, own_columns.CLASSES), usual,
                           f"relevance_table_as_{mine}_{columns.index(target)}", linked=linked)  # fmt: skip
    texts = [name for name in sheet.texts if name != target]
    told = f"One for each value of {literal(listed(texts))} but the most frequent."
    texts = texts if texts and knobs.toggle("Texts as columns of 0 and 1", True, "relevance_table_texts", told) else []
    offered = [name for name in columns if name in (*sheet.numbers, *texts) and name != target]
    without = knobs.some("Leave out", offered, f"relevance_table_without_{mine}", linked=linked)
    inputs = [name for name in offered if name not in without]
    missing, rows = sheet.incomplete([*inputs, target]), counted(len(sheet.frame), "row")
    drop = missing > 0 and st.toggle(
        f"Drop the {missing:,} of {rows} that {'misses' if missing == 1 else 'miss'} a value"
    )
    noise = knobs.steps("Planted columns of noise", (0, 1, 5, 20, 50), 20, "relevance_table_noise")
    copied = ["", *(name for name in inputs if name in sheet.numbers)]
    copy = knobs.choice("Plant a copy of", copied, "", f"relevance_table_copy_{mine}",
                        lambda name: name or "none", linked=linked)  # fmt: skip
    constant = knobs.toggle("Plant a constant column", False, "relevance_table_constant")
    standardize = knobs.toggle("Standardise the columns", True, "relevance_table_standardize")
    with st.expander("More"):
        share = knobs.steps("Learning rate, as a share of the largest stable one", SHARES, 0.5, "relevance_table_rate")
        epochs = knobs.steps("Epochs", (10, 100, 300, 1000, 3000, 10_000), 3000, "relevance_table_epochs")
        count = knobs.steps("Seeds (starts of the weights)", (1, 4, 16, 64), 16, "relevance_table_seeds")
        seed = knobs.slider("Seed of the planted noise", 0, 50, 1, 0, "relevance_table_seed")
    chosen = {
        "target": target, "inputs": tuple(inputs), "read_as": read_as, "drop": drop, "standardize": standardize,
        "noise": noise, "constant": constant, "copy": copy, "seed": seed,
    }  # fmt: skip
    return chosen, {"share": share, "epochs": epochs, "count": count}
