"""What our pages of the standard are, for programs: our profile of it, and the addresses with what they take."""

from typing import Any

from jisr.exchange.hsds.standard import VERSION, entities, profile
from jisr.exchange.hsds.vocabularies import taxonomies

_TYPES = {"n": "number", "b": "boolean"}
_FORMATS = {"u": "uuid", "l": "uri", "e": "email"}
PAGE = {
    "total_items": "integer", "total_pages": "integer", "page_number": "integer", "size": "integer",
    "first_page": "boolean", "last_page": "boolean", "empty": "boolean",
}  # fmt: skip


def profile_document() -> dict[str, Any]:
    """Our profile: for each schema of the standard, the properties that we add, to be merged into it."""
    told = profile()
    return {
        "name": told["name"], "version": told["version"], "base": told["base"], "hsds_version": VERSION,
        "timezone": told["timezone"], "rules": [" ".join(rule.split()) for rule in told["rules"]],
        "schemas": {
            f"{name}.json": {"properties": {
                field: _property(kind) | {"description": what} for field, (kind, what) in entity.ours.items()
            }}
            for name, entity in entities().items() if entity.ours
        },
        "taxonomies": taxonomies(),
    }  # fmt: skip


def _property(kind: str) -> dict[str, str]:
    found = {"type": _TYPES.get(kind, "string")}
    return found | ({"format": _FORMATS[kind]} if kind in _FORMATS else {})


def openapi_document(base: str, lists: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """Our addresses in the words of OpenAPI.

    Args:
        base: address under which they stand.
        lists: name of a list -> the parameters that it takes.
    """
    paths: dict[str, Any] = {"/": {"get": _answers("version, profile and this description")}}
    for name, taken in lists.items():
        parameters = [{"name": one, "in": "query", "required": False, "schema": {"type": _kind(one)}} for one in taken]
        envelope = {"type": "object", "properties": {
            **{field: {"type": kind} for field, kind in PAGE.items()},
            "contents": {"type": "array", "items": {"type": "object"}},
        }}  # fmt: skip
        paths[f"/{name}"] = {"get": _answers(f"a page of {name}", envelope) | {"parameters": parameters}}
        key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
        paths[f"/{name}/{{id}}"] = {"get": _answers(f"one of {name}, whole") | {"parameters": [key]}}
    return {
        "openapi": "3.1.0", "info": {"title": "Jisr: catalogue of services, HSDS", "version": VERSION},
        "servers": [{"url": base}], "paths": paths,
    }  # fmt: skip


def _kind(name: str) -> str:
    return {"page": "integer", "per_page": "integer", "full": "boolean", "full_service": "boolean"}.get(name, "string")


def _answers(what: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    content = {"application/json": {"schema": schema or {"type": "object"}}}
    return {"responses": {"200": {"description": what, "content": content}}}
