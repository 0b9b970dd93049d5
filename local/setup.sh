#!/bin/sh
# Install lock files into .venv, with the Python that PYTHON names: `make` and `./agent` begin with it.
python=${PYTHON:-python3}
"$python" "$(dirname "$0")/virtual_environment.py" "$@"
code=$?
# The shell's own, and pyenv's for a version that isn't installed.
if [ "$code" = 126 ] || [ "$code" = 127 ]; then
  echo "There is no program $python that runs. Install Python 3.11 or newer (https://www.python.org/downloads/)," \
    "and name it once: make setup PYTHON=python3.13" >&2
fi
exit "$code"
