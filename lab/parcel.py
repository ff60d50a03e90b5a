"""Files in one zip: the data behind pictures, with a text that says what is what."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

import pandas as pd

from lab.experiment import Experiment
from lab.numerals import counted
from lab.prose import unmarked

FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # a spreadsheet computes a text that begins with one of them
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
KINDS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "csv": lambda frame: harmless(frame).to_csv(index=False).encode(),
    "parquet": lambda frame: storable(frame).to_parquet(index=False),
}


def data(
    pictures: list[tuple[str, list[pd.DataFrame]]], kind: str, experiment: Experiment | None, **about: str
) -> bytes:
    """A zip of every frame of every picture, README.txt and, if there is one, the experiment as JSON.

    Args:
        pictures: (what it shows, its frames), in the order of the page.
        kind: a key of `KINDS`.
        experiment: what was trained.
        about: `question`, `answer` (Markdown), `link`.
    """
    frames = {
        f"picture_{i}_data_{j}.{kind}": frame
        for i, (_, drawn) in enumerate(pictures, start=1)
        for j, frame in enumerate(drawn, start=1)
    }
    files = {name: KINDS[kind](frame) for name, frame in frames.items()}
    beside = {"experiment.json": experiment.to_json().encode()} if experiment else {}
    return packed({"README.txt": _readme(pictures, kind, [*beside], **about).encode(), **beside, **files})


def packed(files: Mapping[str, bytes]) -> bytes:
    """Name -> contents, as a zip."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in files.items():
            archive.writestr(name, contents)
    return whole.getvalue()


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before every text, heads too, that a spreadsheet would take for a formula."""
    texts = [i for i, kind in enumerate(frame.dtypes) if kind.kind not in "biufcmM"]
    columns = {i: frame.iloc[:, i].map(_quoted) if i in texts else frame.iloc[:, i] for i in range(frame.shape[1])}
    return pd.DataFrame(columns).set_axis([_quoted(str(name)) for name in frame.columns], axis=1)


def storable(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with columns of one type each, as Parquet wants them: what is mixed becomes text."""
    mixed = [name for name in frame if pd.api.types.infer_dtype(frame[name]).startswith("mixed")]
    return frame.astype(dict.fromkeys(mixed, str)).rename(columns=str)


def _quoted(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def _readme(pictures: list, kind: str, beside: list[str], question: str, answer: str, link: str) -> str:
    lines = [question, "", unmarked(answer), "", f"Seen at {link}", ""]
    if beside:
        lines += ["experiment.json: what was trained; lab.Experiment.from_json reads it.", ""]
    for i, (shows, frames) in enumerate(pictures, start=1):
        lines += [f"picture_{i}: {shows}"]
        for j, frame in enumerate(frames, start=1):
            lines += [f"  picture_{i}_data_{j}.{kind}: {counted(len(frame), 'row')}"]
    return "\n".join([*lines, ""])
