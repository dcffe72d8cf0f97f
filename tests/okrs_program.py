"""`okrs` as a program for scripts that tests run in a shell, which need not import all of it for each call.

A server imports everything once. For each call it makes a copy of itself, which has the streams, the folder and the
environment of the caller, and ends with the command. By night, and where coverage is measured, as it follows no copies,
the program is the installed one.
"""

from __future__ import annotations

import array
import atexit
import importlib
import json
import os
import pkgutil
import select
import shlex
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from tests.nightly import is_night

ROOT = Path(__file__).parent.parent
COPIES_WILL_NOT_DO = "COVERAGE_PROCESS_CONFIG" in os.environ or not hasattr(os, "fork")
NEW_PROCESS = """\
#!{python}
import sys

from okrs_as_code.cli.main import main

sys.argv += {options}
main()
"""
# Isolated and without `site`, as nothing but the start of a Python takes time here.
CALL = """\
#!/bin/sh
exec {python} -I -S -c '
import array, json, os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect(sys.argv[1])
    streams = array.array("i", range(3))
    server.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, streams)])
    call = {{"arguments": sys.argv[2:], "folder": os.getcwd(), "environment": dict(os.environ)}}
    server.sendall(json.dumps(call).encode())
    server.shutdown(socket.SHUT_WR)
    sys.exit((server.recv(1) or bytes([70]))[0])
' {address} "$@" {options}
"""


def okrs_program(folder: Path, *options: str) -> Path:
    """Makes the program `okrs` in a folder, with options that stand behind those of each call."""
    folder.mkdir(parents=True, exist_ok=True)
    if COPIES_WILL_NOT_DO or is_night():
        text = NEW_PROCESS.format(python=sys.executable, options=list(options))
    else:
        words = (sys.executable, _server_address(), shlex.join(options))
        text = CALL.format(python=shlex.quote(words[0]), address=shlex.quote(words[1]), options=words[2])
    program = folder / "okrs"
    program.write_text(text, encoding="utf-8")
    program.chmod(0o755)
    return program


@cache
def _server_address() -> str:
    """Starts the server, which ends with this process; the path of its socket."""
    folder = tempfile.TemporaryDirectory(prefix="okrs-")
    address = f"{folder.name}/socket"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.okrs_program", address]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment)

    def end() -> None:
        server.communicate()
        folder.cleanup()

    atexit.register(end)
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
    return address


def serve(address: str) -> None:
    """Answers calls, until standard input ends."""
    for module in pkgutil.walk_packages([str(ROOT / "okrs_as_code")], "okrs_as_code."):
        importlib.import_module(module.name)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        print("ready", flush=True)
        while listener in select.select([listener, sys.stdin], [], [])[0]:
            _reap(os.WNOHANG)
            caller, _ = listener.accept()
            with caller:
                if os.fork() == 0:
                    listener.close()
                    _run_for(caller)
    _reap(0)


def _reap(options: int) -> None:
    """Takes note of the ends of copies, so that the time that they took counts as that of the suite."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, options)[0]:
            pass


def _run_for(caller: socket.socket) -> None:
    """Runs the command in the place of the caller, and ends this process with it."""
    status = 70
    try:
        _, [(_, _, raw)], _, _ = caller.recvmsg(1, socket.CMSG_SPACE(3 * array.array("i").itemsize))
        for descriptor, passed in enumerate(array.array("i", raw)):
            os.dup2(passed, descriptor)
            os.close(passed)
        with caller.makefile("rb") as stream:
            call = json.load(stream)
        os.chdir(call["folder"])
        os.environ.clear()
        os.environ.update(call["environment"])
        for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
            setattr(sys, name, open(("stdin", "stdout", "stderr").index(name), mode))  # noqa: PTH123, SIM115
        status = _status(call["arguments"])
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError):
                stream.flush()
    finally:
        caller.sendall(bytes([status]))
        os._exit(status)


def _status(arguments: list[str]) -> int:
    from okrs_as_code.cli.main import main

    sys.argv = ["okrs", *arguments]
    try:
        main()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    return 0


if __name__ == "__main__":
    serve(sys.argv[1])
