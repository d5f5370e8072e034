"""The Python environment of Jisr in .venv: made once, whole or to be gone on with. Called by the Makefile.

Usage: python3 scripts/environment.py [dev]

Nothing here is newer than Python 3.5, so that an old Python can at least say the sentence below.
"""

import errno
import hashlib
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
INSTALLER = "requirements-installer.txt"
LISTS = {"": "requirements.txt", "dev": "requirements-dev.txt"}


class Stop(Exception):
    """A sentence for the person who typed the command."""


def main(kind):
    """Have the environment ready; the exit code."""
    if sys.version_info < OLDEST:
        return use_newer(kind)
    try:
        prepare(kind)
    except Stop as sentence:
        print(sentence, file=sys.stderr)
        return 1
    except PermissionError as error:
        print("This account may not write %s. Clone the repository as this account." % error.filename, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped half-way; the same command goes on from here.", file=sys.stderr)
        return 130
    return 0


def use_newer(kind):
    """Go on with a newer Python of this machine, or say what is needed."""
    for minor in range(20, OLDEST[1] - 1, -1):
        newer = shutil.which("python3.%d" % minor)
        if newer:
            return subprocess.call([newer, os.path.abspath(__file__), kind])
    print(
        "Jisr needs Python %d.%d or later; this one is %d.%d (%s). Install a newer one (Debian and Ubuntu: apt-get"
        " install python3 python3-venv; macOS: brew install python), then: PYTHON=/path/to/it make run"
        % (OLDEST + sys.version_info[:2] + (sys.executable,)),
        file=sys.stderr,
    )
    return 1


def prepare(kind):
    """Install what is missing, one process at a time, and mark it when it is whole."""
    import fcntl

    mark = os.path.join(VENV, "ready-" + (kind or "run"))
    wanted = fingerprint(kind)
    if current(mark, wanted):
        return
    with open(os.path.join(ROOT, ".venv.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second set-up waits here, then finds everything done
        if current(mark, wanted):
            return
        make_venv()
        install(kind)
        with open(mark + ".new", "w") as file:
            file.write(wanted)
        os.rename(mark + ".new", mark)


def fingerprint(kind):
    """What the environment is made from."""
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for name in (INSTALLER, LISTS[kind]):
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def current(mark, wanted):
    """Whether the environment is there, made from the lists of today."""
    try:
        with open(mark) as file:
            return file.read() == wanted and os.access(PYTHON, os.X_OK)
    except OSError:
        return False


def make_venv():
    """An environment with its installer in it; a broken one is made anew."""
    if works(["-m", "pip", "--version"]):
        if works(["-m", "uv", "--version"]):
            return
    else:
        print("Making the environment in .venv ...")
        done = run([sys.executable, "-m", "venv", "--clear", VENV], quiet=True)
        if done and "ensurepip" in done:
            raise Stop(
                "This Python cannot make environments. Debian and Ubuntu: apt-get install python3-venv; then again."
            )
        if done:
            fail(done, "The environment cannot be made in %s; the lines above say why." % VENV)
    said = run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", INSTALLER],
        quiet=True,
    )
    if said:
        fail(said, "The installer cannot be fetched; the lines above say why. Is there a network? Then again.")


def install(kind):
    """Install the list, every file checked against its hash."""
    print("Installing the parts of %s ..." % LISTS[kind])
    said = run([PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON,
                "--require-hashes", "-r", LISTS[kind]], quiet=True)  # fmt: skip
    if said:
        fail(said, "The parts cannot be installed; the lines above say why. The same command goes on from here.")


def works(arguments):
    """Whether the environment's Python does this."""
    try:
        return subprocess.call([PYTHON] + arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def run(command, quiet):
    """Run a program; what it said if it failed, else nothing."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE if quiet else None, stderr=subprocess.STDOUT
    )
    said = (process.communicate()[0] or b"").decode("utf-8", "replace")
    return (said.strip() or "it said nothing") if process.returncode else ""


def fail(said, sentence):
    """Show what a program said, and stop with a sentence."""
    if "No space left" in said or "os error %d" % errno.ENOSPC in said:
        raise Stop("The disk that holds %s is full. Free about 1 GB, then type the same command again." % ROOT)
    print(said, file=sys.stderr)
    raise Stop(sentence)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
