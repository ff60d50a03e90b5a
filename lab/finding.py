"""Finding the question that answers what somebody asks, in whatever words.

One index over questions (title, what is asked, other words for it, what there is to try, how it is answered), claims
and the glossary. A text is a bag of word stems and, for typing errors and other endings, of three letters in a row,
each weighted by how rare it is: the usual TF-IDF with cosines,

    tf-idf(f) = (1 + ln count(f)) · ln((1 + N) / (1 + N(f)))

with N(f) of N phrases that have the feature f. scikit-learn has this too; here it would take 70 MB of the web server.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from urllib.parse import urlencode

from lab import beside, checks, known, question, raised
from lab.claims import CLAIMS, Claim, verification, words
from lab.glossary import TERMS, defined
from lab.question import Elsewhere
from lab.vocabulary import METHODS, features, weight, words_of

NEAR = 0.35  # a hit with a lower score may be about something else
SAME = 0.8  # a cosine from which a phrase is all of what is asked, and no part of it
WELL = 0.4  # a cosine from which a preset is what is asked; below it its question is shown
MOSTLY = 0.65  # share of the words of a preset that must be asked for it to be shown in place of its question
NEAREST, WHOLE = 0.6, 1.2  # weights of the nearest phrase of a question, and of all of them together
LONE = 0.3  # weight of what shares little: of a phrase of which all that is asked, one word, is but a part
BESIDE = 0.45  # of the first hit's score: a question with less has little to do with what is asked
KNOWN = 0.75  # score of the first hit and share of the words that are known there, together, from which it is about it
LESS = 0.7  # weight of what names a method (L1, Adam, ...), or as a preset a number, that nobody asked for
UNREAD, LINES = "Your network was not read.", " The box there takes code with its lines."
NUMBERS = "Your numbers are filled in there."
PART = "Only its first {:,} characters arrived, and what follows may make layers: paste only what makes the network."
MOST = 12_000  # characters that are read of a text, and that the box of the app holds: a text of so many was cut there
TELLING = 2  # words of a preset that say enough by themselves
MEANING = re.compile(r"\b(?:mean|means|meaning|define|definition|explain|what'?s|what (?:is|are|does))\b")
END = re.compile(r"(?<=[?!\n])|\.(?!\S)")  # of a sentence: a dot within a number is none


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One question that may answer a text.

    Attributes:
        question: its slug.
        title: what is asked there, or tried, or claimed, or the term that is explained: what was nearest.
        ask: of something to try, what its question asks, which is what `says` answers; otherwise "".
        says: the answer in a sentence; "" where none is known ahead of time.
        verdict: of a claim, what its last verification says; otherwise "".
        address: where it is seen, relative to the app's.
        score: how near it is, from 0; below `NEAR` it may be about something else.
        quote: of a claim what is claimed; what a term means, where that was asked, or the term alone; otherwise "".
    """

    question: str
    title: str
    says: str
    verdict: str
    address: str
    score: float
    quote: str = ""
    ask: str = ""


def find(text: str, most: int = 3) -> list[Hit]:
    """The questions of the laboratory that are nearest to a text.

    Args:
        text: a question in any words, or any part of one; of any length.
        most: how many.

    Returns:
        At most `most` hits, one a question, the best first, without those that are far behind it; none if the text
        shares nothing with any question.

    Raises:
        ValueError: `text` is no text, or `most` no whole number from 1 to 100.
    """
    checks.require_type("text", text, str)
    checks.whole("most", most, 1, 100)
    first, asked = _taken(text), said(text[:MOST])
    near = NEAR if first else 0.0  # beside code in passing, as "any ideas?"
    hits = [hit for hit in _index().hits(asked, most) if hit.score >= near]
    hits = [_filled(hit, asked, leads=place == 0) for place, hit in enumerate(hits)]
    return [*first, *(hit for hit in hits if hit.question not in {each.question for each in first})][:most]


@dataclass(frozen=True)
class Entry:
    """What can be found: a question, one of its presets, a claim, or a term of the glossary.

    Attributes:
        slug, settings: the question that shows it, and how it is set.
        title: as of `Hit`.
        phrases: what it is found by.
        claim: its id; "" unless it is one.
        says: as of `Hit`; "" = what is known of these settings.
        preset: whether it is one of the settings to try.
    """

    slug: str
    settings: Mapping[str, object]
    title: str
    phrases: tuple[str, ...]
    claim: str = ""
    says: str = ""
    preset: bool = False

    @property
    def shows(self) -> bool:
        """Whether it is a setting of a question that is found by words of its own."""
        return not (self.says or self.claim or self.goes_on) and bool(self.settings)

    @property
    def goes_on(self) -> bool:
        """Whether it is understood only by who has read what stands before it."""
        return self.preset and (self.title.startswith("And ") or self.title.endswith(", too?"))

    def worth(self, cosine: float) -> float:
        """What a cosine with one of its phrases counts: a term, or what goes on from a page, must be all of it."""
        if self.says or self.goes_on:
            return 1.1 if cosine > SAME else 0.5
        return 1.0 if self.preset or self.claim else 1.1


@dataclass(frozen=True)
class Index:
    """Entries, and in which of their phrases each feature stands."""

    entries: tuple[Entry, ...]

    @cached_property
    def phrases(self) -> list[tuple[int, Counter]]:
        """(place of the entry, features) of every phrase; after them one for all of each question."""
        found = [(i, features(text)) for i, entry in enumerate(self.entries) for text in entry.phrases]
        wholes: dict[str, Counter] = defaultdict(Counter)
        for i, held in found:
            wholes[self.entries[i].slug].update(held)
        first = {entry.slug: i for i, entry in reversed(list(enumerate(self.entries)))}
        return found + [(first[slug], held) for slug, held in wholes.items()]

    @cached_property
    def rarity(self) -> dict[str, float]:
        """Feature -> ln((1 + N) / (1 + N(f)))."""
        held = Counter(feature for _, found in self.phrases for feature in found)
        return {feature: math.log((1 + len(self.phrases)) / (1 + count)) for feature, count in held.items()}

    @cached_property
    def postings(self) -> dict[str, list[tuple[int, float]]]:
        """Feature -> (place of a phrase, its part of the phrase's unit vector)."""
        held = defaultdict(list)
        for place, (_, found) in enumerate(self.phrases):
            for feature, size in self.unit(found).items():
                held[feature].append((place, size))
        return held

    def unit(self, found: Counter) -> dict[str, float]:
        """The vector of a text, of length 1; features that no phrase has count too, as the rarest do."""
        rarest = math.log(1 + len(self.phrases))
        sizes = {
            feature: (1 + math.log(count)) * self.rarity.get(feature, rarest) * weight(feature)
            for feature, count in found.items()
        }
        length = math.sqrt(sum(size**2 for size in sizes.values()))
        return {feature: size / length for feature, size in sizes.items()} if length else {}

    def hits(self, text: str, most: int) -> list[Hit]:
        """As `find`."""
        cosines, entire = self._cosines(text)
        said = words_of(text)
        best: dict[str, tuple[float, int, int]] = {}
        wholes: dict[str, float] = {}
        ends = len(self.phrases) - len({entry.slug for entry in self.entries})
        for place, cosine in cosines.items():
            i = self.phrases[place][0]
            slug = self.entries[i].slug
            if place >= ends:
                wholes[slug] = cosine
            else:
                worth = self.entries[i].worth(entire[place]) * (LESS if self.methods[i] - said else 1.0)
                best[slug] = max(best.get(slug, (0.0, 0, 0)), (cosine * worth, -i, place))
        alone = len(said) == 1  # a word in passing is no question of its own
        parts = {slug: LONE if alone and cosine < SAME else 1.0 for slug, (cosine, *_) in best.items()}
        scores = {slug: parts[slug] * (NEAREST * best[slug][0] + WHOLE * wholes.get(slug, 0.0)) for slug in best}
        ranked = sorted(scores, key=lambda slug: (-scores[slug], slug))[:most]
        if not alone:  # of one word a single hit names it, and the others are about it
            ranked = [slug for slug in ranked if scores[slug] >= BESIDE * scores[ranked[0]]]
        far = LONE if ranked and scores[ranked[0]] + self._shared(text, ranked[0]) < KNOWN else 1.0
        found = []
        for slug in ranked:
            place = best[slug][2]
            i = self.phrases[place][0]
            entry, quote = self.entries[i], ""
            if entry.says and not MEANING.search(text.lower()):  # a term alone: first what shows it
                entry, quote = self._shows(slug, said), entry.says
            elif entry.preset and (self.methods[i] - said or cosines[place] < (SAME if entry.goes_on else WELL)):
                entry = self._questions[slug]
            elif entry is self._questions[slug]:
                entry = self._shows(slug, said | set(self.phrases[place][1]), mostly=True)
            found.append(self._hit(entry, far * scores[slug], quote))
        return _with(defined(text), found)

    def _cosines(self, text: str) -> tuple[dict[int, float], dict[int, float]]:
        """Of each phrase: its cosine with a text, where the nearest sentence counts as much as all; and with all."""
        entire, nearest = self._cosine(text), defaultdict(float)
        for part in END.split(text):
            for place, cosine in self._cosine(part).items():
                nearest[place] = max(nearest[place], cosine)
        return {place: (cosine + nearest[place]) / 2 for place, cosine in entire.items()}, entire

    def _cosine(self, text: str) -> dict[int, float]:
        """Of each phrase that shares a feature with a text, its cosine with it."""
        cosines: dict[int, float] = defaultdict(float)
        for feature, size in self.unit(features(text)).items():
            for place, held in self.postings.get(feature, ()):
                cosines[place] += size * held
        return cosines

    def _shared(self, text: str, slug: str) -> float:
        """Share of the words of a text, an ordinary one counting less, that stand in any phrase of a question.

        How rare a word is does not count: of most people's words the index knows none.
        """
        sizes = {word: weight(word) for word in words_of(text)}
        return sum(size for word, size in sizes.items() if word in self.words[slug]) / (sum(sizes.values()) or 1.0)

    @cached_property
    def methods(self) -> list[set[str]]:
        """Of each entry: the methods, and of a preset the numbers, that its title names and its question does not."""
        return [
            {
                word
                for word in words_of(entry.title) - words_of(self._questions[entry.slug].title)
                if not entry.says and (word in METHODS or entry.preset and word.isdigit())
            }
            for entry in self.entries
        ]

    @cached_property
    def words(self) -> dict[str, set[str]]:
        """Slug -> the features of all its phrases."""
        held: dict[str, set[str]] = defaultdict(set)
        for i, found in self.phrases:
            held[self.entries[i].slug].update(found)
        return held

    @cached_property
    def _questions(self) -> dict[str, Entry]:
        """Slug -> the question itself."""
        return {entry.slug: entry for entry in reversed(self.entries)}

    def _shows(self, slug: str, wanted: set[str], mostly: bool = False) -> Entry:
        """What is asked or tried at a question in some words; if nothing is, the question itself.

        Args:
            slug: the question.
            wanted: stems of the words.
            mostly: whether most of what is tried must be in them.
        """
        asked = self._questions[slug]
        shared, most = self._telling(wanted & words_of(asked.title)), asked
        for entry, methods in zip(self.entries, self.methods, strict=True):
            if entry.slug == slug and entry.shows and methods <= wanted:
                said = words_of(entry.phrases[0])
                both = wanted & said
                told = self._telling(both)
                if told > shared and (not mostly or len(both) > 1 and len(both) / len(said) >= MOSTLY):
                    shared, most = told, entry
        return most

    def _telling(self, words: set[str]) -> float:
        """How much words say: each as rare as it is."""
        return sum(weight(word) * self.rarity.get(word, 0.0) for word in words)

    def _hit(self, entry: Entry, score: float, quote: str = "") -> Hit:
        says, verdict = entry.says or _answer(entry), ""
        if entry.preset and not says and (says := known.headline(entry.slug, {})):  # what is not known answers nothing
            entry = self._questions[entry.slug]
        if entry.claim:
            claim, last = CLAIMS[entry.claim], verification.last()
            quote, verdict = claim.claim, words.verdict(claim, last[last["id"] == entry.claim])
        address = question.address(entry.slug, entry.settings)
        return Hit(
            question=entry.slug, title=entry.title, says=says, verdict=verdict, address=address, score=round(score, 3),
            quote=quote, ask=self._questions[entry.slug].title if entry.preset else "",
        )  # fmt: skip


def said(text: str) -> str:
    """What somebody asks in a text: of one with code that a question takes, the words beside it, perhaps none.

    Of what was printed where code raised, the error itself.
    """
    return beside.said(text) if _taking(text) else raised.shortened(text)


def _taking(text: str) -> str:
    """The question whose module says in `TAKES` that it takes such a text; "" where none does."""
    taking = (slug for slug in question.questions() if hasattr(question.named(slug), "TAKES"))
    return next((slug for slug in taking if question.named(slug).TAKES[0].search(text[:MOST])), "")


def _taken(text: str) -> list[Hit]:
    """The question that takes such a text, as the code of a network, with the text in its knob.

    Its module says so in `TAKES`: the pattern of the text, the keyword of the knob, what is said of the hit, which
    raises where the text cannot be read, and the text as the knob is to hold it. By its `reads` the words beside it
    set the question, as what somebody sees. Where it cannot be read the hit says why, and the page says so too; of a
    text that was cut nothing is filled in.
    """
    if not (slug := _taking(text)):
        return []
    _, knob, says, held = question.named(slug).TAKES
    words = beside.said(text[:MOST])
    given = {knob: held(text[:MOST].strip())} | question.named(slug).reads(words)
    try:
        checks.require(len(text) < MOST, PART.format(min(len(text), MOST)))
        told = says(text.strip())
    except ValueError as error:
        told = f"{UNREAD} {error}" + LINES * ("\n" not in text.strip() and "lab.checkup" not in str(error))
    if len(text) >= MOST:
        given[knob] = ""
    address, ask = question.address(slug, given), question.said(slug).ask
    return [Hit(question=slug, title=ask, says=told, verdict="", address=address, score=1.0)]


def _filled(hit: Hit, text: str, leads: bool) -> Hit:
    """A question that reads what is asked (`reads` of its module), as numbers or a symptom, with that in its knobs."""
    module = question.named(hit.question)
    reads = hasattr(module, "reads") and not hit.verdict and (leads or not hasattr(module, "BRINGS"))
    given = module.reads(text) if reads else {}
    if not given:
        return hit
    says = getattr(module, "BRINGS", NUMBERS)
    return replace(hit, says=says, address=question.address(hit.question, given), score=max(hit.score, NEAR))


def _with(meaning: str, hits: list[Hit]) -> list[Hit]:
    """Hits of which the first that quotes nothing quotes what a word means, unless one of them says it."""
    plain = next((place for place, hit in enumerate(hits) if not hit.quote), None)
    if meaning and plain is not None and not any(meaning in (hit.says, hit.quote) for hit in hits):
        hits[plain] = replace(hits[plain], quote=meaning)
    return hits


def _answer(entry: Entry) -> str:
    """The answer in a sentence; where it is of what the reader brings, what to bring."""
    own = "" if entry.claim else getattr(question.named(entry.slug), "BRINGS", "")
    return own or known.headline(entry.slug, entry.settings)


@cache
def _index() -> Index:
    return Index(tuple(_entries()))


def _entries() -> Iterable[Entry]:
    for slug in question.questions():
        module = question.named(slug)
        said = module.QUESTION
        yield Entry(slug, {}, said.ask, (said.title, said.ask, *said.also, known.headline(slug, {})))
        for text, given in getattr(module, "TRY", {}).items():
            tried = Entry(slug, given, text, (text,), preset=True)
            if not isinstance(given, Elsewhere) and len(words_of(text)) >= TELLING + tried.goes_on:
                yield tried
        for text, given in said.turned.items():
            for each in (text,) if isinstance(text, str) else text:
                yield Entry(slug, given, said.ask, (each,))
    for claim in CLAIMS.values():
        slug, settings = _shown(claim)
        yield Entry(slug, settings, claim.question, (claim.question, claim.claim, *claim.also), claim=claim.id)
    for term in TERMS.values():
        yield Entry(term.question, {}, f"What does “{term.name}” mean?", (term.name, *term.also), says=term.says)


def _shown(claim: Claim) -> tuple[str, Mapping[str, object]]:
    """The question that shows a claim, and how it is set."""
    if claim.slug:
        return claim.slug, claim.settings
    slug, every = question.from_address(f"{claim.page}?{urlencode(claim.address, doseq=True)}")
    begins = question.settings(slug)
    return slug, {name: value for name, value in every.items() if name not in begins or value != begins[name]}
