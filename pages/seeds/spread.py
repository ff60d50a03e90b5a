"""How much of a result is the luck of the seed."""

import streamlit as st

from lab.charts.seeds import spread as charts
from lab.laws import seeds as laws
from lab.seeds import spread, spread_words, starts
from pages.seeds import spread_alone, spread_setting
from pages.shell import asking, frame, knobs, picking, picture, sharing

ENDS = {"cost": "loss", "accuracy": "accuracy"}
LOOK = "seeds_look"


def show() -> None:
    """Knobs, the costs, where they end, one run by itself, scheme against scheme, the mathematics, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        experiment, schemes, count, below = spread_setting.show()
        by = ENDS[knobs.choice("Show where the runs end by", ENDS, "cost", "seeds_by")]
        seed = knobs.box("Seed to look at by itself", 0.0, 9_999.0, 1.0, 0.0, LOOK)
    levels, epochs = laws.levels_of(experiment), experiment.training.epochs
    with left:
        courses, caption, places = picture.Place(), st.empty(), picture.Place()
        found = asking.measure(
            starts.trained, experiment, schemes=schemes, count=count,
            partly=lambda part: (
                courses.show(
                    charts.curves(curves := spread.curves(part), spread.single(part)), alt=spread_words.course(curves)
                ),
                caption.caption(spread_words.partly(part)),
            ),
        )  # fmt: skip
        curves, ends = spread.curves(found), spread.ends(found)
        by = by if by in ends else "loss"
        piles, solved = spread.piles(ends, by), spread.solved(ends, below)
        courses.show(charts.curves(curves, spread.single(found)), alt=spread_words.course(curves))
        caption.caption("Thick: the median run. Band: 5 to 95 in a hundred runs. Thin: single runs.")
        drawn = charts.ends(piles, levels if by == "loss" else levels[:0], spread_words.AXES[by])
        takeaway = spread_words.takeaway(piles, solved)
        picking.picture(drawn, "pile", "seed", LOOK, alt=takeaway, place=places)
        st.caption(
            "Each dot: runs that end close together, and how many. Click one to see a typical run of it by itself."
        )
        picture.table(spread_words.quantiles(spread.quantiles(ends), solved))
    answer.markdown(f"**{spread_words.verdict(solved, below, epochs)}**")
    spread_alone.show(found, ends, int(seed))

    st.header("The mathematics, with your numbers in it", anchor=False)
    left, right = frame.halves()
    left.markdown(spread_words.levels(levels))
    with right:
        st.markdown(f"How sure is the share of {solved['scheme'].iloc[0]}? Wilson's 95 % interval:")
        picture.formula(spread_words.interval(solved.iloc[0]))

    sharing.try_this(
        "seed_effects",
        {
            "What if the weights start between 0 and 1?": {"seeds_range": "0 to 1"},
            "Do Glorot or He help here?": {"seeds_schemes": ["uniform", "glorot uniform", "he normal"]},
            "Do the stuck runs only need more time?": {"seeds_epochs": 20_000},
            "And of 10,000 starts?": {"seeds_epochs": 20_000, "seeds_count": 10_000},
            "Do more hidden units buy off bad luck?": {"seeds_hidden": "8"},
            "What if all weights start at zero?": {"seeds_schemes": ["zeros"], "seeds_bias": spread.BIASES["zeros"]},
        },
    )
    sharing.take_along("seed_effects", experiment)
