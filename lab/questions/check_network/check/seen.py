"""What somebody sees, in whatever words: the symptom that is told of beside a network, and whether a class is rare."""

from __future__ import annotations

import re

from lab.questions.check_network.check.causes import CHANCE, DIFFERENT, LOW, NAN, SAME

LEARNING = r"(?:loss|cost|accurac(?:y|ies)|acc|error|val_\w+|mse|mae|auc|score|r2)"
NOT_MOVING = (
    r"(?:stuck|stays?|staying|stayed|remains?|remained|flat|constant|plateaus?|plateaued|stagnat\w+|unchanged|stops?|"
    r"(?:never|not|n't|hardly|barely)\s+(?:\w+\s+)?"
    r"(?:chang\w+|mov\w+|decreas\w+|improv\w+|go(?:es|ing)?\b|fall\w*|drop\w*|increas\w+|get\w*\s+better|"
    r"budge\w*|reduc\w+))"
)
OUTPUT = (
    r"(?:y_pred\w*|predict\w*|outputs?|answers?|forecasts?|probabilit(?:y|ies)|classif(?:y|ies)|(?<!they )says?|gives?|"
    r"returns?|guess(?:es)?)"
)
ALIKE = (
    r"(?:(?:the )?(?:exact(?:ly)? )?same|identical|equal|constant|flat|straight|one (?:single )?(?:class|value|number))"
)
FALLS = r"(?:falls?|falling|drops?|dropping|decreas\w+|go(?:es|ing) down|gets? (?:smaller|lower)|reduc\w+|improv\w+)"
NO = r"(?:not|n't|never|no)"
EACH = r"(?:every|each) (?:\w+ )?(?:time|run|start|training|seed)"
# In this order, as the first that is told of is what is seen: "sometimes NaN" is a loss that is NaN.
TELLING = {
    NAN: r"\bnans?\b|\binf(?:inity)?\b|not a number",
    DIFFERENT: rf"differ\w*[^.]*\b{EACH}|{EACH}[^.]*(?:differ|another|other)|(?:several|two|three|five|ten|\d+) times"
    rf"[^.]*differ|differ\w*[^.]*(?:same code|reproduc)|not reproducib|irreproducib|varies? (?:a lot|wildly|from run)"
    r"|sometimes[^.]*\b(?:sometimes|other times|others?)\b|depends on the (?:seed|run)|run to run",
    LOW: rf"(?:loss|cost)\b[^.?!]*\b{FALLS}[^?!]*?(?:accurac(?:y|ies)|acc)\b[^?!]*?"
    rf"(?:{NOT_MOVING}|\balways\b|\blow\b|\bbad\b|\bpoor\b|same|chance)",
    SAME: rf"{OUTPUT}\b[^.?!]*\b(?:{ALIKE}\b|always|only one|(?:the )?mean\b|average|(?:all )?(?:zeros?|ones)\b)"
    rf"|{ALIKE}\b[^.?!]*\b{OUTPUT}|always {OUTPUT}|(?:all|every) (?:\w+ )?{OUTPUT} (?:is|are|was|were) "
    rf"|{OUTPUT}\b[^.?!]{{0,30}}\b(?:for|to) (?:every|all|any)|\bfor (?:every|each|any|all) (?:\w+ )?\w+,? i get"
    r"|(?:everything|everybody|all of them) as\b"
    rf"|(?:majority|one|single|most frequent) class|no matter (?:what|which)"
    r"|whatever (?:the )?(?:input|i (?:feed|show))"
    r"|no (?:positives?|fraud)\b|never (?:predicts?|finds?|says?|flags?)",
    CHANCE: rf"\b(?:at|by|of) chance|(?:than|like|to|just|of) (?:random(?:ly)? )?guess\w*|random guess"
    rf"|{LEARNING}\b[^.?!]{{0,60}}?{NOT_MOVING}"
    rf"|{NOT_MOVING}[^.?!]{{0,30}}\b(?:at|around|near|from)\b|(?:learn\w*|train\w*)[^.?!]{{0,20}}\b(?:nothing|{NO} )"
    rf"|{NO}\b[^.?!]{{0,15}}\b(?:learn|train|converge)|nothing (?:chang|happen|improv|learn)"
    r"|\d[\d,]* ?(?:%|percent)? (?:in|after|at|for|during) (?:every|each|all) (?:\w+ )?epochs?|flat line|\bstuck\b",
}
PATTERNS = {name: re.compile(told, re.IGNORECASE) for name, told in TELLING.items()}


def symptom(words: str) -> dict[str, str]:
    """The setting of what somebody sees, by the words beside a network; nothing where they tell of none."""
    plainly = re.sub(r"(?<=\d)\.(?=\d)", ",", words.replace("’", "'"))
    return next(({"symptom": name} for name, told in PATTERNS.items() if told.search(plainly)), {})
