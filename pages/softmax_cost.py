"""What a softmax's cost looks at, and what training it does."""

from pages.shell import frame, parts
from pages.softmax import (
    batch,
    border,
    broadcast,
    dense,
    matrix,
    numerics,
    one,
    slowdown,
    sum_or_mean,
    sums,
    target_only,
    zeros,
)

frame.open("softmax_cost")
parts.show(
    "softmax_cost",
    {
        "What the cost sees": {
            "one": parts.Part("One example", "Does the cost look only at the target's output?", one.show),
            "target_only": parts.Part(
                "Only the target's logit", "What if only the target's logit learned?", target_only.show
            ),
            "batch": parts.Part("Loss and cost", "Loss or cost: which is it?", batch.show),
            "slowdown": parts.Part(
                "Squared error or cross-entropy?", "Squared error or cross-entropy: does it matter?", slowdown.show
            ),
        },
        "Its gradient as arrays": {
            "matrix": parts.Part("Matrix gradients", "Why do my matrix gradients not match?", matrix.show),
            "broadcast": parts.Part(
                "Row or column", "Where does a matrix come from when I add biases?", broadcast.show
            ),
            "sum": parts.Part("Sum or mean", "Can 1/m go into the learning rate?", sum_or_mean.show),
            "border": parts.Part("Batch and rate", "Does a larger batch overflow?", border.show),
            "dense": parts.Part(
                "A Dense layer by hand", "What is inside a Dense layer, and what does one step do?", dense.show
            ),
        },
        "Numbers and starts": {
            "numerics": parts.Part("Overflow", "Why does everyone say from_logits=True?", numerics.show),
            "zeros": parts.Part("From zeros", "Can a classifier start from zeros?", zeros.show),
            "sums": parts.Part("Conserved sums", "Is there anything that training cannot change?", sums.show),
        },
    },
)
