"""AGR006: a signature that does not hold."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.filenames import CONFIG_FILE, SIGNERS_FILE
from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.record_entries import adds_record, at_entry, valid_entries
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.record import AgreementEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.timeline import RecordEntry
from okrs_as_code.signing.status import SignatureStatus

_REASONS = {
    SignatureStatus.NO_SIGNATURE: "it is no SSH signature",
    SignatureStatus.NO_REPOSITORY: f"{CONFIG_FILE} does not name the repository that it would be for",
    SignatureStatus.NOT_LISTED: f"{SIGNERS_FILE} does not list its key for this person",
    SignatureStatus.OF_SEVERAL: f"{SIGNERS_FILE} lists its key for several people",
    SignatureStatus.DOES_NOT_HOLD: (
        "it signs something else than this, or with a key that was not valid for it on that day"
    ),
}
_UNCHECKED = "not checked"


class SignatureInvalid(Rule):
    """An agreement carries a signature that does not hold, so it counts as claimed.

    ## What it does

    Finds signatures that are not by a key which `okrs/allowed_signers` lists for the person who agrees, and for nobody
    else; or not over this repository, cycle, key result, role and terms; or by a key that was not valid on the day of
    the record. In a record that a change adds it is an error. In a record that is there already it is information: the
    agreement counts, as claimed, and can stay. Where ssh-keygen is missing nothing is found; in a record that a change
    adds a warning says so.

    ## Why is this bad?

    Whoever sees a signature takes it for more than a claim. This one is not.

    ## Example

    What Bo signed was a target of 5 posts:

    ```text okrs/allowed_signers
    bo namespaces="okrs" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHa7u6ULcUo89vUEzB1oUsEWE3EFaFW6mXpsL2+MkIsp
    ```

    ```yaml okrs/2026-Q4/agreements/2026-09-28-bo.5c0f1e.yaml
    by: bo
    date: 2026-09-28
    key_results:
      content/organic-pipeline/pillar-posts:
        as: owner
        terms:
          owner: bo
          measure: {type: metric, baseline: 0, target: 3, unit: posts}
          due: 2026-12-18
          success: Each has passed editorial review and is indexed.
        signature: |
          -----BEGIN SSH SIGNATURE-----
          U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgdru7pQtxSjz29QTMHWhSwRYTcQ
          VoVbqZemwvb4yQiykAAAAEb2tycwAAAAAAAAAGc2hhNTEyAAAAUwAAAAtzc2gtZWQyNTUx
          OQAAAECV4XP1yd0Sk0XgeFN7eYhUV9OZ5MknAKPLsvA2RfrWT/wQbZ1yXCd2Ft3cIPzQle
          h+LX15IDkB1rTH/OOzuIkO
          -----END SSH SIGNATURE-----
    ```

    ## Use instead

    ```text okrs/allowed_signers
    bo namespaces="okrs" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHa7u6ULcUo89vUEzB1oUsEWE3EFaFW6mXpsL2+MkIsp
    ```

    ```yaml okrs/2026-Q4/agreements/2026-09-28-bo.5c0f1e.yaml
    by: bo
    date: 2026-09-28
    key_results:
      content/organic-pipeline/pillar-posts:
        as: owner
        terms:
          owner: bo
          measure: {type: metric, baseline: 0, target: 3, unit: posts}
          due: 2026-12-18
          success: Each has passed editorial review and is indexed.
        signature: |
          -----BEGIN SSH SIGNATURE-----
          U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgdru7pQtxSjz29QTMHWhSwRYTcQ
          VoVbqZemwvb4yQiykAAAAEb2tycwAAAAAAAAAGc2hhNTEyAAAAUwAAAAtzc2gtZWQyNTUx
          OQAAAEAiC1pV73H8ItJcYXmVRbK2T74kRtrePgEcWbVzQcprM0RFu7LSJ0iEAUQXZaGFAm
          Rc9lsL6PojcM47ncXemfUF
          -----END SSH SIGNATURE-----
    ```

    ## Where this comes from

    Ours. The form of signatures is OpenSSH's (PROTOCOL.sshsig), as in git's own signatures of commits.
    """

    code = "AGR006"
    name = "signature-invalid"
    severity = Severity.ERROR
    needs_records = True
    needs_people = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """Information on each signature of an agreement that stands and does not hold, or could not be checked."""
        agreements = context.plan.agreements_of.get(node.id, ())
        if all(agreement.entry.signature is None for agreement in agreements):
            return
        for agreement in valid_entries(agreements, node.owner):
            status = context.signatures.statuses.get(agreement.place)
            if status is SignatureStatus.NOT_CHECKED:
                yield self._unchecked_finding(node, agreement, context)
            elif status in _REASONS:
                yield self._invalid_finding(node, agreement, _REASONS[status])

    def adjust_for_change(self, finding: Finding, base: Context, head: Context) -> Finding:
        """An error in an agreement that the change adds; a warning where nobody could check it."""
        if not adds_record(finding.place.file, base, head):
            return finding
        return finding._replace(severity=Severity.WARNING if finding.label == _UNCHECKED else Severity.ERROR)

    def _invalid_finding(self, node: KeyResultNode, agreement: RecordEntry[AgreementEntry], reason: str) -> Finding:
        return self._finding_at_signature(
            node,
            agreement,
            f'the signature of "{agreement.by}" under key result "{node.content.id}" does not hold: {reason}',
            f"before it is merged, remove this record and sign again: `okrs agree {node.id} --sign`; "
            "once merged it can stay, and counts as claimed",
            "counts as claimed",
        )

    def _unchecked_finding(
        self, node: KeyResultNode, agreement: RecordEntry[AgreementEntry], context: Context
    ) -> Finding:
        return self._finding_at_signature(
            node,
            agreement,
            f'the signature of "{agreement.by}" under key result "{node.content.id}" was not checked: '
            f"{context.signatures.obstacle}",
            "install OpenSSH where this runs; until then it counts as claimed",
            _UNCHECKED,
        )

    def _finding_at_signature(
        self, node: KeyResultNode, agreement: RecordEntry[AgreementEntry], message: str, help: str, label: str
    ) -> Finding:
        return self.finding(
            message,
            help,
            subject=node.id,
            place=at_entry(agreement, "signature"),
            label=label,
            severity=Severity.INFORMATION,
            detail=agreement.file,
        )
