"""Which columns of a table matter: one's own, or one that everybody knows."""

from pages.relevance import table_result, table_source
from pages.shell import frame, sharing


def show() -> None:
    """The choice of a table, what its columns weigh, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        sheet = table_source.show()
    if sheet is None:
        answer.markdown("**Choose a CSV file: its first row holds names, and one of its columns is to be foretold.**")
        sharing.try_this("feature_relevance", table_result.PRESETS)
    else:
        table_result.show(sheet, answer, left, right)
