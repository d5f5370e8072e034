"""Lists as centres bring them, and the short way from a file to what it came to."""

import csv
import io

from jisr.exchange.families_sheets import actions
from jisr.exchange.families_sheets.looking import Look, Reading
from jisr.exchange.families_sheets.store import told
from jisr.exchange.families_sheets.work import work
from jisr.exchange.models import FamilyImport
from tests.stories import under

HEAD = (
    "رقم",
    "رقم الأسرة",
    "صلة القرابة",
    "الاسم الشخصي",
    "النسب",
    "الجنس",
    "تاريخ الازدياد",
    "الجماعة",
    "الهاتف",
    "CIN",
)
LALLA_AZIZA = "07.161.05.09"


def row(key, home="M-1", **values):
    """One line of the list; what is not said is somebody ordinary."""
    usual = {
        "relation": "رب الأسرة", "given": "فاطمة", "family": "أيت وكريم", "sex": "أنثى", "born": "02/05/1988",
        "commune": LALLA_AZIZA, "phone": "", "cin": "",
    } | values  # fmt: skip
    return [key, home, *usual.values()]


def as_csv(rows, head=HEAD, separator=","):
    """The list as a text."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows([head, *rows])
    return out.getvalue().encode()


def fresh(importing):
    """The import as it stands."""
    return FamilyImport.objects.get(pk=importing.pk)


def brought(content, name="liste.csv", who="director"):
    """A file that was brought and opened."""
    with under(who) as post:
        made = actions.bring(name=name, chunks=[content], size=len(content), centre=post.centre, by=post)
    worked(made, who)
    return made


def worked(importing, who="director"):
    """One step of the reader of files; where the import stands then."""
    with under(who) as post:
        centre = post.centre_id
        author = str(post.user_id)
    return work(importing.pk, author=author, centre=centre)


def mapped(importing, who="director", list_name="liste", **answers):
    """What was guessed is confirmed; all rows are checked."""
    with under(who) as post:
        row_ = fresh(importing)
        reading = Look.unpacked(told(row_)["look"]).guess
        reading = Reading.unpacked(reading.packed() | answers)
        actions.give_meaning(importing=row_, reading=reading, list_name=list_name, by=post.user)
    worked(importing, who)
    return importing


def confirmed(importing, who="director", without_refused=True):
    """Written."""
    with under(who) as post:
        actions.confirm(importing=fresh(importing), by=post.user, without_refused=without_refused)
    return worked(importing, who)


def taken(content, name="liste.csv", who="director", **answers):
    """From the file to the registry; what it came to."""
    made = mapped(brought(content, name, who), who, **answers)
    with under(who):
        figures = actions.Figures.of(fresh(made))
    if figures.written:
        assert confirmed(made, who) == "taken"
    return figures
