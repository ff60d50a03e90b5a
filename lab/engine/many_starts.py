"""Trains a Keras model from many starts: all in one program, or one after another, whichever is faster here."""

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import keras
import numpy as np
import tensorflow as tf

from lab import checks
from lab.engine import any_fit, random_state
from lab.engine.any_model import Program, Untraceable, make_functional, reason_for_fit
from lab.engine.order import order_generator
from lab.engine.pool import processors
from lab.memory import SHARE, free_memory
from lab.progress import Cancelled, Watch

TOGETHER, ALONE, FIT = "together", "alone", "fit"
TILE = 32  # replicas that are trained at once, at most
TRIAL, FEW = 0.2, 4  # seconds that a way is tried, and steps in a row
CALL = 0.1  # seconds that one call takes: then a cancelled run ends
COPIES = 4  # of weights and outputs that a step holds: themselves, their gradients and what is made on the way
DEARER = 8.0  # times that it takes longer to prepare many starts at once than one alone, with what is gained by it


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is trained, checked.

    Attributes:
        build: makes a compiled model.
        x, y: all examples, arrays in one structure each, as `fit` would convert them.
        held: x and y of what is validated on; None for nothing.
        seeds: one start each.
        epochs, batch_size, shuffle: as in `fit`.
        recorded: epochs whose weights are kept, from 0.
    """

    build: Callable[[], keras.Model]
    x: object
    y: object
    held: tuple | None
    seeds: tuple[int, ...]
    epochs: int
    batch_size: int
    shuffle: bool
    recorded: tuple[int, ...]

    @property
    def examples(self) -> int:
        """How many there are."""
        return keras.tree.flatten(self.x)[0].shape[0]

    @property
    def ragged(self) -> bool:
        """Whether examples have lengths of their own."""
        return any(isinstance(array, tf.RaggedTensor) for array in keras.tree.flatten([self.x, self.y]))

    @property
    def steps(self) -> int:
        """Batches of an epoch."""
        return -(-self.examples // self.batch_size)

    def orders(self, seeds: list[int]) -> Iterator[np.ndarray]:
        """Of each epoch in turn, the order of its examples: (seed or 1, position)."""
        plain = np.arange(self.examples, dtype=np.int32)
        if not self.shuffle:
            yield from [plain[None]] * self.epochs
            return
        generators = [order_generator(seed) for seed in seeds]
        for _ in range(self.epochs):
            yield np.stack([generator.permuted(plain[None], axis=1)[0] for generator in generators])

    def first_batch(self) -> tuple:
        """x and y of a batch, for building a model that learns its shapes from data."""
        return tuple(
            keras.tree.map_structure(lambda array: array[: self.batch_size], part) for part in (self.x, self.y)
        )


@dataclass(eq=False)
class Record:
    """What a training left.

    Attributes:
        way: "together", "alone" (one after another in a program of their own) or "fit" (Keras's own).
        because: why `fit` was needed; "" where it was not.
        processes: that `fit` ran in; 1 = this one alone.
        history: (split, metric) -> (seed, epoch from 1).
        weights: of each of the model's weights, (seed, recorded epoch, *shape).
    """

    way: str = ""
    because: str = ""
    processes: int = 1
    history: dict[tuple[str, str], np.ndarray] = field(default_factory=dict)
    weights: list[np.ndarray] = field(default_factory=list)


def train_all(plan: Plan, model: keras.Model, way: str | None, progress, cancelled) -> Record:
    """Train every seed.

    Args:
        plan: what to train.
        model: built under the first seed, with its variables; it is changed.
        way: one of the ways of a `Record`, or None for the fastest.
        progress, cancelled: as in `lab.train`.
    """
    because = "its examples are ragged" if plan.ragged else reason_for_fit(model)
    because = "that was asked for" if way == FIT else because
    if not because:
        try:
            with _quiet():
                return _traced(plan, model, way, progress, cancelled)
        except Untraceable as reason:
            because = str(reason)
    record = Record(FIT, because)
    any_fit.train_all(plan, record, Watch([plan.steps] * len(plan.seeds), plan.epochs, progress, cancelled))
    return record


def ready(plan: Plan, seed: int, weights_alone: bool = False) -> keras.Model:
    """The model of a seed with all its variables, or its weights at least: its metrics take long to build."""
    model = random_state.built(plan.build, seed)
    compiled = isinstance(model, keras.Model) and model.compiled
    got = type(model).__name__ + (" that is not compiled" if isinstance(model, keras.Model) else "")
    article = "a " if isinstance(model, keras.Model) else ""
    checks.require(compiled, f"`build` must return a compiled Keras model; got {article}{got}.")
    built = all(layer.built for layer in model._flatten_layers())
    if not plan.ragged and not (weights_alone and built):
        model._symbolic_build(data_batch=plan.first_batch())
    return model


class Starts:
    """The states that the seeds begin with."""

    def __init__(self, plan: Plan, model: keras.Model, cancelled: Callable[[], bool] | None):
        models = [model] + [None] * (len(plan.seeds) - 1)
        rows = []
        for seed, made in zip(plan.seeds, models, strict=True):
            if cancelled and cancelled():
                raise Cancelled
            made = ready(plan, seed, weights_alone=True) if made is None else made
            rows.append([variable.numpy() for variable in _own(made)])
            checks.require(
                [(v.path, v.shape) for v in _own(made)] == [(v.path, v.shape) for v in _own(model)],
                f"`build` must make the same network every time; with seed {seed} it made another one.",
            )
        self._own = [np.stack(arrays) for arrays in zip(*rows, strict=True)]

    def state(self, program: Program, places: range) -> list:
        """The first state of the replicas of these seeds, filled up with copies of the first of them."""
        if not program.replicas:
            mine = [array[places[0]] for array in self._own]
            return [*map(tf.constant, mine), *map(tf.convert_to_tensor, program.variables[program.own :])]
        filled = [*places, *[places[0]] * (program.replicas - len(places))]
        others = [np.repeat(v.numpy()[None], program.replicas, axis=0) for v in program.variables[program.own :]]
        return [tf.constant(array) for array in [*[array[filled] for array in self._own], *others]]


def _own(model: keras.Model) -> list[keras.Variable]:
    return [*model.trainable_variables, *model.non_trainable_variables]


def _traced(plan: Plan, model: keras.Model, way: str | None, progress, cancelled) -> Record:
    make_functional(model)
    starts = Starts(plan, model, cancelled)
    program = _fastest(plan, model, starts, way)
    record = Record(TOGETHER if program.replicas else ALONE)
    record.weights = [np.empty((len(plan.seeds), len(plan.recorded), *w.shape), w.numpy().dtype) for w in model.weights]
    splits = ["training"] if plan.held is None else ["training", "validation"]
    record.history = {
        (split, name): np.full((len(plan.seeds), plan.epochs), np.nan) for split in splits for name in program.names
    }
    size = max(1, program.replicas)
    tiles = [range(first, min(first + size, len(plan.seeds))) for first in range(0, len(plan.seeds), size)]
    watch = Watch([plan.steps] * len(tiles), plan.epochs, progress, cancelled)

    def one(number: int) -> None:
        try:
            watch.step_done(number, 0)
            state = starts.state(program, tiles[number])
            _train(plan, program, state, tiles[number], record, lambda step: watch.step_done(number, step))
        except BaseException:
            watch.stop()
            raise

    with ThreadPoolExecutor(processors()) as pool:
        try:
            for result in [pool.submit(one, number) for number in range(len(tiles))]:
                result.result()
        except BaseException:  # somebody who interrupts a notebook does not wait for what is still to come
            watch.stop()
            raise
    return record


def _fastest(plan: Plan, model: keras.Model, starts: Starts, way: str | None) -> Program:
    """The way that is fastest here, found by trying some steps; preparing it is part of what it takes."""
    count, began = len(plan.seeds), time.perf_counter()
    if way != TOGETHER:
        alone = _prepared(plan, model, starts, 0)
        preparing = time.perf_counter() - began
        if way == ALONE or count == 1:
            return alone
        a_step = _seconds_per_step(plan, alone, starts)
        if a_step * plan.steps * plan.epochs * count < DEARER * preparing:
            return alone
    pieces = -(-count // min(TILE, _that_fit(plan, model)))
    try:
        together = _prepared(plan, model, starts, -(-count // pieces))
    except Untraceable:
        if way == TOGETHER:
            raise
        return alone
    if way == TOGETHER or _seconds_per_step(plan, together, starts) < a_step * together.replicas:
        return together
    return alone


def _that_fit(plan: Plan, model: keras.Model) -> int:
    """How many replicas memory has room for at once, by their weights and by the outputs of their layers."""
    weights = sum(int(np.prod(variable.shape)) for variable in [*model.variables, *model.optimizer.variables])
    outputs = sum(
        int(np.prod([size or 1 for size in tensor.shape[1:]]))
        for layer in model._flatten_layers()
        for node in layer._inbound_nodes
        for tensor in node.output_tensors
    )
    replica = COPIES * np.dtype("float32").itemsize * (weights + plan.batch_size * outputs)
    return max(1, int(SHARE * free_memory() / replica))


def _prepared(plan: Plan, model: keras.Model, starts: Starts, replicas: int) -> Program:
    program = Program(model, replicas)
    data = {True: (plan.x, plan.y)} | ({} if plan.held is None else {False: plan.held})
    tensors = {key: keras.tree.map_structure(tf.constant, part) for key, part in data.items()}
    rows = {True: tf.zeros((_copies(plan, program), plan.examples), tf.int32), False: _in_order(plan.held)}
    try:
        program.trace(starts.state(program, range(1)), tensors, rows, plan.batch_size)
    except Untraceable:
        raise
    except Exception as error:  # whatever somebody's own model does here; `fit` is then asked, and has the last word
        raise Untraceable(f"its step cannot be compiled on its own ({type(error).__name__})") from error
    return program


def _seconds_per_step(plan: Plan, program: Program, starts: Starts) -> float:
    """How long a step takes, once all is in place; what it computes is thrown away."""
    state = starts.state(program, range(1))
    rows = tf.constant(np.stack([np.arange(plan.examples, dtype=np.int32)] * _copies(plan, program)))
    few = min(plan.steps, FEW)
    program.advance(state, rows, 0, few, plan.batch_size, True)
    steps, began = 0, time.perf_counter()
    while steps == 0 or time.perf_counter() - began < TRIAL:
        program.advance(state, rows, 0, few, plan.batch_size, True)[0].numpy()
        steps += few
    return (time.perf_counter() - began) / steps


def _copies(plan: Plan, program: Program) -> int:
    """Orders of the examples that a program is given: one for all where none is shuffled."""
    return max(1, program.replicas) if plan.shuffle else 1


def _in_order(held: tuple | None) -> tf.Tensor:
    return tf.range(0 if held is None else len(keras.tree.flatten(held)[0]), dtype=tf.int32)[None]


def _train(plan: Plan, program: Program, state: list, places: range, record: Record, step_done: Callable) -> None:
    """Train the replicas of one tile through all epochs."""
    seeds = [plan.seeds[place] for place in places]
    seeds += seeds[:1] * (program.replicas - len(seeds))
    start, held_rows, pace = state, _in_order(plan.held), 1
    _keep(program, state, places, record, plan, 0)
    for epoch, order in enumerate(plan.orders(seeds), start=1):
        state, rows, step = program.reset(state, start), tf.constant(order), 0
        while step < plan.steps:
            began, last = time.perf_counter(), min(step + pace, plan.steps)
            state = program.advance(state, rows, step, last, plan.batch_size, True)
            state[0].numpy()  # the steps are done only now
            pace = max(1, int(CALL / max(1e-6, (time.perf_counter() - began) / (last - step))))
            step = last
            step_done((epoch - 1) * plan.steps + step)
        _note(program, state, places, record, "training", epoch)
        if plan.held is not None:
            state = program.reset(state, start)
            batches = -(-held_rows.shape[1] // plan.batch_size)
            state = program.advance(state, held_rows, 0, batches, plan.batch_size, False)
            _note(program, state, places, record, "validation", epoch)
        _keep(program, state, places, record, plan, epoch)


def _note(program: Program, state: list, places: range, record: Record, split: str, epoch: int) -> None:
    """Keep what the metrics say."""
    found = np.reshape(program.results(state), (-1, len(program.names)))[: len(places)]
    for name, values in zip(program.names, found.T, strict=True):
        record.history[split, name][list(places), epoch - 1] = values


def _keep(program: Program, state: list, places: range, record: Record, plan: Plan, epoch: int) -> None:
    """Keep the weights, if this epoch's are."""
    if epoch not in plan.recorded:
        return
    at = {id(variable): number for number, variable in enumerate(program.variables)}
    for array, weight in zip(record.weights, program.model.weights, strict=True):
        value = state[at[id(weight)]].numpy()
        array[list(places), plan.recorded.index(epoch)] = value[: len(places)] if program.replicas else value


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without TensorFlow's remarks on what it cannot map well: another way is then taken."""
    logger = logging.getLogger("tensorflow")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
