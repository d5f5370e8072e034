"""What we give out of something that came from elsewhere: their words, but for what was changed here since. Pure."""

from jisr.exchange.hsds.standard import Row


def merged(ours: Row, base: Row, theirs: Row) -> Row:
    """Three versions of one object as one.

    Args:
        ours: as our rows say it today.
        base: as our rows said it on the day it came.
        theirs: as it came; empty where ours said the same.

    Returns:
        theirs, with each field of ours that is not as it was.

    >>> merged({"id": "1", "name": "B", "code": "x"}, {"id": "1", "name": "A", "code": "x"}, {"id": "1", "name": "a"})
    {'id': '1', 'name': 'B'}
    """
    if not theirs:
        return ours
    found = {name: value for name, value in theirs.items() if ours.get(name) == base.get(name)}
    changed = {name: value for name, value in ours.items() if value != base.get(name)}
    kept = [name for name in theirs if name in found or name in changed]
    return {name: changed.get(name, found.get(name)) for name in (*kept, *changed)}
