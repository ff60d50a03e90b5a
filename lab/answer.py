"""An answer: a headline, then pictures, tables, formulas and words in reading order, as plain data.

The app draws it, a notebook shows it, a card quotes it, a claim is measured through it, a file keeps it. It knows
neither Streamlit nor TensorFlow: what is in it came from a question's `answer` and goes to JSON and back unchanged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from lab import checks, frames_json
from lab.experiment import Experiment

if TYPE_CHECKING:
    import altair as alt

FORMAT = 1  # of the JSON; another number is refused


@dataclass(frozen=True, kw_only=True)
class Sets:
    """What a selection in a picture does: it turns a knob.

    Attributes:
        knob: name of the knob.
        selection: name of the selection in the chart.
        fields: of a mark that is clicked, the field that the knob gets; of a box, the fields along its two sides.
        closer: where a box moves a window: its four edges one step closer to what is worth seeing, for those who move
            it by buttons; None = its middle.
    """

    knob: str
    selection: str
    fields: tuple[str, ...]
    closer: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture with its words; make one with `Figure.of`.

    Attributes:
        spec: Vega-Lite, whose named data sets are the keys of `frames`.
        frames: what it draws: name -> tidy frame.
        says: what it shows, for those who cannot see it: the finding in numbers, not the kind of chart.
        caption: a sentence below it, Markdown.
        sets: what a selection in it does; None = nothing.
        behind: the numbers to download where the picture itself is an image; None = `frames`.
    """

    spec: Mapping
    frames: Mapping[str, pd.DataFrame]
    says: str
    caption: str = ""
    sets: Sets | None = None
    behind: pd.DataFrame | None = None

    @classmethod
    def of(
        cls,
        chart: alt.TopLevelMixin,
        says: str,
        *,
        caption: str = "",
        sets: Sets | None = None,
        behind: pd.DataFrame | None = None,
    ) -> Figure:
        """The picture of an Altair chart.

        Its marks are hidden from screen readers, which would spell out hundreds of them: `says` speaks for them.

        Args:
            chart: any Altair chart with typed encodings.
            says, caption, sets, behind: as the attributes.
        """
        from lab.charts.spec import spec_of

        spec, frames = spec_of(chart)
        config = spec.setdefault("config", {})
        config.setdefault("mark", {})["aria"] = False
        config.setdefault("axisY", {})["labelFlush"] = False  # each label on its grid line
        config.setdefault("axisX", {})["labelSeparation"] = 8  # pixels: the end ones are moved in, towards the next
        return cls(spec=spec, frames=frames, says=says, caption=caption, sets=sets, behind=behind)

    @cached_property
    def arrow(self) -> dict[str, bytes]:
        """Its frames as Arrow IPC streams: what a browser draws from."""
        import pyarrow as pa

        streams = {}
        for name, frame in self.frames.items():
            table, sink = pa.Table.from_pandas(frame, preserve_index=False), pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, table.schema) as writer:
                writer.write_table(table)
            streams[name] = sink.getvalue().to_pybytes()
        return streams

    def chart(self) -> alt.TopLevelMixin:
        """The picture as an Altair chart, its rows inside; one that plays by itself stands still there."""
        import altair as alt

        rows = {name: alt.to_values(frame)["values"] for name, frame in self.frames.items()}
        whole = dict(self.spec)
        if "params" in whole:  # Vega's clocks, which its grammar does not know of: there one moves the slider
            whole["params"] = [{key: each[key] for key in each if key != "on"} for each in whole["params"]]
        chart = alt.Chart.from_dict(whole)  # without the rows, which it would look at one by one
        chart.datasets = {**self.spec.get("datasets", {}), **rows}
        return chart


@dataclass(frozen=True)
class Words:
    """A paragraph, Markdown; `small` for what only explains the picture above."""

    text: str
    small: bool = False


@dataclass(frozen=True)
class Why:
    """Three to six plain sentences that say why, each true for the run on screen; Markdown."""

    text: str


@dataclass(frozen=True)
class Advice:
    """What to do about it: a rule, Markdown, and some lines of Keras to copy."""

    text: str
    code: str = ""


@dataclass(frozen=True)
class Formula:
    """A formula in TeX, on a line of its own."""

    tex: str


@dataclass(frozen=True)
class Table:
    """A table to look things up in.

    Attributes:
        frame: texts and numbers, shown as they are; an index with a name heads the rows.
        caption: a sentence below it, Markdown.
    """

    frame: pd.DataFrame
    caption: str = ""


@dataclass(frozen=True)
class Code:
    """Lines of a program."""

    source: str
    language: str = "python"


@dataclass(frozen=True)
class Section:
    """Blocks under a heading of their own.

    Attributes:
        title: the heading.
        blocks: in reading order.
        folded: whether they wait behind the heading until a reader opens it.
        across: pictures that stand beside each other on a wide screen.
    """

    title: str
    blocks: tuple[Block, ...]
    folded: bool = False
    across: int = 1


Block = Figure | Words | Why | Advice | Formula | Table | Code | Section
KINDS = {kind.__name__.lower(): kind for kind in (Figure, Words, Why, Advice, Formula, Table, Code, Section)}


def mathematics(*blocks: Block) -> Section:
    """The section at the end, folded."""
    return Section("The mathematics, with your numbers", blocks, folded=True)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a question answers to its settings.

    Attributes:
        headline: one plain sentence that answers the question; Markdown.
        note: what stands small below it: runs, epochs, intervals; Markdown.
        blocks: pictures, tables, formulas and words in reading order. Those before the first `Why` or `Section` stand
            beside the knobs.
        experiment: the network and its training, for the script, the JSON and the setting in words; None: none.
        private: whether it is about what a visitor brought, which no link and no store of results may hold.
        slug, question, settings: which question it answers, and with which settings; `lab.ask` fills them in.
    """

    headline: str
    blocks: tuple[Block, ...]
    note: str = ""
    experiment: Experiment | None = None
    private: bool = False
    slug: str = ""
    question: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)

    def figures(self) -> list[Figure]:
        """Its pictures, in reading order, those of sections included."""
        return [block for block in _flat(self.blocks) if isinstance(block, Figure)]

    def frames(self) -> list[pd.DataFrame]:
        """The frames of its pictures and tables, in reading order."""
        shown = []
        for block in _flat(self.blocks):
            if isinstance(block, Figure):
                shown += [block.behind] if block.behind is not None else [*block.frames.values()]
            elif isinstance(block, Table):
                shown.append(block.frame)
        return shown

    def charts(self) -> list[alt.TopLevelMixin]:
        """Its pictures as Altair charts, in reading order."""
        return [figure.chart() for figure in self.figures()]

    def to_json(self) -> str:
        """The answer as JSON; `Answer.from_json` reads it."""
        return json.dumps({"format": FORMAT, **_written(self)}, ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Answer:
        """The answer that `to_json` wrote.

        Raises:
            ValueError: the text is no such JSON.
        """
        try:
            values = json.loads(text)
            known = values.pop("format") == FORMAT
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise ValueError(f"An answer must be JSON of `Answer.to_json`; {error}.") from error
        checks.require(known, f"An answer must be JSON of format {FORMAT}, as `Answer.to_json` writes it.")
        return _read(cls, values)

    def _repr_html_(self) -> str:
        """What a notebook shows: headline, pictures, tables, formulas and words, without asking the internet."""
        from lab.answer_html import html

        return html(self)


def _flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from _flat(block.blocks)


def _written(value: object) -> object:
    """Anything of an answer as what JSON knows."""
    if isinstance(value, pd.DataFrame):
        return frames_json.written(value)
    if isinstance(value, Experiment):
        return json.loads(value.to_json())
    if isinstance(value, (Answer, *KINDS.values(), Sets)):
        name = type(value).__name__.lower()
        kind = {"kind": name} if name in KINDS else {}
        return kind | {each.name: _written(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _written(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [_written(each) for each in value]
    return frames_json.plain(value)


def _read(kind: type, values: Mapping) -> object:
    """A dataclass of this module from what `_written` made of it."""
    readers = {
        "frames": lambda held: {name: frames_json.read(frame) for name, frame in held.items()},
        "behind": lambda held: None if held is None else frames_json.read(held),
        "frame": frames_json.read,
        "sets": lambda held: (
            None
            if held is None
            else Sets(**{**held, "fields": tuple(held["fields"]), "closer": held["closer"] and tuple(held["closer"])})
        ),
        "experiment": lambda held: None if held is None else Experiment.from_json(json.dumps(held)),
        "blocks": lambda held: tuple(
            _read(KINDS[each["kind"]], {k: v for k, v in each.items() if k != "kind"}) for each in held
        ),
    }
    return kind(**{name: readers.get(name, lambda held: held)(held) for name, held in values.items()})
