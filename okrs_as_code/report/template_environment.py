"""The environment in which a repository's templates run: a sandbox with a limit on what they do, and on what they make.

Jinja has neither. So every body that can run more than once begins with a statement that counts what is in it, and
every value that an operator, a filter or a call makes is measured. What is counted is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Sized
from functools import wraps
from typing import Any

from jinja2 import Environment, TemplateRuntimeError, nodes, pass_context, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import escape

from okrs_as_code.report.template_sizes import (
    made_by_filter,
    made_by_method,
    made_by_operator,
    makes_text,
    text_length,
)

MAX_STEPS = 20_000_000
"""The limit for one page: some ten seconds, and many times what the largest page of 10,000 objectives needs."""
MAX_LENGTH = 50_000_000
"""The limit in characters of one value, and of a page."""
_MAX_BITS = 100_000
"""The limit of a whole number."""
_CHARACTERS_A_STEP = 50
_ITEMS_A_STEP = 10
_MAX_REMEMBERED = 4096
"""The limit of how many names of attributes are remembered; a template can make up any number of them."""
_COUNT, _CONCATENATE = "count steps", "concatenate"
"""Names of filters that no template can write."""


class OurEnvironment(Environment):
    """The environment of templates of ours alone, which are trusted; see LimitedEnvironment for all others."""

    def begin_page(self) -> None:
        """Begins a page, of which nothing is counted."""


class LimitedEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox in which every template ends."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, *, finalize: Callable[[Any], Any], **options: Any) -> None:
        super().__init__(finalize=self._counted_output(finalize), **options)
        self.globals.pop("lipsum")  # endless on demand, and another text each time
        self.filters = {name: self._limited(name, function) for name, function in self.filters.items()}
        self.filters |= {_COUNT: _count_steps, _CONCATENATE: _concatenate}
        self._steps = self._characters = 0
        self._safe_attributes: dict[tuple[type, str], bool] = {}

    def begin_page(self) -> None:
        """Starts the count of a page."""
        self._steps = self._characters = 0

    def count(self, steps: int, characters: int = 0) -> None:
        """Counts what a template did and wrote. Raises TemplateRuntimeError beyond the limit."""
        self._steps += steps
        self._characters += characters
        if self._steps > MAX_STEPS or self._characters > MAX_LENGTH:
            raise TemplateRuntimeError("it does not come to an end, or its page is too long")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Jinja's answer, which depends on the type and the name alone, and takes a seventh of a page's time anew."""
        key = type(obj), attr
        if (is_safe := self._safe_attributes.get(key)) is None:
            is_safe = super().is_safe_attribute(obj, attr, value) and not _is_method_of_row(type(obj), attr)
            if len(self._safe_attributes) < _MAX_REMEMBERED:
                self._safe_attributes[key] = is_safe
        return is_safe

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The template with a count in every body; Jinja's own hook between parsing and compiling."""
        template = super()._parse(source, name, filename)
        return _Counting().visit(template)  # type: ignore[no-any-return]

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805  as in Jinja
        """Calls an object from a template, counts what it is given, and measures what it returns."""
        method = getattr(__obj, "__wrapped__", __obj)  # the sandbox wraps `format`
        name, owner = getattr(method, "__name__", ""), getattr(method, "__self__", None)
        if isinstance(owner, str | bytes | int):
            __self._check_length(made_by_method(name, owner, args, kwargs))
        __self._count_arguments((owner, *args, *kwargs.values()))
        return __self._measured(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The value of an operator, measured before there is one where it may be far too large."""
        if isinstance(left, int) and isinstance(right, int):
            bits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
            if bits > _MAX_BITS:
                raise _too_large_error()
        self._check_length(made_by_operator(operator, left, right))
        return self._measured(super().call_binop(context, operator, left, right))

    def _limited(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """A filter that counts what it is given, and measures what it makes, before it does where that may be much."""
        passed = 1 if hasattr(function, "jinja_pass_arg") else 0

        @wraps(function)  # with the marks by which Jinja passes context or environment
        def limited(*arguments: Any, **options: Any) -> Any:
            given = list(arguments)
            if makes_text(name):
                given[passed:] = (self._collected(value) for value in given[passed:])
            self._check_length(made_by_filter(name, given[passed:], options))
            self._count_arguments((*given[passed:], *options.values()))
            return self._measured(function(*given, **options))

        return limited

    def _collected(self, value: Any) -> Any:
        """A list of what an iterator yields, as long as that is not too much; any other value as it is."""
        if not isinstance(value, Iterator):
            return value
        items, length = [], 0
        for item in value:
            items.append(item)
            length += 1 + text_length(item)
            self._check_length(length)
            self.count(1)
        return items

    def _count_arguments(self, arguments: Sequence[Any]) -> None:
        sizes = (len(value) for value in arguments if isinstance(value, str | list | tuple | range))
        self.count(1 + sum(sizes) // _ITEMS_A_STEP)

    def _check_length(self, length: int) -> None:
        if length > MAX_LENGTH:
            raise _too_large_error()

    def _measured(self, value: Any) -> Any:
        self._check_length(len(value) if isinstance(value, Sized) else 0)
        return value

    def concatenate(self, parts: Sequence[Any], *, escape: bool) -> str:
        """The text that `~` makes of its parts."""
        self._check_length(text_length(parts))
        self._count_arguments(parts)
        return markup_join(parts) if escape else str_join(parts)

    def _counted_output(self, finalize: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def output(value: Any) -> Any:
            if not isinstance(value, str):
                self._check_length(text_length(value))
            text = escape(finalize(value))
            self.count(1, len(text))
            return text

        return output


class _Counting(NodeTransformer):
    """Puts a count into every body that can run more than once, and a filter that measures in place of `~`."""

    def visit_body(self, node: Any) -> Any:
        size = 1 + sum(_size(inner) for inner in node.find_all(nodes.Node))
        node = self.generic_visit(node)
        counted = nodes.Filter(nodes.Const(size), _COUNT, [], [], None, None)
        node.body.insert(0, nodes.ExprStmt(counted).set_lineno(node.lineno))
        return node

    visit_Template = visit_For = visit_Macro = visit_CallBlock = visit_Block = visit_body  # noqa: N815  as Jinja names them

    def visit_concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        parts = nodes.List(node.nodes).set_lineno(node.lineno)
        return nodes.Filter(parts, _CONCATENATE, [], [], None, None).set_lineno(node.lineno)

    visit_Concat = visit_concat  # noqa: N815


def _is_method_of_row(kind: type, name: str) -> bool:
    """Whether a name is that of a method which a view has as it is a named tuple, and no field of it."""
    return name in ("count", "index") and issubclass(kind, tuple) and name not in getattr(kind, "_fields", (name,))


def _size(node: nodes.Node) -> int:
    """The steps that a node stands for: one, and more for a long text."""
    return 1 + (len(node.data) // _CHARACTERS_A_STEP if isinstance(node, nodes.TemplateData) else 0)


@pass_context
def _count_steps(context: Context, steps: int) -> str:
    environment = context.environment
    if isinstance(environment, LimitedEnvironment):
        environment.count(steps)
    return ""


@pass_eval_context
def _concatenate(context: EvalContext, parts: Sequence[Any]) -> str:
    environment = context.environment
    assert isinstance(environment, LimitedEnvironment)  # noqa: S101  it alone has this filter
    return environment.concatenate(parts, escape=context.autoescape)


def _too_large_error() -> TemplateRuntimeError:
    return TemplateRuntimeError("it makes a value that is too large")
