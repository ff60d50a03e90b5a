"""The training of many replicas of one network in one compiled program.

`signature` says what has to be compiled anew; `lanes` and `matrices` are the two ways to lay out replicas in memory;
`loss` and `optimizer` are Keras's, applied to a stack of replicas; `program` is the compiled loop; `order` shuffles
the examples; `tiles` cuts a run into pieces of one fixed size and runs them.
"""
