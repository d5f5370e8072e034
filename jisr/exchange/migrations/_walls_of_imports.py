"""Conditions and columns that the doors of imports share; frozen with the migrations that use them."""

OPEN = "({0}.compartment = '' OR {0}.compartment = ANY(jisr_compartments()))"
# a semijoin: as an array, the scope would be read from end to end for each of hundreds of thousands of rows
MINE = (
    "EXISTS (SELECT FROM families_access a WHERE a.household_id = {0} AND a.centre_id = ANY(jisr_centres())"
    " AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE))"
)
#: Columns of a row that are those of the person.
OF_PERSON = (
    "given_ar", "family_ar", "given_fr", "family_fr", "sex", "marital_state", "literacy", "schooled",
)  # fmt: skip
#: An age says no more than a birth already known; it changes one only where both cannot be.
BORN_DIFFERS = (
    "(r.born_on IS NOT NULL AND (r.born_on IS DISTINCT FROM p.born_on OR r.born_about <> p.born_about)"
    " AND NOT (r.born_about AND p.born_on IS NOT NULL"
    " AND abs(date_part('year', r.born_on) - date_part('year', p.born_on)) <= 1))"
)
#: Column of a row -> that of the household.
OF_HOME = {"commune": "commune_id", "locality": "locality", "language": "language", "rsu": "rsu", "rnp": "rnp"}
#: What is known stays; what is not is filled in.
FILLED = [
    *(f"{c} = CASE WHEN p.{c} = '' THEN coalesce(r.{c}, '') ELSE p.{c} END" for c in OF_PERSON[:7]),
    "born_on = coalesce(p.born_on, r.born_on)", "schooled = coalesce(p.schooled, r.schooled)",
    "born_about = CASE WHEN p.born_on IS NULL THEN coalesce(r.born_about, false) ELSE p.born_about END",
]  # fmt: skip
