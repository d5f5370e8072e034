"""The public record of agreements: what the file says, whole, with its sources, and nothing that nobody published."""

from copy import deepcopy

import pytest
from django.db.models import Q

from jisr.common.database import scope
from jisr.exchange.agreements_record.loading import load
from jisr.exchange.agreements_record.reading import BrokenRecord, _faults, read
from jisr.ledger.agreements import queries
from jisr.ledger.agreements.models import Agreement, Claim, Entry, Instalment, Milestone, Reached, Share, Target


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_record_is_loaded_whole_and_again_changes_nothing():
    """Contradictions both stand, no signing day is invented, no debt, and each figure names where it was read."""
    with scope(speaking="owner"):
        counts = [_told() for _ in range(2) if load()]

        assert counts[0] == counts[1] and counts[0]["agreements"] == len(read()["agreements"])
        national = Agreement.objects.get(code="jisr-attamkine-national")
        said = Claim.objects.filter(agreement=national, about="envelope").order_by("value")
        assert [one.value // 100 for one in said] == [386_000_000, 392_000_000]
        assert queries.versions([national.pk])[national.pk].envelope is None
        marrakech = Agreement.objects.get(code="marrakech-safi-jisr")
        assert not Milestone.objects.filter(agreement=marrakech, kind="signed").exists()
        [found] = [one.cost for one in queries.compared([marrakech])]
        assert (found.least, found.most, found.basis) == (1518_14, 2429_03, "reached")
        [laayoune] = [one.cost for one in queries.compared([Agreement.objects.get(code="laayoune-jisr")])]
        assert (laayoune.least, laayoune.is_one) == (4_000_00, True)
        assert not Instalment.objects.exists() and not Entry.objects.exists()
        for model in (Agreement, Claim, Milestone, Reached, Target):
            assert not model.objects.filter(Q(sources=[]) | Q(is_demonstration=True)).exists(), model
        changed = deepcopy(read())
        changed["agreements"][0]["state"] = "signed"
        load(changed)
        assert Agreement.objects.get(pk=national.pk).state == "signed"
        load()


def _told():
    models = (Agreement, Share, Claim, Milestone, Reached, Target)
    return {model._meta.verbose_name_plural: model.objects.count() for model in models} | {
        "agreements": Agreement.objects.count()
    }


def test_a_fact_without_source_or_in_one_language_is_refused():
    """So is a word that nobody reads: a slip of the pen is not silently lost."""
    claim = {"about": "women", "value": 3, "ar": "ثلاث", "wrong": 1}
    broken = {
        "sources": {}, "parties": {}, "read_on": "2026-11",
        "agreements": [{"code": "a", "name_ar": "س", "sources": ["none"], "claims": [claim]}],
    }  # fmt: skip

    assert len(list(_faults(broken))) >= 5
    assert issubclass(BrokenRecord, ValueError)
