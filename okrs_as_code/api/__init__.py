"""The public Python API: everything that the command line does, without printing and without exiting.

Nothing is imported before it is needed, so that a question whose answer is remembered is answered at once.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrs_as_code.api.changing import assign as assign
    from okrs_as_code.api.changing import codeowners as codeowners
    from okrs_as_code.api.changing import init as init
    from okrs_as_code.api.changing import move as move
    from okrs_as_code.api.changing import rollover as rollover
    from okrs_as_code.api.changing import undo_cut_off as undo_cut_off
    from okrs_as_code.api.changing import write_changes as write_changes
    from okrs_as_code.api.gating import foreign_terms as foreign_terms
    from okrs_as_code.api.gating import judge_merge_request as judge_merge_request
    from okrs_as_code.api.gating import judge_request as judge_request
    from okrs_as_code.api.gating import merged_commits as merged_commits
    from okrs_as_code.api.gating import write_given as write_given
    from okrs_as_code.api.judging import fixes as fixes
    from okrs_as_code.api.judging import format_files as format_files
    from okrs_as_code.api.judging import judge_new_files as judge_new_files
    from okrs_as_code.api.judging import lint as lint
    from okrs_as_code.api.judging import write_schemas as write_schemas
    from okrs_as_code.api.opening import as_of as as_of
    from okrs_as_code.api.opening import collector_off as collector_off
    from okrs_as_code.api.opening import open_change as open_change
    from okrs_as_code.api.opening import open_repository as open_repository
    from okrs_as_code.api.opening import remembered as remembered
    from okrs_as_code.api.recording import agree as agree
    from okrs_as_code.api.recording import agreement_record as agreement_record
    from okrs_as_code.api.recording import author as author
    from okrs_as_code.api.recording import check_in as check_in
    from okrs_as_code.api.recording import grade as grade
    from okrs_as_code.api.recording import propose_record as propose_record
    from okrs_as_code.api.recording import proposing_branch as proposing_branch
    from okrs_as_code.api.recording import signing as signing
    from okrs_as_code.api.recording import write_record as write_record
    from okrs_as_code.api.reviewing import agreements_given as agreements_given
    from okrs_as_code.api.reviewing import approvals as approvals
    from okrs_as_code.api.reviewing import diff as diff
    from okrs_as_code.api.reviewing import merged_at_once as merged_at_once
    from okrs_as_code.api.reviewing import review_page as review_page
    from okrs_as_code.api.telling import PAGES as PAGES
    from okrs_as_code.api.telling import assess as assess
    from okrs_as_code.api.telling import close as close
    from okrs_as_code.api.telling import history as history
    from okrs_as_code.api.telling import page_folders as page_folders
    from okrs_as_code.api.telling import report as report
    from okrs_as_code.api.telling import status as status
    from okrs_as_code.edit.proposal import Proposal as Proposal
    from okrs_as_code.edit.setup import Written as Written
    from okrs_as_code.lint.policy import Selection as Selection
    from okrs_as_code.lint.result import LintResult as LintResult
    from okrs_as_code.report.status import CycleStatus as CycleStatus
    from okrs_as_code.report.status import Filters as Filters
    from okrs_as_code.workspace.pages import PageChanges as PageChanges
    from okrs_as_code.workspace.proposal import Proposed as Proposed
    from okrs_as_code.workspace.repository import Repository as Repository

_HOME = {
    "CycleStatus": "report.status",
    "Filters": "report.status",
    "LintResult": "lint.result",
    "PAGES": "api.telling",
    "PageChanges": "workspace.pages",
    "Proposal": "edit.proposal",
    "Proposed": "workspace.proposal",
    "Repository": "workspace.repository",
    "Selection": "lint.policy",
    "Written": "edit.setup",
    "agree": "api.recording",
    "agreement_record": "api.recording",
    "agreements_given": "api.reviewing",
    "approvals": "api.reviewing",
    "as_of": "api.opening",
    "assess": "api.telling",
    "assign": "api.changing",
    "author": "api.recording",
    "check_in": "api.recording",
    "close": "api.telling",
    "codeowners": "api.changing",
    "collector_off": "api.opening",
    "diff": "api.reviewing",
    "fixes": "api.judging",
    "foreign_terms": "api.gating",
    "format_files": "api.judging",
    "grade": "api.recording",
    "history": "api.telling",
    "init": "api.changing",
    "judge_merge_request": "api.gating",
    "judge_new_files": "api.judging",
    "judge_request": "api.gating",
    "lint": "api.judging",
    "merged_at_once": "api.reviewing",
    "merged_commits": "api.gating",
    "move": "api.changing",
    "open_change": "api.opening",
    "open_repository": "api.opening",
    "page_folders": "api.telling",
    "propose_record": "api.recording",
    "proposing_branch": "api.recording",
    "remembered": "api.opening",
    "report": "api.telling",
    "review_page": "api.reviewing",
    "rollover": "api.changing",
    "signing": "api.recording",
    "status": "api.telling",
    "undo_cut_off": "api.changing",
    "write_changes": "api.changing",
    "write_given": "api.gating",
    "write_record": "api.recording",
    "write_schemas": "api.judging",
}
"""Where everything is made."""


def __getattr__(name: str) -> object:
    """Whatever is asked for, from the module where it is made."""
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"okrs_as_code.{_HOME[name]}"), name)
