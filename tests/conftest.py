"""What tests of every folder use."""

import hashlib
import os
import pickle
import re
import shutil
import tempfile
from pathlib import Path

import pytest

from lab import compute
from lab.results import Results

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # before TensorFlow is imported: its greetings are no test result
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
# Compiled in two thirds of the time, to the same numbers (tests/lab/engine/test_program.py); long runs are slower.
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_use_fusion_emitters=false")


def pytest_configure(config):
    """One store for a run, of compiled programs and of results: for its workers, its servers and its scripts."""
    if "KEPT_BY_TESTS" not in os.environ:
        os.environ["KEPT_BY_TESTS"] = folder = tempfile.mkdtemp(prefix="compiled-")
        os.environ.setdefault("TF_XLA_FLAGS", f"--tf_xla_persistent_cache_directory={folder}")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_collection_modifyitems(items):
    """The longest file begins first: as one of the last it would keep one worker for minutes after the others."""
    items.sort(key=lambda item: item.path.name != "test_contract.py")


class Kept(Results):
    """What measures returned, on disk too: a claim finds what its question's answer was made of, in another process."""

    def _file(self, key):
        return Path(os.environ["KEPT_BY_TESTS"], hashlib.sha256(pickle.dumps(key)).hexdigest())

    def __contains__(self, key):
        return super().__contains__(key) or self._file(key).exists()

    def __getitem__(self, key):
        return super().__getitem__(key) if super().__contains__(key) else pickle.loads(self._file(key).read_bytes())

    def keep(self, key, result, size=None):
        super().keep(key, result, size)
        part = self._file(key).with_suffix(f".{os.getpid()}")
        part.write_bytes(pickle.dumps(result))
        part.replace(self._file(key))


@pytest.fixture(scope="session", autouse=True)
def _computed_once():
    compute._kept = Kept(compute.MOST_BYTES, compute.MOST_RESULTS)


@pytest.fixture(scope="session")
def refused():
    """refused(sentence): a context that passes only if a ValueError says exactly this."""
    return lambda sentence: pytest.raises(ValueError, match=f"^{re.escape(sentence)}$")


@pytest.fixture
def step_by_step():
    """Nothing is compiled: TensorFlow takes one operation after another. For tests that are not about the compiler."""
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)
