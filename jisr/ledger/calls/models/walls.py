"""Who reads and writes calls: everybody what is announced; files of applicants only who has to."""

from jisr.forum.models.walls import ME
from jisr.ledger.agreements.models.walls import HOLDS

#: Roles of the access table: who keeps a call, who decides on what the keeper proposes, who helps, who reads files.
KEEPER, DECIDER, INCUBATOR, READER = "regional_coordinator", "regional_council", "incubator", "file_reader"
#: An invented region, which the territory does not know, is kept by invented people of any region.
_OF_ITS_REGION = (
    "p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND"
    " c.is_demonstration)"
)


def of_calls(*roles: str) -> str:
    """SQL condition on rows of calls in whose region the speaker holds one of these roles today."""
    listed = ", ".join(f"'{role}'" for role in roles)
    return (
        "call_id = ANY(ARRAY(SELECT c.id FROM calls_call c"  # noqa: S608
        f" JOIN staff_post p ON {_OF_ITS_REGION} WHERE p.user_id = {ME} AND p.role IN ({listed}) AND {HOLDS}))"
    )


def my_call(*roles: str) -> str:
    """SQL condition on calls themselves."""
    listed = ", ".join(f"'{role}'" for role in roles)
    here = _OF_ITS_REGION.replace("c.is_", "calls_call.is_").replace("c.region", "calls_call.region")
    return f"EXISTS (SELECT FROM staff_post p WHERE p.user_id = {ME} AND p.role IN ({listed}) AND {HOLDS} AND {here})"


def my_post(column: str, *roles: str) -> str:
    """SQL condition: the post named in a column is one of the speaker's, holds today, and is of one of these roles."""
    listed = ", ".join(f"'{role}'" for role in roles)
    return (
        f"EXISTS (SELECT FROM staff_post p JOIN calls_call c ON c.id = call_id AND {_OF_ITS_REGION}"
        f" WHERE p.id = {column} AND p.user_id = {ME} AND p.role IN ({listed}) AND {HOLDS})"
    )


#: Files that the speaker reads today: given to her, no conflict of interest declared, and her post for it holds.
_READ_BY_ME = (
    "SELECT r.application_id FROM calls_reading r JOIN calls_call c ON c.id = r.call_id"  # noqa: S608
    f" JOIN staff_post p ON {_OF_ITS_REGION} WHERE r.reader_id = {ME} AND r.conflict = '' AND p.user_id = {ME}"
    f" AND p.role = '{READER}' AND {HOLDS}"
)
MY_FILES = f"ANY(ARRAY({_READ_BY_ME}))"
#: Of those, the ones of calls whose readers may know who applies.
MY_OPEN_FILES = f"ANY(ARRAY({_READ_BY_ME} AND NOT c.is_blind))"


def _its_reader(*roles: str) -> str:
    listed = ", ".join(f"'{role}'" for role in roles)
    return (
        "EXISTS (SELECT FROM staff_post p JOIN calls_call c ON c.id = calls_reading.call_id"
        f" WHERE p.user_id = calls_reading.reader_id AND p.role IN ({listed}) AND {HOLDS} AND {_OF_ITS_REGION})"
    )


#: A colleague who may be given a file: she holds the post for it in the region of the call, and none there that shows
#: who applies and what others gave.
READER_HOLDS_POST = f"{_its_reader(READER)} AND NOT {_its_reader(KEEPER, DECIDER)}"
