"""The system calls that the code may make, with their numbers on x86_64 and on arm64. None: the architecture has no such call.

The numbers are those of the kernel's tables arch/x86/entry/syscalls/syscall_64.tbl and scripts/syscall.tbl. They never change. All
other calls are refused: there are too many of them, and new ones come with each kernel.
"""

Numbers = dict[str, tuple[int | None, int | None]]

# fmt: off
ALLOWED: Numbers = {
    # files
    "read": (0, 63), "write": (1, 64), "open": (2, None), "openat": (257, 56), "close": (3, 57), "close_range": (436, 436),
    "stat": (4, None), "fstat": (5, 80), "lstat": (6, None), "newfstatat": (262, 79), "statx": (332, 291), "lseek": (8, 62),
    "pread64": (17, 67), "pwrite64": (18, 68), "readv": (19, 65), "writev": (20, 66), "preadv": (295, 69), "pwritev": (296, 70),
    "preadv2": (327, 286), "pwritev2": (328, 287), "access": (21, None), "faccessat": (269, 48), "faccessat2": (439, 439),
    "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24), "fsync": (74, 82), "fdatasync": (75, 83), "ftruncate": (77, 46),
    "getdents": (78, None), "getdents64": (217, 61), "getcwd": (79, 17), "chdir": (80, 49),
    "fchdir": (81, 50), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276), "mkdir": (83, None),
    "mkdirat": (258, 34), "rmdir": (84, None), "unlink": (87, None), "unlinkat": (263, 35), "link": (86, None),
    "linkat": (265, 37), "symlink": (88, None), "symlinkat": (266, 36), "readlink": (89, None), "readlinkat": (267, 78),
    "mknod": (133, None), "mknodat": (259, 33), "umask": (95, 166), "fallocate": (285, 47), "flock": (73, 32),
    "copy_file_range": (326, 285), "fadvise64": (221, 223), "statfs": (137, 43), "fstatfs": (138, 44), "getxattr": (191, 8),
    "lgetxattr": (192, 9), "fgetxattr": (193, 10), "listxattr": (194, 11), "llistxattr": (195, 12), "flistxattr": (196, 13),
    "fcntl": (72, 25), "ioctl": (16, 29), "pipe": (22, None), "pipe2": (293, 59),
    # memory
    "mmap": (9, 222), "munmap": (11, 215), "mprotect": (10, 226), "mremap": (25, 216), "madvise": (28, 233), "brk": (12, 214),
    "msync": (26, 227), "membarrier": (324, 283),
    # threads
    "clone": (56, 220), "futex": (202, 98), "futex_waitv": (449, 449), "set_robust_list": (273, 99),
    "set_tid_address": (218, 96), "rseq": (334, 293), "sched_yield": (24, 124), "sched_getaffinity": (204, 123),
    "sched_getparam": (143, 121), "sched_getscheduler": (145, 120), "sched_get_priority_max": (146, 125),
    "sched_get_priority_min": (147, 126), "gettid": (186, 178), "getcpu": (309, 168), "exit": (60, 93), "exit_group": (231, 94),
    # signals
    "kill": (62, 129), "tgkill": (234, 131), "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139),
    "rt_sigsuspend": (130, 133), "rt_sigpending": (127, 136), "rt_sigtimedwait": (128, 137), "sigaltstack": (131, 132),
    "pause": (34, None), "restart_syscall": (219, 128),
    # time
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115), "nanosleep": (35, 101),
    "gettimeofday": (96, 169), "time": (201, None), "times": (100, 153), "getitimer": (36, 102), "setitimer": (38, 103),
    "alarm": (37, None), "timer_create": (222, 107), "timer_settime": (223, 110), "timer_gettime": (224, 108),
    "timer_getoverrun": (225, 109), "timer_delete": (226, 111), "timerfd_create": (283, 85), "timerfd_settime": (286, 86),
    "timerfd_gettime": (287, 87),
    # waiting
    "poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72), "epoll_create": (213, None),
    "epoll_create1": (291, 20), "epoll_ctl": (233, 21), "epoll_wait": (232, None), "epoll_pwait": (281, 22),
    "epoll_pwait2": (441, 441), "eventfd": (284, None), "eventfd2": (290, 19),
    # pairs of sockets
    "socketpair": (53, 199), "sendto": (44, 206), "recvfrom": (45, 207), "shutdown": (48, 210), "getsockname": (51, 204),
    "getpeername": (52, 205), "getsockopt": (55, 209),
    # the process
    "getpid": (39, 172), "getppid": (110, 173), "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176),
    "getegid": (108, 177), "getgroups": (115, 158), "getresuid": (118, 148), "getresgid": (120, 150), "getpgid": (121, 155),
    "getpgrp": (111, None), "getsid": (124, 156), "getrlimit": (97, 163), "setrlimit": (160, 164), "prlimit64": (302, 261),
    "getrusage": (98, 165), "sysinfo": (99, 179), "uname": (63, 160), "getpriority": (140, 141), "getrandom": (318, 278),
    "capget": (125, 90), "prctl": (157, 167), "wait4": (61, 260), "waitid": (247, 95),
}
"""Calls that numpy, pandas, matplotlib and the standard library need. `call_filter.py` looks at the arguments of some of them."""

PRETENDED: Numbers = {
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "utime": (132, None),
    "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
}
"""Calls that do nothing and answer that all went well: they change modes and times of files.

Landlock doesn't restrict them, so they would reach all files of the user. shutil and tarfile fail if they are refused. Nobody needs
the modes and times of files that live for one call.
"""

ABSENT: Numbers = {
    "clone3": (435, 435), "openat2": (437, 437),
}
"""Calls that the C library replaces by older ones where a kernel lacks them. A filter can't see their arguments."""
# fmt: on

NEWEST = 451
"""Calls with higher numbers are answered as a kernel without them does, so that a newer C library finds another way."""
