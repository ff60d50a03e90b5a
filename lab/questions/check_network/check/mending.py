"""What to change: the reader's own lines with the cures in them, and the way to check the network with them again."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lab.answer import Code, Section, Words
from lab.check import cure, mend
from lab.check.cure import STANDARD
from lab.check.finding import NOT_JUDGED, WORDS
from lab.prose import listed, literal
from lab.questions.check_network.check import compiled, network, rare
from lab.questions.check_network.check.symptoms import EVERYTHING

SCALED = {"inputs": "inputs", "labels": "targets"}  # check -> the knob of the scale that its cure takes back
SHARED = """\
at, by = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-7)  # of the training examples; keep both
x = (x - at) / by"""
CHANGES = re.compile(
    r"(?P<way># or[^:]*: )?(?P<data>[xy]) = (?!np\.|x\[|keras\.layers)(?![^#]*\b[xy]\.(?:mean|std|min|max)\()[^#]*"
)  # line of a cure
OF_TRAINING = re.compile(r"\b(?:at|mean)\b")  # what such a line takes from the training examples
ONLY_SHOWS = re.compile(r"(?:print\(|study = )")  # so begins a cure that changes nothing
TITLE = {"fault": "**What to change**", "warn": "**What may be changed**"}


def lead(ordered, findings, asked: network.Asked, given: Mapping[str, object], rates: list[float]) -> list:
    """What stands before the verdicts: the lines that mend what is found, and a link that checks the network with them.

    Args:
        ordered, findings: as of `arranged`, and all of a checkup.
        asked: the network.
        given: the settings that the reader has chosen.
        rates: that the page offers.
    """
    rows = _first(ordered)
    if rows.empty:
        return []
    cures = [each for row in rows.itertuples() for each in _cures(findings, row)]
    code = _lines(rows, findings, cures, asked)
    brought = {SCALED[check]: 0 for check in rows["check"] if check in SCALED and getattr(asked, SCALED[check])}
    again = _again(asked, cures, given | brought, rates, scaled=bool(brought))
    return [Words(TITLE[rows["standing"].iloc[0]]), Code(_by_names(code, asked)), *([Words(again)] if again else [])]


def reasons(ordered, findings, often: float) -> list[Section]:
    """What is wrong, why, in which layers, and the question that shows it; and its lines unless `lead` has them.

    Args:
        ordered, findings: as of `lead`.
        often: the share of the examples that the most frequent class has.
    """
    from lab.question import address, named

    bad = ordered[ordered["standing"].isin(["fault", "warn"])]
    told, parts = set(_first(ordered)["check"]), []
    for row in bad[bad["follows"] == ""].itertuples():
        cures = _cures(findings, row)
        others = [layer for layer in _like(findings, row)["layer"] if layer != row.layer]
        more = f" The same is found of {literal(listed(others))}." if others else ""
        leads = rare.shown(1 - often) if row.question == "bias" else row.question and address(row.question)
        link = f"[{named(row.question).QUESTION.ask}]({leads})" if leads else ""
        blocks = [Words(row.asks, small=True), Words(literal(row.because) + more)]
        blocks += [Code(cure.of_layers(cures))] if cures and row.check not in told else []
        blocks += [Words(f"**See it happen:** {link}")] if link else []
        where = f" · {row.layer}" if row.layer else ""
        parts.append(Section(f"{WORDS[row.standing].capitalize()}: {row.name}{where}", tuple(blocks)))
    return parts + listing("What may follow from that: check it again afterwards", bad[bad["follows"] != ""])


def listing(title: str, rows) -> list[Section]:
    """What some checks say, a line each; what several say alike, once."""
    alike = rows.groupby("because", sort=False)["name"].agg(list)
    told = (f"- {listed(names)}: {literal(because.removeprefix(NOT_JUDGED))}" for because, names in alike.items())
    return [Section(title, (Words("\n".join(told)),))] if len(rows) else []


def _first(ordered):
    """The rows that are to be mended first: faults, or else what is to be looked at, that follow from no other."""
    changes = ordered["cure"].ne("") & ~ordered["cure"].str.match(ONLY_SHOWS)
    roots = ordered[ordered["follows"].eq("") & changes]
    faults = roots[roots["standing"] == "fault"]
    return roots[roots["standing"] == "warn"] if faults.empty else faults


def _like(findings, row):
    """The findings that say the same of other layers, and the one itself."""
    return findings[findings["check"].eq(row.check) & findings["verdict"].eq(row.verdict) & findings["cure"].ne("")]


def _cures(findings, row) -> list[tuple[str, str]]:
    """(Layer, its lines) of these findings."""
    return [part for each in _like(findings, row).itertuples() for part in cure.by_layer(each.layer, each.cure)]


def _by_names(code: str, asked: network.Asked) -> str:
    """The lines with what the reader's code calls its data, and with the import that they need."""
    names = mend.fitted(asked.layers) if asked.source == "line" else mend.Named()
    code = _of_held_out(code.replace("predict(x)", f"predict({names.predicted})"), names)
    for name in ("x", "y"):
        code = re.sub(rf"(?<![\w.\"'#]){name}\b(?!\s*=\s*keras\.(?!utils))", getattr(names, name), code)
    return f"import numpy as np\n{code}" if "np." in code and "import numpy as np" not in asked.layers else code


def _of_held_out(code: str, names: mend.Named) -> str:
    """The lines with what they do to the data done to those that are held out as well, with the same numbers."""
    held = {"x": {names.held_x, names.predicted} - {"", names.x}, "y": {names.held_y} - {"", names.y}}
    if held["x"] and STANDARD in code:
        code = code.replace(STANDARD, SHARED)
    lines = []
    for line in code.splitlines():
        lines.append(line)
        did = CHANGES.match(line)
        for other in sorted(held[did["data"]]) if did else ():
            new = re.sub(rf"\b{did['data']}\b", other, did[0].removeprefix(did["way"] or "").rstrip())
            same = "  # with the same numbers" * bool(OF_TRAINING.search(new))
            lines.append(f"{'# and ' if did['way'] else ''}{new}{same}")
    return "\n".join(lines)


def _lines(rows, findings, every: list[tuple[str, str]], asked: network.Asked) -> str:
    """The lines that mend findings, in the reader's own words where they can be told; a line that several change once.

    Inputs are left as they are where it is not they that are found to be large.
    """
    whole = _mended(asked, every)
    said: dict[str, str] = {}  # a line -> what is found of it
    parts: dict[str, list[str]] = {}  # what is found -> the lines that mend it
    for row in rows.itertuples():
        cures = _cures(findings, row)
        done = _mended(asked, cures)
        where = listed(list(dict.fromkeys(layer for layer, _ in cures if layer)))
        head = f"{row.name}{f', of {where}' if where else ''}"
        if done is None or not done.lines:
            lines = {lines for _, lines in cures}
            parts[head] = [lines.pop() if len(lines) == 1 else cure.of_layers(cures)]
            continue
        new = dict(done.lines) | {old: new for old, new in (whole.lines if whole else ()) if old in dict(done.lines)}
        changed = [f"# instead of {old}\n{line}" for old, line in new.items() if old not in said]
        rest = [each for each in mend.unplaced(cures[0][1]) if row.check in SCALED or not each.startswith(STANDARD)]
        if changed or rest:
            parts[head] = [*changed, *rest]
            said = dict.fromkeys(new, head) | said
        else:
            first = said[next(iter(new))]
            parts = {f"{key}; {head}" if key == first else key: lines for key, lines in parts.items()}
            said = {old: f"{key}; {head}" if key == first else key for old, key in said.items()}
    return "\n".join(line for head, lines in parts.items() for line in (f"# {head}", *lines))


def _mended(asked: network.Asked, cures: list[tuple[str, str]]) -> mend.Mended | None:
    return mend.mended(asked.layers, cures) if asked.source == "line" else None


def _again(asked: network.Asked, cures: list[tuple[str, str]], given: Mapping[str, object], rates, *, scaled) -> str:
    """The way to the same page with all of this changed; "" where it is not known how."""
    from lab.question import address

    done = _mended(asked, cures)
    if done is None or not (scaled or done.compiled or done.text != asked.layers) or asked.data == "own":
        return ""
    anew = {"layers": done.text, **(_turned(done.compiled, rates) if done.compiled and not done.compiles else {})}
    stale = {"loss"} & done.compiled.keys() | ({"optimizer", "rate"} if "optimizer" in done.compiled else set())
    kept = {name: value for name, value in given.items() if name not in stale}
    kept["symptom"] = EVERYTHING  # as it may be gone
    what = "this" if len(cures) == 1 else "all this"
    return f"**[Check it again with {what} changed]({address('check', kept | anew)})**"


def _turned(said: Mapping[str, str], rates: list[float]) -> dict[str, object]:
    """How the knobs stand where a network is compiled so; the largest rate that is offered and not above its own."""
    code = f"model = Sequential([Dense(1)])\nmodel.compile({', '.join(f'{key}={each}' for key, each in said.items())})"
    read = compiled.told(network.Asked(source="line", layers=code))
    turned = {"loss": read.loss} if read.loss else {}
    if read.optimizer:
        rate = max((each for each in rates if each <= read.rate), default=rates[0])
        turned |= {"optimizer": read.optimizer, "rate": rate}
    return turned
