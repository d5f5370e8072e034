"""What a reader may count on in every file."""

import ast
import re
import subprocess
import sys
from pathlib import Path

LONGEST = 400
READ = {".py", ".js", ".css", ".html", ".md", ".toml", ".yaml", ".yml", ".sql", ".po", ".txt", ".sh", ""}
# written in pieces, so that this file does not find itself
# the first one is also an address of ours, so it counts with what lies under it on a machine
MACHINE = re.compile(
    r"(^|[^.\w$/])/("
    + "|".join(("wor" + "k/(main|notes|shared)", "roo" + "t/\\w", "tm" + "p/\\w", "hom" + "e/\\w+/"))
    + ")"
)
PHYSICAL = re.compile(
    r"(margin|padding|border)-(left|right)\b|text-align: *(left|right)|float: *(left|right)|[{;\s](left|right): "
)
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


def tool(name, *arguments, root):
    """Run one of the tools of the environment; what it said."""
    return subprocess.run(
        [Path(sys.executable).parent / name, *arguments], cwd=root, capture_output=True, text=True, check=False
    )


def texts(written):
    """Every written file with its text."""
    return [
        (path, path.read_text(encoding="utf-8"))
        for path in written
        if path.suffix in READ and "locked" not in path.name
    ]


def found(written, root, pattern, only=lambda path: True):
    """Where a pattern occurs: ``file:line: text``."""
    return [
        f"{path.relative_to(root)}:{number}: {line.strip()[:80]}"
        for path, text in texts(written)
        if only(path)
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_ruff_has_nothing_to_say(root):
    """Style is not discussed, it is set."""
    done = tool("ruff", "check", "--output-format=concise", ".", root=root)

    assert done.returncode == 0, done.stdout


def test_every_file_is_formatted(root):
    """One shape, made by the tool."""
    done = tool("ruff", "format", "--check", ".", root=root)

    assert done.returncode == 0, done.stdout


def test_every_public_name_is_documented(root):
    """A name without a sentence makes the next reader guess."""
    done = tool("interrogate", "-v", "jisr", root=root)

    assert done.returncode == 0, done.stdout


def test_no_file_is_longer_than_a_reader(written, root):
    """A file that passes 400 lines becomes a folder of the same name."""
    long = [
        f"{path.relative_to(root)}: {text.count(chr(10))}"
        for path, text in texts(written)
        if path.suffix in {".py", ".js", ".css", ".html", ".sql"}
        and "migrations" not in path.parts  # written by the tool, read as a list
        and text.count("\n") > LONGEST
    ]

    assert long == []


def test_no_path_of_a_machine(written, root):
    """The project stands in any directory of any machine."""
    assert found(written, root, MACHINE, lambda path: not path.name.startswith("requirements")) == []


def test_nothing_is_marked_as_unfinished(written, root):
    """It is finished, or it is not there."""
    assert found(written, root, UNFINISHED, lambda path: path.suffix in {".py", ".js", ".css", ".html", ".sql"}) == []


def test_styles_know_no_left_and_no_right(written, root):
    """Arabic begins where French ends."""
    assert found(written, root, PHYSICAL, lambda path: path.suffix == ".css") == []


def test_no_error_is_swallowed(written):
    """``except:`` and ``except Exception: pass`` hide the fault from whoever could mend it."""
    bare = [
        f"{path}:{node.lineno}"
        for path, text in texts(written)
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.body[0], ast.Pass) and ast.unparse(node.type) == "Exception"))
    ]

    assert bare == []


def test_no_name_of_a_registry(written, root):
    """Where parts come from is the business of each machine."""
    hosts = re.compile(r"https?://[\w.]*(py" + r"pi|python" + r"hosted|npm" + r"js)\b")

    assert found(written, root, hosts) == []


def test_no_large_file_is_committed(written):
    """Data of more than 3 MB is not read in a review."""
    assert [path.name for path in written if path.stat().st_size > 3_000_000] == []


def test_scipy_is_read_in_when_first_used(root, written):
    """``import scipy`` costs nothing; its parts take half a second of every start, worker and command."""
    reads_a_part = re.compile(r"^\s*(from scipy|import scipy\.)")

    assert not found(written, root, reads_a_part, only=lambda path: path.is_relative_to(root / "jisr"))
