"""FMT002: a key that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element_mismatch import ElementMismatch
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.mismatch import MismatchKind
from okrs_as_code.yaml.diagnosis.slips import NO_BREAK_SPACES


class UnknownKey(Rule):
    """A key does not exist here.

    ## What it does

    Finds keys that the file's format does not have at this place, and names the one that was meant: by the words that
    people know from elsewhere, such as `deadline` for `due`, else by the nearest spelling. A key that is there already
    is never named, and the key that was meant does not count as missing.

    ## Why is this bad?

    A key with a slip of the pen would be passed over in silence: the day after which the goal is late, or the person
    who helps, would be in the file and nowhere else.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        deu: 2026-12-18
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        due: 2026-12-18
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    The files of this project: the JSON Schema lists each key, and editors complete them from it.
    """

    code = "FMT002"
    name = "unknown-key"
    severity = Severity.ERROR
    in_backlog = True
    all_cycles = True
    has_floor = True

    def claims(self, mismatch: ElementMismatch) -> bool:
        """Whether a key is unknown."""
        return mismatch.kind is MismatchKind.UNKNOWN_KEY

    def check_mismatch(self, mismatch: ElementMismatch, context: Context) -> Iterator[Finding]:
        """One finding, at the key."""
        field, known = mismatch.mismatch.field, mismatch.mismatch.known
        intended = mismatch.mismatch.intended
        keys = ", ".join(f"`{key}`" for key in known)
        remedy = f"did you mean `{intended}`? " if intended else ""
        if any(space in field for space in NO_BREAK_SPACES):
            remedy += "it has a no-break space in it, which looks like a space and is none; type it again; "
        remedy += f"the keys here are {keys}" if keys else "remove it"
        yield self.finding(
            f"{mismatch.description} has no key `{field}`",
            remedy,
            subject=mismatch.subject,
            place=mismatch.place,
            label="there is no such key here",
            detail=mismatch.detail,
        )
