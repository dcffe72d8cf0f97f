"""The mails that are looked at in a browser: those of our example, and of an organisation with what breaks pages."""

from __future__ import annotations

import email
import email.policy
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from okrs_as_code import api
from tests.browser.organisations import ORGANISATIONS
from tests.browser.tools import HERE

MONDAY = date(2026, 11, 23)


def mail_faults(folder: Path, node: str, browser: str) -> int:
    """Writes the mails of each organisation into a folder, and returns the exit status of the looks at them."""
    folder.mkdir(parents=True)
    for organisation in ORGANISATIONS:
        with tempfile.TemporaryDirectory() as temporary:
            root, out = Path(temporary) / "root", Path(temporary) / "out"
            root.mkdir()
            organisation.prepare(root)
            api.send_messages(api.open_repository(root), MONDAY, [f"dir:{out}"], {}, print)
            for path in sorted(out.glob("*.eml")):
                mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                body = mail.get_body(("html",))
                assert body is not None, path
                name = f"{organisation.name}-{path.stem}.html"
                (folder / name).write_text(body.get_content(), encoding="utf-8")
    return subprocess.run([node, str(HERE / "mails.mjs"), str(folder), browser]).returncode
