"""A card for a forum: everything is on it, once, and nothing of a visitor's acts as Markdown."""

from lab.card import card

LINK = "http://localhost:8501/seed_effects?seeds_count=50"


def test_a_card_has_question_answer_figures_setting_and_link():
    shown = card(
        question="How much is luck?",
        answer="**41 of 50 runs solve it.** After 4,000 epochs.",
        setting="XOR, 4 examples",
        figures=["Median cost 0.01.", "Worst cost 0.25.", "41 of 50 runs solve it."],
        link=LINK,
    )
    assert shown == (
        "### How much is luck?\n\n**41 of 50 runs solve it.** After 4,000 epochs.\n\n"
        f"- Median cost 0.01.\n- Worst cost 0.25.\n\nSetting: XOR, 4 examples.\n\nRun it: <{LINK}>\n"
    )


def test_what_is_not_there_leaves_no_gap():
    assert card(question="Why?", answer="**So.**", setting="", figures=[], link=LINK) == (
        f"### Why?\n\n**So.**\n\nRun it: <{LINK}>\n"
    )


def test_there_are_three_figures_at_most_each_once():
    figures = [f"Cost {i}." for i in (1, 1, 2, 3, 4)]
    shown = card(question="Why?", answer="**So.**", setting="", figures=figures, link=LINK)
    assert [line for line in shown.splitlines() if line.startswith("- ")] == ["- Cost 1.", "- Cost 2.", "- Cost 3."]


def test_a_long_figure_ends_with_a_sentence_and_one_that_does_not_is_left_out():
    figures = [f"Short: 0.5. {'And so on ' * 24}.", f"{'1, ' * 100}."]
    shown = card(question="Why?", answer="**So.**", setting="", figures=figures, link=LINK)
    assert [line for line in shown.splitlines() if line.startswith("- ")] == ["- Short: 0.5."]


def test_a_figure_with_the_name_of_a_column_stays_a_line_of_text():
    figures = ["[here](javascript:x) and\n\n# <img src=x> weighs 1."]
    shown = card(question="Why?", answer="**So.**", setting="", figures=figures, link=LINK)
    assert r"- \[here\](javascript:x) and \# \<img src=x> weighs 1." in shown.splitlines()
