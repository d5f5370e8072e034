"""What each engine of ``orient`` is asked, and whether all of them let the same services through."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.utils import timezone, translation

from benchmarks import orient_ground as ground
from benchmarks.orient_peer import DuckDB, PostgreSQL, line
from jisr.centres.rules import Facts
from jisr.common.database import scope
from jisr.web.orientation import reasons
from jisr.window.listening import queries as listening
from jisr.window.listening.models import Need
from jisr.window.orientation import batch, memory, queries
from jisr.window.orientation.columns import PUBLICS, THEMES
from jisr.window.orientation.ranking import Asked
from jisr.window.orientation.shortlist import Wanted, looked_at

_NAMES = list(THEMES)


class Told:
    """One catalogue and some families, and who is asked about them."""

    def __init__(self, size: int, families: int, most: int) -> None:
        """Make them, unless they are there."""
        self.today, self.most = timezone.localdate(), most
        self.weights = queries.weights(self.today)
        ground.make_catalogue(size, self.today)
        self.worker, self.homes = ground.families_of_six(families)
        self.used_before: float | None = None
        with scope(speaking="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE")
        self.lines = [self._lines(home) for home in range(families)]
        self.ours = self._let_through()

    def _scope(self) -> Any:
        return scope(user=self.worker.user_id, centres=[self.worker.centre_id])

    def _needs(self, home: int) -> list[Need]:
        return listening.needs_at(self.homes[home])

    def _lines(self, home: int) -> list[tuple[Any, ...]]:
        with self._scope():
            needs = self._needs(home)
            asked = queries.asked_by(needs, self.today)
        return [line(n, need.theme, "", one) for n, (need, one) in enumerate(zip(needs, asked, strict=True))]

    def _let_through(self) -> list[set[tuple[int, int]]]:
        found = []
        for home in range(len(self.homes)):
            with self._scope():
                known, needs = memory.held(self.today).catalogue, self._needs(home)
                asked = queries.asked_by(needs, self.today)
            pairs = set()
            for n, (need, one) in enumerate(zip(needs, asked, strict=True)):
                at, out, _tenths = looked_at(known, [Wanted(need.theme, "", one)], self.weights)
                pairs |= {(n, key) for key in known.columns.key[at[out[0] == 0]].tolist()}
            found.append(pairs)
        return found

    def engine(self, name: str) -> tuple[Callable[[int], Any], float]:
        """How it is asked about a family, and seconds of its first answer, everything read anew."""
        began = time.perf_counter()
        if name == "ours":
            memory.forget()
            self._worded(0)
            return self._worded, time.perf_counter() - began
        cursor = connections["owner"].cursor()
        if name == "duckdb":
            self.duck = DuckDB(cursor, self.today)
            self._duck(0)
            return self._duck, time.perf_counter() - began
        self.post = PostgreSQL(cursor, self.today)
        self.post.prepare()
        self.post.answer(self.lines[0], self.most)
        return lambda home: self.post.answer(self.lines[home], self.most), time.perf_counter() - began

    def _worded(self, home: int) -> list[Any]:
        """As the product: the needs read, the services ranked, every reason and sum in words."""
        with translation.override("ar"), self._scope():
            needs = self._needs(home)
            found = queries.services_for_needs(needs, limit=self.most)
            return [
                reasons.offers(one.ranked, need=need.pk, today=self.today)
                for need, one in zip(needs, found, strict=True)
            ]

    def _duck(self, home: int) -> list[tuple[int, int]]:
        self.duck.wanted(self.lines[home])
        return self.duck.answer(self.most)

    def quality(self, name: str) -> dict[str, Any]:
        """Whether it lets through what ours does; and how often its first is ours."""
        said = {"services_let_through": sum(len(pairs) for pairs in self.ours)}
        if name == "ours":
            worded = self._worded(0)
            told = [offer for offers in worded for offer in offers]
            return said | {
                "same_services": True, "shown": len(told), "reasons": sum(len(one.reasons) for one in told),
                "sums_add_up": all(
                    round(10 * one.total) == sum(round(10 * part.value) for part in one.points) for one in told
                ), "catalogue_mb": round(memory.held(self.today).catalogue.columns.nbytes / 1e6, 1),
            }  # fmt: skip
        theirs = []
        for home, lines in enumerate(self.lines):
            if name == "duckdb":
                self.duck.wanted(lines)
            theirs.append(set(self.duck.answer(None) if name == "duckdb" else self.post.answer(self.lines[home], None)))
        return said | {"same_services": theirs == self.ours, "reasons": 0}

    def crowd(self, name: str, families: int, sample: int) -> dict[str, Any]:
        """The best for each need of a crowd; how many have none, alike on a sample."""
        people, homes = ground.crowd_of(families)
        with self._scope():
            known = memory.held(self.today).catalogue
        cpu, began = time.process_time(), time.perf_counter()
        if name == "ours":
            best = batch.best_for(known, people, homes, self.weights, self.today)
            spent = time.process_time() - cpu, time.perf_counter() - began
            self.unmet = best.service[:sample] == 0
            return {
                "families": families, "needs": len(people), "asking_s": spent, "cpu_asking_s": round(spent[0], 2),
                "profiles": best.profiles, "unmet": int((best.service == 0).sum()), "same_served": True,
            }  # fmt: skip
        self.duck.wanted([self._of_crowd(people, homes, at) for at in range(min(sample, len(people)))])
        cpu, began = time.process_time(), time.perf_counter()
        served = self.duck.served()
        spent = time.process_time() - cpu, time.perf_counter() - began
        return {
            "families": families, "needs": sample, "asking_s": spent, "cpu_asking_s": round(spent[0], 2),
            "unmet": sample - served, "same_served": bool(served == int((~self.unmet).sum())),
        }  # fmt: skip

    def _of_crowd(self, people: batch.Crowd, homes: batch.Homes, at: int) -> tuple[Any, ...]:
        home, told, yes = int(people.home[at]), int(people.told[at]), int(people.publics[at])
        facts = Facts(
            age=int(people.age[at]), sex="_fm"[people.sex[at]], place=homes.places[home],
            publics={code: bool(yes & bit) for code, bit in PUBLICS.items() if told & bit},
        )  # fmt: skip
        return line(at, _NAMES[int(people.theme[at])], "", Asked(facts, self.today, homes.points[home]))
