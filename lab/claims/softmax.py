"""Claims about the softmax cost and its gradient."""

CLAIMS = ()
