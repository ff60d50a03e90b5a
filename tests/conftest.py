"""What tests of every folder use."""

import os
import re

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # before TensorFlow is imported: its greetings are no test result
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")


@pytest.fixture(scope="session")
def refused():
    """refused(sentence): a context that passes only if a ValueError says exactly this."""
    return lambda sentence: pytest.raises(ValueError, match=f"^{re.escape(sentence)}$")
