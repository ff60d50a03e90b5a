"""The way through the laboratory: one stop after the other, each a link; and the claims that are near to a question."""

from html import escape

import streamlit as st

from lab.claims import CLAIMS, words
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
    ("check_network", {}, "What is wrong with my network?"),
    ("check_network", {"check_optimizer": "SGD", "check_rate": "10"}, "What if its learning rate is 10?"),
    ("claims", {}, "What are learners told, and does it hold?"),
)
NEAR = 5  # claims


def show() -> None:
    """The stops, as an ordered list of links."""
    links = [
        address.anchor(address.link(page, {key: [text] for key, text in values.items()}), asked)
        for page, values, asked in STOPS
    ]
    items = "".join(f'<li style="margin:.2rem 0">{link}</li>' for link in links)
    st.html(f'<ol style="padding-left:1.6rem;margin:0">{items}</ol>')


def nearest(question: str) -> None:
    """The claims that answer a visitor's question best, each a link to the run that shows it; or that there is none."""
    found = words.nearest(CLAIMS, question, NEAR)
    if question.strip() and not found:
        st.caption("No claim has one of these words; the pages below may help.")
    lines = [
        f'<li style="margin:.2rem 0">{address.anchor(address.link(claim.page, claim.address), claim.question)} '
        f"<small>{escape(claim.id)}</small></li>"
        for claim in found
    ]
    if lines:
        st.html(f'<ul aria-label="Answers" style="padding-left:1.2rem;margin:0">{"".join(lines)}</ul>')
