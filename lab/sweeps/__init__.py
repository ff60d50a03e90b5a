"""Sweeps: more replicas than one machine holds or one hour trains, in a folder that grows part by part.

    plan    what is trained, and how it is cut into parts
    part    one part is trained and written to a file of its own
    task    what a worker is asked for, and the process that is asked
    crew    who is asked: processes on this machine, or the workers of a Dask cluster
    run     `lab.sweep`: what is missing is made, what fails is tried again
    stored  `lab.open_sweep`: what is there is read, piece by piece
    seen    what `lab.charts.trainability` and `lab.charts.starts` draw
    bar     how far it is
    command `python -m lab sweep`

What it costs, on paper: 10^9 replicas of XOR 2-2-1 over 4,000 epochs, recorded at the end, on 100 workers of 16 cores.

- Measured, on a busy virtual core: 0.32 ms of processor time a replica, 3,100 replicas a second (`lab.train` takes
  0.31 ms; in turns on two such cores, shared with others, a sweep trains 1.05 times as many a second as it does, the
  median of six rounds from 0.71 to 1.64), 10 s for two processes to import and compile, 20 bytes a replica on the disk,
  16 ms to check a part of 15,000 replicas. A million replicas took 540 s on two cores that others used as well, and
  about 1.4 GB in all three processes at their most, with what they share counted once.
- Where only the learning rate differs from one replica to the next, as in a row of a map, they share an experiment:
  0.11 ms a point of 300 epochs, not 0.28. A map of 1,024 x 1,024 took 2 minutes on these cores.
- 10^9 x 0.32 ms = 90 core-hours; on 1,600 cores 200 s, and half a minute for the start. 65,000 parts of 5 s and 0.3 MB
  each, 20 GB in all; to check them before going on takes 17 minutes of one core.
- 320 parts end in a second. A task costs the scheduler about 1 ms: it is busy for a third of the time.
- So the scheduler breaks first, at about 5,000 cores with parts of 5 s, or here with parts of 1.5 s: then raise
  `run.MOST_SECONDS`. Next comes the disk that all share: 320 new files a second, and before that 1,600 processes that
  import TensorFlow from it at once: install it on the workers' own disks. Memory does not: 0.4 GB a process, from the
  first part to the last, and the code of TensorFlow, 0.4 GB, once a machine.

Sources: the front page of the documentation of Dask.distributed for 1 ms a task. dask/distributed, pull request 118 and
issue 2617: `cancel` does not stop a task that runs, while its worker gets further ones; hence the flag that tasks ask.
Its setting `distributed.scheduler.allowed-failures`: a task whose worker dies is given to others three times.
"""
