"""What is read from the machine: processor time of a tree of programs, peak memory, load. Linux; None elsewhere."""

import os
import platform
import socket
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PROCESSES = Path("/proc")


def cpu_s(*numbers: int) -> float | None:
    """Seconds of processor used so far by these processes and all below them, ended ones included."""
    if not _PROCESSES.is_dir():
        return None
    return sum(_own_s(number) for number in _trees(numbers))


def peak_mb(*numbers: int) -> float | None:
    """Sum of the peak resident memory of these processes and all below them, in MB; shared pages count each time."""
    if not _PROCESSES.is_dir():
        return None
    return round(sum(_peak_kb(number) for number in _trees(numbers)) / 1024, 1)


def about() -> dict[str, object]:
    """The machine and how busy it is: beside every figure, since others may be working on it."""
    model = ""
    if (cpus := Path("/proc/cpuinfo")).is_file():
        model = next((line.split(":")[1].strip() for line in cpus.read_text().splitlines() if "model name" in line), "")
    return {
        "processor": model or platform.processor(), "cores": os.cpu_count(), "python": platform.python_version(),
        "load": [round(value, 2) for value in os.getloadavg()],
    }  # fmt: skip


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _trees(roots: tuple[int, ...]) -> set[int]:
    below: dict[int, list[int]] = {}
    for folder in _PROCESSES.iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            below.setdefault(int(fields[1]), []).append(int(folder.name))
    found, left = set(), list(roots)
    while left:
        number = left.pop()
        if number not in found:
            found.add(number)
            left += below.get(number, [])
    return found


def _stat(number: int) -> list[str]:
    """Fields of /proc/N/stat after the name, which may hold spaces: state, parent, …"""
    try:
        return (_PROCESSES / str(number) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _own_s(number: int) -> float:
    fields = _stat(number)
    return sum(int(value) for value in fields[11:15]) / _TICK if fields else 0.0


def _peak_kb(number: int) -> int:
    try:
        status = (_PROCESSES / str(number) / "status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)
