"""What became of an experiment that somebody sent: open its JSON, train it again from many seeds."""

import streamlit as st

from lab.charts.seeds import spread as charts
from lab.laws import seeds as laws
from lab.prose import literal
from lab.seeds import opened, opened_words, spread, spread_words, starts
from pages.shell import asking, frame, knobs, picture, sharing

PROMISE = (
    "It stays in this session: it is in no link, in nobody else's results and in no log, and it is gone when you leave "
    "or load the page anew, as every link here does. Nothing in it is executed."
)
COUNTS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
ELSEWHERE = {
    "Where do I get one? At the foot of this, for example: many starts of XOR": {"seeds_part": "spread"},
    "Or of three kinds of first weights": {"seeds_part": "three"},
    "Or of the digits": {"seeds_part": "saturated"},
}


def show() -> None:
    """The place to open it, the setting in words, costs, where they end."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        file = st.file_uploader(
            "Experiment (JSON)", type=["json", "txt"], max_upload_size=opened.MOST_MEGABYTES, key="opened_file"
        )
        pasted = st.text_area(
            "Or its text, pasted here",
            key="opened_text",
            max_chars=opened.MOST + 1,
            height=120,
            disabled=file is not None,
        )
        st.caption(PROMISE)
        count = knobs.steps("Seeds", COUNTS, 20, "seeds_open_count")
    if file is None and not pasted.strip():
        answer.markdown("**Open the JSON of an experiment that somebody sent you, and it is trained again, here.**")
        sharing.try_this("seed_effects", ELSEWHERE)
        return
    with right:
        experiment = asking.measure(opened.read, file.getvalue() if file else pasted, private=True)
    with left:
        st.subheader("What it is", anchor=False)
        picture.table(opened_words.what(experiment))
        found = asking.measure(starts.trained, experiment, private=True, schemes=[experiment.init.scheme], count=count)
        curves, ends = spread.curves(found), spread.ends(found)
        quantiles = spread.quantiles(ends)
        solved, levels = spread.solved(ends, 0.0), laws.levels_of(experiment)
        st.subheader("Over training", anchor=False)
        picture.show(charts.curves(curves, spread.single(found)), alt=spread_words.course(curves))
        st.caption("Thick: the median run. Band: 5 to 95 in a hundred runs. Thin: single runs.")
        st.subheader("Where the runs end", anchor=False)
        piles = spread.piles(ends)
        picture.show(charts.ends(piles, levels, spread_words.AXES["loss"]), alt=spread_words.takeaway(piles, solved))
        if "accuracy" in ends:
            right_ones = spread.piles(ends, "accuracy")
            picture.show(
                charts.ends(right_ones, levels[:0], spread_words.AXES["accuracy"]),
                alt=spread_words.takeaway(right_ones, solved),
            )
        st.caption("Each dot: runs that end close together, and how many.")
    answer.markdown(f"**{literal(opened_words.verdict(quantiles, ends, experiment.training.epochs))}**")
    with right:
        sharing.try_this("seed_effects", ELSEWHERE)
        sharing.take_along("seed_effects", experiment, private=True)
