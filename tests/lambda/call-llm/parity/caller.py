"""The program of a caller in a process of its own: takes calls, one JSON a line, and hands back what they return or raise.

`python -S caller.py IN OUT`, with the folder of a package as PYTHONPATH and two file descriptors. As in AWS, the package and
Python's own library are all that can be imported.
"""

import json
import os
import sys
from types import SimpleNamespace

del sys.path[0]  # this file's folder


def main(calls, results):
    def tell(**said):
        results.write(json.dumps(said) + "\n")
        results.flush()

    def milliseconds_left():
        tell(wants="milliseconds_left")
        return json.loads(calls.readline())

    import handler

    context = SimpleNamespace(get_remaining_time_in_millis=milliseconds_left)
    for line in calls:
        call = json.loads(line)
        become(call["environment"])
        try:
            tell(returned=handler.handler(call["event"], context), wanted=left_out())
        except Exception as error:
            kind = type(error)
            tell(raised=[kind.__module__, kind.__name__, [str(arg) for arg in error.args], vars(error)], wanted=left_out())


given = set()


def become(environment):
    """The caller's environment of this call; what the process has set itself stays."""
    for name in given - environment.keys():
        os.environ.pop(name, None)
    os.environ.update(environment)
    given.update(environment)
    if clients := sys.modules.get("call_llm.aws"):
        clients.client.cache_clear()


def left_out():
    """What was wanted of modules that are not in the package."""
    import_stubs = sys.modules.get("call_llm.clients.import_stubs")
    return import_stubs.used if import_stubs else []


main(os.fdopen(int(sys.argv[1])), os.fdopen(int(sys.argv[2]), "w"))
