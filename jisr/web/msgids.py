"""Which English sentences the product says: found in its Python by syntax tree and in its templates by lexer."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

# name of the function -> which of its arguments are (context, singular, plural)
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}


class NotLiteral(ValueError):
    """A sentence to translate is not written out, so that no catalogue can hold it."""


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """A sentence as catalogues know it: context ("" for none), singular, plural ("" for none)."""

    context: str
    singular: str
    plural: str = ""


def said_in(root: Path) -> dict[Sentence, str]:
    """Every sentence of the Python files and templates under ``root``, with the place of its first use.

    Raises:
        NotLiteral: a call translates something that is not a literal.
    """
    found: dict[Sentence, str] = {}
    for path in sorted(root.rglob("*.py")):
        if "migrations" not in path.parts:
            _gather(found, of_python(path.read_text("utf-8"), str(path)), path)
    for folder in sorted(root.rglob("templates")):
        for path in sorted(file for file in folder.rglob("*") if file.is_file()):
            _gather(found, of_template(path.read_text("utf-8")), path)
    return found


def _gather(found: dict[Sentence, str], sentences: Iterable[tuple[Sentence, int]], path: Path) -> None:
    for sentence, line in sentences:
        found.setdefault(sentence, f"{path}:{line}")


def of_python(source: str, name: str = "") -> Iterator[tuple[Sentence, int]]:
    """The sentences of a Python source, each with its line.

    >>> list(of_python('ngettext("one", "many", n)'))
    [(Sentence(context='', singular='one', plural='many'), 1)]
    """
    for node in ast.walk(ast.parse(source, name)):
        if isinstance(node, ast.Call) and (called := _name_of(node.func)) in CALLS:
            yield _sentence(node, *CALLS[called], name), node.lineno


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _sentence(call: ast.Call, context: int | None, singular: int, plural: int | None, name: str) -> Sentence:
    def text(place: int | None) -> str:
        if place is None:
            return ""
        argument = call.args[place] if place < len(call.args) else None
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            raise NotLiteral(f"{name}:{call.lineno}: the sentence to translate is not a literal")
        return argument.value

    return Sentence(text(context), text(singular), text(plural))


def of_template(source: str) -> Iterator[tuple[Sentence, int]]:
    """The sentences of a template: ``translate``, ``blocktranslate`` and ``_("…")``, each with its line.

    >>> list(of_template('{% translate "Yes" context "answer" %}'))
    [(Sentence(context='answer', singular='Yes', plural=''), 1)]
    """
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type not in {TokenType.BLOCK, TokenType.VAR}:
            continue
        words, line = list(smart_split(token.contents)), token.lineno or 0
        if words[0] in {"blocktranslate", "blocktrans"}:
            yield _block(words, tokens), line
            continue
        if words[0] in {"translate", "trans"} and (literal := _literal(words[1])) is not None:
            context = _literal(words[words.index("context") + 1]) if "context" in words else ""
            yield Sentence(context or "", literal), line
        yield from ((Sentence("", literal), line) for literal in _marked(token.contents))


def _block(words: list[str], tokens: Iterator[Token]) -> Sentence:
    """The sentence of a ``blocktranslate``, whose tokens are taken up to its end."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents.split()[0] == "plural":
            parts.append([])
        elif token.token_type == TokenType.BLOCK:
            break
        elif token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents.split('|')[0].strip()})s")
        else:
            parts[-1].append(token.contents.replace("%", "%%"))
    texts = ["".join(part) for part in parts]
    if "trimmed" in words:
        texts = [trim_whitespace(text) for text in texts]
    context = _literal(words[words.index("context") + 1]) if "context" in words else ""
    return Sentence(context or "", *texts)


def _literal(word: str) -> str | None:
    """The text of a quoted word of a tag, its filters left out; None where it is a variable."""
    quote = word[:1]
    end = word.find(quote, 1)
    return word[1:end] if quote in {'"', "'"} and end > 0 else None


def _marked(contents: str) -> Iterator[str]:
    """The texts written ``_("…")`` inside a tag or a variable."""
    for quote in ('"', "'"):
        for part in contents.split(f"_({quote}")[1:]:
            yield part.split(f"{quote})")[0]
