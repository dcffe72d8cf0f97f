"""OWN016: an account that is no login."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at_person
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.people.login import is_login, login_in

_FORGE_NAMES = {"github": "GitHub", "gitlab": "GitLab", "gitea": "Gitea or Forgejo"}


class AccountNoLogin(Rule):
    """The `account` of a person is no login on the forge.

    ## What it does

    Finds accounts in people.yaml that start with `@`, are an address or a URL, or have a space in them, and names the
    login where it is in there. On a forge that is none of GitHub, GitLab and Gitea (`forge: none`), an address or an id
    may stand for a login.

    ## Why is this bad?

    An approval on the forge comes from a login. Where people.yaml has another form of it, the approval is nobody's: the
    gate waits for somebody who has approved already, and CODEOWNERS cannot name them.

    ## Example

    ```yaml okrs/people.yaml
    people:
      ana: {name: Ana Duarte, account: ana-d}
      mara: {name: Mara Okafor, account: "@mara-o", manager: ana}
      raj: {name: Raj Patel, manager: ana}
      bo: {name: Bo Lindqvist, account: https://github.com/bo-l, manager: mara}
      chen: {name: Chen Wei, manager: mara}
      dee: {name: Dee Moreau, manager: raj}
    ```

    ## Use instead

    ```yaml okrs/people.yaml
    people:
      ana: {name: Ana Duarte, account: ana-d}
      mara: {name: Mara Okafor, account: mara-o, manager: ana}
      raj: {name: Raj Patel, manager: ana}
      bo: {name: Bo Lindqvist, account: bo-l, manager: mara}
      chen: {name: Chen Wei, manager: mara}
      dee: {name: Dee Moreau, manager: raj}
    ```

    ## Where this comes from

    The rules of GitHub and GitLab for user names.
    """

    code = "OWN016"
    name = "account-no-login"
    severity = Severity.ERROR
    all_cycles = True
    needs_people = True

    def check_workspace(self, context: Context) -> Iterator[Finding]:
        """One finding a person, at the account."""
        forge = context.plan.config.forge_kind
        where = f"on {_FORGE_NAMES[forge]}" if forge in _FORGE_NAMES else "on your forge"
        for person, entry in context.plan.directory.people.items():
            if entry.account is None or is_login(entry.account, forge):
                continue
            login = login_in(entry.account, forge)
            yield self.finding(
                f'the account of "{person}", "{entry.account}", is no login {where}',
                f"write the login alone: `account: {login}`"
                if login is not None
                else f"write the name with which {person} signs in there, without @ and address",
                subject=person,
                place=at_person(person, "account"),
                label="an account is a login",
                detail=entry.account,
            )
