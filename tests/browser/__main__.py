"""Makes web sites and mails, and looks at them in a browser: `python3 run.py python -m tests.browser [FOLDER]`.

With a FOLDER the sites are left there to look at. Ends with 1 where something is wrong with a page, and with 2 where
what this needs cannot be had.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from okrs_as_code import api
from tests.browser.faulty import EXPECTED, SITE, write_faulty
from tests.browser.forms import NUMBER, form_faults
from tests.browser.mails import mail_faults
from tests.browser.organisations import ORGANISATIONS, Organisation
from tests.browser.tools import HERE, MissingToolError, chromium, install_packages, node


def main(arguments: list[str]) -> int:
    """Makes the sites and hands them to the checks."""
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        print(__doc__, file=sys.stderr)
        return 2
    started = time.monotonic()
    try:
        browser, tools = chromium(), node()
        install_packages(tools)
    except (MissingToolError, subprocess.CalledProcessError) as error:
        print(f"tests.browser: {error}", file=sys.stderr)
        return 2
    print(f"tools: {time.monotonic() - started:.1f} s", flush=True)
    command = [tools.program, str(HERE / "check.mjs")]
    with tempfile.TemporaryDirectory() as temporary:
        faulty = Path(temporary) / "faulty"
        write_faulty(faulty)
        done = subprocess.run([*command, str(faulty), browser], stdout=subprocess.PIPE, text=True)
        unseen = [fault for fault in EXPECTED if fault not in done.stdout]
        if done.returncode != 1 or unseen:
            print(f"{done.stdout}tests.browser: the checks do not see {unseen} in {SITE}", file=sys.stderr)
            return 1
        print(f"the checks see {len(EXPECTED)} faults on purpose", flush=True)
        sites = Path(arguments[0]).resolve() if arguments else Path(temporary) / "sites"
        made = [{"name": make_site(sites, each), "opens": each.opens, "finds": each.finds} for each in ORGANISATIONS]
        (sites / "sites.json").write_text(json.dumps(made), encoding="utf-8")
        status = subprocess.run([*command, str(sites), browser]).returncode
        status = mail_faults(sites / "mails", tools.program, browser) or status
        faults = form_faults(Path(temporary), tools.program, browser)
        print(*(f"forms: {fault}" for fault in faults), sep="\n", end="\n" if faults else "")
        print(f"{NUMBER} texts through each field of the forms: {len(faults) or 'no'} faults", flush=True)
    print(f"all: {time.monotonic() - started:.1f} s")
    return status or int(bool(faults))


def make_site(sites: Path, organisation: Organisation) -> str:
    """Writes the site of an organisation, and returns the name of its folder."""
    out = sites / organisation.name
    shutil.rmtree(out, ignore_errors=True)
    with tempfile.TemporaryDirectory() as root:
        organisation.prepare(Path(root))
        api.site(api.open_repository(Path(root)), organisation.today, out)
    return organisation.name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
