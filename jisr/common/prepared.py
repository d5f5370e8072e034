"""A query that is asked at every request, written once per process instead of once per request.

Django writes the SQL of a query anew each time it is asked. For the posts of whoever is speaking, with their places,
that took a quarter of the processor time of a light page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Field, ForeignObject, Lookup, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.signals import post_init, pre_init

from jisr.common.database import kept_cursor, speaker

Row = TypeVar("Row", bound=Model)


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    """``id__any_of=keys``: as ``id__in``, whose text grows with its values; this one can be prepared."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """One mark for all values, which go to the database as an array."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, self.rhs)


@dataclass(frozen=True)
class _Maker:
    """Makes the objects of one model, and those that they point at, from rows.

    Django gives each column to the constructor, which hands it on to the attribute of its field: 12 to 25 µs an
    object. What was read may as well be put where these attributes keep it.

    Attributes:
        names: of the columns of the model that were read; the others are read when somebody asks for them.
        first, last: where they stand in a row.
        key: place of the primary key in a row; None there for an object that does not exist.
        related: (its maker, puts it beside this one, puts this one beside it).
    """

    alias: str
    model: type[Model]
    names: tuple[str, ...]
    first: int
    last: int
    key: int
    related: tuple[tuple["_Maker", Callable[..., None], Callable[..., None]], ...]

    def __call__(self, row: tuple) -> Any:
        """The object of a row."""
        if row[self.key] is None:
            return None
        made = self.model.__new__(self.model)
        made._state = state = ModelState()  # as Model.__init__ and from_db leave it
        state.db, state.adding = self.alias, False
        made.__dict__.update(zip(self.names, row[self.first : self.last], strict=True))
        for maker, beside_this, beside_it in self.related:
            other = maker(row)
            beside_this(made, other)
            if other is not None:
                beside_it(other, made)
        return made


def _maker(told: Mapping[str, Any], select: Any, alias: str) -> _Maker:
    """From what a compiler of Django tells of one model.

    Raises:
        ValueError: the model does something of its own when an object is made.
    """
    model, places = told["model"], told["select_fields"]
    own = {
        name
        for one in model.__mro__[: model.__mro__.index(Model)]
        for name in ("__init__", "from_db")
        if name in vars(one)
    }
    if own or told.get("from_parent") or pre_init.has_listeners(model) or post_init.has_listeners(model):
        raise ValueError(f"a prepared query reads plain rows, and {model.__name__} makes something of its own of them")
    names = tuple(select[at][0].target.attname for at in places)
    related = tuple(
        (_maker(one, select, alias), one["local_setter"], one["remote_setter"])
        for one in told.get("related_klass_infos", ())
    )
    key = places[0] + names.index(model._meta.pk_fields[0].attname)
    return _Maker(alias, model, names, places[0], places[-1] + 1, key, related)


@dataclass(frozen=True)
class _Written:
    """What Django made of the query for one login.

    Attributes:
        sql: with a mark for each value.
        places: for each mark, the name of the value that goes there; or None and the value itself.
        made: an object of a row.
    """

    sql: str
    places: tuple[tuple[str | None, Any], ...]
    made: _Maker


class Prepared(Generic[Row]):
    """Rows of one query whose values alone change; what it gives is what the query itself would give.

    ``posts = Prepared(lambda user: Post.objects.filter(user_id=user), user=-1)``, then ``posts(user=request.user.pk)``.
    """

    def __init__(self, query: Callable[..., QuerySet[Row]], **examples: Any) -> None:
        """Note the query; it is written when first asked.

        Args:
            query: makes it from its values alone: nothing else in it may differ from one time to the next.
            examples: one value for each, of its type, that occurs nowhere else in the query.
        """
        self._query, self._examples = query, examples
        self._written: dict[str, _Written] = {}

    def __call__(self, **values: Any) -> list[Row]:
        """The rows for these values, read as the login that is speaking."""
        alias = speaker.get()
        if alias not in self._written:
            self._written[alias] = self._write(alias)
        written = self._written[alias]
        with kept_cursor(connections[alias]) as cursor:
            cursor.execute(written.sql, [values[name] if name else fixed for name, fixed in written.places])
            rows = cursor.fetchall()
        return [written.made(row) for row in rows]

    def _write(self, alias: str) -> _Written:
        compiler = self._query(**self._examples).query.get_compiler(using=alias)
        sql, params = compiler.as_sql()
        places = tuple(self._place(value) for value in params)
        if {name for name, _fixed in places if name} != set(self._examples):
            raise ValueError("a value of a prepared query does not reach the database as it is given")
        if compiler.annotation_col_map or compiler.get_converters([column[0] for column in compiler.select]):
            raise ValueError("a prepared query reads columns of models as they stand in the database")
        return _Written(sql, places, _maker(compiler.klass_info, compiler.select, alias))

    def _place(self, value: Any) -> tuple[str | None, Any]:
        names = [name for name, example in self._examples.items() if type(example) is type(value) and example == value]
        return (names[0], None) if names else (None, value)
