"""OKRs as YAML in git: validated, linted for ownership, agreed to by pull request, published as pages."""

__version__ = "0.1.0.dev0"
