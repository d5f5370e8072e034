"""Numbers are compiled beside the pages, never in one; until then the plain version answers and says so."""

import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from jisr.common import compiled
from jisr.common.compiled import COMPILED, MODULES, PLAIN, choose
from jisr.web import keeper


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """A data directory in which nothing is compiled."""
    monkeypatch.setenv("JISR_DATA", str(tmp_path))
    compiled.folder.cache_clear()
    yield tmp_path
    compiled.folder.cache_clear()


def test_until_it_is_compiled_the_plain_one_answers_and_says_so(empty):
    """A request that came first would otherwise wait half a minute for a compiler."""
    assert choose("plain", MODULES[0]) == ("plain", PLAIN)
    assert choose("plain", MODULES[0], PLAIN) == ("plain", PLAIN)


def test_once_it_is_compiled_the_compiled_one_answers_where_it_is_worth_it(empty):
    """The mark is what is looked for: it is left when every module is compiled."""
    (empty / "compiled").mkdir()
    mark = empty / compiled.folder() / "ready"
    mark.parent.mkdir(parents=True)
    mark.touch()

    assert compiled.ready()
    assert compiled.compile_all() == 0.0
    assert choose("plain", MODULES[0], worth=False) == ("plain", PLAIN)
    module, name = choose("plain", MODULES[0])
    assert (module.__name__, name) == (MODULES[0], COMPILED)


def test_a_changed_line_or_another_processor_finds_nothing_compiled(empty, monkeypatch):
    """Machine code of an older release, or of the machine that the data came from, is never run."""
    here = compiled.folder()
    monkeypatch.setattr(compiled, "_processor", lambda: "another")
    compiled.folder.cache_clear()

    assert compiled.folder() != here
    assert not compiled.ready()


def test_nothing_is_kept_where_others_can_write(empty, monkeypatch):
    """What lies there is run: a place shared with others would let them put code there."""
    monkeypatch.setenv("JISR_DATA", str(empty / "nowhere"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(empty / "nowhere" / "cache"))
    compiled.folder.cache_clear()

    assert compiled.folder() == ""
    assert compiled.compile_all() == 0.0


def test_the_keeper_compiles_in_another_process_and_not_at_once(empty, monkeypatch):
    """The compiler holds the processor for seconds and memory for good; the first pages come before it."""
    started = []
    monkeypatch.setattr(
        subprocess, "run", lambda line, **_: started.append(line) or subprocess.CompletedProcess(line, 0, "7.5\n")
    )
    (job,) = (job for job in keeper.jobs() if job.name == "compiling")

    assert job.is_long
    job.begin(job.due_at - 60)
    assert not started
    job.begin(job.due_at)
    job.thread.join()
    assert not job.in_trouble
    assert started[0][1:] == ["-m", "jisr.common.compiled"]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_of_the_list_has_examples_that_run(name):
    """They are what is compiled: a function that none of them calls would be compiled in a request."""
    pytest.importorskip("numba")
    module = import_module(name)

    module.examples()

    kinds = [one for one in vars(module).values() if hasattr(one, "signatures")]
    # one that another calls is not compiled here where a worker beside this one did it: then it lies in the cache
    kept = {path.name.split("-")[0].rpartition(".")[2] for path in Path(compiled.folder()).rglob("*.nbi")}
    assert kinds
    assert [one.__name__ for one in kinds if not one.signatures and one.__name__ not in kept] == []
