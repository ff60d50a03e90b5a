"""Files that people bring: a CSV, however it was written, as a frame, and what was read how.

csv_table.read_csv(source)              the frame and the notes; also `lab.read_csv`
indicators.columns(values)              a text as columns of 0 and 1
"""

from lab import lazy

__getattr__, __dir__ = lazy.attributes(__name__, {})
