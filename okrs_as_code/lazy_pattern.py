"""Patterns of which many are loaded and few are used, so that each is compiled only when it is first asked."""

from __future__ import annotations

import re
from typing import Any, cast


class _LazyPattern:
    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """The attribute of the compiled pattern, kept here, so that it is looked up only once."""
        if name.startswith("_"):  # whatever asks for those, such as `copy`, does not mean a pattern
            raise AttributeError(name)
        value = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, value)
        return value


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Makes a pattern that `re` compiles on its first use; that raises re.error for a wrong one."""
    return cast("re.Pattern[str]", _LazyPattern(pattern, flags))
