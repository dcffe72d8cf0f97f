"""The environment in which a repository's templates run: a sandbox with a limit on what they do, and on what they make.

Jinja has neither. So every body that can run more than once begins with a statement that counts what is in it, and
every value that an operator, a filter or a call makes is measured. What is counted is the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Sized
from functools import wraps
from math import prod
from typing import Any

from jinja2 import TemplateRuntimeError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

MAX_STEPS = 20_000_000
"""The limit for one page: some ten seconds, and many times what the largest page of 10,000 objectives needs."""
MAX_LENGTH = 50_000_000
"""The limit in characters of one value, and of a page."""
_MAX_BITS = 100_000
"""The limit of a whole number."""
_CHARACTERS_A_STEP = 50
_ITEMS_A_STEP = 10
_MOST_ITEMS = 100_000
"""The items that an iterator is taken to have, as many as the sandbox lets a range have."""
_PADDING = frozenset(("ljust", "rjust", "center", "do_center", "zfill", "expandtabs", "do_indent"))
"""Functions that make texts as wide as they are asked to."""
_MULTIPLYING = _PADDING | {"join", "do_join", "sync_do_join", "replace", "do_replace", "do_wordwrap"}
"""Functions whose result may be as long as the product of what they are given."""
_COUNT, _MEASURE = "count steps", "measure"
"""Names of filters that no template can write."""
_wide_format = re.compile(r"%[^%]*?(?:\d{5,}|\*)").search


class LimitedEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox in which every template ends."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, *, finalize: Callable[[Any], Any], **options: Any) -> None:
        super().__init__(finalize=self._counted_output(finalize), **options)
        self.globals.pop("lipsum")  # endless on demand, and another text each time
        self.filters = {name: self._limited(function) for name, function in self.filters.items()}
        self.filters |= {_COUNT: _count_steps, _MEASURE: _checked_length}
        self._steps = self._characters = 0

    def begin_page(self) -> None:
        """Starts the count of a page."""
        self._steps = self._characters = 0

    def count(self, steps: int, characters: int = 0) -> None:
        """Counts what a template did and wrote. Raises TemplateRuntimeError beyond the limit."""
        self._steps += steps
        self._characters += characters
        if self._steps > MAX_STEPS or self._characters > MAX_LENGTH:
            raise TemplateRuntimeError("it does not come to an end, or its page is too long")

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The template with a count in every body; Jinja's own hook between parsing and compiling."""
        template = super()._parse(source, name, filename)
        return _Counting().visit(template)  # type: ignore[no-any-return]

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805  as in Jinja
        """Calls an object from a template, counts what it is given, and measures what it returns."""
        __self._check_arguments(
            getattr(__obj, "__name__", ""), (getattr(__obj, "__self__", None), *args, *kwargs.values())
        )
        return _checked_length(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The value of an operator, measured before there is one where it may be far too large."""
        if _is_too_large(operator, left, right):
            raise _too_large_error()
        return _checked_length(super().call_binop(context, operator, left, right))

    def _limited(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A filter that counts what it is given, and measures what it returns."""

        @wraps(function)  # with the marks by which Jinja passes context or environment
        def limited(*arguments: Any, **options: Any) -> Any:
            self._check_arguments(function.__name__, (*arguments, *options.values()))
            return _checked_length(function(*arguments, **options))

        return limited

    def _check_arguments(self, name: str, arguments: Sequence[Any]) -> None:
        """Counts what a function goes through. Raises TemplateRuntimeError where it may make far too much of that."""
        sizes = [len(value) for value in arguments if isinstance(value, str | list | tuple | range)]
        widths = [value for value in arguments if name in _PADDING and isinstance(value, int)]
        unknown = [_MOST_ITEMS for value in arguments if isinstance(value, Iterator)]
        if name in _MULTIPLYING and prod(max(size, 1) for size in (*sizes, *widths, *unknown)) > MAX_LENGTH:
            raise _too_large_error()
        self.count(1 + sum(sizes) // _ITEMS_A_STEP)

    def _counted_output(self, finalize: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def output(value: Any) -> Any:
            text = finalize(value)
            self.count(1, len(text) if isinstance(text, str) else 0)
            return text

        return output


class _Counting(NodeTransformer):
    """Puts a count at the beginning of every body that can run more than once, and a measure around every `~`."""

    def visit_body(self, node: Any) -> Any:
        size = 1 + sum(_size(inner) for inner in node.find_all(nodes.Node))
        node = self.generic_visit(node)
        counted = nodes.Filter(nodes.Const(size), _COUNT, [], [], None, None)
        node.body.insert(0, nodes.ExprStmt(counted).set_lineno(node.lineno))
        return node

    visit_Template = visit_For = visit_Macro = visit_CallBlock = visit_Block = visit_body  # noqa: N815  as Jinja names them

    def visit_concat(self, node: nodes.Concat) -> nodes.Node:
        measured = nodes.Filter(self.generic_visit(node), _MEASURE, [], [], None, None)
        return measured.set_lineno(node.lineno)

    visit_Concat = visit_concat  # noqa: N815


def _size(node: nodes.Node) -> int:
    """The steps that a node stands for: one, and more for a long text."""
    return 1 + (len(node.data) // _CHARACTERS_A_STEP if isinstance(node, nodes.TemplateData) else 0)


@pass_context
def _count_steps(context: Context, steps: int) -> str:
    environment = context.environment
    if isinstance(environment, LimitedEnvironment):
        environment.count(steps)
    return ""


def _checked_length(value: Any) -> Any:
    if isinstance(value, Sized) and len(value) > MAX_LENGTH:
        raise _too_large_error()
    return value


def _is_too_large(operator: str, left: Any, right: Any) -> bool:
    """Whether an operator would make far too much of two values."""
    if operator == "%":
        return isinstance(left, str) and _wide_format(left) is not None
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
        return bits > _MAX_BITS
    if operator == "*":
        for repeated, times in ((left, right), (right, left)):
            if isinstance(repeated, Sized) and isinstance(times, int):
                return len(repeated) * times > MAX_LENGTH
    return False


def _too_large_error() -> TemplateRuntimeError:
    return TemplateRuntimeError("it makes a value that is too large")
