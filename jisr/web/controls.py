"""The controls of forms as HTML: what Django draws with a template for each part, drawn by a function.

A form of forty fields took 70 ms, 50 of them in some three hundred small templates. The contexts are Django's own
(``Widget.get_context``); what is said here of direction and of empty places is said nowhere else.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

Control = Mapping[str, Any]

#: Typed letters find their own direction; what is Latin by nature never turns.
_ANY, _LATIN = frozenset({"text", "search"}), frozenset({"tel", "email", "url", "number", "password"})


def drawn_input(control: Control) -> SafeString:
    """One ``<input>``.

    Args:
        control: ``type``, ``name``, ``value`` and ``attrs`` as widgets give them.
    """
    kind, attrs, value = control["type"], control["attrs"], control["value"]
    said = "" if value is None else format_html(' value="{}"', str(value))
    if kind in _ANY:
        said += _open_to_both(attrs)
    elif kind in _LATIN and not attrs.get("dir"):
        said += ' dir="ltr"'
    return mark_safe(f'<input type="{_kept(kind)}" name="{_kept(control["name"])}"{said}{_attributes(attrs)}>')  # noqa: S308


def drawn_text(control: Control) -> SafeString:
    """A ``<textarea>``; the line break before what was typed is the one that browsers leave out."""
    attrs, value = control["attrs"], control["value"] or ""
    begins = f'<textarea name="{_kept(control["name"])}"{_open_to_both(attrs)}{_attributes(attrs)}>'
    return mark_safe(f"{begins}\n{_kept(value)}</textarea>")  # noqa: S308 - each part was escaped


def drawn_list(control: Control) -> SafeString:
    """A ``<select>`` with its options, in groups where it has groups."""
    parts = [f'<select name="{_kept(control["name"])}"{_attributes(control["attrs"])}>']
    for group, options, _place in control["optgroups"]:
        parts += [f'<optgroup label="{_kept(group)}">'] if group else []
        parts += [
            f'<option value="{_kept(str(one["value"]))}"{_attributes(one["attrs"])}>{_kept(one["label"])}</option>'
            for one in options
        ]
        parts += ["</optgroup>"] if group else []
    return mark_safe("\n".join([*parts, "</select>"]))  # noqa: S308 - each part was escaped


def drawn_choices(control: Control) -> SafeString:
    """Pills to press, one or several; each is a label with its input."""
    attrs, parts = control["attrs"], []
    for group, options, _place in control["optgroups"]:
        parts += [f'<span class="group">{_kept(group)}</span>'] if group else []
        parts += [
            f"<label{_named('for', one['attrs'].get('id'))}>{drawn_input(one)}<span>{_kept(one['label'])}</span>"
            "</label>"
            for one in options
        ]
    kind = f" {_kept(attrs['class'])}" if attrs.get("class") else ""
    return mark_safe(f'<div class="choices{kind}"{_named("id", attrs.get("id"))}>{"".join(parts)}</div>')  # noqa: S308


def _open_to_both(attrs: Control) -> str:
    """What is typed may be of either direction; the empty place is told from the filled one by its placeholder."""
    return ("" if attrs.get("dir") else ' dir="auto"') + ("" if attrs.get("placeholder") else ' placeholder=" "')


def _attributes(attrs: Control) -> str:
    return "".join(
        f" {_kept(name)}" if value is True else f' {_kept(name)}="{_kept(str(value))}"'
        for name, value in attrs.items() if value is not False
    )  # fmt: skip


def _named(name: str, value: Any) -> str:
    return f' {name}="{_kept(value)}"' if value else ""


def _kept(value: Any) -> str:
    """A value fit to stand in a page, as ``{{ value }}`` gives it."""
    return conditional_escape(localize(value))


_INPUTS = "checkbox color date datetime email hidden input number password search tel text time url file".split()
#: Name of a template of Django's widgets -> what draws it here.
DRAWN: dict[str, Callable[[Control], SafeString]] = {
    **{f"django/forms/widgets/{name}.html": drawn_input for name in _INPUTS},
    "django/forms/widgets/textarea.html": drawn_text,
    "django/forms/widgets/select.html": drawn_list,
    "django/forms/widgets/radio.html": drawn_choices,
    "django/forms/widgets/checkbox_select.html": drawn_choices,
}
