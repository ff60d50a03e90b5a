"""Networks that somebody brings: layers in a line, `model.to_json()` or a .keras file, read without running anything.

What comes is checked before Keras sees it: only layers, initializers and the like that Keras itself has, by a list that
is kept here; no functions, no code, no paths. What is left is built by Keras in its safe mode, first without memory for
its weights, so that their sizes are known before they are made.
"""

from __future__ import annotations

import io
import json
import math
import random
import re
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from lab import checks
from lab.check import allowed
from lab.check.expressions import INS, OUTS, SEVERAL
from lab.check.finding import figure
from lab.check.refusals import UnbuiltError, bear
from lab.check.subject import calls, outputs_of_one, sides, takes_steps
from lab.progress import Cancelled

MOST_TEXT, MOST_FILE, MOST_UNPACKED = 1_000_000, 30_000_000, 60_000_000  # characters; bytes
MOST_LAYERS, MOST_CALLS, MOST_DEPTH = 200, 400, 30  # layers of a network; their calls; brackets within brackets
MOST_WEIGHTS, MOST_OUTPUTS, MOST_WORK = 5_000_000, 500_000, 300_000_000  # of a network, for one example
MOST_VALUES = 5_000_000  # that come up within the layers, of one example: as many are held for every one of a batch
MOST_STEPS = 600  # of all recurrent layers: each takes its time, however small it is
MOST_CELLS = 12  # of all recurrent layers: each takes seconds to compile, however small it is
MOST_OPERATIONS = 2500  # of one pass: each is compiled again and again, for seconds together
MOST_NUMBER = 10_000_000  # in a configuration: no width, no length is larger
MOST_OF = {"power_iterations": 10}  # of numbers that say how often something is done
FILES = {"config.json", "metadata.json", "model.weights.h5"}


def of_json(text: str) -> dict:
    """The checked configuration of a network from `model.to_json()`.

    Raises:
        ValueError: it is no such text, or holds what is not allowed; a sentence says what.
    """
    checks.require(
        len(text) <= MOST_TEXT, f"The text has {len(text):,} characters, and {MOST_TEXT:,} is the most here."
    )
    try:
        config = json.loads(text)
    except RecursionError as error:
        raise ValueError("The text has too many brackets within brackets.") from error
    except ValueError as error:
        raise ValueError(f"The text is no JSON, as model.to_json() writes it: {error}.") from error
    return checked(config)


def of_file(content: bytes) -> tuple[dict, bytes | None]:
    """The checked configuration of a network from a .keras file, and its weights as they lie in the file.

    Raises:
        ValueError: as `of_json`, or `unpacked`.
    """
    config, weights = unpacked(content)
    return of_json(config), weights


def unpacked(content: bytes, *, weighted: bool = True) -> tuple[str, bytes | None]:
    """The configuration as it is written in a .keras file, and the weights if they are wanted.

    Raises:
        ValueError: the file is no archive, or unpacks to too much.
    """
    checks.require(
        len(content) <= MOST_FILE,
        f"The file has {len(content) / 1e6:.0f} MB, and {MOST_FILE / 1e6:.0f} MB is the most here.",
    )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        held = {each.filename: each for each in archive.infolist()}
        checks.require("config.json" in held, "The file is no .keras file: it holds no config.json.")
        others = sorted(set(held) - FILES)
        checks.require(
            not others, f"The file holds {str(others[:1])[:100]}, which a .keras file of built-in layers does not."
        )
        config = _unpacked(archive, held["config.json"], MOST_TEXT)
        weights = None
        if weighted and "model.weights.h5" in held:
            weights = _unpacked(archive, held["model.weights.h5"], MOST_UNPACKED)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ValueError(f"The file is no .keras file that can be read: {error}.") from error
    return config.decode("utf-8", "replace"), weights


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """What an entry holds; raise rather than unpack more than `most` bytes, whatever it says of itself."""
    plain = entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of others no piece can be unpacked
    checks.require(plain, f"{entry.filename} is packed in a way that Keras does not use.")
    with archive.open(entry) as opened:
        content = opened.read(most + 1)
    checks.require(len(content) <= most, f"{entry.filename} unpacks to more than {most / 1e6:.0f} MB, the most here.")
    return content


def checked(config: object) -> dict:
    """A configuration that holds nothing but what Keras itself has; how it was compiled and built is left out.

    Raises:
        ValueError: a sentence that names what is not allowed.
    """
    model = isinstance(config, dict) and config.get("class_name") in ("Sequential", "Functional", "Model")
    checks.require(
        model, "This is no Sequential or functional network of Keras; a model with a class of its own cannot be read."
    )
    inner = config.get("config")
    whole = isinstance(inner, dict) and isinstance(inner.get("layers"), list) and all(map(_layer_like, inner["layers"]))
    checks.require(whole, "The configuration holds no list of layers, as model.to_json() writes it.")
    for name, said in (("input_layers", INS), ("output_layers", OUTS)):
        checks.require(_ends(inner.get(name)) < 2, SEVERAL.format(*said))
    layers = 0
    for value, depth in _walked(config, 0):
        checks.require(depth <= MOST_DEPTH, f"The configuration nests deeper than {MOST_DEPTH} levels.")
        if isinstance(value, dict):
            layers += _allowed(value) if "class_name" in value else 0
            for name, most in MOST_OF.items():
                checks.require(
                    value.get(name) in range(most + 1) or name not in value, f"`{name}` may be {most} at the most."
                )
        elif isinstance(value, str):
            checks.require(len(value) <= 1000, "The configuration holds a text of more than 1,000 characters.")
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            checks.require(
                abs(value) <= MOST_NUMBER,
                f"The configuration holds the number {str(value)[:20]}; {MOST_NUMBER:,} is the most.",
            )
    bear(layers, MOST_LAYERS, f"{layers:,} layers")
    calls = _calls(config)
    bear(calls, MOST_CALLS, f"{figure(calls)} calls of layers")
    return _without(config)


def _ends(named: object) -> int:
    """How many inputs or outputs a configuration names: each as [layer, node, tensor], one of them perhaps alone."""
    if isinstance(named, list) and named and isinstance(named[0], str):
        return 1
    return len(named) if isinstance(named, (list, dict)) else 0


def _layer_like(value: object) -> bool:
    return (
        isinstance(value, dict) and isinstance(value.get("class_name"), str) and isinstance(value.get("config"), dict)
    )


def _calls(value: object) -> int:
    """How often layers are called: those of a network that is called twice count twice, and so on inwards."""
    if isinstance(value, list):
        return sum(map(_calls, value))
    if not isinstance(value, dict):
        return 0
    inner = sum(_calls(each) for key, each in value.items() if key not in {*allowed.LEFT_OUT, "inbound_nodes"})
    nodes = value.get("inbound_nodes")
    times = max(len(nodes), 1) if isinstance(nodes, list) else 1
    return times * (inner + (value.get("class_name") in allowed.LAYERS))


def _walked(value: object, depth: int) -> Iterator[tuple[object, int]]:
    """Every value within a value, without recursion: an attack may nest as deep as it likes."""
    waiting = [(value, depth)]
    while waiting:
        each, level = waiting.pop()
        yield each, level
        if isinstance(each, dict):
            waiting += [(inner, level + 1) for key, inner in each.items() if key not in allowed.LEFT_OUT]
        elif isinstance(each, list):
            waiting += [(inner, level + 1) for inner in each]


def _allowed(value: dict) -> bool:
    """Whether an object of a configuration is a layer; raise unless it is one that Keras has and that runs no code."""
    name, registered = value["class_name"], value.get("registered_name")
    checks.require(isinstance(name, str) and len(name) < 100, "The configuration names a class in an odd way.")
    if name == "Lambda":
        raise ValueError("This network has a Lambda layer, which is code of its own; nothing of it was run.")
    known = name in allowed.LAYERS or name in allowed.PARTS
    own = str(value.get("module") or "keras").split(".")[0] not in ("keras", "builtins")
    package = ">" in str(registered or "") and not str(registered).startswith("keras")
    if name == "function":
        used = value.get("config")
        checks.require(
            isinstance(used, str) and used in allowed.FUNCTIONS and not own and not package,
            f"This network uses the function {str(used)[:60]!r}, which is none of Keras's activations.",
        )
        return False
    checks.require(
        known and not own and not package,
        f"This network has {name[:60]!r}, which is not built into Keras or not allowed here; nothing of it was run.",
    )
    return name in allowed.LAYERS


def _without(value: object) -> object:
    """The same without how it was compiled and built, what layers share but initializers, and loops written out."""
    if isinstance(value, dict):
        kept = {key: _without(each) for key, each in value.items() if key not in allowed.LEFT_OUT}
        if value.get("class_name") in allowed.DRAWING and isinstance(value.get(allowed.ONE), int):
            kept[allowed.ONE] = value[allowed.ONE]  # it draws the same numbers for each
        return kept | {"unroll": False} if "unroll" in kept else kept
    return [_without(each) for each in value] if isinstance(value, list) else value


def model_of(config: dict, weights: bytes | None = None):
    """The network of a checked configuration, with drawn weights or those given; not compiled.

    Raises:
        ValueError: Keras cannot build it, or it is too large; the sentence says why.
    """
    return _with_weights(_sized(lambda: again(config)), weights)


def again(config: dict):
    """Another network of a configuration that `model_of` has taken, its weights drawn anew."""
    import keras
    import tensorflow as tf

    try:
        return keras.saving.deserialize_keras_object(_seeded(config, {}), custom_objects={}, safe_mode=True)
    except (Cancelled, tf.errors.ResourceExhaustedError, MemoryError):
        raise
    except RecursionError as error:
        raise UnbuiltError("Keras cannot build this network: it nests too deep.") from error
    except Exception as error:  # whatever Keras, which does not look, makes of what nobody has written
        raise UnbuiltError(f"Keras cannot build this network: {_line(error)}.") from error


def _seeded(value: object, seeds: dict[int, int]) -> object:
    """A copy in which an initializer that several layers hold has a seed, as Keras gives one to each that has none."""
    if isinstance(value, list):
        return [_seeded(each, seeds) for each in value]
    if not isinstance(value, dict):
        return value
    made = {key: _seeded(each, seeds) for key, each in value.items() if key != allowed.ONE}
    if allowed.ONE in value and made["config"].get("seed") is None:
        made["config"]["seed"] = seeds.setdefault(value[allowed.ONE], random.randint(1, 10**9))
    return made


def _sized(make: Callable):
    """What `make` makes, after its sizes were found without memory for its weights."""
    import keras
    import tensorflow as tf
    from keras.src.backend.common import global_state

    waiting = global_state.get_global_attribute("uninitialized_variables") or []
    try:
        try:
            with keras.StatelessScope(initialize_variables=False):
                _check_size(make())
        finally:  # or the next scope would give them their memory, those of a network that was refused too
            global_state.set_global_attribute("uninitialized_variables", waiting)
        model = make()
        _check_passage(model)
    except (tf.errors.OpError, MemoryError) as error:
        raise UnbuiltError(f"Keras cannot build this network: {_line(error)}.") from error
    return model


def _check_size(model) -> None:
    """Raise unless the weights, the outputs and the work of a network are few enough, as far as its layers say."""
    import keras

    checks.require(
        bool(model.built and model.inputs), "The network does not say the shape of its inputs; add an Input layer."
    )
    weights = sum(math.prod(variable.shape) for variable in model.variables)
    bear(weights, MOST_WEIGHTS, f"{weights:,} weights")
    _check_outputs(outputs_of_one(model))
    _check_loops(model)
    work, steps, cells = 0, 0, 0
    for node, here, times in calls(model):
        layer = node.operation
        steps, cells = steps + here * max(1, _cells(layer)), cells + _cells(layer)
        held = sum(math.prod(each.shape) for each in getattr(layer, "variables", ()))
        window = math.prod(pool) if isinstance(pool := getattr(layer, "pool_size", 1), tuple) else 1
        for tensor in keras.tree.flatten(node.output_tensors):
            size = times * math.prod(sides(tensor))
            work += held * max(times, size // max(tensor.shape[-1] or 1, 1)) + window * size
    bear(steps, MOST_STEPS, f"{steps:,} recurrent steps")
    bear(cells, MOST_CELLS, f"{cells:,} recurrent layers and cells")
    bear(work, MOST_WORK, f"{work:,} multiplications an example")


def _cells(layer) -> int:
    """Recurrent cells that a layer runs through the steps."""
    import keras

    if isinstance(layer, keras.layers.Bidirectional):
        return _cells(layer.forward_layer) + _cells(layer.backward_layer)
    return len(getattr(layer.cell, "cells", "1")) if isinstance(layer, keras.layers.RNN) else 0


def _check_loops(model) -> None:
    """Raise where each step of a layer takes steps of its own: that alone takes a minute to compile."""
    import keras

    for outer in model._flatten_layers():
        if isinstance(outer, keras.layers.TimeDistributed):
            inner = [each for each in outer.layer._flatten_layers() if takes_steps(each)]
            checks.require(
                not inner,
                f"{outer.name} goes through steps, and {inner[0].name if inner else ''} within it through steps of its "
                "own, which cannot be checked here. `lab.checkup` takes such networks elsewhere.",
            )


def _check_outputs(outputs: int) -> None:
    bear(outputs, MOST_OUTPUTS, f"{outputs:,} outputs an example")


def _check_passage(model) -> None:
    """Raise if what is computed within the layers, for one example, is too much: as attention's scores."""
    import keras
    import tensorflow as tf

    def one(tensor):
        return tf.TensorSpec([1, *sides(tensor)] if len(tensor.shape) > 1 else [1], tensor.dtype)

    given = keras.tree.map_structure(one, getattr(model, "_functional", model)._inputs_struct)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Keras would warn of is for the checkup to find
            graph = tf.function(lambda x: model(x, training=False)).get_concrete_function(given).graph
    except Cancelled:
        raise
    except Exception as error:  # as above
        raise ValueError(f"Keras cannot run this network: {_line(error)}.") from error
    count = len(graph.get_operations())
    bear(count, MOST_OPERATIONS, f"{count:,} operations")
    shapes = [out.shape for operation in graph.get_operations() for out in operation.outputs]
    sizes = [math.prod(shape) for shape in shapes if shape.is_fully_defined()]
    if max(sizes, default=0) > model.count_params():  # or it may be a kernel that is read
        _check_outputs(max(sizes))
    values = sum(sizes)
    bear(values, MOST_VALUES, f"{values:,} values on the way of an example")


def _with_weights(model, content: bytes | None):
    """The network with the weights of a file, once it is clear that they are plain numbers of its own sizes."""
    if content is None:
        return model
    import h5py

    try:
        with h5py.File(io.BytesIO(content), "r") as held:
            _check_plain(held, MOST_UNPACKED)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "model.weights.h5")
            path.write_bytes(content)
            model.load_weights(path)
    except Cancelled:
        raise
    except Exception as error:  # whatever h5py and Keras make of a file that is no such one
        raise ValueError(f"The weights in the file do not fit its network: {_line(error)}.") from error
    return model


def _check_plain(group, most: int) -> None:
    """Raise if a file of weights points to other files, or unpacks to more than `most` bytes."""
    import h5py

    total, waiting, seen = 0, [group], 0
    while waiting:
        here = waiting.pop()
        for name in here:
            seen += 1
            checks.require(seen <= 10_000, "it holds too many entries.")
            link = here.get(name, getlink=True)
            checks.require(isinstance(link, h5py.HardLink), "it points to other files.")
            each = here[name]
            if isinstance(each, h5py.Group):
                waiting.append(each)
                continue
            checks.require(not each.external and not each.is_virtual, "it points to other files.")
            checks.require(each.dtype.kind in "fiub", "it holds something that is no number.")
            total += max(each.size, math.prod(each.chunks or ())) * each.dtype.itemsize
            checks.require(total <= most, f"it unpacks to more than {most / 1e6:.0f} MB.")


def _line(error: BaseException) -> str:
    """What an error says first that means something to a reader: not where in the code, nor with which arguments."""
    text = str(error).rpartition("Exception encountered: ")[2].partition("Arguments received by")[0]
    text = re.sub(r"\{\{.*?\}\}|\[Op:.*|\x1b\[\d+m", "", text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith("Exception encountered when")] or [type(error).__name__]
    return lines[-1 if lines[0] == "in user code:" else 0][:300].rstrip(". ")
