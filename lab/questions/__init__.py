"""The questions of the laboratory, a folder a room: one module a question, found by being there.

`lab.questions()` lists their slugs: this package stands under the same name, so it can be called as well.
"""

import sys
from types import ModuleType


class _Questions(ModuleType):
    """A package that lists its questions when it is called."""

    def __call__(self) -> list[str]:
        from lab.question import questions

        return questions()


sys.modules[__name__].__class__ = _Questions
