"""Finds the rules: every module `lint/rules/<code>_<name>.py` holds one class."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache

from okrs_as_code.errors import OkrsError
from okrs_as_code.lint import rules as package
from okrs_as_code.lint.rule import Rule
from okrs_as_code.nearest import nearest


@cache
def all_rules() -> tuple[Rule, ...]:
    """One instance of each rule, by code; those of family FMT last, as others may claim a mismatch before them."""
    rules: list[Rule] = []
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        rule_module = importlib.import_module(module.name)
        rules.extend(
            value()
            for value in vars(rule_module).values()
            if isinstance(value, type) and issubclass(value, Rule) and value.__module__ == module.name
        )
    return tuple(sorted(rules, key=lambda rule: (rule.code.startswith("FMT"), rule.code)))


def rule_named(name: str) -> Rule:
    """The rule of a code or name, in any case; raises OkrsError with the nearest where there is none."""
    for rule in all_rules():
        if name.upper() == rule.code or name.lower() == rule.name:
            return rule
    raise OkrsError(f"there is no rule `{name}`", _suggestion(name))


def codes_matching(names: Iterable[str]) -> frozenset[str]:
    """The codes of rules by code, name, or beginning of a code such as `OWN`; raises OkrsError for others."""
    codes: set[str] = set()
    for name in names:
        matching = {
            rule.code
            for rule in all_rules()
            if name and (rule.code.startswith(name.upper()) or rule.name == name.lower())
        }
        if not matching:
            raise OkrsError(f"there is no rule `{name}`", _suggestion(name))
        codes |= matching
    return frozenset(codes)


def is_rule(name: str) -> bool:
    """Whether a code or name is a rule's."""
    return any(name.upper() == rule.code or name.lower() == rule.name for rule in all_rules())


def _suggestion(name: str) -> str:
    known = [word for rule in all_rules() for word in (rule.code, rule.name)]
    near = nearest(name.upper(), known) or nearest(name.lower(), known)
    return f"did you mean `{near}`?" if near else "`okrs explain` lists all rules"
