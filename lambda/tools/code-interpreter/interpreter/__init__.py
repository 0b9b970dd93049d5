"""Runs Python code that a model wrote, in a child process without credentials.

The child can't reach:
- credentials. The function copies files of S3 into the child's folder before it starts, and stores the child's files in S3 when it
  is dead (`files.py`). The child's environment holds only the variables that the interpreter needs. The child can't read this
  process's environment or memory, which hold the function's credentials (`process.py`, `confinement.py`).
- the machine. CPU time, memory, output, wall-clock time, the size of each file and the number of open files have limits. The child
  can start no processes, open no sockets, send no signals to other processes and not change how they are scheduled. It can make no
  shared memory and no queues, which would outlive it. It has no privileges.
- this process. It reads only text, figures and files from the child, each with a limit (`outcome.py`, `left.py`).

The child can reach:
- files. It can read the same files as the function's user. Python's own functions refuse to write outside of the child's folder
  (`elsewhere.py`), but code that goes around them can. In Lambda that is /tmp: a file beside the child's own folder takes room
  there, and stays for the next call in the same sandbox, which may belong to another run. Only the child's own folder is cleared,
  because on a laptop the user is you, with all your files, and your other programs use /tmp too.
- /proc. It shows other processes of that user and their environments: AWS's processes in Lambda, yours on a laptop.
- the network, other processes and signals, if the kernel refuses the filter of system calls. This is so outside Linux. A process
  that the code starts may outlive the call. The other limits hold, each result has a note about it, and each call logs a warning.

The code runs as in a cell of a notebook:
- `code_text.py` takes magics, fences and indentation for what they mean. `notebook.py` has the functions that a notebook adds.
- `charts.py` keeps figures, `money.py` tells money from formulas in them, and `tables.py` sets how wide tables print.
"""
