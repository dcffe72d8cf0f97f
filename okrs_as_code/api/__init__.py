"""The public Python API: everything that the command line does, without printing and without exiting.

Nothing is imported before it is needed, so that a command whose output is cached prints it at once.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrs_as_code.api.closing import close as close
    from okrs_as_code.api.closing import cycle_to_close as cycle_to_close
    from okrs_as_code.api.edit import assign as assign
    from okrs_as_code.api.edit import codeowners as codeowners
    from okrs_as_code.api.edit import init as init
    from okrs_as_code.api.edit import move as move
    from okrs_as_code.api.edit import rollover as rollover
    from okrs_as_code.api.edit import undo_interrupted as undo_interrupted
    from okrs_as_code.api.edit import write_changes as write_changes
    from okrs_as_code.api.findings import changed_rows as changed_rows
    from okrs_as_code.api.findings import fixes as fixes
    from okrs_as_code.api.findings import format_files as format_files
    from okrs_as_code.api.findings import lint as lint
    from okrs_as_code.api.findings import preview_new_files as preview_new_files
    from okrs_as_code.api.findings import suggestions as suggestions
    from okrs_as_code.api.findings import write_schemas as write_schemas
    from okrs_as_code.api.gate import evaluate_merge_request as evaluate_merge_request
    from okrs_as_code.api.gate import evaluate_pull_request as evaluate_pull_request
    from okrs_as_code.api.gate import foreign_terms as foreign_terms
    from okrs_as_code.api.histories import history as history
    from okrs_as_code.api.histories import last_readable as last_readable
    from okrs_as_code.api.histories import objective_history as objective_history
    from okrs_as_code.api.intake import import_people as import_people
    from okrs_as_code.api.intake import import_tables as import_tables
    from okrs_as_code.api.intake import mapping_text as mapping_text
    from okrs_as_code.api.intake import parse_mapping as parse_mapping
    from okrs_as_code.api.intake import read_tables as read_tables
    from okrs_as_code.api.merges import AgreementWriter as AgreementWriter
    from okrs_as_code.api.messages.data import inbox as inbox
    from okrs_as_code.api.messages.sending import DigestReport as DigestReport
    from okrs_as_code.api.messages.sending import send_messages as send_messages
    from okrs_as_code.api.open import cached_result as cached_result
    from okrs_as_code.api.open import gc_disabled as gc_disabled
    from okrs_as_code.api.open import open_change as open_change
    from okrs_as_code.api.open import open_repository as open_repository
    from okrs_as_code.api.open import refuse_moved_root as refuse_moved_root
    from okrs_as_code.api.open import snapshot as snapshot
    from okrs_as_code.api.page_data import history_sources as history_sources
    from okrs_as_code.api.pages import PAGES as PAGES
    from okrs_as_code.api.pages import one_page as one_page
    from okrs_as_code.api.pages import page_sources as page_sources
    from okrs_as_code.api.pages import report as report
    from okrs_as_code.api.pages import site as site
    from okrs_as_code.api.pages import summary as summary
    from okrs_as_code.api.records import agree as agree
    from okrs_as_code.api.records import agreement_record as agreement_record
    from okrs_as_code.api.records import agreement_signer as agreement_signer
    from okrs_as_code.api.records import author as author
    from okrs_as_code.api.records import branch_with_terms as branch_with_terms
    from okrs_as_code.api.records import check_in as check_in
    from okrs_as_code.api.records import grade as grade
    from okrs_as_code.api.records import push_record as push_record
    from okrs_as_code.api.records import write_record as write_record
    from okrs_as_code.api.review import approvals as approvals
    from okrs_as_code.api.review import approved_agreements as approved_agreements
    from okrs_as_code.api.review import diff as diff
    from okrs_as_code.api.review import is_single_merge as is_single_merge
    from okrs_as_code.api.review import review_page as review_page
    from okrs_as_code.api.staged import lint_staged as lint_staged
    from okrs_as_code.api.staged import open_staged as open_staged
    from okrs_as_code.api.tables import ExportResult as ExportResult
    from okrs_as_code.api.tables import export as export
    from okrs_as_code.api.tables import export_sources as export_sources
    from okrs_as_code.api.views import assess as assess
    from okrs_as_code.api.views import backlog as backlog
    from okrs_as_code.api.views import signatures as signatures
    from okrs_as_code.api.views import status as status
    from okrs_as_code.git.push import PushResult as PushResult
    from okrs_as_code.lint.policy import Selection as Selection
    from okrs_as_code.lint.result import LintResult as LintResult
    from okrs_as_code.refactor.objective_proposal import ObjectiveProposal as ObjectiveProposal
    from okrs_as_code.refactor.setup.init import InitResult as InitResult
    from okrs_as_code.report.views.filters import Filters as Filters
    from okrs_as_code.report.views.status import CycleStatus as CycleStatus
    from okrs_as_code.storage.page_folder import PageChanges as PageChanges
    from okrs_as_code.workspace.repository import Repository as Repository


_MODULES = {
    "AgreementWriter": "api.merges",
    "CycleStatus": "report.views.status",
    "ExportResult": "api.tables",
    "Filters": "report.views.filters",
    "InitResult": "refactor.setup.init",
    "LintResult": "lint.result",
    "ObjectiveProposal": "refactor.objective_proposal",
    "PAGES": "api.pages",
    "PageChanges": "storage.page_folder",
    "PushResult": "git.push",
    "Repository": "workspace.repository",
    "Selection": "lint.policy",
    "agree": "api.records",
    "agreement_record": "api.records",
    "agreement_signer": "api.records",
    "approvals": "api.review",
    "approved_agreements": "api.review",
    "snapshot": "api.open",
    "assess": "api.views",
    "assign": "api.edit",
    "author": "api.records",
    "backlog": "api.views",
    "branch_with_terms": "api.records",
    "changed_rows": "api.findings",
    "check_in": "api.records",
    "close": "api.closing",
    "cycle_to_close": "api.closing",
    "codeowners": "api.edit",
    "gc_disabled": "api.open",
    "diff": "api.review",
    "evaluate_merge_request": "api.gate",
    "evaluate_pull_request": "api.gate",
    "export": "api.tables",
    "export_sources": "api.tables",
    "fixes": "api.findings",
    "foreign_terms": "api.gate",
    "format_files": "api.findings",
    "grade": "api.records",
    "history": "api.histories",
    "objective_history": "api.histories",
    "last_readable": "api.histories",
    "DigestReport": "api.messages.sending",
    "send_messages": "api.messages.sending",
    "inbox": "api.messages.data",
    "import_people": "api.intake",
    "import_tables": "api.intake",
    "init": "api.edit",
    "is_single_merge": "api.review",
    "lint": "api.findings",
    "lint_staged": "api.staged",
    "mapping_text": "api.intake",
    "move": "api.edit",
    "open_change": "api.open",
    "refuse_moved_root": "api.open",
    "open_repository": "api.open",
    "open_staged": "api.staged",
    "one_page": "api.pages",
    "history_sources": "api.page_data",
    "page_sources": "api.pages",
    "parse_mapping": "api.intake",
    "preview_new_files": "api.findings",
    "push_record": "api.records",
    "read_tables": "api.intake",
    "cached_result": "api.open",
    "report": "api.pages",
    "site": "api.pages",
    "review_page": "api.review",
    "rollover": "api.edit",
    "signatures": "api.views",
    "status": "api.views",
    "suggestions": "api.findings",
    "summary": "api.pages",
    "undo_interrupted": "api.edit",
    "write_changes": "api.edit",
    "write_record": "api.records",
    "write_schemas": "api.findings",
}
"""The module that defines each public name, below `okrs_as_code`."""


def __getattr__(name: str) -> object:
    """Imports a public name from the module that defines it. Raises AttributeError for any other name."""
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"okrs_as_code.{_MODULES[name]}"), name)
