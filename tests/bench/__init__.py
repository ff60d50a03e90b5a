"""Speed, measured side by side in one run: `python -m tests.bench` prints the table that the README shows.

Not collected by pytest: an absolute time, or a ratio on a noisy machine, is no test.
"""
