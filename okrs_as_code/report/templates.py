"""The only door to Jinja2: templates of ours, and those of a repository that override them.

A repository's templates are no more trusted than its data: they run in a sandbox, see plain values only, and
whatever they write that is not Markdown of ours is escaped.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import TEMPLATES_FOLDER as FOLDER
from okrs_as_code.report.markdown import text
from okrs_as_code.resources import shipped

BUNDLED = "bundled/"
_MAX_BYTES = 512 * 1024


class Templates:
    """Renders templates; those in `<root>/templates` stand in for ours of the same name."""

    def __init__(self, root: Path | None = None) -> None:
        self._own = root / FOLDER if root is not None else None
        self._ours = shipped(FOLDER)
        if self._own is not None and self._own.resolve() == self._ours.resolve():
            self._own = None
        self._environment = ImmutableSandboxedEnvironment(
            loader=_TemplateLoader(self._own, self._ours),
            autoescape=True,
            finalize=_finalize,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=-1,
        )

    def render(self, template: str, /, **values: object) -> str:
        """The page that a template makes. Raises OkrsError for a broken template of the repository."""
        try:
            return _tidy(self._environment.get_template(template).render(**values))
        except TemplateSyntaxError as error:
            self._refuse(error, error.filename, error.lineno)
        except Exception as error:  # noqa: BLE001  anything at all can go wrong in a template
            self._refuse(error, *self._place(error.__traceback__))
        raise AssertionError("unreachable")  # pragma: no cover

    def _refuse(self, error: Exception, file: str | None, line: int | None) -> None:
        """One clear line for a template of the repository; an error in ours is a bug, and stays what it is."""
        if self._own is None or file is None or not Path(file).is_relative_to(self._own):
            if self._own is not None and isinstance(error, TemplateError | RecursionError) and file is None:
                raise OkrsError(f"a template in {FOLDER}/ is broken: {_said(error)}", _REMEDY) from None
            raise error
        place = f"{FOLDER}/{Path(file).relative_to(self._own).as_posix()}:{line or 1}"
        raise OkrsError(f"{place}: the template is broken: {_said(error)}", _REMEDY) from None

    def _place(self, trace: TracebackType | None) -> tuple[str | None, int | None]:
        """The innermost line of a template in a traceback, one of the repository's own if there is any."""
        found: tuple[str | None, int | None] = (None, None)
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if self._own is not None and file.startswith(f"{self._own}{os.sep}"):
                found = (file, trace.tb_lineno)
            trace = trace.tb_next
        return found


_REMEDY = f"mend it, or take it out of {FOLDER}/ to use the one that is shipped"


class _TemplateLoader(BaseLoader):
    def __init__(self, own: Path | None, ours: Path) -> None:
        self._own = own
        self._ours = ours

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Our template for `bundled/…`, else the repository's own, else ours."""
        name = template.removeprefix(BUNDLED)
        if any(part in ("", ".", "..") or "\\" in part or ":" in part for part in name.split("/")):
            raise TemplateNotFound(template)
        folders = [self._ours] if template != name or self._own is None else [self._own, self._ours]
        for folder in folders:
            path = folder.joinpath(*name.split("/"))
            source = _read(folder, path)
            if source is not None:
                return source, str(path), lambda: True
        raise TemplateNotFound(template)


def _read(folder: Path, path: Path) -> str | None:
    """An ordinary file below the folder; None where there is none. Links are refused."""
    steps = [path, *path.parents][: len(path.relative_to(folder).parts) + 1]
    if any(step.is_symlink() for step in steps):
        raise OkrsError(f"{FOLDER}/{path.name} is a link, and links are never followed", "put a file in its place")
    try:
        if not stat.S_ISREG(path.stat().st_mode) or path.stat().st_size > _MAX_BYTES:
            return None
        return path.read_bytes().decode()
    except OSError:
        return None
    except UnicodeDecodeError:
        raise OkrsError(f"{FOLDER}/{path.name} is not UTF-8 text", _REMEDY) from None


def _finalize(value: Any) -> Any:
    """What a template writes: Markup is the output of macros and blocks, Markdown is ours, all else is escaped."""
    return value if isinstance(value, Markup | StrictUndefined) else text(value)


def _said(error: Exception) -> str:
    """The template engine's own words, on one line; they speak of the template, not of data."""
    words = " ".join(str(error.message if isinstance(error, TemplateSyntaxError) else error).split())
    return words[:200] or type(error).__name__


def _tidy(page: str) -> str:
    """Lines without blanks at the end, at most one empty line in a row, and one line end at the end."""
    lines = [line.rstrip(" \t") for line in page.splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at > 0 and lines[at - 1])]
    return "\n".join(kept).strip("\n") + "\n"
