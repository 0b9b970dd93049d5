"""Runs Python code that a model wrote in a child process that has nothing to lose.

What the child is kept from:
- credentials: what it reads of S3 is put into its folder before it starts, and what it leaves there is taken to S3 when it is dead
  (`files.py`); its environment is made from nothing (but for where the interpreter finds its libraries); it can't read this
  process's environment or memory, which hold the function's own (`process.py`, `confinement.py`);
- this machine: limits on CPU time, memory, output and wall-clock time, on the size of each file and how many are open; no new
  processes, no sockets, no signals to other processes and no say in how they are scheduled, no shared memory or queues that would
  outlive it, no privileges;
- this process: it is never trusted with more than text, PNG files and a few files more, each read with a limit (`outcome.py`).

What it is not kept from:
- files: it can read and write what the function's user can. In Lambda that is /tmp, where what it puts beside its own folder stays
  for the next call in the same sandbox, be it of another run, or fills it. Nothing but the own folder is cleared, because on a
  laptop that user is you, with all your files, and /tmp is shared with your other programs;
- what /proc tells about other processes of that user: in Lambda those of AWS, on a laptop yours, with their environments;
- the network, other processes and signals where the kernel refuses the filter of system calls, as outside Linux. What the code
  starts there may outlive its call. The other limits hold, each result has a note that says so, and each call logs a warning.
"""
