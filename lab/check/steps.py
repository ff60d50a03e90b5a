"""What one step does: `learning_rate`, `updates`, `nothing_to_train`."""

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from lab.check import recording
from lab.check.cure import ADAM, with_rate
from lab.check.finding import Finding, figure
from lab.check.model_layers import array, kernels
from lab.check.recording import Recording
from lab.check.subject import Subject, sums
from lab.numerals import counted
from lab.prose import listed

MOST_WEIGHTS = 3_000_000  # of a model whose largest curvature is looked for
MOST_SECONDS = 0.5  # of a pass: it takes some dozens of them
LOOKED_AT = (0, 1, 10, 100, 1000, 10_000)  # steps at which a schedule is read
ROUNDING = 2.0**-24  # relative: a smaller change of a float32 is no change
YET = "Yet it learns."  # at a rate that is beyond what should hold
USUAL = 1e-3  # the size of an update relative to the weights that CS231n's notes on learning take for a good one
UNREACHED = """\
with tf.GradientTape() as tape:
    cost = model.compute_loss(x=x[:32], y=y[:32], y_pred=model(x[:32]))
found = tape.gradient(cost, model.trainable_variables)
print([v.path for v, g in zip(model.trainable_variables, found) if g is None or not np.any(g)])"""
PUSH, CHANGE = 0.1, 0.01  # of sums' spread, and of a kernel's size, that a step may well make
MOST_CHANGED = 0.5  # of a kernel's size


def rate_of(optimizer) -> float:
    """The learning rate, of a schedule the largest of its first 10,000 steps."""
    import keras

    held = getattr(optimizer, "inner_optimizer", optimizer)._learning_rate
    if isinstance(held, keras.optimizers.schedules.LearningRateSchedule):
        return max(float(array(held(step))) for step in LOOKED_AT)
    return float(array(held))


def fresh(optimizer):
    """An optimizer of the same kind that has seen nothing yet, at its largest rate, and takes a step for each batch."""
    inner = getattr(optimizer, "inner_optimizer", optimizer)
    changed = {"learning_rate": rate_of(optimizer), "gradient_accumulation_steps": None}
    return type(inner).from_config(inner.get_config() | changed)


@lru_cache(maxsize=2)
def largest_curvature(subject: Subject) -> float:
    """The largest eigenvalue of the cost's second derivatives at the start, over the sample, of weights that move.

    By Lanczos' method from products H v, each from two gradients a small step along v and against it. Weights without a
    gradient stay where they are: a unit of ReLU whose sums are all 0 would have a kink there, which is no curvature.
    Where some sums are 0, as of a convolution over black pixels, the small step counts what is switched on there, as a
    step of training does.
    """
    from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh

    variables = subject.model.trainable_variables
    start = [array(each) for each in variables]
    size = sum(each.size for each in start)
    moving = np.any([_flat(subject, found) != 0 for found in (subject.start, subject.stirred)], axis=0)
    length = max(float(np.sqrt(sum((each.astype(float) ** 2).sum() for each in start))), 1.0)
    x, y = subject.sample

    def slope(direction: np.ndarray, step: float) -> np.ndarray:
        place, direction = 0, direction * moving
        for variable, value in zip(variables, start, strict=True):
            part = direction[place : place + value.size].reshape(value.shape)
            variable.assign(value + step * part)
            place += value.size
        return _flat(subject, recording.record(subject.model, x, y)) * moving

    def product(v: np.ndarray) -> np.ndarray:
        unit = v.ravel() / max(float(np.linalg.norm(v)), 1e-300)
        step = 1e-3 * length
        return (slope(unit, step) - slope(unit, -step)) / (2 * step) * np.linalg.norm(v)

    with subject.untouched():
        if size <= 2:
            columns = [product(row) for row in np.eye(size)]
            return float(np.linalg.eigvalsh(np.array(columns))[-1])
        ground = np.random.default_rng(0).normal(size=size)
        if not product(ground).any():
            return 0.0
        many = min(size, 12)
        try:
            found = eigsh(
                LinearOperator((size, size), matvec=product, dtype=float),
                1,
                which="LA",
                v0=ground,
                ncv=many,
                maxiter=3,
                tol=0.05,
                return_eigenvectors=False,
            )
        except ArpackNoConvergence as error:
            found = error.eigenvalues
        return float(found[-1]) if len(found) else math.nan


def _flat(subject: Subject, found: Recording) -> np.ndarray:
    """All derivatives of a pass, one after the other."""
    held = [found.gradients[id(variable)] for variable in subject.model.trainable_variables]
    return np.concatenate([each.ravel() for each in held]).astype(float)


def learning_rate(subject: Subject) -> Iterator[Finding]:
    """The rate against what this model and these data bear."""
    optimizer = subject.model.optimizer
    if optimizer is None or subject.start.cost is None or not subject.model.trainable_variables:
        yield Finding("ok", "Not judged: there is no optimizer, no loss or nothing to train.")
        return
    rate, inner = rate_of(optimizer), getattr(optimizer, "inner_optimizer", optimizer)
    if not rate > 0:
        yield Finding("fault", f"The learning rate is {figure(rate)}.", "", rate, math.nan, ADAM)
        return
    if ended := _ended(optimizer):
        yield ended
        return
    size = sum(int(np.prod(variable.shape)) for variable in subject.model.trainable_variables)
    clipped = inner.clipnorm or inner.clipvalue or inner.global_clipnorm
    plain = type(inner).__name__ == "SGD" and not clipped
    quick = size <= MOST_WEIGHTS and subject.seconds <= MOST_SECONDS
    if plain and quick and math.isfinite(subject.start.cost):
        yield _of_descent(subject, rate, inner)
    else:
        yield _of_adaptive(subject, rate, inner)


def _ended(optimizer) -> Finding | None:
    """A schedule that is down to a hundredth of its largest rate before anything can be learned."""
    import keras

    held = getattr(optimizer, "inner_optimizer", optimizer)._learning_rate
    if not isinstance(held, keras.optimizers.schedules.LearningRateSchedule):
        return None
    rates = [float(array(held(step))) for step in LOOKED_AT]
    largest = max(rates)
    end = max(step for step, rate in zip(LOOKED_AT, rates, strict=True) if rate >= largest / 100)
    if end > 10:
        return None
    return Finding(
        "fault" if end <= 1 else "warn",
        f"The learning rate falls from {figure(largest)} to {figure(rates[LOOKED_AT.index(end) + 1])} within "
        f"{LOOKED_AT[LOOKED_AT.index(end) + 1]} steps, and stays there: training has ended before it began.",
        "",
        end,
        1000,
        "keras.optimizers.schedules.CosineDecay(1e-3, decay_steps=epochs * steps_of_an_epoch)",
    )


def _of_descent(subject: Subject, rate: float, optimizer) -> Finding:
    """Gradient descent holds below 2 / lambda, with momentum b below 2 (1 + b) / lambda, Nesterov's that / (1 + 2 b).

    Above, but below 6 times that, training may still come down, in flatter ground: Lewkowycz et al. (2020), The large
    learning rate phase of deep learning, find 4 / lambda to 12 / lambda for the largest rate that does. Squares have no
    bound on their derivatives: the former. Momentum keeps what was overshot: of eight small trainings with 0.9 or 0.99
    none came down at 1.5 times the limit, and one at 0.7 times it.
    """
    curvature, momentum = largest_curvature(subject), float(optimizer.momentum or 0)
    if not curvature > 0:
        return Finding("ok", f"The cost is not curved upwards at the start; the rate is {figure(rate)}.", "", rate)
    limit = 2 * (1 + momentum) / curvature / ((1 + 2 * momentum) if optimizer.nesterov else 1)
    steps = (1 - momentum) / (rate * curvature)
    theory = (
        f"2{' (1 + momentum)' if momentum else ''} / λ = {figure(limit)}, λ = {figure(curvature)} being the largest "
        "curvature of the cost on this data"
    )
    cure = with_rate(optimizer, limit / (10 if momentum else 4))
    squares = any(head.loss == "mean_squared_error" for head in subject.heads)
    warn, fault = (0.5, 1.5) if momentum else (1.0, 2.0 if squares else 6.0)
    if rate > warn * limit:
        verdict, tried = _tried(subject, rate, "fault" if rate > fault * limit else "warn")
        says = f"The learning rate of {figure(rate)} is {figure(rate / limit)} times the largest stable one, {theory}."
        return Finding(verdict, f"{says} {tried}".rstrip(), "", rate, limit, cure)
    if steps > 1000:
        return Finding(
            "fault" if steps > 20_000 else "warn",
            f"With a learning rate of {figure(rate)} even the steepest direction takes {figure(steps)} steps; "
            f"the largest stable rate is {theory}.",
            "",
            rate,
            limit,
            cure,
            "speed",
        )
    return Finding(
        "ok", f"The learning rate of {figure(rate)} is below the largest stable one, {theory}.", "", rate, limit
    )


def _of_adaptive(subject: Subject, rate: float, optimizer) -> Finding:
    """Optimizers that choose the size of each weight's step: what the first step does to the sums of each layer."""
    moved, name = one_step(subject), type(optimizer).__name__
    if not any(subject.start.gradients[id(each)].any() for _, each, _ in subject.drawn):
        says = "Not judged: no kernel gets a gradient at the start, so that the first step says nothing of the rate."
        return Finding("ok", says, "", rate)
    worst, pushed = max(moved.pushes.items(), key=lambda pair: pair[1], default=("", 0.0))
    changed, largest = max(moved.relative.items(), key=lambda pair: pair[1])
    verdict, tried = _too_large(subject, rate, pushed, largest)
    if verdict != "ok":
        smaller = rate * min(PUSH / max(pushed, PUSH), CHANGE / max(largest, CHANGE))
        return Finding(
            verdict,
            f"The learning rate of {figure(rate)} is too large for {name}: one step changes the weights of {changed} "
            f"by {figure(100 * largest)} % of their size"
            + (f", and the sums of {worst} by {figure(pushed)} times their own spread" if not pushed <= 1 else "")
            + f". {tried or 'Each step undoes what the last has learned.'}",
            changed,
            rate,
            smaller,
            with_rate(optimizer, smaller),
        )
    steps = 1 / largest if largest else math.inf
    if steps > 20_000:
        return Finding(
            "fault" if steps > 200_000 else "warn",
            f"At a rate of {figure(rate)} {name} would take {figure(steps)} steps as small as the first to move a "
            "kernel by its own size."
            if largest
            else f"At a rate of {figure(rate)} the first step of {name} is lost in rounding: it moves no weight.",
            "",
            largest,
            USUAL,
            ADAM,
            "speed",
        )
    return Finding(
        "ok",
        f"One step of {name} at a rate of {figure(rate)} moves the sums of a layer by at most "
        f"{figure(pushed)} times their spread.",
        worst,
        pushed,
        1.0,
    )


def _too_large(subject: Subject, rate: float, pushed: float, changed: float) -> tuple[str, str]:
    """How bad it is that a first step moves so much, and what a short training says where that is no plain fault."""
    if pushed <= 1 and changed <= MOST_CHANGED / 2:
        return "ok", ""
    beyond = "ok" if pushed <= 2 and changed <= MOST_CHANGED else "warn"
    beyond = beyond if pushed <= 8 and changed <= 4 * MOST_CHANGED else "fault"
    return (beyond, "") if beyond == "fault" else _tried(subject, rate, beyond)


def _tried(subject: Subject, rate: float, beyond: str) -> tuple[str, str]:
    """What a short training at this rate and at a tenth of it says; where none is to be had, the verdict as it is."""
    ends = subject.trials.at_rates((rate, rate / 10))
    if ends is None:
        return beyond, ""
    (here, there), steps, known = ends
    says = f"After {steps} steps the cost is {figure(here)}; with a tenth of the rate it is {figure(there)}."
    learned = here < 0.9 * known
    if here <= 2 * there:  # a network that learns at neither says nothing of the rate
        return ("ok", f"{YET} {says}") if learned else (beyond, says)
    return ("warn" if learned else "fault"), says


class Moved:
    """What one step of the model's own optimizer does.

    Attributes:
        relative: layer -> size of its kernel's update, of the kernel's, or of a usual start's where that is larger.
        pushes: layer -> how far its sums move for what it was given, in standard deviations of them (at least 1).
    """

    def __init__(self, relative: dict[str, float], pushes: dict[str, float]):
        self.relative, self.pushes = relative, pushes


@lru_cache(maxsize=2)
def one_step(subject: Subject) -> Moved:
    """Take it, look, and take it back."""
    import tensorflow as tf

    model, start = subject.model, subject.start
    before = {id(variable): array(variable) for variable in model.trainable_variables}
    flat = {call.name: call for call in start.calls}
    summed = {name: sums(call) for name, call in flat.items()}
    optimizer = fresh(model.optimizer)
    with subject.untouched():
        optimizer.build(model.trainable_variables)
        optimizer.apply([tf.convert_to_tensor(start.gradients[id(each)]) for each in model.trainable_variables])
        relative, pushes = {}, {}
        for layer in subject.layers:
            for variable in kernels(layer):
                old, new = before[id(variable)].astype(float), array(variable).astype(float)
                fan = max(int(np.prod(old.shape[:-1])), 1)
                usual = max(float(np.sqrt((old**2).mean())), fan**-0.5)
                size = float(np.sqrt(((new - old) ** 2).mean())) / usual
                relative[layer.name] = max(size, relative.get(layer.name, 0.0))
        for name, old in summed.items():
            if old is not None and flat[name].layer.trainable_variables:
                with np.errstate(all="ignore"):
                    moved = float(np.sqrt(((sums(flat[name]) - old) ** 2).mean()))
                    pushes[name] = moved / max(float(old.std()), 1.0)
    return Moved(relative, pushes)


def updates(subject: Subject) -> Iterator[Finding]:
    """Which layers a step reaches at all, and how far it moves them relative to their size."""
    model = subject.model
    if model.optimizer is None or subject.start.cost is None or not model.trainable_variables:
        yield Finding("ok", "Not judged: there is no optimizer, no loss or nothing to train.")
        return
    still = [
        layer.name
        for layer in subject.layers
        if (held := kernels(layer))
        if not any(subject.stirred.gradients[id(variable)].any() for variable in held)
    ]
    moved = one_step(subject).relative
    if still:
        many = "their weights get" if len(still) > 1 else "its weights get"
        yield Finding(
            "fault",
            f"No gradient reaches {listed(still)}: {many} nothing to learn from.",
            still[0],
            0,
            math.nan,
            UNREACHED,
            "frozen",
        )
        return
    if not moved:
        yield Finding("ok", "No kernel is trained.")
        return
    name, largest = max(moved.items(), key=lambda pair: pair[1])
    cure, shown = "", "speed"
    if not largest <= MOST_CHANGED:
        verdict, shown = next(learning_rate(subject)).verdict, "wall"  # too much is what the rate makes too much
        says = f"the kernel of {name} by {figure(100 * largest)} % of its size."
    elif largest < 1e-6:
        verdict, says, cure = "warn", f"no kernel by more than {figure(largest)} of its size.", ADAM
        if largest < ROUNDING:
            verdict, says = "fault", says[:-1] + ": float32 cannot hold the difference."
    else:
        verdict, says = "ok", f"the kernel of {name} the most, by {figure(largest)} of its size."
    yield Finding(verdict, f"The first step changes {says}", name, largest, USUAL, cure, shown)


def nothing_to_train(subject: Subject) -> Iterator[Finding]:
    """Whether there are weights that training may move."""
    model = subject.model
    free = sum(int(np.prod(variable.shape)) for variable in model.trainable_weights)
    held = sum(int(np.prod(variable.shape)) for variable in model.non_trainable_weights)  # no random states
    if not free:
        yield Finding(
            "fault",
            f"All {counted(held, 'weight')} are frozen: fit changes nothing." if held else "The model has no weights.",
            "",
            0,
            1,
            "model.trainable = True  # then compile again",
        )
    else:
        kept = f"; {held:,} more are frozen, or averages that are kept" if held else ""
        yield Finding("ok", f"Training changes {counted(free, 'weight')}{kept}.", "", free, 1)
