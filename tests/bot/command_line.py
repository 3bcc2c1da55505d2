"""Run `quoth` in this process, as the console script does, with its streams and exit code."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from click.testing import CliRunner

from bot.cli import main

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Quoth:
    """The command line on a library of its own, in an empty folder."""

    folder: Path

    @property
    def environment(self) -> dict[str, str | None]:
        others = {name: None for name in os.environ if name.startswith("QUOTH_")}
        return {**others, "QUOTH_LIBRARY": str(self.folder / "library.db")}

    def __call__(self, *arguments: str, given: str = "", **environment: str) -> Ran:
        runner = CliRunner()
        settings = self.environment | environment
        with runner.isolation(input=given, env=settings) as (out, err, _):
            code = main([str(argument) for argument in arguments])
            sys.stderr.flush()
            return Ran(code, out.getvalue().decode(), err.getvalue().decode())

    def process(self, *arguments: str, given: bytes = b"", **environment: str) -> Ran:
        """Run it as a process of its own, with byte streams and nothing of ours but the path."""
        ran = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=given,
            capture_output=True,
            cwd=self.folder,
            env=self._little() | environment,
            check=False,
        )
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def on_a_terminal(self, *arguments: str) -> Ran:
        """Run it as a process whose standard error is a terminal."""
        import pty

        ours, theirs = pty.openpty()
        with os.fdopen(ours, "rb", buffering=0) as screen:
            running = subprocess.Popen(
                [sys.executable, "-m", "bot", *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=theirs,
                cwd=self.folder,
                env=self._little() | {"TERM": "xterm-256color"},
            )
            os.close(theirs)
            shown = b"".join(iter(lambda: _read(screen), b""))
            out, _ = running.communicate()
        return Ran(running.returncode, out.decode(), shown.decode())

    def _little(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        library = {"QUOTH_LIBRARY": str(self.folder / "library.db"), "PYTHONPATH": str(ROOT)}
        return kept | library


def _read(screen: BinaryIO) -> bytes:
    try:
        return screen.read(65_536)
    except OSError:  # how Linux tells the end of a terminal
        return b""
