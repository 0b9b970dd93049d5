"""Runs Python code that a model wrote, in a child process without credentials.

The child can't reach:
- credentials. The sandbox has those of its own role alone, which may write its log, and begins anew without them
  (`fresh_process.py`). Files come and go by presigned URLs, before the child starts and when it is dead (`transfer.py`). The
  child's environment holds only the variables that the interpreter needs. It can't read this process's environment or memory.
- files. It reads and writes its own folder, and reads Python, the libraries and the package (`landlock.py`). Modes and times of
  files stay as they are (`system_calls.py`).
- the machine. CPU time, memory, output, wall-clock time, room on disk, the size of each file, and the numbers of files and of open
  files have limits (`limits.py`, `watch.py`). The child makes only the system calls that Python and its packages need
  (`system_calls.py`, `call_filter.py`): it starts no processes, opens no sockets, sends no signals to other processes, and makes no
  memory that counts nowhere or outlives it. It has no privileges.
- this process. It reads only text, figures and files from the child, each with a limit (`outcome.py`, `left.py`). It follows no
  link that the child left, also where it removes the child's folder (`own_folder.py`).

The child can reach:
- names of files. Landlock lets it ask whether a file is there, and how big it is.
- all that the kernel's missing parts would have kept from it. Each result names these parts, and each call logs a warning. So it is
  outside Linux, and on a Linux before 6.12, which has no Landlock of version 6. The other limits hold. The kernel of AWS Lambda may
  refuse all of it. There `leftovers.py` removes what the code leaves.

The code runs as in a cell of a notebook:
- `code_text.py` takes magics, fences and indentation for what they mean. `notebook.py` has the functions that a notebook adds.
- `charts.py` keeps figures, `money.py` tells money from formulas in them, and `tables.py` sets how wide tables print.
"""
