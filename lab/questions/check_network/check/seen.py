"""What somebody sees, in whatever words: the symptom that is told of beside a network."""

from __future__ import annotations

import re

from lab.questions.check_network.check.symptoms import BELOW, CHANCE, DIFFERENT, EVERYTHING, LOW, NAN, SAME, START

LEARNING = r"(?:loss|cost|accurac(?:y|ies)|acc|(?<!an )error(?! message)|val_\w+|mse|mae|auc|score|r2)"
NOT_MOVING = (
    r"(?:stuck|stays?|staying|stayed|remains?|remained|flat|constant|plateaus?|plateaued|stagnat\w+|unchanged|"
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
CHOSEN = (
    r"(?:learning|optimi|seeds?\b|batch|activation|initiali|rates?\b|number|layer|data|size|architect)"  # by oneself
)
DIFFERS = rf"(?<!with )(?<!with a )(?:(?:differ\w*|\banother|\bother)\b)(?! {CHOSEN})"
TRIED = r"(?:do|did|try|tried|change|set|use)\b"
KINDS = r"(?:class|categor|label|layer|unit|neuron|epoch)"
TRAINING, HELD_OUT = r"train\w*(?: set)?", r"(?:val|test)\w*(?: set)?"
LESS, MORE = "lower|smaller|below", "higher|larger|above|greater"


def _compared(score: str, one: str, how: str, other: str) -> str:
    found = rf"\b(?:{one}[ _]{score}|{score} (?:on|of|in) (?:the |my )?{one})\b"
    return rf"{found}[^.?!]{{0,60}}\b(?:{how})\b[^.?!]{{0,40}}\b{other}"


THAN = r"\s*(?:than |the |my )*"
OF_KERAS = "|".join(  # what is held out, beside what Keras calls "accuracy" and "loss"; and the other way round
    rf"\b(?:val|test)\w*[ _]{score}\b[^.?!]{{0,40}}?(?:\b(?:{held}|better|exceeds?)\b|{sign}){THAN}"
    rf"(?:train\w*[ _])?{score}"
    rf"|(?<![\w_])(?<!val )(?<!test )(?<!validation ){score}\b[^.?!]{{0,40}}?(?:\b(?:{trained}|worse)\b|{back}){THAN}"
    rf"(?:val|test)\w*[ _]{score}"
    for score, held, trained, sign, back in (
        (r"acc\w*", MORE, LESS, ">", "<"),
        ("(?:loss|error)", LESS, MORE, "<", ">"),
    )
)
COUNTED = r"(?:\w+ )?(?:examples?|rows|images|samples?|epochs?|steps?|units|words|pixels|patients|parameters|weights)\b"
LARGE = (
    r"(?:\d{5,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?e\+?0*(?:[4-9]|[1-9]\d)\b"
    rf"|\d+(?:\.\d+)?\s*(?:million|billion|trillion)|(?:the )?(?:millions|billions|trillions))(?!\s*(?:%|{COUNTED}))"
)
LOST = r"(?:loss|cost|mse|mae)"
FIRST = r"(?:starts?|started|starting|begins?|began|beginning|initial|first|before training)"
OFF = r"(?:late|too|off|wrong|below|above|lower|higher|behind|smaller|larger|between|in)\b"  # not the same, all of them
HIGH = r"(?:[2-9]\d|\d{3,})(?![\d.]*\s*%)"  # of a loss of classes, far above ln K
HUGE = re.compile(  # of the words as they are, with the points of their numbers
    rf"\b{LOST}\b[^?!]{{0,40}}\b{FIRST}\b[^?!]{{0,30}}?\b{LARGE}|\b{FIRST}\b[^?!]{{0,25}}\b{LOST}\b[^?!]{{0,15}}?\b{LARGE}"
    rf"|\b{LOST}\b \b{FIRST}\b (?:at|with|from|is|of|as|around|about|near|=)(?: \w+)? {HIGH}"
    rf"|\bwhy (?:is|are) (?:\w+ ){{0,2}}?{LOST} (?:\w+ )?(?:so|this|that) (?:high|large|big)\b"
    rf"|\b{LOST}\b(?: \w+){{0,2}} (?:is|of|at|in|=|:|like) (?:\w+ )?{LARGE}|\b{LOST}\W{{0,3}}{LARGE}"
    rf"|\b(?:huge|enormous|gigantic|astronomical|massive|insane(?:ly)?|extremely (?:high|large))\b (?:\w+ )?{LOST}\b"
    rf"|\b{LOST}\b[^.?!]{{0,25}}\b(?:huge|enormous|gigantic|astronomical|massive|insane|"
    r"(?:extremely|very) (?:high|large|big))\b",
    re.IGNORECASE,
)

# In this order, as the first that is told of is what is seen: "sometimes NaN" is a loss that is NaN.
TELLING = {
    NAN: r"\bnans?\b|\binf(?:inity)?\b|not a number",
    DIFFERENT: rf"{DIFFERS}[^.]*\b{EACH}|{EACH}[^.]*{DIFFERS}|(?:several|two|three|five|ten|\d+) times"
    rf"[^.]*{DIFFERS}|differ\w*[^.]*(?:same code|reproduc)|not reproducib|irreproducib|varies from run"
    rf"|(?:{LEARNING}|results?|it)\b[^.?!]{{0,20}} var(?:y|ies) (?:a lot|wildly)"
    r"|\b(?:sometimes|some (?:runs|times|starts|seeds))\b[^.]*\b(?:sometimes|other times|others?)\b"
    r"|\bon (?:other|another|some) runs?\b|\bwhy do (?:the|my) results change\b|depends on the (?:seed|run)|run to run",
    LOW: rf"(?:loss|cost)\b[^.?!]*\b{FALLS}[^?!]*?(?:accurac(?:y|ies)|acc)\b[^?!]{{0,60}}?"
    rf"(?:{NOT_MOVING}|\balways\b|\blow\b|\bbad\b|\bpoor\b|same|chance)"
    rf"|\b(?:accurac(?:y|ies)|acc)\b[^.?!]{{0,30}}?\b(?:0,0+|zero|{NOT_MOVING}|low)\b[^.?!]{{0,40}}"
    rf"\b(?:loss|cost)\b[^.?!]{{0,15}}{FALLS}",
    BELOW: "|".join(
        (
            OF_KERAS,
            _compared(r"acc\w*", TRAINING, f"{LESS}|worse", HELD_OUT),
            _compared(r"acc\w*", HELD_OUT, f"{MORE}|better", TRAINING),
            _compared("(?:loss|error)", TRAINING, f"{MORE}|worse", HELD_OUT),
            _compared("(?:loss|error)", HELD_OUT, f"{LESS}|better", TRAINING),
            rf"\btraining is (?:{LESS}|worse) than {HELD_OUT}",
            rf"\bbetter on (?:the |my )?{HELD_OUT}[^.?!]{{0,40}} than [^.?!]{{0,40}}{TRAINING}",
        )
    ),
    SAME: rf"{OUTPUT}\b[^.?!]*\b(?:{ALIKE}\b|always(?! {OFF})|only one|(?:the )?mean\b|average|"
    r"(?:all )?(?:zeros?|ones)\b|all \d)"
    rf"|{ALIKE}\b[^.?!]*\b{OUTPUT}|always {OUTPUT}|(?:all|every) (?:\w+ )?{OUTPUT} "
    r"(?:is|are|was|were) (?:\d|nearly|the)"
    rf"|{OUTPUT}\b[^.?!]{{0,30}}\b(?:for|to) (?:every|all|any)(?! (?:the |my |\w+ )?{KINDS})"
    r"|\bfor (?:every|each|any|all) (?:\w+ )?\w+,? i get|(?:everything|everybody|all of them) as\b"
    rf"|{OUTPUT} (?:only )?the (?:majority|most frequent) class"
    r"|(?:collaps\w*|only|just|always|into|to) (?:the |a )?(?:majority|one|single|most frequent) class"
    rf"|(?:no matter (?:what|which)|whatever) (?:the )?(?!i {TRIED})(?:\w+|i \w+)"
    r"|(?<!not )\ball (?:(?:of|the|my) )*(?:\w+ )?(?:units|neurons|relus?)\b[^.?!]{0,25}\b(?:dead|died)"
    r"|no (?:positives?|fraud)\b|never (?:predicts?|finds?|says?|flags?)",
    CHANCE: r"\b(?:at|by|of) chance|(?:no|not|any|hardly|barely|much) better than (?:random |pure )?chance"
    r"|(?:than|like|to|just|of) (?:random(?:ly)? )?guess\w*|random guess"
    rf"|{LEARNING}\b[^.?!]{{0,60}}?{NOT_MOVING}|{LEARNING}\b[^.?!]{{0,15}}(?:\balways (?:\w+ )?\d|\d all the time)"
    r"|(?<!rate )(?<!size )\b(?:stuck|stay\w*|remain\w*|plateau\w*|n't move|not move)\b[^.?!]{0,30}"
    r"\b(?:at|around|near|from)\b|learn\w*[^.?!]{0,20}\bnothing"
    rf"|{NO}\b[^.?!]{{0,15}}\b(?:learn(?!ing rate)|train(?!ing (?:data|set|exam))|converg)"
    r"(?!\w* (?:\w+ )?(?:fast|quick|longer|yet))|fail\w* to (?:learn|train|converg)"
    r"|nothing (?:chang|happen|improv|learn)"
    rf"|{LEARNING}\b[^.?!]{{0,30}}\bstill\b[^.?!\d]{{0,15}}(?:0,\d|\d)"
    r"|(?<!val )(?<!val_)(?<!validation )(?<!test )\bacc(?:uracy)?\b(?: (?:is|of|at|only|just|about|around))*[ =:]*"
    r"(?:(?:50|33|25|10)(?:,0+)? ?%|0,(?:50?|33+|250?|10?)\b)"
    r"|\d[\d,]* ?(?:%|percent)? (?:in|after|at|for|during) (?:every|each|all) (?:\w+ )?epochs?|flat line|\bstuck\b",
}
DENIED = re.compile(  # what is said not to be so
    r"\bmust have the same\b|\bthe same (?:rank|shape)\b"
    r"|\b(?:no|not|without|never|isn't) (?:(?:a|any|be|become|becomes|have|single|longer) )*(?:nans?|inf(?:inity)?)\b"
    r"|\b(?:remov|dropp|fill|replac|delet)ed (?:(?:all|the|my|rows|with) )*nans?\b"
    r"|\b(?:nothing|not|never|isn't) (?:is |gets? |getting )?stuck\b"
    r"|(?<!no )(?<!not )(?<!any )(?<!hardly )(?<!barely )(?<!much )(?:much )?better than "
    r"(?:random |pure )?(?:guess\w*|chance)"
    rf"|\b(?:(?:wants?|supposed|needs?|try|trying) (?:\w+ ){{0,3}}?to|should) {OUTPUT}"
    r"|\b(?:improv|increas|rises|climb|goes up|gets better)\w*\b[^.?!]{0,20}\b(?:until|till|up to)\b[^.?!]*"
    r"|\b(?:jump|bounc|oscillat|fluctuat|swing)\w* (?:\w+ ){0,3}(?:between|from) \d[^.?!]*",
    re.IGNORECASE,
)
OF_SEED = re.compile(r"\bhow (?:much|far)\b[^.?!]*\bseeds?\b|\bseeds? matters?\b", re.IGNORECASE)
SCORE = r"(?:train\w*|validation|val|test)\s*(?:accuracy|acc|loss)?"
OTHER = re.compile(  # what is told of, and is none of these
    r"\b(?:dead|died|dying|dies?)\b|\boverfit"
    rf"|{SCORE}[^.?!]{{0,60}}\b(?:than|from|and)\b (?:on )?(?:the |my )?{SCORE}"
    rf"|\bstop(?:s|ped)? (?:improv|decreas|fall)|\bdiffer\w* {CHOSEN}|\bfor (?:every|each) {KINDS}"
    r"|\bslow|\bgradients?\b[^.?!]{0,20}\b(?:vanish|explod)|\b(?:vanish|explod)\w* gradient"
    r"|\bloss\b[^.?!]{0,15}\bnegative"
    rf"|{LEARNING}\b[^.?!]{{0,20}}\b(?:jump|bounc|oscillat|fluctuat|swing|nois)\w*"
    r"|loss (?:goes up|rises|increases|explodes)|accuracy (?:goes up|rises|increases|improves)",
    re.IGNORECASE,
)
COMPLAINT = re.compile(
    r"\b(?:bad(?:ly)?|poor(?:ly)?|low|worse|worst|weird\w*|strange\w*|fail\w*|problems?|issues?|unstable|nois[ey]\w*|diverg\w*|"
    r"useless|terribl[ey]|awful|doesn't|does not|don't|won't|(?:not|never) work\w*|jump\w*)\b",
    re.IGNORECASE,
)
PATTERNS = {name: re.compile(told, re.IGNORECASE) for name, told in TELLING.items()}


def complains(words: str) -> bool:
    """Whether words tell of something that is seen and should not be, whatever it is."""
    words = words.replace("’", "'")
    return any(told.search(words) for told in (COMPLAINT, OTHER, HUGE, *PATTERNS.values()))


def symptom(words: str) -> dict[str, object]:
    """The settings of what somebody sees, by the words beside a network; nothing where they tell of nothing."""
    if OF_SEED.search(words):
        return {"symptom": DIFFERENT, "train": True}
    plainly = re.sub(r"(?<=\d)\.(?=\d)", ",", words.replace("’", "'"))
    plainly, denied = DENIED.subn(" ", plainly)
    other = EVERYTHING if denied or OTHER.search(plainly) else ""
    found = next((name for name, told in PATTERNS.items() if told.search(plainly)), other)
    if found not in (NAN, DIFFERENT) and HUGE.search(words):
        found = START
    return {"symptom": found} if found else {}
