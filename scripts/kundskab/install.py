"""The virtual environment: made once, from hash-locked files, by this module alone (standard library only).

Everything else in the package runs inside the environment; this is the only code that may use the network.
"""

import hashlib
import os
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
VENV = PROJECT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUN = "requirements.txt"
DEVELOP = "requirements-dev.txt"


def ensure(*locks: str) -> Path:
    """Install the given lock files into `.venv` unless they already are; return its Python.

    Raises SystemExit with the remedy when the environment cannot be made or pip fails.
    """
    for lock in locks:
        digest = hashlib.sha256((PROJECT / lock).read_bytes()).hexdigest()
        mark = VENV / f"installed-{lock}"
        if PYTHON.exists() and mark.is_file() and mark.read_text("ascii") == digest:
            continue
        import subprocess  # seldom needed, and slow to begin

        if not PYTHON.exists():
            _make_venv()
        print(f"Installing {lock} into .venv ...", file=sys.stderr, flush=True)
        command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        command += ["--no-deps", "--require-hashes", "-r", str(PROJECT / lock)]
        if subprocess.run(command).returncode:
            sys.exit(f"{lock}: pip could not install it; mend what its message above says and run scripts/install again")
        mark.write_text(digest, "ascii")
    return PYTHON


def _make_venv() -> None:
    import shutil
    import subprocess
    import venv

    try:
        venv.EnvBuilder(with_pip=True, clear=VENV.exists()).create(VENV)
    except subprocess.CalledProcessError as error:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(f".venv could not be made ({error}); on Debian and Ubuntu: apt install python3-venv")
