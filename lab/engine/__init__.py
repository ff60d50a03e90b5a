"""The training of many replicas of one network in one compiled program.

`signature` says what has to be compiled anew; `replica_last` and `replica_first` are the two ways to lay out replicas
in memory; `loss` and `optimizer` are Keras's, applied to a stack of replicas; `program` is the compiled loop; `order`
shuffles the examples; `tiles` cuts a run into pieces of one fixed size and runs them.

Models of somebody's own: `any_model` makes a step of any Keras model a function of its state, `many_starts` trains it
from many seeds, `any_fit` by Keras's `fit` where that cannot be done; `random_state` leaves no trace in the caller's
own. `unit_course` and `watch` look at units on the way.
"""
