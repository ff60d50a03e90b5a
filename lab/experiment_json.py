"""An experiment as JSON text, and back."""

import json
from collections import Counter
from dataclasses import MISSING, Field, fields, is_dataclass

from lab import checks, memory
from lab.columns import Column
from lab.specs import MOMENTUM
from lab.table import Table

LATER = ("standardize_target", "validation", "validation_seed", "weights")  # fields that older texts do not have


def write(experiment) -> str:
    """The JSON text of an experiment: one object a part, every field by name, those of `LATER` where they are set.

    With a table all is in one line.
    """
    return json.dumps(_plain(experiment), indent=None if experiment.data.table else 1, allow_nan=False)


def read(text: str, whole: type, parts: dict[str, type]):
    """The experiment that `text` describes; a part or field left out has its default."""
    given = _object("The experiment", _parsed(text))
    checks.known("Experiment", given, tuple(parts))
    made = {name: _spec(parts[name], value) for name, value in given.items()}
    return checks.kept(whole, made) if len(made) == len(parts) else whole(**made)


def _plain(value: object) -> object:
    if isinstance(value, Table):
        return value.to_columns()
    if is_dataclass(value):
        return {spec.name: _plain(_written(value, spec)) for spec in fields(value) if _told(value, spec)}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _told(part: object, spec: Field) -> bool:
    return spec.name not in LATER or getattr(part, spec.name) != spec.default


def _written(part: object, spec: Field) -> object:
    """A field as a text has it: the usual momentum by its number, whatever the optimizer."""
    value = getattr(part, spec.name)
    return MOMENTUM if spec.name == "momentum" and value is None else value


def _parsed(text: str) -> object:
    checks.require(isinstance(text, str), f"An experiment's JSON must be a text; got a {type(text).__name__}.")
    memory.check_text(len(text))
    try:
        return json.loads(text, object_pairs_hook=_once, parse_int=_whole)
    except (json.JSONDecodeError, RecursionError) as error:
        where = (
            f"line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else "its nesting"
        )
        raise ValueError(f"The experiment is not valid JSON: the text breaks at {where}.") from None


def _once(pairs: list[tuple[str, object]]) -> dict:
    """A JSON object; a name that comes twice would lose its first value silently."""
    repeated = sorted(name[:40] for name, times in Counter(name for name, _ in pairs).items() if times > 1)[:8]
    checks.require(
        not repeated, f"A name may come once in a JSON object; {', '.join(map(repr, repeated))} comes again."
    )
    return dict(pairs)


def _whole(digits: str) -> float:
    """A whole number; a longer one than any field takes becomes a float, which its field then refuses by name."""
    return int(digits) if len(digits) < 40 else float(digits)


def _spec(kind: type, given: object):
    """A part of a text; one that is spelled out whole may hold what another scheme or kind would use."""
    values = _object(f"`{kind.__name__}`", given)
    checks.known(kind.__name__, values, tuple(spec.name for spec in fields(kind)))
    lacking = [spec.name for spec in fields(kind) if spec.default is MISSING and spec.name not in values]
    checks.require(not lacking, f"`{kind.__name__}` lacks {', '.join(map(repr, lacking))}.")
    made = {name: _field(kind, name, value) for name, value in values.items()}
    whole = all(spec.name in values or spec.name in LATER for spec in fields(kind))
    return checks.kept(kind, made) if whole else kind(**made)


def _field(kind: type, name: str, value: object) -> object:
    if name == "columns" and isinstance(value, list):
        return tuple(_spec(Column, item) for item in value)
    if name == "table" and value is not None:
        return _table(value)
    if name == "momentum" and value == MOMENTUM:
        return None
    return tuple(value) if isinstance(value, list) else value


def _table(value: object) -> Table:
    columns = _object("`Data.table`", value)
    checks.known("Data.table", columns, ("inputs", "targets", "task"))
    missing = [name for name in ("inputs", "targets", "task") if name not in columns]
    checks.require(not missing, f"`Data.table` lacks {', '.join(map(repr, missing))}.")
    return Table.from_columns(columns["inputs"], columns["targets"], columns["task"])


def _object(name: str, value: object) -> dict:
    checks.require(isinstance(value, dict), f"{name} must be a JSON object {{...}}; got a {type(value).__name__}.")
    return value
