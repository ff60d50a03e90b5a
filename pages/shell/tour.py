"""The way through the laboratory: one stop after the other, each a link."""

import streamlit as st

from pages.shell import address

STOPS = (  # page, values, what is asked there
    ("softmax_cost", {}, "The cost looks at one output only. Why do all of them learn?"),
    ("softmax_cost", {"softmax_added": "10"}, "What if the same number is added to every logit?"),
    ("neuron_differentiation", {}, "Same input, same rule: what makes two neurons different?"),
    ("neuron_differentiation", {"neurons_epsilon": "0"}, "What if nothing at all is different?"),
    ("feature_relevance", {}, "Does training set useless weights to zero?"),
    ("feature_relevance", {"relevance_mean": "10"}, "What if the useless column has mean 10?"),
    ("seed_effects", {}, "How much of the result is luck?"),
    ("seed_effects", {"seeds_range": "0 to 1"}, "What if the weights start between 0 and 1?"),
    ("claims", {}, "What are learners told, and does it hold?"),
)


def show() -> None:
    """The stops, as an ordered list of links."""
    links = [
        address.anchor(address.link(page, {key: [text] for key, text in values.items()}), asked)
        for page, values, asked in STOPS
    ]
    items = "".join(f'<li style="margin:.2rem 0">{link}</li>' for link in links)
    st.html(f'<ol style="padding-left:1.6rem;margin:0">{items}</ol>')
