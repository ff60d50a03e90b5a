"""The glossary: every word in one sentence, shown by a question, and explained once where it is first met."""

import lab
from lab.glossary import TERMS, explained


def test_there_are_some_sixty_words_each_in_one_plain_sentence():
    assert len(TERMS) >= 60
    for term in TERMS.values():
        assert term.says[0].isupper()
        assert term.says.endswith(".")
        assert len(term.says.split()) <= 32, term.name
        assert "-1" not in term.says


def test_every_word_leads_to_a_question_that_there_is():
    assert {term.question for term in TERMS.values()} <= set(lab.questions())


def test_no_form_of_a_word_means_two_things():
    forms = [form.lower() for term in TERMS.values() for form in (term.name, *term.also)]
    assert sorted(form for form in set(forms) if forms.count(form) > 1) == []


def test_a_word_is_explained_where_it_is_first_met_alone():
    pieces = explained("Hidden units of one epoch; after ten epochs a hidden unit differs.")
    assert "".join(text for text, _ in pieces) == "Hidden units of one epoch; after ten epochs a hidden unit differs."
    assert [(text, term.name) for text, term in pieces if term] == [("Hidden units", "hidden unit"), ("epoch", "epoch")]


def test_a_word_within_another_is_not_met():
    assert [term for _, term in explained("rerun, undercost, batch-like, kernel_initializer") if term] == []
