"""What `train` promises beside its numbers: published digits, recorded epochs, cancelling, progress, bad input."""

import threading

import numpy as np
import pandas as pd
import pytest

import lab
from lab.training import recorded_epochs

NOISE = [
    0.3274685, -0.8426258, 0.3194337, -1.4075519, -2.3880599, -1.0392479, -0.5573232, 0.539707, 1.6994323, 0.28893656,
]  # fmt: skip
SLOW = lab.Experiment(
    data=lab.Data("digits"),
    network=lab.Network(hidden=(64,), activation="relu", output="softmax"),
    training=lab.Training(loss="categorical_crossentropy", epochs=2_000),
)


def thread_run(second: list[float]) -> lab.Run:
    """The run of the second discussion: y = 3 x1 + 1, a second column, 3,000 epochs of SGD at 3e-3."""
    x1 = np.arange(10.0)
    frame = pd.DataFrame({"x1": x1, "x2": second, "y": 3 * x1 + 1})
    experiment = lab.Experiment(
        data=lab.Data.from_frame(frame, target="y"),
        network=lab.Network(hidden=(), output="linear"),
        training=lab.Training(learning_rate=3e-3, epochs=3_000),
    )
    return lab.train(experiment, seeds=[0], initial=[[[1.0131117], [0.459983]], [0.0]], recorded=3_000)


def test_a_noise_column_ends_on_the_published_digits():
    """Claim S09; the published cost is the one before the last step."""
    run = thread_run(NOISE)
    kernel, bias = run.keras_weights(seed=0)
    assert [*kernel[:, 0], *bias] == pytest.approx([3.0015907, -0.0024382, 0.9898662], abs=2e-6)
    assert run.loss[0, 0, -2] == pytest.approx(2.4529e-05, rel=1e-3)


def test_a_constant_column_ends_on_the_published_digits():
    """Claim S10."""
    kernel, bias = thread_run([1.0] * 10).keras_weights(seed=0)
    assert [*kernel[:, 0], *bias] == pytest.approx([2.9999967, 0.73000354, 0.2700143], abs=3e-6)


def test_a_linear_layer_by_hand_has_the_published_gradient_and_step():
    """Claim S07: one example, two outputs, one step of 0.001."""
    frame = pd.DataFrame({"x1": [1.0], "x2": [2.0], "x3": [3.0], "y1": [-1.0], "y2": [1.0]})
    experiment = lab.Experiment(
        data=lab.Data.from_frame(frame, target=["y1", "y2"]),
        network=lab.Network(hidden=(), output="linear"),
        training=lab.Training(learning_rate=0.001, epochs=1, precision="float64"),
    )
    start = np.array([[0.3274685, -0.8426258], [0.3194337, -1.4075519], [-2.3880599, -1.0392479]])
    kernel, bias = lab.train(experiment, seeds=[0], initial=[start, np.zeros(2)]).keras_weights(seed=0)
    published = [[-5.197844, -7.775473], [-10.395688, -15.550946], [-15.593533, -23.32642]]
    np.testing.assert_allclose((start - kernel) / 0.001, published, rtol=1e-6)
    np.testing.assert_allclose(-bias / 0.001, published[0], rtol=1e-6)
    assert kernel[0, 0] == pytest.approx(0.33266637, abs=1e-7)


@pytest.mark.parametrize("spacing", ["linear", "log"])
@pytest.mark.parametrize(("epochs", "recorded"), [(0, 5), (1, 5), (10, 128), (20_000, 128), (7, 3)])
def test_recorded_epochs_start_at_0_rise_and_end_with_the_last(epochs, recorded, spacing):
    places = recorded_epochs(epochs, recorded, spacing)
    assert places[0] == 0
    assert places[-1] == epochs
    assert (np.diff(places) > 0).all()
    assert len(places) <= recorded + 1


def test_logarithmic_epochs_lie_in_equal_ratios():
    ratios = recorded_epochs(100_000, 6, "log")[2:] / recorded_epochs(100_000, 6, "log")[1:-1]
    assert ratios == pytest.approx(10.0)


def test_progress_rises_to_1_and_names_tiles_and_epochs():
    seen = []
    lab.train(lab.Experiment(), seeds=range(600), progress=seen.append)
    shares = [progress.done for progress in seen]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert {progress.tile for progress in seen} == set(range(1, seen[0].tiles + 1))
    assert max(progress.epoch for progress in seen) == 1000


def test_a_cancelled_run_raises_and_leaves_no_thread():
    before, begun, stop = threading.active_count(), threading.Event(), threading.Event()

    def progress(at):
        if at.done > 0:
            begun.set()
            stop.set()

    with pytest.raises(lab.Cancelled):
        lab.train(SLOW, seeds=range(64), progress=progress, cancelled=stop.is_set)
    assert begun.is_set()
    assert threading.active_count() == before


def test_a_run_asks_again_and_again_whether_it_is_cancelled():
    """Between two questions lies one call; the calls of a long run are many, whatever the speed of the machine."""
    asked, limit = [], 40

    def cancelled():
        asked.append(True)
        return len(asked) > limit

    with pytest.raises(lab.Cancelled):
        lab.train(SLOW, seeds=[0], cancelled=cancelled, recorded=1)


def test_a_failure_in_a_callback_reaches_the_caller():
    def broken(_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        lab.train(lab.Experiment(), seeds=[0], progress=broken)


def test_weights_of_the_ends_alone_are_kept_if_asked():
    run = lab.train(lab.Experiment(), seeds=[0, 1], weights="ends", recorded=10)
    assert list(run.weight_epochs) == [0, 1000]
    assert run.loss.shape == (1, 2, 11)
    full = lab.train(lab.Experiment(), seeds=[0, 1], recorded=10)
    assert all(np.array_equal(a, b) for a, b in zip(run.keras_weights(1), full.keras_weights(1), strict=True))


def test_one_start_per_seed_may_be_given():
    starts = [np.arange(2 * np.prod(shape)).reshape(2, *shape) / 10 for shape in lab.Experiment().weight_shapes()]
    run = lab.train(lab.Experiment(), seeds=[4, 9], initial=starts)
    for i, seed in enumerate((4, 9)):
        for array, start in zip(run.keras_weights(seed, epoch=0), starts, strict=True):
            np.testing.assert_array_equal(array, start[i].astype("float32"))


def test_mini_batches_see_another_order_for_each_seed_unless_it_is_fixed():
    shuffled = lab.Experiment(init=lab.Init("constant", value=0.5), training=lab.Training(batch_size=1, epochs=20))
    free = lab.train(shuffled, seeds=[0, 1])
    assert free.loss[0, 0, -1] != free.loss[0, 1, -1]
    fixed = lab.train(lab.vary(shuffled, {"training.order_seed": 5}), seeds=[0, 1])
    assert fixed.loss[0, 0, -1] == fixed.loss[0, 1, -1]


EXPERIMENT = lab.Experiment()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"seeds": []}, "`seeds` must name at least one seed; got none."),
        ({"seeds": 5}, "`seeds` must be a list of whole numbers, such as range(10); got 5."),
        ({"seeds": [-1]}, "`seeds` must be a whole number from 0 to 4,294,967,295; got -1."),
        ({"seeds": [0.5]}, "`seeds` must be a whole number from 0 to 4,294,967,295; got 0.5."),
        ({"seeds": [1, 1]}, "`seeds` must differ from each other; one comes twice."),
        (
            {"seeds": range(1_000_000)},
            "A run may have 200,000 replicas (seeds x varied values); got 1,000,000.",
        ),
        ({"seeds": [0], "recorded": 0}, "`recorded` must be a whole number from 1 to 10,000; got 0."),
        ({"seeds": [0], "spacing": "cubic"}, "`spacing` must be one of 'linear', 'log'; got 'cubic'."),
        ({"seeds": [0], "weights": "none"}, "`weights` must be one of 'all', 'ends'; got 'none'."),
        ({"seeds": [0], "vary": {"training.learning_rate": []}}, "`vary training.learning_rate` has no values."),
        (
            {"seeds": [0], "vary": {"training.learning_rate": [-1.0]}},
            "`Training.learning_rate` must be a number from 0 to 1e+06; got -1.0.",
        ),
        (
            {"seeds": [0], "vary": {"training.epochs": [1, 2]}},
            "`training.epochs` cannot be varied: train the longest, read any epoch.",
        ),
        ({"seeds": [0], "vary": [1]}, "`vary` must be a Mapping; got [1]."),
        (
            {"seeds": [0], "initial": [[1.0]]},
            "`initial` must be arrays of shapes [(2, 2), (2,), (2, 1), (1,)], or with 1 starts each; got [(1,)].",
        ),
        ({"seeds": [0], "initial": "zeros"}, "`initial` must be a list of arrays of numbers; got 'zeros'."),
    ],
)
def test_bad_input_gets_its_sentence(arguments, sentence, refused):
    with refused(sentence):
        lab.train(EXPERIMENT, **arguments)


def test_each_start_and_rate_gives_the_costs_of_a_training_of_its_own():
    rates, run = [0.1, 3.0], lab.train(EXPERIMENT, seeds=range(2), vary={"training.learning_rate": [0.1, 3.0]})
    starts = [array[:, :, 0].reshape(4, *array.shape[3:]) for array in run.arrays]
    costs = lab.train_grid(EXPERIMENT, starts, np.repeat(rates, 2), recorded=128)
    np.testing.assert_array_equal(costs, run.loss.reshape(4, -1))


@pytest.mark.parametrize("rates", [[], [[0.1]], [float("nan")], [-0.1], 0.1])
def test_rates_that_are_none_are_refused(rates):
    with pytest.raises(ValueError, match=r"^`learning_rates` must be at least one finite number from 0; got "):
        lab.train_grid(EXPERIMENT, [], rates)


def test_each_start_is_refused_unless_there_is_one_for_each_rate(refused):
    expected = [(2, 2), (2,), (2, 1), (1,)]
    with refused(f"`initial` must be arrays of shapes {expected}, or with 2 starts each; got [(3, 2, 2)]."):
        lab.train_grid(EXPERIMENT, [np.zeros((3, 2, 2))], [0.1, 0.2])


def test_a_run_too_large_for_the_memory_says_so_with_the_figure(monkeypatch, refused):
    monkeypatch.setattr("lab.limits.free_memory", lambda: 1e8)
    sentence = (
        "This run would record 0.8 GB, and 0.1 GB is the most here; ask for fewer seeds or recorded epochs, "
        "or for weights='ends'."
    )
    with refused(sentence):
        lab.train(EXPERIMENT, seeds=range(115_000))


def test_a_run_that_would_take_hours_says_so_with_the_figure():
    endless = lab.vary(SLOW, {"training.epochs": 10_000_000})
    with pytest.raises(ValueError, match=r"^This run would take .* multiplications, about [\d,]+ minutes, and 30 is"):
        lab.train(endless, seeds=range(10), weights="ends")
