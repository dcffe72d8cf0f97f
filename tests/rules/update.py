"""`python -m tests.rules.update`: writes the golden texts of the rules, for you to read and commit."""

from __future__ import annotations

import sys

from tests.rules.cases import folders, goldens


def main() -> None:
    """Writes every golden text that differs, of the codes given, else of all."""
    for code in sys.argv[1:] or folders():
        for path, text in goldens(code):
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
                print(path)


if __name__ == "__main__":
    main()
