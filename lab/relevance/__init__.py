"""What the questions about useless, constant and repeated inputs share; each measures in its own module.

line.data("noise", mean=10.0)                              the line y = 3 x1 + 1 with a second column
linear.examples(experiment)                                its design and its targets
lab.questions.feature_relevance.weights.measure(...)       where training takes the weight of a useless column
"""

from lab import lazy

__getattr__, __dir__ = lazy.attributes(__name__, {})
