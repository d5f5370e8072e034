"""Files of centres as people make them."""

import csv
import io

from jisr.exchange.centres_import.columns import COLUMNS

ROW = {
    "code": "T-1", "name_ar": "دار الطالبة التجريبية", "name_fr": "Dar Taliba d'essai", "type": "student_home",
    "operator": "TEST-OPERATOR", "commune": "07.161.01.03", "phone": "0500 00 00 01", "languages": "darija|tachelhit",
    "hours": "24/7", "theme": "student_lodging", "publics": "pupils", "age_min": "12", "age_max": "18", "sex": "f",
    "places": "72", "free": "6",
}  # fmt: skip


def row(**values):
    """A good row, but for what the test changes."""
    return ROW | values


def as_file(*rows, separator=",", encoding="utf-8", headings=None):
    """The bytes of a CSV file with these rows under the headings of the import."""
    headings = headings or [column.code for column in COLUMNS]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, headings, restval="", delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)
