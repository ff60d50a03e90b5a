"""Sweeps in worker processes of this machine: the numbers of one run, read piece by piece."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

import lab
from lab.__main__ import main
from lab.progress import Cancelled
from lab.sweeps import crew, part, run
from lab.sweeps.plan import Plan
from lab.sweeps.task import MANIFEST

ROOT = Path(__file__).parents[2]
LONG = 90.0  # seconds after which a test gives up
XOR = lab.Experiment(
    init=lab.Init("uniform", low=-1.0, high=1.0, bias="same"), training=lab.Training(learning_rate=2.0, epochs=300)
)
SEEDS = range(3, 2051)  # eight tiles
ENDLESS = lab.vary(XOR, {"training.epochs": 10_000_000})
SLOW = lab.vary(XOR, {"training.epochs": 20_000})  # a tile takes longer than a look at it
VALIDATED = lab.Experiment(
    data=lab.Data("iris", validation=0.2),
    network=lab.Network(hidden=(3,), output="softmax"),
    training=lab.Training(loss="categorical_crossentropy", batch_size=16, epochs=6),
)
ONE_WORKER = "from lab.sweeps import run; run.processors = lambda: 1"
VARIED = {"network.hidden": [(3,), (20, 4)], "training.batch_size": [16, None], "init.scale": [0.5, 1.0, 2.0]}


@pytest.fixture(scope="module", autouse=True)
def _parts_of_one_tile():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "LEAST_SECONDS", 0.0)
        patch.setattr(run, "ROUNDS", 10**9)
        yield


@pytest.fixture(scope="module", autouse=True)
def shared(_parts_of_one_tile):
    """Two workers that do one sweep after another, as to start them takes longer; what ends them is tested last."""
    with pytest.MonkeyPatch.context() as patch, crew.Here(2) as found:
        patch.setattr(run, "_crew", lambda client: contextlib.nullcontext(found))
        yield found


@pytest.fixture
def one_at_a_time(shared, monkeypatch):
    monkeypatch.setattr(shared, "threads", 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A sweep of XOR in parts of one tile, made once; tests that change it take a copy."""
    return lab.sweep(XOR, SEEDS, folder=tmp_path_factory.mktemp("sweep") / "made", progress=None)


@pytest.fixture
def copied(made, tmp_path):
    shutil.copytree(made.folder, tmp_path / "copy")
    return lab.open_sweep(tmp_path / "copy")


@pytest.fixture(scope="module")
def trained():
    return lab.train(XOR, SEEDS, recorded=1)


def assert_as_trained(sweep, trained):
    pd.testing.assert_frame_equal(sweep.losses(), trained.losses(), check_exact=True)
    assert sweep.progress().done == 1
    assert {entry.name for entry in sweep.folder.iterdir()} == {MANIFEST, *parts(sweep)}


def parts(sweep):
    """Names of the parts that there should be."""
    begun = json.loads((sweep.folder / MANIFEST).read_text())["begun"]
    return [sweep.plan.part_name(*piece) for piece in sweep.plan.parts(begun["each"])]


def workers():
    """Processes of this one that do a sweep's tasks; not those that have just died."""
    alive = [each for each in psutil.Process().children() if each.status() != psutil.STATUS_ZOMBIE]
    return [each for each in alive if "lab.sweeps.task" in each.cmdline()]


def test_a_sweep_has_the_numbers_of_a_run_to_the_bit(made, trained):
    assert made.progress().of_parts == 8
    assert_as_trained(made, trained)
    pd.testing.assert_frame_equal(made.accuracies(), trained.accuracies())


def test_varied_shapes_batches_and_scales_give_the_frames_of_a_run(tmp_path, one_at_a_time):
    swept = lab.sweep(VALIDATED, [5, 0, 9], VARIED, folder=tmp_path, recorded=3, weights="ends", progress=None)
    one = lab.train(VALIDATED, [5, 0, 9], VARIED, recorded=3, weights="ends")
    for split in ("training", "validation"):
        pd.testing.assert_frame_equal(swept.losses(split=split), one.losses(split=split), check_exact=True)
        pd.testing.assert_frame_equal(swept.accuracies(split=split), one.accuracies(split=split), check_exact=True)
    values = {"network.hidden": (20, 4), "training.batch_size": None, "init.scale": 2.0}
    for epoch in (0, -1):
        for ours, theirs in zip(
            swept.keras_weights(9, values, epoch), one.keras_weights(9, epoch, values), strict=True
        ):
            np.testing.assert_array_equal(ours, theirs)
    chosen = swept.losses({"network.hidden": (20, 4), "training.batch_size": None, "seed": [0, 9], "epoch": 6})
    assert len(chosen) == 2 * 3
    assert set(chosen["network.hidden"]) == {(20, 4)}
    pd.testing.assert_frame_equal(pd.concat(swept.batches(), ignore_index=True)[list(chosen)], swept.losses())


def test_rows_are_chosen_before_they_are_read(made, trained):
    everything = trained.losses()
    high = made.losses(pc.field("loss") > 0.26)
    assert 0 < len(high) < len(everything)
    pd.testing.assert_frame_equal(high, everything[everything["loss"] > 0.26].reset_index(drop=True))
    ends = made.ends({"seed": range(10, 20)})
    assert list(ends) == ["seed", "loss", "accuracy"]
    wanted = everything[(everything["epoch"] == 300) & everything["seed"].isin(range(10, 20))]
    np.testing.assert_array_equal(ends["loss"], wanted["loss"])


def test_shares_are_those_of_the_frame_of_all_ends(tmp_path):
    """`lab.seeds.solved` counts them in a frame that holds every end; here no more than one part is in memory."""
    rates = [0.05, 0.3, 1e3]
    linear = lab.vary(XOR, {"network.output": "linear"})
    swept = lab.sweep(
        linear, range(200), {"training.learning_rate": rates, "init.scale": [1.0, 3.0]}, folder=tmp_path, progress=None
    )
    ends = swept.ends().assign(scheme=lambda frame: frame["training.learning_rate"])
    below = float(ends["loss"][np.isfinite(ends["loss"])].median())
    expected, found = lab.seeds.solved(ends, below), swept.shares(below, by=["training.learning_rate"])
    assert found["training.learning_rate"].tolist() == rates
    assert 0 < found["solved"].sum() < 800
    assert found["diverged"].tolist()[2] > 0
    for name in ("solved", "runs", "diverged", "share", "low", "high"):
        np.testing.assert_array_equal(found[name], expected[name])
    assert swept.shares(below)["solved"].sum() == found["solved"].sum()
    assert swept.shares(below, by=[])["runs"].tolist() == [1200]


def test_a_sweep_that_is_whole_is_not_made_again(copied, monkeypatch):
    monkeypatch.setattr(run, "_crew", None)  # no worker is asked
    before = {name: (copied.folder / name).stat().st_mtime_ns for name in parts(copied)}
    lab.sweep(XOR, SEEDS, folder=copied.folder, progress=None)
    assert {name: (copied.folder / name).stat().st_mtime_ns for name in parts(copied)} == before


def bit(file):
    held = bytearray(file.read_bytes())
    held[len(held) // 3] ^= 1
    file.write_bytes(held)


def cut(file):
    file.write_bytes(file.read_bytes()[:-100])


def emptied(file):
    file.write_bytes(b"")


def other_value(file):
    """A sound file with one number changed: only the sweep's own checksum knows."""
    table = pq.read_table(file, partitioning=None)
    losses = table.column("loss").to_numpy().copy()
    losses[7] += 1e-3
    at = table.column_names.index("loss")
    pq.write_table(table.set_column(at, "loss", [losses]), file)


def of_another_place(file):
    shutil.copy(next(other for other in sorted(file.parent.glob("*.parquet")) if other != file), file)


@pytest.mark.parametrize("damage", [bit, cut, emptied, other_value, of_another_place], ids=lambda f: f.__name__)
def test_a_damaged_part_is_found(copied, damage):
    name = parts(copied)[4]
    damage(copied.folder / name)
    each = json.loads((copied.folder / MANIFEST).read_text())["begun"]["each"]
    assert run.missing(copied.plan, copied.folder, each) == [(4 * each, 5 * each)]


def test_a_damaged_part_is_made_anew_and_no_other(copied, trained):
    names = parts(copied)
    bit(copied.folder / names[4])
    with pytest.raises(OSError, match=f"{names[4]} is damaged; run the sweep again"):
        copied.losses()
    before = {name: (copied.folder / name).stat().st_mtime_ns for name in names}
    assert_as_trained(lab.sweep(XOR, SEEDS, folder=copied.folder, progress=None), trained)
    changed = [name for name in names if (copied.folder / name).stat().st_mtime_ns != before[name]]
    assert changed == [names[4]]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"experiment": lab.vary(XOR, {"training.learning_rate": 3.0})}, "experiment"),
        ({"seeds": range(4), "recorded": 2}, "seeds and recorded"),
        ({"vary": {"init.scale": [1.0]}}, "vary"),
        ({"weights": "ends"}, "weights"),
    ],
)
def test_another_sweep_in_the_folder_is_refused(made, given, names, refused):
    asked = {"experiment": XOR, "seeds": SEEDS, "folder": made.folder, "progress": None, **given}
    with refused(
        f"In {made.folder} is another sweep: it differs in {names}. Take another folder, or `lab.open_sweep` to see "
        "what is there."
    ):
        lab.sweep(asked.pop("experiment"), asked.pop("seeds"), **asked)


def test_a_sweep_of_other_versions_is_refused(copied):
    manifest = json.loads((copied.folder / MANIFEST).read_text())
    manifest["begun"]["versions"]["keras"] = "3.0.0"
    (copied.folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(ValueError, match="begun with other versions \\(keras 3.0.0 there and 3"):
        lab.sweep(XOR, SEEDS, folder=copied.folder, progress=None)


def test_where_there_is_no_sweep_it_says_so(tmp_path, refused):
    with refused(f"In {tmp_path} is no sweep: it has no manifest.json."):
        lab.open_sweep(tmp_path)


def test_bad_input_is_refused_before_anything_is_made(tmp_path, refused):
    with refused("`vary data.table` must have numbers, texts or lists of these in a sweep; got a Table."):
        lab.sweep(XOR, [0], {"data.table": [_table()]}, folder=tmp_path / "new")
    with pytest.raises(ValueError, match="needs data with classes"):
        lab.sweep(XOR, [0], {"network.output": ["sigmoid", "softmax"]}, folder=tmp_path / "new")
    with refused("`weights` must be one of 'none', 'ends', 'all'; got 'some'."):
        lab.sweep(XOR, [0], folder=tmp_path / "new", weights="some")
    assert not (tmp_path / "new").exists()


def _table():
    return lab.Data.from_frame(pd.DataFrame({"x": [0.0, 1.0], "y": [0, 1]}), target="y").table


def test_a_plan_comes_back_from_its_json():
    plan = Plan.of(VALIDATED, range(7, 100, 3), {**VARIED, "training.learning_rate": np.array([0.1, 0.2])}, 4, "all")
    again = Plan.from_json(plan.to_json())
    assert again == plan
    assert again.digest == plan.digest
    assert again.variant(23) == plan.variant(23)


def test_the_bar_says_how_far_it_is_how_fast_and_how_long_it_takes(copied, capsys):
    for name in parts(copied)[2:]:
        (copied.folder / name).unlink()
    told = []
    lab.sweep(XOR, SEEDS, folder=copied.folder, progress=told.append)
    assert told[0].done == 0.25
    assert told[-1].done == 1
    assert [now.parts for now in told] == sorted(now.parts for now in told)
    middle = next(now for now in told if 2 < now.parts < 8)
    assert middle.left == pytest.approx((middle.of - middle.replicas) / middle.rate)
    assert f"{middle.replicas:,} of 2,048 replicas, {middle.rate:,.0f} a second, " in str(middle)
    run.bar.Bar()(middle)
    assert str(middle) in capsys.readouterr().err


def test_a_full_disk_ends_it_and_with_room_it_goes_on(tmp_path, trained, one_at_a_time):
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40k", "tmpfs", tmp_path], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.decode().strip()}")
    try:
        with pytest.raises(OSError, match="Nothing can be written to .* any more.*No space left"):
            lab.sweep(XOR, SEEDS, folder=tmp_path, progress=None)
        assert 0 < lab.open_sweep(tmp_path).progress().parts < 8
        subprocess.run(["mount", "-o", "remount,size=8m", tmp_path], check=True)
        assert_as_trained(lab.sweep(XOR, SEEDS, folder=tmp_path, progress=None), trained)
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_ctrl_c_leaves_whole_parts_alone(tmp_path):
    spec, folder = tmp_path / "spec.json", tmp_path / "folder"
    plan = Plan.of(SLOW, range(8192))
    spec.write_text(plan.to_json())
    interruptible = "signal.signal(signal.SIGINT, signal.default_int_handler)"  # whatever runs the tests
    code = f"import signal, sys, lab.__main__ as m; {interruptible}; {ONE_WORKER}; sys.exit(m.main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "sweep", str(spec), str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + LONG
    while not list(folder.glob("part-*")):
        assert time.monotonic() < end
        assert process.poll() is None
        time.sleep(0.05)
    helpers = psutil.Process(process.pid).children(recursive=True)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=LONG)
    assert process.returncode == 1
    assert "Stopped. The parts that were made are kept" in said
    assert psutil.wait_procs(helpers, timeout=LONG)[1] == []
    there = lab.open_sweep(folder)
    each = json.loads((folder / MANIFEST).read_text())["begun"]["each"]
    kept = {entry.name for entry in folder.iterdir()} - {MANIFEST}
    whole = {plan.part_name(*at) for at in plan.parts(each) if part.is_whole(folder / plan.part_name(*at), plan, *at)}
    assert 0 < there.progress().done < 1
    assert kept == whole


def test_workers_end_when_the_sweep_is_killed(tmp_path):
    made = f"lab.Experiment.from_json({ENDLESS.to_json()!r})"
    code = f"import lab; {ONE_WORKER}; lab.sweep({made}, range(2048), folder={str(tmp_path)!r})"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.DEVNULL)
    end = time.monotonic() + LONG
    while not (tmp_path / MANIFEST).exists():
        assert time.monotonic() < end
        time.sleep(0.05)
    helpers = psutil.Process(process.pid).children(recursive=True)
    assert helpers
    process.kill()
    process.wait()
    assert psutil.wait_procs(helpers, timeout=LONG)[1] == []


def test_a_dry_run_says_what_it_would_take_and_makes_nothing(tmp_path, capsys):
    spec = tmp_path / "spec.json"
    seeds = {"first": 5, "count": 1_000_000}
    given = {"experiment": json.loads(XOR.to_json()), "seeds": seeds, "vary": {"training.learning_rate": [1.0, 2.0]}}
    spec.write_text(json.dumps(given))
    assert main(["sweep", str(spec), str(tmp_path / "folder"), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("2,000,000 replicas in 7,813 tiles, ")
    assert "about 32,000,000 bytes" in said  # a cost and an accuracy of 4 bytes each, at two epochs
    assert not (tmp_path / "folder").exists()


def test_the_command_makes_a_sweep_and_goes_on_with_it(tmp_path, capsys, trained):
    spec, folder = tmp_path / "spec.json", tmp_path / "folder"
    spec.write_text(Plan.of(XOR, SEEDS).to_json())
    whole = f"Sweep(2,048 of 2,048 replicas, 8 of 8 parts, {folder})\n"
    assert main(["sweep", str(spec), str(folder)]) == 0
    said = capsys.readouterr()
    assert said.out == whole
    assert "2,048 of 2,048 replicas, " in said.err
    made = lab.open_sweep(folder)
    assert_as_trained(made, trained)
    (folder / parts(made)[2]).unlink()
    assert main(["sweep", str(spec), str(folder)]) == 0
    assert capsys.readouterr().out == whole


def test_the_command_refuses_what_makes_no_sense(tmp_path, capsys):
    spec = tmp_path / "spec.json"
    spec.write_text('{"experiment": {}, "seeds": {"first": 0}}')
    with pytest.raises(SystemExit):
        main(["sweep", str(spec), str(tmp_path / "folder")])
    assert "`seeds` must be a list, or an object with `count`" in capsys.readouterr().err


def test_a_part_that_fails_each_time_is_named_and_the_others_are_kept(tmp_path, monkeypatch, shared, one_at_a_time):
    monkeypatch.setattr(run, "ATTEMPTS", 1)
    killed = []

    def kill(now):
        if not now.parts and not killed:
            killed.append(next(iter(shared._busy)))
            killed[0].kill()

    with pytest.raises(run.Incomplete, match="1 of 2 parts could not be made .*its process ended with -9") as caught:
        lab.sweep(SLOW, range(512), folder=tmp_path, progress=kill)
    assert len(caught.value.failures) == 1
    assert lab.open_sweep(tmp_path).progress().parts == 1
    again = lab.sweep(SLOW, range(512), folder=tmp_path, progress=None)
    assert_as_trained(again, lab.train(SLOW, range(512), recorded=1, weights="ends"))


def test_a_worker_that_is_killed_costs_nothing_but_time(tmp_path, trained, one_at_a_time):
    killed, seen = [], set()

    def kill(now):
        seen.update(each.pid for each in workers())
        if now.parts and not killed:
            killed.extend(each.pid for each in workers())
            for each in killed:
                os.kill(each, signal.SIGKILL)

    assert_as_trained(lab.sweep(XOR, SEEDS, folder=tmp_path, progress=kill), trained)
    assert killed
    assert seen > set(killed)


def test_what_is_cancelled_ends_its_workers_and_leaves_no_half_part(tmp_path, shared, monkeypatch):
    monkeypatch.setattr(run, "_crew", lambda client: shared)  # and so stopped at its end
    with pytest.raises(Cancelled):
        lab.sweep(ENDLESS, SEEDS, folder=tmp_path, progress=None, cancelled=lambda: (tmp_path / MANIFEST).exists())
    assert workers() == []
    assert [entry.name for entry in tmp_path.iterdir()] == [MANIFEST]
