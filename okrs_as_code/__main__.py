"""The command `okrs`, and `python -m okrs_as_code` where it is not installed."""

import sys

from okrs_as_code import __version__


def main() -> None:
    """Runs the command line and exits; its version it says without loading any of it."""
    if sys.argv[1:] == ["--version"] and _print_version():
        return
    from okrs_as_code.cli.main import main as run

    run()


def _print_version() -> bool:
    """Whether it could be printed; where not, the command line says why."""
    try:
        print(f"okrs {__version__}", flush=True)  # noqa: T201  without click, whose import takes longer than all else
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
