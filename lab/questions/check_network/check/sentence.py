"""The headline: what is wrong with a network, in a sentence."""

import math

from lab.check.checkup import CONSEQUENCES
from lab.check.finding import figure, opening
from lab.check.steps import YET
from lab.check.trials import LEARNED, ONE
from lab.headline import fits
from lab.numerals import counted, percent, percentage
from lab.prose import inline, listed
from lab.questions.check_network.check import measure
from lab.questions.check_network.check.asks import phrases
from lab.questions.check_network.check.causes import DATA, NETWORK, OF_RARE, RARE
from lab.questions.check_network.check.refused import LEADS
from lab.questions.check_network.check.symptoms import BELOW, CHANCE, DIFFERENT, EVERYTHING, LOW, NAN, START, UNREAD

NEXT = {  # what to test where a start is healthy
    DIFFERENT: "more seeds",
    BELOW: "how both figures are taken",
    START: "the scale of inputs and targets",
}
NEXT_OF_OTHERS = "your data, labels, and rate over longer training"
EXAMPLE, FINITE = "This is an example", "In a short training here it does not become NaN"


def headline(  # noqa: PLR0913
    ordered, symptom, own=(NETWORK,), ends=None, often: float = math.nan, dropped: float = 0.0, scaled=()
) -> str:
    """What is wrong, in a sentence: that of the only cause, where it is short, else what kinds of faults there are.

    Args:
        ordered: of `arranged`.
        symptom: a key of `SYMPTOMS`, or `UNREAD` of words that tell of none of these.
        own: what of the network is the reader's own.
        ends: where 16 starts ended; None = nothing was trained.
        often: the share of the examples that the most frequent class has; NaN where there are none.
        dropped: the largest rate of a dropout.
        scaled: what of the data is large by the reader's words, and is checked as once it is scaled.
    """
    told, others = (ordered[ordered["wanted"] == wanted] for wanted in (True, False))
    faults, looks = (told[told["standing"] == bad]["check"] for bad in ("fault", "warn"))
    if len(faults):
        return _of_faults(ordered, told, faults, looks, symptom, ends)
    if often > RARE and symptom in OF_RARE:
        share = percentage(often) if often > 0.99 else percent(often)
        return f"{share.capitalize()} of the examples are of one class: always saying it is nearly right."
    if symptom == BELOW and dropped:
        return (
            f"A dropout of {dropped:g} is on in training alone, which makes its figures worse than those of validation."
        )
    if len(looks) and not ends and symptom == NAN and _finite(ordered):
        return f"{FINITE}; but look at {phrases(told.loc[looks.index[:1]])[0]}."
    if len(looks):
        return _of_looks(told.loc[looks.index], ends)
    beside = others[others["standing"].isin(["fault", "warn"])]
    if symptom != EVERYTHING and len(fast := ordered[ordered["because"].str.contains(YET, regex=False)]):
        times = figure((fast["measured"] / fast["expected"]).iloc[0])
        return f"On these data it learns, but its rate is {times} times the largest stable one: test a smaller one."
    if len(bad := others[others["standing"] == "fault"]):
        return f"{counted(len(bad), 'fault')}, if not one that usually causes this: {listed(phrases(bad[:2]))}."
    if len(beside):
        return f"The usual checks find nothing, but look at {listed(phrases(beside[:2]))}."
    if scaled and not ends:
        return f"With the {listed(scaled)} scaled, its start is healthy."
    return _of_nothing(symptom, own, ends, symptom == NAN and _finite(ordered))


def _finite(ordered) -> bool:
    """Whether a short training on these data stayed finite."""
    return ordered.loc[ordered["check"] == "one_batch", "standing"].isin(["ok", "warn"]).any()


def _of_faults(ordered, told, faults, looks, symptom, ends) -> str:
    first = told.loc[faults.index[0]]
    if first["because"].startswith(LEADS):
        return inline(first_sentence(first))
    follows = faults.isin(CONSEQUENCES) | told.loc[faults.index, "follows"].ne("")
    possible = looks[~looks.isin(CONSEQUENCES)]
    if follows.all() and len(possible):  # what may be behind it comes first
        before = phrases(told.loc[possible.index[:1]])[0]
        return f"Look first at {before}; {counted(len(faults), 'fault')} may follow from it."
    if ends:
        return f"Trained, it ends at {ends.told}: look at {phrases(told.loc[faults.index[:1]])[0]}."
    if follows.iloc[1:].all() and (said := first_sentence(first)):
        return inline(said)
    causes = faults if follows.all() else faults[~follows]
    names, more = phrases(told.loc[causes.index[:2]]), f", and {len(causes) - 2} more" if len(causes) > 2 else ""
    found = f"{', '.join(names) if more else listed(names)}{more}"
    can = "" if symptom in (EVERYTHING, UNREAD) else " that can cause this"
    bad = ordered[ordered["standing"].isin(["fault", "warn"])]
    later = int((bad["follows"].ne("") | bad["check"].isin(CONSEQUENCES)).sum() - follows[causes.index].sum())
    said = f"{counted(len(causes), 'fault')}{can}: {found}"
    of = f"{'its' if len(causes) == 1 else 'their'} {'consequences' if later > 1 else 'consequence'}"
    rest = f"; {later} more may be {of}" if later and not more else ""
    return f"{said}{rest}." if fits(said + rest) else f"{said}."


def _of_looks(looks, ends) -> str:
    if ends and ends.stuck:
        others = looks[looks["check"] != "luck"]  # which is what the runs say
        return f"{f'Look at {phrases(others)[0]}: ' if len(others) else 'No fault, but '}{_stuck(ends)}."
    alone = looks[looks["follows"] == ""] if looks["follows"].eq("").any() else looks
    return f"No fault, but look at this: {listed(phrases(alone[:2]))}."


def _stuck(ends) -> str:
    some = "all" if ends.stuck == measure.STARTS else f"{ends.stuck} of"
    return f"{some} {measure.STARTS} runs {'ends' if ends.stuck == 1 else 'end'} no better than guessing"


def _of_nothing(symptom, own, ends, finite) -> str:
    """Where no check finds anything: that this is an example, or what training came to, or where to look on."""
    if ends and ends.stuck:
        return f"The start looks in order, yet {_stuck(ends)}."
    if not own and symptom != EVERYTHING:
        return f"{EXAMPLE}, not your network: paste your code, and test the usual causes below, one by one."
    if not own:
        come = f"; trained, it ends at {ends.told}" if ends else ": paste your code, or write its layers"
        return f"{EXAMPLE}, not your network{come}."
    if ends:
        return f"Nothing is wrong with its start: trained, it ends at {ends.told}."
    if symptom != EVERYTHING and finite:
        return f"{FINITE}: its start is healthy; look at {'its rate' if DATA in own else 'data, labels and rate'}."
    if symptom != EVERYTHING:
        where = NEXT.get(symptom, "other rates and longer training" if DATA in own else NEXT_OF_OTHERS)
        return f"Its start is healthy, so this comes from elsewhere: test {where}, as below."
    return f"Nothing is wrong with the start of this network{'' if DATA in own else ', on data that are not yours'}."


def first_sentence(found) -> str:
    """The first sentence of a finding, where it is short enough for a headline; else ""."""
    said = opening(found["because"])
    return said if fits(said) else ""


def closing(ordered, symptom: str, numbers: bool) -> str:
    """What the first finding means for what the reader sees, by what a short training here came to; "" if unknown."""
    first, row = ordered.iloc[0], ordered[ordered["check"] == "one_batch"]
    if row.empty or math.isnan(row["measured"].item()):
        return ""
    cost, known = row["measured"].item(), row["expected"].item() / LEARNED
    if first["check"] == "zero_weights" and ONE in row["because"].item():
        guess = "the mean of the targets" if numbers else "by how often each class comes"
        return (
            f"Only the biases of the outputs can learn then: the cost falls to that of guessing {guess} "
            f"({figure(known)} for 32 examples here; it came to {figure(cost)}), and stays there. "
        )
    of_output = first["check"] == "output_and_loss" and first["question"] != "dead"
    if of_output and first["standing"] != "ok" and symptom in (CHANCE, LOW) and row["standing"].item() == "ok":
        return f"Here it learns all the same: the cost of 32 examples falls to {figure(cost)}. "
    return ""
