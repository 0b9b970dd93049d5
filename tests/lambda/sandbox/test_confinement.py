"""What the code can't reach, and what it can't make the function do."""

import json
import subprocess
import sys
import uuid

import pytest

# Of this run alone: the same test may run in another checkout, and its processes are to be seen here. In two halves, because the
# code that looks for it stands in a command line itself.
HALVES = uuid.uuid4().hex, uuid.uuid4().hex
SECRET = "".join(HALVES)

LOOK_EVERYWHERE = f"""
import glob, os
secret = "".join({HALVES})
found = [name for name in os.environ if secret in os.environ[name]]
for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline"):
    try:
        with open(path, "rb") as file:
            found += [path] if secret.encode() in file.read() else []
    except OSError:
        pass
found
"""


def test_the_environment_is_made_from_nothing(python, monkeypatch):
    monkeypatch.delenv("LD_LIBRARY_PATH", raising=False)
    names = "['HOME', 'LC_CTYPE', 'MPLBACKEND', 'MPLCONFIGDIR', 'OPENBLAS_NUM_THREADS', 'TMPDIR', 'TZ']"
    assert python("import os; sorted({*os.environ, 'LC_CTYPE'})")["value"] == names


def test_the_environment_and_the_memory_of_the_function_can_not_be_read(fails):
    for name in ("environ", "mem", "maps", "fd/0"):
        error = fails(f"import os; open(f'/proc/{{os.getppid()}}/{name}', 'rb').read(1)")["error"]
        assert error.splitlines()[-1].startswith("PermissionError: [Errno 13] Permission denied")


def test_the_interpreter_finds_its_libraries_as_the_functions_own_does(python, monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", "/var/lang/lib")
    assert python("import os; os.environ['LD_LIBRARY_PATH']")["value"] == "'/var/lang/lib'"


RUN = """
import json, os, sys
sys.path.append({package!r})
from interpreter.execution import execute
from interpreter.limits import Limits
{before}
ended, found = execute({code!r}, Limits())
print(json.dumps({{"value": found.value, "error": found.error, "lacks": dict(ended.lacks)}}))
"""


def in_a_process_of_its_own(package, code, before="", environment=None):
    function = RUN.format(package=str(package), code=code, before=before)
    done = subprocess.run([sys.executable, "-c", function], env=environment or {}, capture_output=True, check=True)
    return json.loads(done.stdout)


def test_no_process_shows_what_the_function_has_in_its_environment(sandbox_package):
    """In a process of its own, because /proc shows the environment that a process was started with."""
    before = f"assert os.environ['AWS_SECRET_ACCESS_KEY'] == ''.join({HALVES})"
    found = in_a_process_of_its_own(sandbox_package, LOOK_EVERYWHERE, before, {"AWS_SECRET_ACCESS_KEY": SECRET})
    assert found["value"] == "[]"


def test_a_socket_is_refused_by_the_kernel(fails):
    for family in ("AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"):
        error = fails(f"import socket; socket.socket(socket.{family}, socket.SOCK_DGRAM)")["error"]
        assert error.splitlines()[-1] == "PermissionError: [Errno 1] Operation not permitted"


@pytest.mark.parametrize(
    "code",
    [
        "os.kill(os.getppid(), 0)",
        "os.kill(-1, 0)",
        "os.kill(1, 9)",
        "os.killpg(os.getpgid(os.getppid()), 0)",
        "resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))",
        "os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)",
        "os.sched_setaffinity(os.getppid(), {0})",
        "os.unshare(os.CLONE_NEWUSER) if hasattr(os, 'unshare') else os.kill(1, 0)",
    ],
)
def test_other_processes_can_not_be_touched(fails, code):
    assert "PermissionError: [Errno 1] Operation not permitted" in fails(f"import os, resource; {code}")["error"]


def test_system_calls_that_lead_around_the_rest_are_refused(python):
    numbers = {
        "ptrace": {"x86_64": 101, "aarch64": 117},
        "unshare": {"x86_64": 272, "aarch64": 97},
        "process_vm_readv": {"x86_64": 310, "aarch64": 270},
        "io_uring_setup": {"x86_64": 425, "aarch64": 425},
        "process_madvise": {"x86_64": 440, "aarch64": 440},
        "shmget": {"x86_64": 29, "aarch64": 194},
        "mq_open": {"x86_64": 240, "aarch64": 180},
    }
    code = (
        "import ctypes, platform\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        f"numbers = [number[platform.machine()] for number in {list(numbers.values())}]\n"
        "[(libc.syscall(number, 0x10000000, 0, 0, 0, 0, 0), ctypes.get_errno()) for number in numbers]"
    )
    assert python(code)["value"] == str([(-1, 1)] * len(numbers))


def test_root_has_no_privileges_left(python):
    code = (
        "[line.split()[1] for line in open('/proc/self/status') if line.startswith(('CapPrm', 'CapEff', 'NoNewPrivs', 'Seccomp:'))]"
    )
    assert python(code)["value"] == "['0000000000000000', '0000000000000000', '1', '2']"


def test_nothing_is_inherited_but_the_three_standard_streams(python):
    code = "import os; sorted(int(fd) for fd in os.listdir('/proc/self/fd') if os.path.exists(f'/proc/self/fd/{fd}'))"
    assert python(code)["value"] == "[0, 1, 2]"
    assert python("import os; os.readlink('/proc/self/fd/0')")["value"] == "'/dev/null'"


def test_what_the_code_puts_in_place_of_its_results_is_not_followed(execute):
    _, outcome = execute("import os; os.symlink('/etc/passwd', '../out/figure-1.png'); os.mkfifo('../out/figure-2.png')")
    assert outcome.figures == []
    assert outcome.notes == ["A figure was left out: it is no PNG file, or it has more than 5242880 bytes."]


def test_a_link_in_place_of_the_results_folder_is_not_followed(execute, tmp_path):
    (tmp_path / "figure-1.png").write_bytes(b"\x89PNG\r\n\x1a\nfrom elsewhere")
    _, outcome = execute(f"import os; os.rename('../out', '../was'); os.symlink({str(tmp_path)!r}, '../out'); os._exit(0)")
    assert outcome.figures == []


def test_what_is_no_png_is_left_out(execute):
    _, outcome = execute(
        "open('../out/figure-1.png', 'w').write('GIF89a'); open('../out/figure-2.png', 'wb').write(b'0' * 6_000_000)"
    )
    assert outcome.figures == []
    assert len(outcome.notes) == 1


@pytest.mark.parametrize(
    "forged", ["[" * 100_000, "null", "[]", "5", '{"value": {"a": 1}, "error": 5, "notes": "x"}', "{", "\\xff", " " * 2_000_000]
)
def test_a_forged_result_does_no_harm(execute, forged):
    _, outcome = execute(f"import os; open('../out/result.json', 'w').write({forged!r}); os._exit(0)")
    assert outcome.value is None
    assert outcome.figures == []


def test_code_that_breaks_what_reports_its_result_is_told(execute):
    ended, outcome = execute("import json; json.dumps = None; 3")
    assert outcome.error == "The Python process ended with exit code 1 before the code was done."
    assert "TypeError" in ended.stderr


REFUSE_FILTERS = """
import ctypes, errno, platform, struct
steps = [
    (0x20, 0, 0, 0),  # the number of the system call
    (0x15, 0, 3, {"x86_64": 157, "aarch64": 167}[platform.machine()]),  # prctl?
    (0x20, 0, 0, 16),  # its first argument
    (0x15, 0, 1, 22),  # PR_SET_SECCOMP?
    (0x06, 0, 0, 0x00050000 | errno.EINVAL),
    (0x06, 0, 0, 0x7FFF0000),
]
program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
libc = ctypes.CDLL(None)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program)), 0, 0) == 0
"""


def test_where_system_calls_can_not_be_filtered_the_cause_is_said(sandbox_package):
    """In a process whose kernel refuses filters: by a filter, which can't be taken off again."""
    found = in_a_process_of_its_own(sandbox_package, "import socket; socket.socket().close(); 'open'", REFUSE_FILTERS)
    assert found["lacks"] == {"seccomp": "[Errno 22] the kernel refused a filter of system calls: Invalid argument"}
    assert found["value"] == "'open'"


def test_the_code_can_not_say_what_the_kernel_lacks(execute):
    forged = '{"value": null, "error": null, "notes": ["' + "x" * 100_000 + '"], "lacks": {"seccomp": "no"}, "unconfined": "no"}'
    ended, outcome = execute(f"import os; open('../out/result.json', 'w').write({forged!r}); os._exit(0)")
    assert ended.lacks == {}
    assert outcome.notes == ["x" * 500]


def test_a_process_that_can_not_be_hidden_runs_no_code(sandbox_package):
    """In a process whose kernel refuses prctl altogether."""
    refuse_prctl = REFUSE_FILTERS.replace("(0x20, 0, 0, 16),", "(0x06, 0, 0, 0x00050000 | errno.EPERM),")
    tried = (
        "try:\n    execute('print(1)', Limits())\n"
        "except OSError as error:\n    print(json.dumps(str(error)), flush=True); os._exit(0)"
    )
    cause = "[Errno 1] the kernel refused to hide the process: Operation not permitted"
    assert in_a_process_of_its_own(sandbox_package, "", f"{refuse_prctl}\n{tried}") == cause
