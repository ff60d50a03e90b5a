"""A page that asks `tests.lab.fake_worker`: `/?ask={"do": "say"}` shows the answer's headline.

The environment's FAKE_WORKER is another command to start it with.
"""

import json
import os

import streamlit as st

from lab.job_queue import JobQueue
from lab.worker import Worker
from pages.shell import work
from tests.lab import fake_worker


@st.cache_resource
def queue():
    """The server's queue, with another worker."""
    return JobQueue([Worker([os.environ["FAKE_WORKER"]] if "FAKE_WORKER" in os.environ else fake_worker.COMMAND)])


work.queue = queue
asked = json.loads(st.query_params["ask"])
answer = work.answer("one", asked, False, lambda coarse: st.markdown(coarse.headline))
st.markdown(answer.headline)
