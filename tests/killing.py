"""The script with which tests kill a command: it counts what changes the disk, so that no moment is left out."""

from __future__ import annotations

WATCH = """
import os, signal

CHANGES = {"os.link", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "tempfile.mkdtemp"}
seen, moment = 0, None

def watch(event, arguments):
    global seen
    if event in CHANGES or (event == "open" and str(arguments[1]).startswith("x")):  # "x" makes a new file
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)
"""
"""The beginning of such a script, for `sys.addaudithook`: `seen` counts changes, and it is killed at `moment`."""
