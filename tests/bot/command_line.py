"""Run `quoth` in this process, as the console script does, with its streams and exit code."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

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
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        library = {"QUOTH_LIBRARY": str(self.folder / "library.db"), "PYTHONPATH": str(ROOT)}
        ran = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=given,
            capture_output=True,
            cwd=self.folder,
            env={**kept, **library, **environment},
            check=False,
        )
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())
