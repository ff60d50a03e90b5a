"""What a text is about: the words in it that say something, each by its stem or by its meaning."""

import math
import re
from collections import Counter
from functools import cache

LETTERS, LIGHT = 0.35, 0.7  # weights beside a word that tells something: of letters, of an ordinary word
COMMON = """
    a about after again all also always am an and any are as ask at be because been before being better but by can
    cannot code correct correctly could did didn do does doesn doing don each else even ever every for from get gets
    getting give gives go goes got had has have having help her here him his how however i if in into is isn it its
    just keras know let like make makes many me might more most much must my need needs not np of off on only or other
    our out over own people please program pytorch right s same say says see seems she should so some someone
    something still such t take tensorflow tf than that the their them then there these they thing things think this
    those through to too tried try up use used uses using versus very vs want was wasn we well were what when where
    whether which while who whom why will with without would yes you your
"""
ORDINARY = """
    able according actual allow alone already although amount anything apart around away back bad best big call carry
    case certain choose clear close closer come course current currently day decide difficult early earlier easy end
    enough everybody everything exactly example fact far fine force found friend general good great half happen hard
    hello help hour idea image keep kind knew knowing last late later least leave left less little long look lot minute
    name near never new next nice nobody nothing number often ok once old page paper part particular person picture
    place point possible post put quite question rather read real really reason replace report result run second seem
    set short shorter show side simple simpler single small somebody sometimes soon sort special strange suppose tell
    text thanks throw time today told turn understand usually video way week weird whatever whole word work write wrong
    wrote first effect problem answer ask find least true false yet
"""  # English that is said of anything
SAME_AS = {  # words of one meaning here: the first stands for all
    "unit": "neuron node unit cell",
    "weight": "parameter coefficient kernel w",
    "init": "initial start begin",
    "random": "randomly",
    "equal": "identical identically twin alike clone duplicate copies symmetric symmetry",
    "differ": "different difference separate distinct",
    "nan": "inf infinity infinite undefined",
    "diverge": "explode blow unstable overshoot",
    "rate": "lr stepsize alpha",
    "large": "big huge high biggest largest highest maximum maximal",
    "log": "logarithm",
    "two": "both twice",
    "book": "textbook",
    "loss": "cost objective error",
    "zero": "0 zeros zeroed",
    "feature": "column input variable predictor attribute",
    "useless": "irrelevant unimportant uninformative redundant unnecessary unneeded needless superfluous unused "
    "rubbish worthless",
    "network": "net nn model mlp",
    "stuck": "stall trapped",
    "repeat": "repetition repetitions",
    "reproduce": "reproducible reproducibility deterministic repeatable",
    "scale": "normalize standardize rescale",
    "train": "fit learn converge",
    "epoch": "iteration pass",
    "bias": "intercept offset",
    "he": "kaiming",
    "glorot": "xavier",
    "remove": "eliminate exclude discard delete",
    "optimum": "optimal optima optimise optimize",
    "example": "sample observation",
    "luck": "lucky luckier chance",
    "mse": "squared quadratic",
    "digit": "mnist",
    "constant": "ones nonzero",
    "regularization": "penalty regularizer",
    "change": "move shift alter",
    "increase": "rise rising grow growing climb",
    "decrease": "fall falling drop shrink sink",
    "imbalance": "unbalanced imbalanced rare",
}
ENDINGS = (
    "izations", "ization", "ations", "ation", "izing", "ized", "izes", "ize", "ingly", "ings", "ing", "edly", "ies",
    "ied", "ed", "ers", "er", "es", "ly", "ity", "al", "s", "e", "y",
)  # fmt: skip
NAMED = """
    l1 l2 lasso ridge decay dropout momentum nesterov adam adamw rmsprop adagrad sgd relu leakyrelu elu selu gelu tanh
    sigmoid softmax he glorot lecun orthogonal float16 float32 float64 bfloat16
"""  # methods: who does not name one does not ask for it
STOP = frozenset(COMMON.split())  # words that say nothing of what is asked
TOKEN = re.compile(r"-?\d[\d.]*\.\.-?\d[\d.]*|\d+/[a-z]\w*|[a-z]+\d*(?:'[a-z]+)?|\d+(?:\.\d+)?")

PLAIN = {  # what is said in several words -> in one
    r"crossentropy|logloss|log loss": "cross entropy",
    r"\b[a-z]+n't\b": " not ",
    r"\b([a-z])_\{?(\d+|[a-z])\}?(?![\w}])": r"\1\2",  # x_2 and w_{1} as x2 and w1
    r"\b([a-z]\d+) ?==? ?(?=[a-z]\d)": r"\1 equal ",
    r"\bminibatch": "mini batch",
    r"\b\d(?:\.\d+)?e-\d+\b": " tiny ",
    r"(?<!\w)\(\w+, ?\w*\)": " shape ",  # (3, 1), and no function's arguments
    r"\b(?:right|true|correct) (class|answer|label)(?:'s)?\b": r" target \1 ",
    r"\b(?:get|gets|getting|got) rid of\b": " remove ",
    r"\balways (?:has |have )?(?:the|one|a) (?:same|single) (?:value|number)\b|\balways \d+\b": " constant ",
    r"\b(?:all |exactly )?the same (weights|parameters|gradients?|outputs?)\b": r" equal \1 ",
    r"\b(?:many|[4-9]|[1-9]\d+|four|five|six|seven|eight|nine|ten|twelve) (?:\w+ )?layers\b": r" deep \g<0> ",
    r"\b(learn|compute|stay|become|is|are|be)(s?) (?:all |exactly )?the same\b": r" \1\2 equal ",
    r"\bwhat do(?:es)? (.+?) mean\b": r" \1 ",  # no mean of numbers
    r"\b(cost|loss|activation|objective) functions?\b": r" \1 ",  # a function of that name, not any function
    r"differences? between": " ",  # asks for two meanings, not for what makes things differ
    r"\b(?:go|goes|going|went|gets|getting) (?:up|higher|larger|bigger|worse)\b": " increase ",
    r"\b(?:go|goes|going|went|gets|getting) (?:down|lower|smaller)\b": " decrease ",
    r"\b(?:not|no longer|never) (?:needed|necessary|used|relevant|important)\b": " useless ",
}
NUMBER = r"(-?\d+(?:\.\d+)?)"
RANGE = re.compile(rf"(?<![\w.]){NUMBER} to {NUMBER}|between {NUMBER} and {NUMBER}|\[{NUMBER}, ?{NUMBER}\]")
LOGARITHM = re.compile(r"\b(?:ln|log)(?:\(| \(?)([1-9]\d*)\b")  # said, or its value


def features(text: str) -> Counter:
    """Stems of the words of a text, and three letters in a row of each, with "#" before them."""
    found = Counter()
    for plain in content(text):
        found[stem(plain)] += 1
        if plain.isalpha() and len(plain) > 3:
            edged = f"<{_spelled(plain)}>"
            found.update(f"#{edged[i : i + 3]}" for i in range(len(edged) - 2))
    return found


def weight(feature: str) -> float:
    """What a feature counts, beside how rare it is: a word that tells something 1."""
    return LETTERS if feature[0] == "#" else LIGHT if feature in _ordinary() else 1.0


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(map(stem, ORDINARY.split())) - SAME_AS.keys()


def words_of(text: str) -> set[str]:
    """Stems of the words of a text."""
    return set(map(stem, content(text)))


def content(text: str) -> list[str]:
    """The words of a text that say something of what is asked."""
    found = (word.partition("'")[0] for word in TOKEN.findall(_plain(text)))
    return [word for word in found if word not in STOP]


def _plain(text: str) -> str:
    """A text in small letters, some turns of phrase as one word."""
    text = text.lower().replace("’", "'").replace("−", "-")
    for said, word in PLAIN.items():
        text = re.sub(said, word, text)
    text = RANGE.sub(lambda found: " {}..{} ".format(*filter(None, found.groups())), text)
    return LOGARITHM.sub(lambda found: f" log {math.log(int(found[1]))} ", text)


@cache
def stem(word: str) -> str:
    """A word without its ending, or the word that stands for all of its meaning; a number to two digits."""
    word = f"{float(word):.2g}" if re.fullmatch(r"\d+\.\d+", word) else word
    written, bares = _meaning()
    bare = _bare(word)
    return written.get(word) or bares.get(bare, bare)


def _bare(word: str) -> str:
    if not word.isalpha() or len(word) < 4:
        return word
    word = _spelled(word)
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _spelled(word: str) -> str:
    """One spelling for "initialise" and "initialize"."""
    return re.sub(r"is(e|ed|es|er|ing|ation|ations)$", r"iz\1", word)


@cache
def _meaning() -> tuple[dict[str, str], dict[str, str]]:
    """The word that stands for a word as it is written, and for one without its ending: "normal" is no "normalize"."""
    written = {word: stands for stands, others in SAME_AS.items() for word in [stands, *others.split()]}
    return written, {_bare(word): stands for word, stands in written.items()}


METHODS = frozenset(map(stem, NAMED.split()))
