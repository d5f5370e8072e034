"""The programs that ``run`` starts, and their end."""

import os
import signal
import subprocess
import time
from pathlib import Path

from jisr.launch.parents import end_with_parent

#: Starts again within this many seconds that are one too many.
_OFTEN_S, _OFTEN = 60.0, 3


class Child:
    """A program that runs as long as we do; started again when it dies, unless it dies again and again."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], folder: Path) -> None:
        """Name the program; it is not started yet."""
        self.name, self.command, self.environment, self.folder = name, command, environment, folder
        self.process: subprocess.Popen | None = None
        self._starts: list[float] = []

    def start(self) -> int:
        """Start it in a process group of its own, so that Ctrl-C reaches us alone; its number."""
        self._starts.append(time.monotonic())
        self.process = subprocess.Popen(
            self.command, env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=end_with_parent(),
        )  # fmt: skip
        return self.process.pid

    def died(self) -> bool:
        """Whether it was started and is gone."""
        return self.process is not None and self.process.poll() is not None

    def how_it_died(self) -> str:
        """The end of a sentence: ``with code 1``, ``killed by SIGKILL``."""
        code = self.process.returncode if self.process is not None else 0
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"

    def too_often(self) -> bool:
        """Whether another start would be one too many within a minute."""
        return len([at for at in self._starts if time.monotonic() - at < _OFTEN_S]) > _OFTEN

    def stop(self, wait_s: float) -> None:
        """Ask it to end, and end it after ``wait_s`` seconds."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(wait_s)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def end_leftover(number: int, sign: str, wait_s: float = 8.0) -> None:
    """End a program that a killed ``run`` left behind, if that process number is still it.

    Args:
        sign: what its command line must hold.
        wait_s: seconds it has to finish what it was answering.
    """
    until = time.monotonic() + wait_s
    for order in (signal.SIGTERM, signal.SIGKILL):
        while sign in _command_line(number):
            os.kill(number, order)
            if time.monotonic() > until:
                break
            time.sleep(0.1)


def _command_line(number: int) -> str:
    done = subprocess.run(["ps", "-o", "command=", "-p", str(number)], capture_output=True, text=True, check=False)
    return done.stdout
