"""Short trainings: `one_batch` and `luck`."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np

from lab.check import dropped, random_state
from lab.check.alike import groups, spare
from lab.check.cure import with_rate
from lab.check.finding import Finding, figure
from lab.check.first_cost import ignorance, impossible
from lab.check.model_layers import array, kernels, units
from lab.check.outputs import unjudged
from lab.check.redrawn import redrawn
from lab.check.steps import fresh, rate_of
from lab.check.subject import Subject
from lab.prose import listed

BATCH, CHUNK, MOST_STEPS = 32, 50, 600  # of one trial
SECONDS = 10.0  # of the processor's work, however busy the machine is: a trial ends, if its steps have not ended it
LEARNED = 0.1  # of the cost of knowing nothing: then the trial has what it wanted
SEEDS, SHORT, LATE = 5, 240, 160  # starts, steps of each, and after how many of them the cost is noted
BATCHES = 20  # that are drawn and come again in turn
CALL = 0.25  # seconds of one call, which may take many steps
SAME = 1e-6  # of their size: predictions that differ by less are the same
BEHIND = 0.4  # of the cost of knowing nothing: so far behind the best start counts as another end
WELL, GUESSES = 0.8, 0.98  # of that cost: where the best start is below the one, above the other counts so, too
NOTHING = 0.95  # of that cost: where all starts end as near to it, so few steps tell nothing
SMALLER = "print(model.fit(x[:32], y[:32], epochs=300, verbose=0).history['loss'][::50])  # again after each change"
SLOW = " It is still falling: more steps or scaled inputs may help."
LARGER = (10, 100)  # times the rate, tried where the examples are not learned at it
ONE = " And the network says the same to all of them, though their targets differ: it has learned nothing of them."
SMALL = "At {} times the rate they are learned: it is too small."
BY_HEART = " A network that works learns so few by heart, given steps that are large enough."
IMPOSSIBLE = "this loss cannot be below 0, so that the targets have to fit first."
WIDER = 'layer = keras.layers.Dense(64, activation="leaky_relu", kernel_initializer="he_normal")'


class Trials:
    """Trainings of one compiled model from given weights on its sample, all through one compiled loop of steps."""

    def __init__(self, subject: Subject):
        self.subject, self.model = subject, subject.model
        self.optimizer = fresh(self.model.optimizer)
        self.optimizer.build(self.model.trainable_variables)
        self.begin = [array(variable) for variable in self.optimizer.variables]
        self._many = 1  # steps that fit into one call

    def steps(self, batches: np.ndarray, first: int, last: int, until: float) -> int:
        """Train from step `first` to `last`, with all the noise of training; the step reached, as time may be up.

        Args:
            batches: places in the sample, (`BATCHES`, examples of a batch): step i trains on row i, and so on in turn.
            first, last: numbers of steps.
            until: when time is up, as `time.process_time()`.
        """
        import tensorflow as tf

        rows = tf.constant(batches)
        while first < last and (begun := time.process_time()) <= until:
            stop = min(last, first + self._many)
            self._loop(*self.subject.sample, rows, tf.constant(first), tf.constant(stop))
            took, first = time.process_time() - begun, stop
            self._many = max(1, int(self._many * min(CALL / max(took, 1e-9), 100.0)))
        return first

    @cached_property
    def _loop(self) -> Callable:
        import tensorflow as tf

        def part(values, rows):
            return tf.nest.map_structure(lambda each: None if each is None else tf.gather(each, rows), values)

        @tf.function(autograph=False)
        def loop(x, y, batches, first, last):
            def step(i):
                rows = batches[i % BATCHES]
                self._step(part(x, rows), part(y, rows))
                return (i + 1,)

            tf.while_loop(lambda i: i < last, step, (first,))

        return loop

    def _step(self, x, y) -> None:
        import tensorflow as tf

        with tf.GradientTape() as tape:
            cost = self.model.compute_loss(x=x, y=y, y_pred=self.model(x, training=True), training=True)
        variables = self.model.trainable_variables
        found = zip(variables, tape.gradient(cost, variables), strict=True)
        self.optimizer.apply([tf.zeros(v.shape) if g is None else g for v, g in found])

    def start(self, weights: list[np.ndarray] | None) -> None:
        """Forget what was learned, and begin from these weights; None = from where the model stands."""
        for variable, value in zip(self.optimizer.variables, self.begin, strict=True):
            variable.assign(value)
        if weights is not None:
            self.model.set_weights(weights)

    def cost(self, x, y) -> float:
        """Without dropout and penalties, normalised by this batch."""
        from lab.check import recording

        found = recording.record(self.model, x, y)
        return found.cost - found.penalty

    def at_rates(self, rates: Sequence[float]) -> tuple[list[float], int, float] | None:
        """Costs of the sample after a short training at each rate, its steps, and what knowing nothing costs.

        None where no trial can be made, or time was up.
        """
        if _trainable(self.subject):
            return None
        x, y = self.subject.sample
        costs, until = [], time.process_time() + SECONDS
        with self.subject.untouched():
            weights = self.model.get_weights()
            for rate in rates:
                if not self.trained(weights, until, rate):
                    return None
                costs.append(self.cost(x, y))
        known = nothing_known(self.subject, self.subject.rows)
        return costs, SHORT, known if known == known else self.subject.start.cost

    def trained(self, weights: list[np.ndarray], until: float, rate: float | None = None) -> bool:
        """Train shortly from these weights, at another rate if one is given; whether that ended in time."""
        self.start(weights)
        if rate is not None:
            self.optimizer.learning_rate = rate
        return self.steps(_batches(self.subject), 0, SHORT, until) == SHORT

    def says_one_thing(self, x, y) -> bool:
        """Whether the predictions are the same for all examples, though their targets differ."""
        import keras

        if not self.subject.heads or any(head.loss == "custom" for head in self.subject.heads):
            return False
        says, wanted = ([array(each).astype(float) for each in keras.tree.flatten(part)]
                        for part in (self.model(x, training=False), y))  # fmt: skip
        same = all(np.ptp(each, axis=0).max(initial=0) <= SAME * max(1.0, np.abs(each).max(initial=0)) for each in says)
        return same and any((each != each[:1]).any() for each in wanted)


def _trainable(subject: Subject) -> str:
    """Why no trial can be made; "" where one can."""
    import keras

    model = subject.model
    if model.optimizer is None or subject.start.cost is None or not model.trainable_variables:
        return "Not judged: there is no optimizer, no loss or nothing to train."
    if type(model).train_step is not keras.Model.train_step:
        return "Not judged: the model has a train_step of its own, so that it was not trained here."
    if not math.isfinite(subject.start.cost):
        return "Not judged: the cost is not a number before training."
    if impossible(subject, subject.start.cost - subject.start.penalty):
        cost = subject.start.cost - subject.start.penalty
        return f"Not judged: the cost before training is {figure(cost)}: {IMPOSSIBLE}"
    return ""


def nothing_known(subject: Subject, rows: np.ndarray) -> float:
    """Cost of the best constant answer on some examples; NaN where theory has none."""
    if len(subject.heads) != 1:
        return math.nan
    head = subject.heads[0]
    if head.labels is not None and "focal" not in head.loss:
        per = len(head.labels) // max(subject.count, 1)
        return ignorance(head.labels.reshape(subject.count, per)[rows].reshape(-1)) if per else math.nan
    if head.loss == "mean_squared_error":
        return float(head.targets[rows].astype(float).var(axis=0).mean())
    return math.nan


def one_batch(subject: Subject) -> Iterator[Finding]:
    """Whether the model, with its own optimizer, learns 32 examples by heart."""
    if why := _trainable(subject):
        yield Finding("ok", why)
        return
    if nothing := unjudged(subject):
        yield nothing
        return
    _ = subject.sample
    places = np.arange(len(subject.rows))[:: max(1, len(subject.rows) // BATCH)][:BATCH]
    x, y = subject.part(rows := subject.rows[places])
    known, trials = nothing_known(subject, rows), subject.trials
    with subject.untouched():
        costs, steps, base = _by_heart(trials, places, known)
        one = trials.says_one_thing(x, y)
    first, last = costs[0], costs[-1]
    if impossible(subject, last):
        yield Finding("ok", f"Not judged: after {steps} steps the cost is {figure(last)}: {IMPOSSIBLE}")
        return
    stalled = len(costs) > 2 and costs[-3] - last < 0.02 * base
    falling = first > last and not stalled
    count, best = len(rows), f", and one answer to all of them costs {figure(known)} at best" * (known == known)
    told = f"After {steps} steps on {count} of the examples their cost is {figure(last)}; "
    told += f"it began at {figure(first)}{best}."
    if one or not math.isfinite(last) or last > 2 * max(first, base):
        bad = "fault"
    elif steps < MOST_STEPS and last >= LEARNED * base and not stalled:
        bad = "warn" if known == known and last > base and steps >= 2 * CHUNK else "ok"  # worse than to know nothing
    elif known == known:
        bad = (
            "ok" if last < 0.6 * base else "fault" if last > 0.95 * base and stalled and steps >= 2 * CHUNK else "warn"
        )
    else:
        bad = "ok" if last < first - 1e-3 * abs(first) else "fault" if steps >= 2 * CHUNK and stalled else "warn"
    if bad != "ok" and (noisy := dropped.strong(subject)) and _learned_without(noisy, subject, places, known):
        yield dropped.found(bad, told, noisy, count, (last, LEARNED * base))
        return
    if bad != "ok" and steps == MOST_STEPS and (larger := _larger(trials, places, known)):
        own = subject.model.optimizer
        says = f"{told} {SMALL.format(figure(larger / rate_of(own)))}"
        yield Finding(bad, says, "", last, LEARNED * base, with_rate(own, larger), "speed")
        return
    yield Finding(
        bad,
        told + ("" if bad == "ok" else ONE if one else SLOW if falling else BY_HEART),
        "",
        last,
        LEARNED * base,
        "" if bad == "ok" else SMALLER,
        "speed" if falling and not one else "" if math.isfinite(last) else "nan",
    )


def _learned_without(noisy: list, subject: Subject, places: np.ndarray, known: float) -> bool:
    """Whether the same examples are learned once layers of dropout let all through."""
    with dropped.let_through(noisy), subject.untouched():
        costs, _, base = _by_heart(Trials(subject), places, known)
    return costs[-1] < LEARNED * base


def _larger(trials, places: np.ndarray, known: float) -> float:
    """The first rate of some larger ones at which as many steps learn the same examples; 0 where none does."""
    own = rate_of(trials.model.optimizer)
    for rate in (times * own for times in LARGER):
        with trials.subject.untouched():  # each from the start that the model has
            costs, _, base = _by_heart(trials, places, known, rate)
        if costs[-1] < LEARNED * base:
            return rate
    return 0.0


def _by_heart(trials, places: np.ndarray, known: float, rate: float | None = None) -> tuple[list[float], int, float]:
    """Train on the same examples, at another rate if one is given, until they are learned, or steps or time are up.

    Args:
        places: of the examples in the sample.
        known: what knowing nothing costs; NaN where theory has none.

    Returns:
        The cost at the start and every `CHUNK` steps, the steps, and what knowing nothing costs (else: the start).
    """
    until, steps, subject = time.process_time() + SECONDS, 0, trials.subject
    trials.start(None)
    if rate is not None:
        trials.optimizer.learning_rate = rate
    x, y = subject.part(subject.rows[places])
    costs = [trials.cost(x, y)]
    base = known if known > 1e-6 else abs(costs[0])
    while steps < MOST_STEPS and time.process_time() < until:
        steps = trials.steps(np.tile(places, (BATCHES, 1)), steps, steps + CHUNK, until)
        costs.append(trials.cost(x, y))
        if not math.isfinite(costs[-1]) or costs[-1] < LEARNED * base:
            break
    return costs, steps, base


def luck(subject: Subject, seeds: int = SEEDS) -> Iterator[Finding]:
    """How far short trainings from other starts end apart."""
    if why := _trainable(subject):
        yield Finding("ok", why)
        return
    if nothing := unjudged(subject):
        yield nothing
        return
    if subject.build is None and getattr(subject.model, "inputs", None) is None:
        yield Finding("ok", "Not judged: other starts can be drawn only of a function that builds the model.")
        return
    x, y = subject.sample
    with subject.untouched(), random_state.kept():
        if seeds > 1 and (why := _no_other_start(subject)):
            yield Finding("ok", f"Not judged: {why}")
            return
    known = nothing_known(subject, subject.rows)
    ends, one, trials, until = [], [], subject.trials, time.process_time() + SECONDS
    batches = _batches(subject)
    with subject.untouched(), random_state.kept():
        for seed in range(seeds):
            trials.start(redrawn(subject, seed))
            before = trials.says_one_thing(x, y)
            reached = trials.steps(batches, 0, LATE, until)
            late = trials.cost(x, y)
            if trials.steps(batches, reached, SHORT, until) < SHORT:
                break
            ends.append((late, trials.cost(x, y)))
            one.append(before and trials.says_one_thing(x, y))
    late, last = np.array(ends).reshape(-1, 2).T
    if any(impossible(subject, cost) for cost in last):
        yield Finding("ok", f"Not judged: a start ends at a cost of {figure(last.min())}: {IMPOSSIBLE}")
        return
    if one and all(one):
        yield Finding(
            "warn",
            f"Not judged: from {'the only start' if len(one) == 1 else f'all {len(one)} starts'} the network says the "
            "same to all examples, before and after, though their targets differ.",
            question=None,
        )
        return
    yield _of_ends(late, last, known)


def _no_other_start(subject: Subject) -> str:
    """Why all starts are one and the same, and what becomes of equal units then; "" where starts differ."""
    first = redrawn(subject, 0)
    if not all(map(np.array_equal, first, redrawn(subject, 1))):
        return ""
    subject.model.set_weights(first)
    if any(np.ptp(array(kernel)) for layer in subject.layers for kernel in kernels(layer)):
        drawn = "the function that builds the model" if subject.build else "an initializer"
        return f"all starts are equal, since {drawn} makes the same numbers each time."
    says = "all starts are equal, since they are constant: within a layer all weights begin with the same number."
    if not subject.trials.trained(first, time.process_time() + SECONDS):
        return says
    alike = [layer.name for layer in subject.layers if not subject.is_head(layer) and _has_equal_units(layer)]
    return (
        f"{says} Units that start equal stay equal: in {listed(alike)} they are after {SHORT} steps." if alike else says
    )


def _has_equal_units(layer) -> bool:
    """Whether a layer has several units, and all are equal."""
    found = units(layer)
    weights = found[1]([array(each) for each in found[0]]) if found else np.zeros((1, 1))
    return weights.shape[1] > 1 and spare(groups(weights, False)) == weights.shape[1] - 1


def _batches(subject: Subject) -> np.ndarray:
    """Places of the examples of each batch in the sample, (batch, example)."""
    draw, count = np.random.default_rng(0), len(subject.rows)
    return np.array([draw.permutation(count)[: min(BATCH, count)] for _ in range(BATCHES)])


def _of_ends(late: np.ndarray, ends: np.ndarray, known: float) -> Finding:
    """What the ends of some starts say, and their costs after two thirds of the way."""
    count = len(ends)
    if count < 2:
        return Finding("ok", "Not judged: there was no time for a second start.")
    if (ends == ends[0]).all():
        return Finding(
            "ok",
            f"Not judged: all {count} starts end at exactly one cost, {figure(ends[0])}: what they differ in is lost.",
        )
    lost = int((~np.isfinite(ends)).sum())
    if lost == count:
        return Finding("ok", f"Not judged: from all {count} starts the cost of a short training is no number.")
    finite = ends[np.isfinite(ends)]
    told = f"From {count} starts a short training ends at costs of {figure(finite.min())} to {figure(finite.max())}"
    told += f", {lost} of them at no number" if lost else ""
    if known == known and not lost and NOTHING * known < finite.min() <= finite.max() < known / NOTHING:
        nothing = f"and guessing costs {figure(known)}: so few steps taught none of them anything."
        return Finding("ok", f"Not judged: {told[:1].lower()}{told[1:]}, {nothing}")
    base = known if known > 1e-6 else float(np.abs(finite).max())
    left = np.where(np.isfinite(ends), ends / base, 2.0)
    spread = float(left.max() - left.min())
    stands = ~np.isfinite(ends) | (late - ends < 0.02 * base)
    behind = left > left.min() + BEHIND
    if known == known and left.min() < WELL:
        behind |= left > GUESSES
    stuck = int((stands & behind).sum())
    if stuck and known == known:
        return Finding(
            "fault" if stuck >= 2 else "warn",
            f"{told}: {stuck} of them {'stays' if stuck == 1 else 'stay'} far above the best. Which it is, is luck.",
            "",
            spread,
            0.0,
            WIDER,
        )
    if spread > BEHIND and known == known and left.max() < GUESSES:
        return Finding("ok", f"{told}: from each it learns, from some faster than from others.", "", spread, 0.0)
    if spread > BEHIND:
        return Finding(
            "warn",
            f"{told}: some are faster than others. Compare settings over many seeds only.",
            "",
            spread,
            0.0,
            "study = lab.train_model(build, x, y, seeds=range(32))",
        )
    return Finding("ok", f"{told}.", "", spread, 0.0)
