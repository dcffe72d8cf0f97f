"""Templates of ours, and those of a repository that override them.

A repository's templates are no more trusted than its data: they run in a sandbox, and ours with them, see plain values
only, and all output of theirs that is not inline text of ours is escaped. Ours alone need no sandbox.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import TEMPLATES_FOLDER as FOLDER
from okrs_as_code.report.html import PAGE_LANGUAGE, attribute, data_text_attributes, field_value
from okrs_as_code.report.inline import Inline, link, text, writing
from okrs_as_code.report.page_form import MARKDOWN, PageForm
from okrs_as_code.report.template_environment import LimitedEnvironment, OurEnvironment
from okrs_as_code.resources import shipped

BUNDLED = "bundled/"
_MAX_BYTES = 512 * 1024
_REMEDY = f"fix it, or take it out of {FOLDER}/ to use the one that is shipped"


class Templates:
    """Renders templates; one in `<root>/templates` takes the place of ours of the same name.

    Inline text is written in the form of the pages. `language` is that of the texts of data.
    """

    def __init__(self, root: Path | None = None, form: PageForm = MARKDOWN, language: str = PAGE_LANGUAGE) -> None:
        self._form = form
        self._own_folder = _own_folder(root) if root is not None else None
        self._loader = _TemplateLoader(self._own_folder, shipped(FOLDER))
        kind = OurEnvironment if self._own_folder is None else LimitedEnvironment
        self._environment = kind(
            loader=self._loader,
            autoescape=True,
            finalize=_inline_output,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=-1,
        )
        self._environment.filters["plain"] = _plain
        self._environment.filters["field"] = _field
        self._environment.filters["linked"] = _linked
        self._environment.globals["data_text"] = data_text_attributes(language)

    def render(self, page_kind: str, /, **values: object) -> str:
        """A page of a kind, such as `overview`. Raises OkrsError for a broken template of the repository."""
        template = self._form.template(page_kind)
        try:
            self._environment.begin_page()
            with writing(self._form.write):
                page = _tidy(self._environment.get_template(template).render(**values))
            page.encode()
            return page
        except UnicodeEncodeError:
            raise OkrsError(f"{FOLDER}/{template}: the template writes half a character", _REMEDY) from None
        except TemplateSyntaxError as error:
            self._refuse(error, error.filename, error.lineno)
        except Exception as error:  # noqa: BLE001  anything at all can go wrong in a template
            self._refuse(error, *self._locate(error.__traceback__))

    def source(self, name: str) -> str:
        """The text of a file that is no template, the repository's own or ours."""
        return self._loader.get_source(self._environment, name)[0]

    def _refuse(self, error: Exception, file: str | None, line: int | None) -> NoReturn:
        """Raises OkrsError for a template of the repository, and the error itself in ours, as that is a bug."""
        folder = self._own_folder
        if folder is None or file is None or not Path(file).is_relative_to(folder):
            if folder is not None and isinstance(error, TemplateError | RecursionError) and file is None:
                raise OkrsError(f"a template in {FOLDER}/ is broken: {_message(error)}", _REMEDY) from None
            raise error
        place = f"{FOLDER}/{Path(file).relative_to(folder).as_posix()}:{line or 1}"
        raise OkrsError(f"{place}: the template is broken: {_message(error)}", _REMEDY) from None

    def _locate(self, trace: TracebackType | None) -> tuple[str | None, int | None]:
        """The file and line of the innermost frame of a traceback in a template of the repository, if there is one."""
        place: tuple[str | None, int | None] = (None, None)
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if self._own_folder is not None and file.startswith(f"{self._own_folder}{os.sep}"):
                place = (file, trace.tb_lineno)
            trace = trace.tb_next
        return place


def _own_folder(root: Path) -> Path | None:
    """The folder of a repository's templates; None where it has none, and where it is the one that we ship."""
    folder = root / FOLDER
    return folder if os.path.lexists(folder) and not _is_shipped(folder) else None


def _is_shipped(folder: Path) -> bool:
    try:
        return folder.samefile(shipped(FOLDER))
    except OSError:  # a link that leads nowhere, or to itself
        return False


class _TemplateLoader(BaseLoader):
    def __init__(self, own_folder: Path | None, bundled_folder: Path) -> None:
        self._own_folder = own_folder
        self._bundled_folder = bundled_folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The template as we ship it for `bundled/…`, else the repository's own, else ours. Raises TemplateNotFound."""
        name = template.removeprefix(BUNDLED)
        if any(part in ("", ".", "..") or "\\" in part or ":" in part for part in name.split("/")):
            raise TemplateNotFound(template)
        folders = [self._bundled_folder]
        if self._own_folder is not None and template == name:
            folders.insert(0, self._own_folder)
        for folder in folders:
            path = folder.joinpath(*name.split("/"))
            source = _read(folder, path)
            if source is not None:
                return source, str(path), lambda: True
        raise TemplateNotFound(template)


def _read(folder: Path, path: Path) -> str | None:
    """The text of a file below the folder; None where there is none.

    Raises OkrsError for a link, for what is no file, for a huge one, and for text that is not UTF-8.
    """
    steps = [path, *path.parents][: len(path.relative_to(folder).parts) + 1]
    if any(step.is_symlink() for step in steps):
        raise OkrsError(f"{FOLDER}/{path.name} is a link, and links are never followed", "put a file in its place")
    name = f"{FOLDER}/{path.relative_to(folder).as_posix()}"
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no ordinary file"
            raise OkrsError(f"{name} is {kind}, and a template belongs there", "put a file in its place, or remove it")
        if status.st_size > _MAX_BYTES:
            raise OkrsError(f"{name} is too large: a template has at most {_MAX_BYTES // 1024} KiB", _REMEDY)
        return path.read_bytes().decode()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OkrsError(f"{name} cannot be read: {error.strerror}", _REMEDY) from None
    except UnicodeDecodeError:
        raise OkrsError(f"{name} is not UTF-8 text", _REMEDY) from None


_IS_OUTPUT = (Inline, Markup, StrictUndefined)


def _inline_output(value: Any) -> Any:
    """The output of a template as inline text, which Jinja has written and so escaped; Markup of macros stays."""
    return value if isinstance(value, _IS_OUTPUT) else text(value)


def _plain(value: object) -> Markup:
    """The plain words of a value, for an attribute."""
    return Markup(attribute(str(value)))  # noqa: S704  escaped


def _linked(value: object, address: str | None) -> Inline:
    """A value as a link to an address; as it is without one."""
    return text(value) if address is None else link(value, address)


def _field(value: str) -> Markup:
    """A text as a field of a form holds it."""
    return Markup(field_value(value))  # noqa: S704  escaped


def _message(error: Exception) -> str:
    """The template engine's own message, on one line; it is about the template, not about data."""
    words = " ".join(str(error.message if isinstance(error, TemplateSyntaxError) else error).split())
    return words[:200] or type(error).__name__


def _tidy(page: str) -> str:
    """Strips spaces at the end of lines, and leaves at most one empty line in a row, and one line end at the end."""
    lines = [line.rstrip(" \t") for line in page.splitlines()]
    tidy = [line for index, line in enumerate(lines) if line or (index > 0 and lines[index - 1])]
    return "\n".join(tidy).strip("\n") + "\n"
