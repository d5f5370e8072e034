"""The letters of the product: IBM Plex Sans Arabic, from its wheel, cut into small web fonts.

The Arabic family holds the Latin letters of IBM Plex Sans too, so that one wheel (SIL Open Font License 1.1)
gives both. The cut fonts live in the data directory, never in the repository.
"""

import hashlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from jisr.common import letters

FOLDER = Path("jisr") / "fonts"
STAMP = "stamp"

LATIN = "0020-024F,02C6-02DD,1E00-1EFF,2000-2BFF"
ARABIC = "0600-06FF,0750-077F,08A0-08FF,200C-200F,FB50-FDFF,FE70-FEFF"


@dataclass(frozen=True, slots=True)
class Cut:
    """One web font to make: which file of the wheel, which ranges of characters (hexadecimal), under which name."""

    source: str
    ranges: str
    name: str


CUTS = (
    Cut("IBMPlexSansArabic-Regular.ttf", LATIN, "plex-latin-400.woff2"),
    Cut("IBMPlexSansArabic-SemiBold.ttf", LATIN, "plex-latin-600.woff2"),
    Cut("IBMPlexSansArabic-Regular.ttf", ARABIC, "plex-arabic-400.woff2"),
    Cut("IBMPlexSansArabic-SemiBold.ttf", ARABIC, "plex-arabic-600.woff2"),
)


def build(target: Path) -> bool:
    """Make the web fonts under ``target/jisr/fonts`` unless they are there and of this version.

    Args:
        target: a folder of static files, added to ``STATICFILES_DIRS``.

    Returns:
        Whether anything had to be made. Two builds side by side are safe: each file appears whole.

    Raises:
        FontsMissing: the wheel is not installed.
    """
    files = letters.folder()
    folder = target / FOLDER
    stamp = _stamp()
    if _current(folder, stamp):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    _cut_all(files, folder)
    _write_whole(folder / STAMP, stamp.encode())
    return True


def _stamp() -> str:
    """What the made files depend on: the wheel, the cutter, and the list of cuts."""
    facts = [version(letters.WHEEL), version("fonttools"), repr(CUTS)]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _current(folder: Path, stamp: str) -> bool:
    """Whether every font is there, made from what ``stamp`` says."""
    written = folder / STAMP
    return written.is_file() and written.read_text() == stamp and all((folder / cut.name).is_file() for cut in CUTS)


def _cut_all(files: Path, folder: Path) -> None:
    """Cut every font, one process per file of the wheel.

    The cutter is a program of its own: reading it takes half a second, and a start with current fonts needs none.

    Raises:
        subprocess.CalledProcessError: a font could not be read or written.
    """
    programs = []
    for source in sorted({cut.source for cut in CUTS}):
        cuts = [part for cut in CUTS if cut.source == source for part in (cut.ranges, str(folder / cut.name))]
        command = [sys.executable, "-m", "jisr.web.font_cutter", str(files / source), *cuts]
        programs.append(subprocess.Popen(command))
    failed = [program for program in programs if program.wait() != 0]
    if failed:
        raise subprocess.CalledProcessError(failed[0].returncode, failed[0].args)


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file that is either absent or whole."""
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        part.write(content)
    Path(part.name).chmod(0o644)
    Path(part.name).replace(path)
