"""A page that asks `tests.lab.fake_worker`: `/?ask={"do": "say"}` shows the answer's headline.

The environment's FAKE_WORKER is another command to start it with, its GRACE the queue's of that name.
"""

import json
import os

import streamlit as st

from lab import job_queue
from lab.job_queue import JobQueue
from lab.process import Worker
from pages.shell import work
from tests.lab import fake_worker


@st.cache_resource
def queue():
    """The server's queue, with another worker."""
    return JobQueue([Worker([os.environ["FAKE_WORKER"]] if "FAKE_WORKER" in os.environ else fake_worker.COMMAND)])


work.queue = queue
job_queue.GRACE = float(os.environ.get("GRACE", job_queue.GRACE))
asked = json.loads(st.query_params["ask"])
answer = work.answer("one", asked, False, lambda coarse: st.markdown(coarse.headline))
st.markdown(answer.headline)
