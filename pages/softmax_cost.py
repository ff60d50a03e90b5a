"""What a softmax's cost looks at, and what training it does."""

from pages.shell import frame, parts
from pages.softmax import one

frame.open("softmax_cost")
parts.show(
    "softmax_cost",
    {
        "one": parts.Part("One example", "Does the cost look only at the target's output?", one.show),
    },
)
