"""Talking to the person at the terminal: progress on long steps, refusals in one sentence."""

from __future__ import annotations

import sys
import threading
import time


class Problem(Exception):
    """Something expected went wrong: one sentence for the reader and, if any, the way out.

    :param sentence: what is missing or failed, in words a stranger understands
    :param command: the command that gets it, printed alone on its line so that it can be copied
    """

    def __init__(self, sentence: str, command: str | None = None):
        super().__init__(sentence)
        self.sentence = sentence
        self.command = command

    def __str__(self) -> str:
        return f"{self.sentence}\n    {self.command}" if self.command else self.sentence


_lock = threading.Lock()


def say(text: str = "") -> None:
    """Print a line, never in the middle of another thread's."""
    with _lock:
        print(text, flush=True)


class Step:
    """A step that takes a while: says what it is doing and for how long, then how long it took.

    A terminal gets one line that keeps counting; a log file gets a line every `every` seconds; a
    `quiet` step, one that runs behind another, only says when it is done.
    """

    def __init__(self, name: str, every: float = 20.0, quiet: bool = False):
        self.name = name
        self.detail = ""
        self._every = every
        self._quiet = quiet
        self._live = sys.stdout.isatty()
        self._done = threading.Event()

    def doing(self, detail: str) -> None:
        """Say which part of the step is under way."""
        self.detail = detail

    def __enter__(self) -> Step:
        self._start = time.monotonic()
        self._thread = threading.Thread(target=self._tick, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind, error, trace) -> None:
        self._done.set()
        self._thread.join()
        mark = "ok  " if kind is None else "FAIL"
        self._write(f"  {mark}  {self.name} ({self.elapsed:.1f} s)", end="\n")

    @property
    def elapsed(self) -> float:
        """Seconds since the step began."""
        return time.monotonic() - self._start

    def _tick(self) -> None:
        if self._quiet:
            return
        while not self._done.wait(1.0 if self._live else self._every):
            detail = f": {self.detail}" if self.detail else ""
            self._write(
                f"  ..    {self.name}{detail} ({self.elapsed:.0f} s)",
                end="" if self._live else "\n",
            )

    def _write(self, text: str, end: str) -> None:
        with _lock:
            start = "\r\033[K" if self._live else ""
            print(f"{start}{text}", end=end, flush=True)
