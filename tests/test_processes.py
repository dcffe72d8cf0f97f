"""Work in several processes: the same results, and none of them is left, whatever happens."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from pickle import PicklingError
from threading import Thread

import pytest

from okrs_as_code import processes
from okrs_as_code.errors import OkrsError
from okrs_as_code.processes import beside, in_processes

pytestmark = pytest.mark.skipif(not processes.FORKS, reason="there, other processes have to import everything anew")


@pytest.fixture(autouse=True)
def nobody_is_left() -> Iterator[None]:
    """A process that was ended may take a moment to be gone."""
    yield
    end = time.monotonic() + 10
    while multiprocessing.active_children() and time.monotonic() < end:
        time.sleep(0.01)
    assert multiprocessing.active_children() == []


def where(number: int) -> tuple[int, int]:
    return number, os.getpid()


@pytest.mark.parametrize("chunk", [1, 3, 64])
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_order(workers: int, chunk: int) -> None:
    results = list(in_processes(workers, where, range(20), chunk))
    assert [number for number, _ in results] == list(range(20))
    assert (os.getpid() in {process for _, process in results}) is (workers == 1)


def test_nothing_to_do_is_nothing_done() -> None:
    assert list(in_processes(2, where, [])) == []


def busy_but_for(wrong: int, number: int) -> int:
    if number == wrong:
        raise ValueError("wrong")
    while True:
        pass


def test_an_error_does_not_wait_for_whoever_is_busy() -> None:
    with pytest.raises(ValueError, match="wrong"):
        list(in_processes(2, partial(busy_but_for, 0), range(8)))


def test_who_has_seen_enough_does_not_wait_either() -> None:
    results = in_processes(2, partial(slow_after, 1), range(100))
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]


def slow_after(last: int, number: int) -> int:
    while number > last:
        pass
    return number


def killed(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_process_that_is_killed_is_reported_in_one_line() -> None:
    with pytest.raises(OkrsError, match="was killed, perhaps because memory ran out"):
        list(in_processes(2, killed, range(4)))


@pytest.fixture
def no_process_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: BaseProcess) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(BaseProcess, "start", refuse)


@pytest.mark.usefixtures("no_process_starts")
def test_where_no_process_can_be_started_this_one_does_it() -> None:
    results = list(in_processes(2, where, range(3)))
    assert results == [(number, os.getpid()) for number in range(3)]


def test_where_the_second_process_cannot_be_started_the_first_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    fork, times = os.fork, [0]

    def refuse_the_second() -> int:
        times[0] += 1
        if times[0] == 2:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return fork()

    monkeypatch.setattr(os, "fork", refuse_the_second)
    assert list(in_processes(2, where, range(3))) == [(number, os.getpid()) for number in range(3)]


def test_a_daemon_which_may_have_no_processes_does_it_alone() -> None:
    script = (
        "import multiprocessing\n"
        "from tests.test_processes import where, in_processes\n"
        "def work(): print([number for number, _ in in_processes(2, where, range(3))])\n"
        "one = multiprocessing.get_context('fork').Process(target=work, daemon=True)\n"
        "one.start(); one.join()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[0, 1, 2]\n"


def noted_and_busy(folder: str, number: int) -> int:
    Path(folder, str(os.getpid())).touch()
    return slow_after(-1, number)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_when_this_process_ends_the_others_do(tmp_path: Path, sign: signal.Signals) -> None:
    script = (
        "import signal\n"
        "from functools import partial\n"
        "from tests.test_processes import noted_and_busy, in_processes\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # it is ignored below a shell's `&`
        f"list(in_processes(2, partial(noted_and_busy, {str(tmp_path)!r}), range(4)))\n"
    )
    root = Path(__file__).parent.parent
    with subprocess.Popen([sys.executable, "-c", script], cwd=root, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + 30
        while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < end:
            time.sleep(0.01)
        others = [int(path.name) for path in tmp_path.iterdir()]
        process.send_signal(sign)
        try:
            process.wait(30)
        finally:
            process.kill()
    while any(map(is_there, others)) and time.monotonic() < end:
        time.sleep(0.01)
    assert len(others) == 2
    assert not any(map(is_there, others))


def is_there(process: int) -> bool:
    """Whether it runs; one that ended and that nobody asked about is a zombie, which counts as gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("pays", [True, False])
def test_work_beside_another_ends_with_its_result(pays: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "processors", lambda: 2)
    with beside(os.getpid, pays=pays) as result:
        here = os.getpid()
        assert (result() == here) is not pays


def test_work_beside_another_ends_where_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "processors", lambda: 2)
    with pytest.raises(ValueError, match="wrong"), beside(partial(slow_after, 1, 2), pays=True):
        raise ValueError("wrong")


def test_an_error_of_work_beside_another_is_raised_where_its_result_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "processors", lambda: 2)
    with pytest.raises(ValueError, match="wrong"), beside(partial(busy_but_for, 0, 0), pays=True) as result:
        result()
    with pytest.raises(OkrsError, match="was killed"), beside(partial(killed, 0), pays=True) as result:
        result()


@pytest.mark.usefixtures("no_process_starts")
def test_where_no_process_can_be_started_the_result_is_worked_out_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "processors", lambda: 2)
    with beside(os.getpid, pays=True) as result:
        assert result() == os.getpid()


def test_where_no_thread_can_be_started_a_process_does_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(Thread, "start", refuse)
    assert [number for number, _ in in_processes(2, where, range(3))] == [0, 1, 2]


def test_nobody_waits_for_the_rest_of_a_long_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is killed when it has written a part, as much as a pipe holds."""
    monkeypatch.setattr(processes, "processors", lambda: 2)
    with ExitStack() as stack:
        result = stack.enter_context(beside(partial(bytes, 10**7), pays=True))
        [process] = multiprocessing.active_children()
        time.sleep(0.2)
        process.kill()
        with pytest.raises(OkrsError, match="was killed"):
            result()


def test_nobody_waits_for_a_long_result_that_nobody_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "processors", lambda: 2)
    with beside(partial(bytes, 10**7), pays=True):
        time.sleep(0.1)


def test_what_cannot_be_handed_over_is_an_error_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "processors", lambda: 2)
    with pytest.raises((AttributeError, PicklingError)), beside(make_function, pays=True) as result:
        result()


def make_function() -> object:
    return lambda: None
