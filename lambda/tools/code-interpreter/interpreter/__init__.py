"""Runs Python code that a model wrote in a child process that has nothing to lose.

What the child is kept from:
- credentials: its environment is made from nothing; it can't read this process's environment or memory, which hold the function's
  own (`process.py`, `confinement.py`);
- this machine: limits on CPU time, memory, size and number of files, output and wall-clock time; no new processes, no sockets, no
  signals to other processes, no privileges;
- this process: it is never trusted with more than text and PNG files, each read with a limit (`outcome.py`).

What it is not kept from:
- files: it can read what the function's user can read, and write to /tmp beside its own folder, where it stays for the next call in
  the same Lambda sandbox. On a laptop that user is you, with all your files, and what /proc tells about your other processes;
- the network, other processes and signals where the kernel refuses the filter of system calls, as outside Linux. The other limits
  hold there too, and each call logs a warning.
"""
