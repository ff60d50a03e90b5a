"""The usual causes of what people see, which a look at the start cannot see."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from lab import rarity
from lab.answer import Section, Words
from lab.check.cure import STANDARD, TARGETS
from lab.check.finding import figure, opening
from lab.numerals import percent, percentage
from lab.prose import literal
from lab.questions.check_network.check.scale import BROUGHT
from lab.questions.check_network.check.symptoms import (
    BELOW,
    CHANCE,
    DIFFERENT,
    EVERYTHING,
    LOW,
    NAN,
    SAME,
    START,
    UNREAD,
)

NUMBERS = re.compile(
    r"\b(?:mse|mae|mean_(?:squared|absolute)_error|Mean(?:Squared|Absolute)Error|huber)\b", re.IGNORECASE
)
SCALED = re.compile(rf"{BROUGHT.pattern}|\bRescaling\b|(?<!Batch)(?<!Layer)Normalization\b")
RARE_WORDS = re.compile(
    r"\bfraud|\bimbalanc|\bunbalanced|\brare(?:ly)?\b|\bminority\b|\bchurn|\b\d(?:\.\d+)? ?(?:%|percent) "
    r"(?:\w+ ){0,3}(?:positiv|ill\b|sick|defect|ones\b)|\b9[5-9](?:\.\d+)? ?% (?:of |are |negativ)", re.IGNORECASE,
)  # fmt: skip
OFTEN_RIGHT = re.compile(  # unless that is what is well
    r"(?<!although )(?<!though )(?<!while )(?<!but )(?<!although the )\b(?:the )?accuracy\D{0,20}\b9[5-9](?:\.\d+)? ?%"
    r"|\b9[5-9](?:\.\d+)? ?% accura", re.IGNORECASE,
)  # fmt: skip
DROPOUT = re.compile(r"Dropout\w*\W+(?:rate\W+)?(\d?\.\d+)|\"Dropout\"[^}]*\"rate\": (\d?\.\d+)")
USUAL_DROPOUT = 0.2, 0.5, 0.2  # from, to, and what is tried first
DATA, NETWORK, LOSS, RATE = "the data", "the layers", "the loss", "the learning rate"  # what may be the reader's own


@dataclass(frozen=True)
class Cause:
    """A usual cause.

    Attributes:
        of: what it lies in, which the page sees where that is the reader's own; "" = it never does.
        text: what it is, and the knob or the line that tests it; Markdown.
    """

    of: str
    text: str


@dataclass(frozen=True)
class Seen:
    """What a network is checked on.

    Attributes:
        often: the share of the examples that the most frequent class has; 0 or NaN where there are none.
        numbers: whether the targets are numbers.
        images: whether an example is an image; None = nobody has said.
        relu: whether a layer may be one of ReLU.
        scaled: whether the inputs are scaled by the code.
        rare: whether the words beside the code tell of a class that is rare.
        share: of the rare class, as they say it; None where they do not.
        dropped: the largest rate of a dropout; 0 = there is none, None = nobody knows.
    """

    often: float = 0.0
    numbers: bool = False
    images: bool | None = None
    relu: bool = True
    scaled: bool = False
    rare: bool = False
    share: float | None = None
    dropped: float | None = None


def of_words(text: str | None) -> Seen:
    """What the text of a network says by itself, with the words beside it; None = there is none."""
    rates = None if text is None else [float(one or other) for one, other in DROPOUT.findall(text)]
    text = text or "relu"
    return Seen(
        dropped=None if rates is None else max(rates, default=0.0),
        numbers=bool(NUMBERS.search(text)),
        relu=bool(re.search(r"relu", text, re.IGNORECASE)),
        scaled=bool(SCALED.search(text)),
        rare=bool(RARE_WORDS.search(text) or OFTEN_RIGHT.search(text)),
        share=rarity.said(text),
    )


ANEW = (
    "Then build the model anew: a first step on unscaled inputs may have killed its ReLU units for good, or made its "
    "weights NaN."
)
ANEW_OF_OTHERS = (
    "Then build the model anew: a first step on unscaled inputs may have saturated its units, or made its weights NaN."
)
PIXELS = Cause(DATA, f"Pixels from 0 to 255. Test `print(x.min(), x.max())`; cure `x = x / 255`. {ANEW}")
COLUMNS = Cause(
    DATA,
    "Inputs of a large scale, or columns of very different ones. Test `print(x.min(axis=0), x.max(axis=0))`; cure "
    f"`{STANDARD.partition('  #')[0]}`, with mean and deviation of the training examples for all data. {ANEW}",
)
EITHER = Cause(DATA, COLUMNS.text.replace("for all data.", "for all data; of pixels from 0 to 255 `x = x / 255`."))
UNSCALED = Cause(
    DATA,
    "Targets far from the size of 1, as prices are. Test `print(y.mean(), y.std())`; cure "
    + ", ".join(f"`{line.partition('  #')[0]}`" for line in TARGETS.splitlines()[:2])
    + f", and after `fit` the way back: `{TARGETS.splitlines()[2].partition('  #')[0]}`.",
)
RECTIFIED = Cause(
    NETWORK,
    "ReLU at the last layer of a network that predicts a number: in some runs it is stuck at 0 for every example. Test "
    "`print(model.layers[-1].activation)`; cure: `Dense(1)` as the last layer.",
)
FIRST = Cause(
    "",
    "First weights that are too large, so that the numbers grow from layer to layer until they end. Test, before "
    '`fit`, `print(model.predict(x[:5]))`; cure: leave out `kernel_initializer`, or `"he_normal"`.',
)
FITTING = Cause(
    DATA,
    "Labels and loss that do not match: whole numbers take `sparse_categorical_crossentropy`, one-hot rows "
    "`categorical_crossentropy`. Test `print(y[:3], model.loss)`, or set **Loss** under *More settings*.",
)
LOGITS = Cause(
    LOSS,
    'A last layer without softmax under a loss that expects one: add `activation="softmax"`, or say '
    "`from_logits=True` in the loss. Set **Loss** under *More settings* to yours.",
)
ONE_UNIT = Cause(
    NETWORK,
    "A softmax of one unit, which says 1 to everything. Test `print(model.output_shape)`; for two classes "
    '`Dense(1, activation="sigmoid")`.',
)
CONSTANT = Cause(
    NETWORK,
    "Weights that all start at one number, so that all units of a layer stay equal and learn as one. Test "
    "`print(model.layers[0].get_weights()[0][:2])`; cure: leave out `kernel_initializer`, or write its layers above.",
)
APART = Cause(
    "",
    "Labels shuffled apart from the examples. Test `print(x[:3], y[:3])`, of pictures `plt.imshow(x[0])`; cure: load "
    "both anew, and shuffle them by one `order = np.random.permutation(len(x))`: `x, y = x[order], y[order]`.",
)
UNLIKE = Cause("", "Test inputs that are not scaled as those of the training. Test `print(x.max(), x_test.max())`.")
DEAD = Cause(
    "",
    "ReLU units that died in training, after a step that was too long: they say 0 to every example, whatever comes. "
    "Test `print((keras.Model(model.inputs, model.layers[-2].output).predict(x).max(axis=0) == 0).mean())`; cure: the "
    'model built anew, with `kernel_initializer="he_normal"` and a smaller rate.',
)
MISSING = Cause(
    DATA, "A missing number among the inputs or labels. Test `print(np.isnan(x).sum(), np.isnan(y).sum())`."
)
NO_SPREAD = Cause("", "A division by a deviation of 0, of a constant column. Test `print((x.std(axis=0) == 0).sum())`.")
BEYOND = Cause(
    DATA,
    "Labels outside 0 to K − 1, of K outputs; of one output, others than 0 and 1: −1 makes its loss negative. Test "
    "`print(y.min(), y.max(), model.output_shape)`.",
)
OWN_LOSS = Cause(
    LOSS, "A loss of your own with `log` or a division in it: the logarithm of 0 is infinite. Add `1e-7` inside."
)
LONG = Cause(
    NETWORK,
    "Gradients that explode in many layers or long sequences. Test `keras.optimizers.Adam(1e-3, clipnorm=1.0)`: if the "
    "NaN is gone, they did.",
)
HALF = Cause("", "Numbers of 16 bits, which end at 65,504. Test `print(keras.config.dtype_policy())`.")
GOES_ON = Cause("", "`fit` called again goes on from where it stopped. Make the model anew before each `fit`.")
SEED = Cause(
    "", "No seed: weights, order and dropout are drawn anew. Test `keras.utils.set_random_seed(0)` before the model."
)
CUT = Cause(
    LOSS,
    "An accuracy that does not fit the outputs: cut at 0.5 where they are logits, or asked of numbers that are no "
    "classes. Test `print(model.predict(x[:5]), y[:5])`; cure "
    "`keras.metrics.BinaryAccuracy(threshold=0.0)` for one logit.",
)
SURE = Cause(
    NETWORK,
    "Outputs that start saturated, sure of wrong answers: the loss falls a long way before one answer changes. Test "
    "`model.evaluate(x, y)` before `fit`: far above ln K for K classes; cure: smaller weights or inputs.",
)
LATE = Cause(
    "",
    "Too few epochs: the mean of the targets is learned first, what the inputs say of them only then. Test five times "
    "as many, on the training data: `plt.plot(history.history['loss'])` still falls.",
)
NOTHING_IN_IT = Cause(
    "",
    "Inputs that say nothing of the target, as a window of lags that is too short, or noise: the best answer is then "
    "the mean. Test `print(np.corrcoef(x.reshape(len(x), -1).T, y.ravel())[-1, :-1])`: near 0 everywhere is a hint; "
    "cure: a longer window, or other columns.",
)
SHORT = Cause("", "Too few epochs: the loss comes first, the accuracy after it. Test five times as many.")
EVEN = (
    "Cure: let each class weigh the same, `counts = np.bincount(y.ravel().astype(int))` and "
    "`fit(…, class_weight=dict(enumerate(len(y) / len(counts) / counts)))`, and train longer, as how often a class "
    "comes is learned first. Judge by what accuracy does not see: for two classes "
    "`metrics=[keras.metrics.Precision(), keras.metrics.Recall()]`. Without weights, cut at `predict(x) > y.mean()` in "
    "place of 0.5, but only once the network is trained: trained too short, it calls most examples positive. "
    "Precision and recall of both cuts tell."
)
ONE_CLASS = Cause(
    DATA,
    "One class that is by far the most frequent, so that saying it always is nearly right. Test "
    f"`print(np.unique(y, return_counts=True))`. {EVEN}",
)
NOISE = (
    "which is on in training alone. Test `model.evaluate(x_train, y_train)` beside what `fit` prints: without it the "
    "training is better."
)
AVERAGED = Cause(
    "",
    "`fit` prints the mean over an epoch, from its first batch on; validation comes at its end. Test "
    "`model.evaluate(x_train, y_train)` after the epoch. By itself it matters in the first epochs only.",
)
EASIER = Cause(
    "",
    "Validation examples that are easier, few, or also in the training. Test `print(len(x_val))`, and another split: "
    "`train_test_split(x, y, stratify=y, random_state=1)`.",
)
ALTERED = Cause("", "Augmented training images: what is turned and cropped is harder. Test one epoch without.")
HUGE = 1.0  # a learning rate from which on it is looked at first
RARE = 0.7  # share of the most frequent class from which on the others are rare
OF_RARE = (EVERYTHING, SAME, LOW, CHANCE, UNREAD)  # what people see where a class is
YOURS = "Set **Learning rate** under *More settings* to yours"
TESTS = (100, 10_000)  # examples of a test whose accuracy is told with its error


def _large(rate: float) -> Cause:
    return Cause(RATE, f"A learning rate that is too large. {YOURS}, then to `{rate / 10:g}`.")


def _huge(rate: float) -> Cause:
    return Cause(
        "",
        f"A learning rate that is too large: {rate:g} is, for most networks, and one step of it can drive every output "
        f"to its end, where nothing changes any more. Test `{rate / 100:g}`, with the model built anew.",
    )


def _small(rate: float) -> Cause:
    return Cause(RATE, f"A learning rate that is too small to get there. {YOURS}, then to `{rate * 10:g}`.")


def _wrong(rate: float) -> Cause:
    tests = f"{YOURS}, then to `{rate / 10:g}` and `{rate * 10:g}`."
    return Cause(RATE, f"A learning rate that is too large, or far too small. {tests}")


def _later(rate: float) -> Cause:
    return Cause(
        "",
        "What shows only in longer training: a rate that was right at the start and is too large later, or too few "
        f"epochs. Test five times as many epochs, once with a tenth of the rate, `{rate / 10:g}`, and plot "
        "`plt.plot(history.history['loss'])` of both.",
    )


def _noise(dropped: float | None) -> tuple[Cause, ...]:
    """Dropout as a cause: the reader's own rate, where it is known; () where there is none."""
    if dropped is None:
        return (Cause("", f"Dropout or other noise, {NOISE} That is no fault, unless both stay low."),)
    high = f"Both stay low? {dropped:g} is much: {{}} to {{}} is usual; `Dropout({{}})`.".format(*USUAL_DROPOUT)
    told = high if dropped > USUAL_DROPOUT[1] else "That is no fault."
    return (Cause("", f"Your dropout of {dropped:g}, {NOISE} {told}"),) if dropped else ()


def _few() -> Cause:
    small, large = (percent(2 * math.sqrt(0.9 * 0.1 / count)) for count in TESTS)
    return Cause(
        "",
        f"Few test examples: an accuracy of 90 % is known to ± {small} from {TESTS[0]} of them, to ± {large} from "
        f"{TESTS[1]:,}. Test `print(len(x_test))`.",
    )


def _of_nan(rate: float, seen: set[str]) -> Cause:
    """The same of a loss that is NaN: whether a rate is too large lies in the data as well."""
    if RATE not in seen:
        return _large(rate)
    told = "A learning rate that is too large for your data. Test a tenth of it, with the model built anew"
    return Cause(DATA, f"{told}: `{rate / 10:g}`.")


def _causes(symptom: str, rate: float, seen: set[str], data: Seen) -> tuple[Cause, ...]:
    """The causes of a symptom, whatever the page sees, the quickest to test first."""
    numbers, relu = data.numbers, (RECTIFIED,) * data.relu
    scale = () if data.scaled else ({True: PIXELS, False: COLUMNS, None: EITHER}[data.images],)
    of_numbers = (UNSCALED, LATE, NOTHING_IN_IT, *relu) if numbers else ()
    of_classes = () if numbers else (FITTING, ONE_UNIT)
    huge = (_huge(rate),) if rate >= HUGE else ()
    return {
        EVERYTHING: (),
        UNREAD: (*scale, *of_numbers[:1], *of_classes[:1], APART, _wrong(rate), _later(rate)),
        CHANCE: (
            *huge, *scale, *of_numbers, *of_classes, CONSTANT, *(UNLIKE,) * data.scaled, APART,
            *(() if numbers else (LOGITS, SHORT)),
            *(() if huge else (_wrong(rate),)),
        ),
        NAN: (
            MISSING, *scale, *of_numbers[:1], NO_SPREAD, *(() if numbers else (BEYOND,)), FIRST, HALF,
            _of_nan(rate, seen), OWN_LOSS, LONG,
        ),
        SAME: (
            *huge, *scale, UNLIKE, *(of_numbers or (ONE_CLASS,)), *of_classes[1:], CONSTANT, *(DEAD,) * data.relu,
            APART, *(() if huge else (_large(rate),)),
        ),
        BELOW: (*_noise(data.dropped), AVERAGED, EASIER, *(ALTERED,) * (data.images is not False)),
        START: (
            *of_numbers[:1], *scale, FIRST, *(() if numbers else (BEYOND, SURE)), OWN_LOSS,
        ),
        DIFFERENT: (*(relu if numbers else (_few(),)), _large(rate), SEED, GOES_ON),
        LOW: (CUT, CONSTANT, APART, _small(rate), LATE)
        if numbers
        else (ONE_CLASS, CONSTANT, CUT, SURE, APART, _small(rate), SHORT),
    }[symptom]  # fmt: skip


def usual(symptom: str, rate: float, seen: set[str], data: Seen) -> list[str]:
    """The causes of a symptom, without those in what the page sees, the quickest to test first.

    A line that prints comes before a setting of this page, and that before a network that is made or trained anew.

    Args:
        symptom: a key of `SYMPTOMS`, or `UNREAD`.
        rate: the learning rate.
        seen: what the page sees.
        data: what it is checked on.
    """
    told = [cause.text for cause in _causes(symptom, rate, seen, data) if cause.of not in seen]
    if not data.relu:
        told = [text.replace(ANEW, ANEW_OF_OTHERS) for text in told]
    if data.numbers or symptom not in OF_RARE:
        return told
    if DATA in seen and data.often > RARE:
        share = percent(data.often).capitalize()
        return [f"{share} of your examples are of one class, so that saying it always is nearly right. {EVEN}", *told]
    if DATA not in seen and (data.rare or data.share):
        return [ONE_CLASS.text + _log_odds(data.share), *(text for text in told if text != ONE_CLASS.text)]
    return told


def _log_odds(share: float | None) -> str:
    """What the output's bias can start at where a class has this share; "" where nobody says it."""
    from lab.question import said
    from lab.questions.check_network.check import rare

    if not share:
        return ""
    odds = math.log(share / (1 - share))
    return (
        f" With a share of {percentage(share)} the first epochs do little but move the output's bias to "
        f"ln({share:g} / {1 - share:g}) = {figure(odds)}: without class weights it can start there, with "
        f"`bias_initializer=keras.initializers.Constant({odds:.2f})`. [{said('bias').ask}]({rare.shown(share)})"
    )


OF_CHECKS = {  # a check -> the usual causes that are what it found
    "labels": (UNSCALED, FITTING, BEYOND), "inputs": (PIXELS, COLUMNS, EITHER), "clones": (CONSTANT,),
    "output_and_loss": (LOGITS, ONE_UNIT, RECTIFIED), "dead_units": (DEAD,),
}  # fmt: skip


def with_found(told: list[str], rows) -> list[str]:
    """The same, after what the checks found: faults first of all, what is to be looked at after a rare class.

    Args:
        told: of `usual`.
        rows: of a checkup, those that are a fault or to be looked at and follow from no other.
    """
    own = [each.text for check in rows["check"] for each in OF_CHECKS.get(check, ())]
    others = [text for text in told if text not in own]
    found = [
        f"Found here, {row.name}{row.layer and f' of {literal(row.layer)}'}: {literal(opening(row.because))}"
        for row in rows.itertuples(name="Row")
    ]
    leads = 0 if rows["standing"].eq("fault").any() else sum(EVEN in text for text in others[:1])  # a rare class
    return [*others[:leads], *found, *others[leads:]]


def sections(symptom: str, told: list[str], means: str) -> list[Section]:
    """What a symptom means and what may cause it; where everything is looked at, a rare class alone."""
    if symptom == EVERYTHING:
        return [Section("To look at: a rare class", (Words(told[0]),))] if told else []
    numbered = "\n".join(f"{place}. {text}" for place, text in enumerate(told, 1))
    beside = "The usual causes, the quickest to test first:"
    return [
        Section(f"{symptom}: what it means, and what to test", (Words(f"{means} {beside}".lstrip()), Words(numbered)))
    ]
