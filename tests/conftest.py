"""What tests of every folder use."""

import os
import re
import shutil
import tempfile

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # before TensorFlow is imported: its greetings are no test result
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
# Compiled in two thirds of the time, to the same numbers (tests/lab/engine/test_program.py); long runs are slower.
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_use_fusion_emitters=false")


def pytest_configure(config):
    """One store of compiled programs for a run: for its workers, its servers and its scripts."""
    if "TF_XLA_FLAGS" not in os.environ:
        folder = tempfile.mkdtemp(prefix="compiled-")
        os.environ["TF_XLA_FLAGS"] = f"--tf_xla_persistent_cache_directory={folder}"
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


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
