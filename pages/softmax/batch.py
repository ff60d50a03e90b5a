"""Loss or cost: one example's number, or the mean of many; how low the cost can go, and where it starts."""

import streamlit as st

from lab.charts.softmax import batch as charts
from lab.softmax import batch, batch_drawn, one_input
from lab.softmax import batch_words as words
from pages.shell import asking, frame, knobs, picture, sharing

PRESETS = {
    "What if all mini-batches are equally large?": {"softmax_batch_size": 5},
    "What if every mini-batch is a single example?": {"softmax_batch_size": 1},
    "What if the network knows nothing: all logits 0?": {"softmax_batch_scale": 0.0, "softmax_batch_classes": 10},
    "The same input with labels 70 / 30: what if 0.7 is predicted?": {"softmax_batch_p": 0.7},
    "And if all labels agree?": {"softmax_batch_share": 1.0, "softmax_batch_p": 0.99},
}


def show() -> None:
    """Knobs, the losses, the table, the floor, the start, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        count = knobs.slider("Examples in the batch", 2, batch.MOST_EXAMPLES, 1, 10, "softmax_batch_examples")
        size = knobs.slider("Examples in a mini-batch", 1, batch.MOST_EXAMPLES, 1, 4, "softmax_batch_size")
        classes = knobs.slider("Classes", 2, batch.MOST_CLASSES, 1, 3, "softmax_batch_classes")
        scale = knobs.slider("Standard deviation of the logits", 0.0, 5.0, 0.1, 1.0, "softmax_batch_scale")
        seed = knobs.slider("Seed of logits and labels", 0, 20, 1, 0, "softmax_batch_seed")
    drawn = batch.Batch(examples=count, classes=classes, size=size, scale=scale, seed=seed)
    losses = batch.losses(drawn)
    means = batch.means(losses)
    answer.markdown(f"**{words.verdict(losses, means)}**")
    with left:
        picture.show(charts.losses(*batch_drawn.losses(losses, means)), alt=words.seen(losses, means))
        st.caption("Bar: the loss of one example. Thick mark across the bars: the mean of that mini-batch.")

    st.subheader("The batch, label by label", anchor=False)
    picture.table(words.table(losses, means))
    st.markdown(words.labels(losses))
    if knobs.toggle("Ask Keras for the same losses", False, "softmax_batch_keras"):
        st.markdown(words.keras(losses, asking.measure(batch.keras_losses, drawn)))

    st.subheader("The same input, labelled differently: how low can the cost go?", anchor=False)
    left, right = frame.halves()
    with right:
        share = knobs.slider("Share of the labels that say class 1", 0.0, 1.0, 0.05, 0.7, "softmax_batch_share")
        p = knobs.slider("Predicted probability of class 1", 0.01, 0.99, 0.01, 0.9, "softmax_batch_p")
        curve, now = one_input.curve(share), one_input.cost(share, p)
        lowest = one_input.lowest(curve)
        says = words.floor(share, p, now, lowest)
        st.markdown(says)
    with left:
        picture.show(charts.floor(*batch_drawn.floor(curve, share, p, now, lowest)), alt=says)

    st.subheader("And before training?", anchor=False)
    left, right = frame.halves()
    fresh = batch.starts(drawn)
    says = words.start(fresh, scale, classes)
    right.markdown(says)
    with left:
        picture.show(charts.starts(*batch_drawn.starts(fresh, scale)), alt=says)
        st.caption("Dot: mean of 64 fresh classifiers; bar: nine in ten of them. Classes and logits as chosen above.")

    st.header("The mathematics, with your numbers in it", anchor=False)
    picture.formula(words.cost_formula(losses))
    picture.formula(words.means_formula(means))
    picture.formula(words.labels_formula(losses))
    picture.formula(words.floor_formula(share, p))
    st.caption(
        "Keras and many courses call the cost “loss” too; what `model.fit` prints counts each mini-batch by its "
        "examples. log is the natural logarithm."
    )
    sharing.try_this("softmax_cost", PRESETS)
    sharing.take_along("softmax_cost")
