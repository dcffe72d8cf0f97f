"""Runs one command and reports what it cost, as JSON on standard output. Started as a process of its own, and small.

The peak memory that the system reports of a process includes what its parent had when it was started, so the parent is
this file and imports next to nothing.

The first argument is `time` or `memory`. With `memory` all processes of the command are watched together, which
disturbs them; so what it says about time is not used.
"""

# As small as can be, so without pathlib.
# ruff: noqa: PTH112, PTH123, PTH208

import os
import sys
import time


def main(mode: str, command: list[str]) -> int:
    """Run it with its output thrown away; its standard error goes through."""
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1)]
    started = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=actions, setpgroup=0)
    together = watch(process) if mode == "memory" else 0
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - started
    largest = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    code = os.waitstatus_to_exitcode(status)
    print(
        f'{{"seconds": {seconds}, "cpu": {usage.ru_utime + usage.ru_stime}, "largest": {largest}, '
        f'"together": {together}, "status": {code}}}'
    )
    return 0


def watch(leader: int) -> int:
    """The most memory that all processes of the group had at once; what they share counts once. Linux only.

    For a moment, a process that begins another one seems to be there twice, so it has to be seen in two looks.
    """
    most = before = 0
    while os.waitid(os.P_PID, leader, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        now = sum(proportional(process) for process in group(leader))
        most = max(most, min(now, before))
        before = now
        time.sleep(0.01)
    return most


def group(leader: int) -> list[int]:
    """The processes of a group."""
    processes = []
    for name in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if name.isdigit():
            try:
                if os.getpgid(int(name)) == leader:
                    processes.append(int(name))
            except OSError:
                pass
    return processes


def proportional(process: int) -> int:
    """The memory of one process, with its share of what it shares."""
    try:
        with open(f"/proc/{process}/smaps_rollup", encoding="ascii") as lines:
            for line in lines:
                if line.startswith("Pss:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
