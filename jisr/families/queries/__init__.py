"""What is read of families, under the scope that is speaking."""

from jisr.families.queries.facts import facts as facts
from jisr.families.queries.facts import facts_of_event as facts_of_event
from jisr.families.queries.files import Reading as Reading
from jisr.families.queries.files import household as household
from jisr.families.queries.files import households as households
from jisr.families.queries.files import identities as identities
from jisr.families.queries.files import masked as masked
from jisr.families.queries.files import readers as readers
from jisr.families.queries.known import Known as Known
from jisr.families.queries.known import centre_asked as centre_asked
from jisr.families.queries.known import exact_mark as exact_mark
from jisr.families.queries.known import known_identity as known_identity
from jisr.families.queries.known import known_persons as known_persons
from jisr.families.queries.known import mark_of as mark_of
from jisr.families.queries.known import read_mark as read_mark
from jisr.families.queries.known import search_words as search_words
from jisr.families.queries.requests import requests_from as requests_from
from jisr.families.queries.requests import requests_to as requests_to
