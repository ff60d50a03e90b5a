"""Any compiled Keras model as a function from state to state, for many starts at once.

`Program` is `fit` without its objects: all that training changes (weights, moving statistics, the states of dropout's
generators, the optimizer's slots, the metrics' sums) goes in as tensors and comes out as tensors. With a leading axis
of replicas it is mapped over by `tf.vectorized_map`, so that one program trains them all. Every replica takes the same
path as in Keras: its own gradient, its own clipping, its own step.
"""

import functools

import keras
import tensorflow as tf
from keras.src.optimizers.base_optimizer import BaseOptimizer

from lab.engine.optimizer import Functional


class Untraceable(Exception):  # noqa: N818 - not an error: such a model is trained by `fit`
    """The model cannot be trained as a function of its state; the text says why."""


class _Functional(Functional):
    """An optimizer whose writes go to the surrounding scope, gradients of an Embedding included."""

    def assign(self, variable, value):
        if isinstance(value, tf.IndexedSlices):
            value = tf.tensor_scatter_nd_update(variable, value.indices[:, None], value.values)
        super().assign(variable, value)

    def assign_add(self, variable, value):
        super().assign_add(variable, tf.convert_to_tensor(value))

    def assign_sub(self, variable, value):
        super().assign_sub(variable, tf.convert_to_tensor(value))

    _apply_weight_decay = BaseOptimizer._apply_weight_decay

    def _backend_update_step(self, grads, trainable_variables, learning_rate):
        self._stepping = trainable_variables  # Keras hands on the tensors behind them, which cannot be written to
        super()._backend_update_step(grads, trainable_variables, learning_rate)

    def _all_reduce_sum_gradients(self, grads_and_vars):
        return list(grads_and_vars)

    def _distributed_tf_update_step(self, distribution, grads_and_vars, learning_rate):
        for (gradient, _), variable in zip(grads_and_vars, self._stepping, strict=True):
            self.update_step(gradient, variable, learning_rate)


def make_functional(model: keras.Model) -> None:
    """Let a built model's optimizer write to the surrounding `keras.StatelessScope`, its metrics act as in `fit`."""
    optimizer = model.optimizer
    variables = optimizer._trainable_variables
    decayed = {id(variable): optimizer._use_weight_decay(variable.value) for variable in variables}
    kind = type(optimizer)
    optimizer.__class__ = type(kind.__name__, (_Functional, kind), {})
    optimizer._trainable_variables_indices = {id(variable): i for i, variable in enumerate(variables)}
    optimizer._exclude_from_weight_decay_cache = decayed
    for metric in model._compile_loss.metrics if model._compile_loss else []:
        _ignore_weights(metric)


def reason_for_fit(model: keras.Model) -> str:
    """Why a model has to be trained by `fit`, as far as one can see before trying; "" if it need not."""
    optimizer, base = model.optimizer, keras.Model
    own = [name for name in ("train_step", "test_step", "fit", "make_train_function") if _overridden(model, name, base)]
    reasons = {
        f"it has a `{own[0] if own else ''}` of its own": bool(own),
        "it is compiled with `run_eagerly=True`": model.run_eagerly,
        "it is compiled with `jit_compile=True`": model.jit_compile,
        "its optimizer averages the weights (`use_ema`)": optimizer.use_ema,
        "its optimizer gathers gradients over several steps": optimizer.gradient_accumulation_steps is not None,
        "its optimizer scales the loss": optimizer.loss_scale_factor is not None
        or isinstance(optimizer, keras.optimizers.LossScaleOptimizer),
        "its optimizer has an `apply` of its own": type(optimizer).apply is not BaseOptimizer.apply,
        "it has nothing to train": not model.trainable_variables,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _overridden(model: keras.Model, name: str, base: type) -> bool:
    return getattr(type(model), name) is not getattr(base, name) or name in vars(model)


class Program:
    """The training of some replicas of one model.

    Attributes:
        replicas: how many at once; 0 for one alone, whose state has no leading axis.
        variables: all that training changes, those of the model first; a state is a list of their values.
        own: how many of them are the model's, its states of dropout included.
        names: of the metrics, as `fit` reports them.
    """

    def __init__(self, model: keras.Model, replicas: int):
        self.model, self.replicas, self.names = model, replicas, []
        own = [*model.trainable_variables, *model.non_trainable_variables]
        self.variables = [*own, *model.optimizer.variables, *model.metrics_variables]
        self.own, self._before_metrics = len(own), len(self.variables) - len(model.metrics_variables)
        self._traced: dict[tuple[bool, int], tf.types.experimental.ConcreteFunction] = {}

    def trace(self, state: list, data: dict[bool, tuple], rows: dict[bool, tf.Tensor], batch_size: int) -> None:
        """Compile all that a training needs.

        Args:
            state: as it will be.
            data: x and y to train on (True), and to validate on (False), if anything is.
            rows: likewise, orders as they will be: (replica or 1, position).
            batch_size: examples of a batch; the last one of an epoch may have fewer.
        """
        specs = [tf.TensorSpec(tensor.shape, tensor.dtype) for tensor in state]
        number = tf.TensorSpec((), tf.int32)
        for training, examples in data.items():
            order = tf.TensorSpec(rows[training].shape, tf.int32)
            count = rows[training].shape[1]
            for batch in {min(batch_size, count), count % batch_size} - {0}:
                advance = tf.function(functools.partial(self._advance, examples, batch, training), autograph=False)
                self._traced[training, batch] = advance.get_concrete_function(specs, order, number, number, number)
        self.results = tf.function(self._results, autograph=False).get_concrete_function(specs)

    def advance(self, state: list, rows: tf.Tensor, first: int, last: int, batch_size: int, training: bool) -> list:
        """The state after batches `first` to `last` - 1 of an epoch with this order of examples."""
        full = rows.shape[1] // batch_size
        if first < min(last, full):
            state = self._call(state, rows, 0, first, min(last, full), batch_size, training)
        if last > full:
            state = self._call(state, rows, full * batch_size, 0, 1, rows.shape[1] % batch_size, training)
        return state

    def _call(self, state: list, rows, offset: int, first: int, last: int, batch: int, training: bool) -> list:
        numbers = [tf.constant(number, tf.int32) for number in (offset, first, last)]
        return self._traced[training, batch](state, rows, *numbers)

    def reset(self, state: list, start: list) -> list:
        """A state whose metrics have seen nothing yet, as those of `start`."""
        return [*state[: self._before_metrics], *start[self._before_metrics :]]

    def _advance(self, examples: tuple, batch: int, training: bool, state: list, rows, offset, first, last) -> list:
        """`batch` examples a step, from place `offset` of the order on."""

        def body(number, state):
            begin = offset + number * batch
            chosen = tf.ensure_shape(rows[:, begin : begin + batch], (rows.shape[0], batch))
            if self.replicas and rows.shape[0] > 1:
                after = self._mapped(
                    lambda both: self._step(both[0], *_taken(examples, both[1]), training), (state, chosen)
                )
            else:
                batched = _taken(examples, chosen[0])
                after = self._mapped(lambda state: self._step(state, *batched, training), state)
            return number + 1, [tf.ensure_shape(now, old.shape) for now, old in zip(after, state, strict=True)]

        return tf.while_loop(lambda number, _: number < last, body, (first, state))[1]

    def _results(self, state: list) -> tf.Tensor:
        """What the metrics say: (replica, metric), without the first axis for one alone."""
        return self._mapped(self._result, state)

    def _mapped(self, function, values):
        return tf.vectorized_map(function, values, warn=False) if self.replicas else function(values)

    def _step(self, state: list, x, y, training: bool) -> list:
        """One step of one replica, in the order of Keras's own `train_step` or `test_step`."""
        model = self.model
        with keras.StatelessScope(zip(self.variables, state, strict=True), collect_losses=True) as scope:
            trained = [variable.value for variable in model.trainable_variables]
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                tape.watch(trained)
                said = model(x, training=training) if model._call_has_training_arg else model(x)
                loss = model._compute_loss(x=x, y=y, y_pred=said, sample_weight=None, training=training)
            if any(now is not variable.value for now, variable in zip(trained, model.trainable_variables, strict=True)):
                raise Untraceable("it changes weights of its own as it is called, as SpectralNormalization does")
            model._loss_tracker.update_state(loss, sample_weight=keras.tree.flatten(x)[0].shape[0])
            if training:
                model.optimizer.apply(tape.gradient(loss, trained), model.trainable_variables)
            model.compute_metrics(x, y, said, sample_weight=None)
        foreign = set(scope.state_mapping) - set(map(id, self.variables))
        if foreign:
            raise Untraceable("it changes variables that are not its own, such as Keras's global generator of seeds")
        return [scope.get_current_value(variable) for variable in self.variables]

    def _result(self, state: list) -> tf.Tensor:
        with keras.StatelessScope(zip(self.variables, state, strict=True)):
            found = {name: tf.reshape(value, (-1,)) for name, value in self.model.get_metrics_result().items()}
        self.names = [
            name if value.shape[0] == 1 else f"{name}_{i}"
            for name, value in found.items()
            for i in range(value.shape[0])
        ]
        return tf.concat([tf.cast(value, "float32") for value in found.values()], axis=0)


def _ignore_weights(metric: keras.metrics.Metric) -> None:
    """Let the mean of one output's loss count all batches alike, as in `fit`, which does not know their sizes there."""
    update = metric.update_state
    vars(metric)["update_state"] = lambda value, sample_weight=None: update(value)


def _taken(data, rows: tf.Tensor):
    """These examples of every array."""
    return keras.tree.map_structure(lambda array: tf.gather(array, rows), data)
