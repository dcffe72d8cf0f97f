"""Fingerprints of findings, by which a forge knows one again in another version of the file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from okrs_as_code.finding import Located


def fingerprints(findings: Sequence[Located]) -> Iterator[str]:
    """The fingerprint of each finding: of path, code, subject and detail, so that no line above it matters.

    Findings that are equal in these are numbered in their order, as a forge shows only one of those that share one.
    """
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for located in findings:
        finding = located.finding
        key = (finding.place.file, finding.code, finding.subject, finding.detail)
        counts[key] += 1
        yield sha256(json.dumps([*key, counts[key]]).encode()).hexdigest()[:32]
