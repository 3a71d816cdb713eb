"""`python -m kundskab VERB`: makes sure of the environment, then runs the verb inside it.

Standard library only, in a syntax that older Pythons can read, so that they are told what is missing.
"""

import os
import signal
import sys

if sys.version_info < (3, 11):  # noqa: UP036 (an older one is told)
    sys.exit("Kundskab needs Python 3.11 or later; this is " + sys.version.split()[0])

from kundskab import install

DEVELOPERS = ("bench", "evaluate", "lint", "lock", "screenshots", "test")


def main(arguments: "list[str]") -> int:
    verb = arguments[0] if arguments else "--help"
    locks = (install.RUN, install.DEVELOP) if verb in DEVELOPERS else (install.RUN,)
    python = install.ensure(*locks)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until the verb is ready to be told of Ctrl-C
    os.environ.update(PYTHONPATH=os.path.dirname(os.path.dirname(os.path.abspath(__file__))), PYTHONUTF8="1")
    if os.path.samefile(sys.prefix, install.VENV):
        _run(arguments)
    command = [str(python), "-m", "kundskab.verbs", *arguments]
    if os.name == "posix":
        os.execv(command[0], command)  # this process becomes that one
    import subprocess

    return subprocess.call(command)


def _run(arguments: "list[str]") -> None:
    """Run a verb and end with it: to let go of all that a build has in memory, piece by piece, would take a fifth of a second."""
    from kundskab import verbs

    try:
        verbs.main(arguments, prog_name="kundskab")
    except SystemExit as end:
        if isinstance(end.code, str) and sys.stderr:
            print(end.code, file=sys.stderr)
        for stream in filter(None, (sys.stdout, sys.stderr)):  # there is none where it was closed
            stream.flush()
        os._exit(end.code if isinstance(end.code, int) else bool(end.code))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
