"""A signed text has one form that any program can make, and what is no signature is recognised without a crash."""

from __future__ import annotations

import base64
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.files.config import Config
from okrs_as_code.model.files.people import Person
from okrs_as_code.model.files.record import Terms
from okrs_as_code.model.people.people_directory import Directory
from okrs_as_code.model.terms import quoted_terms
from okrs_as_code.signing.allowed_signers import AllowedSigners, signer_line_for
from okrs_as_code.signing.signature import PublicKey, Signature, normalize_address, signed_text
from tests.ssh_keys import POSTS, REPOSITORY, TERMS

DIRECTORY = Directory({"bo": Person(name="Bo", emails=("bo@example.com",)), "mara": Person(name="Mara")})


def blob(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


KEY = PublicKey(blob(b"ssh-ed25519", bytes(32)))


def armoured(raw: bytes) -> str:
    text = base64.b64encode(raw).decode()
    lines = [text[at : at + 70] for at in range(0, len(text), 70)]
    return "\n".join(("-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""))


SIGNED = armoured(b"SSHSIG\0\0\0\1" + blob(KEY.blob, b"okrs", b"", b"sha512", b"signature"))


def test_what_is_signed_stands_still() -> None:
    terms = quoted_terms(Terms.model_validate(TERMS), date(2026, 12, 31))
    text = signed_text(REPOSITORY, "2026-Q4", POSTS, "owner", terms)
    assert text == (
        '{"cycle":"2026-Q4","key_result":"content/organic-pipeline/pillar-posts",'
        '"repository":"https://github.com/example/okrs","role":"owner",'
        '"terms":{"commitment":"committed","due":"2026-12-31",'
        '"measure":{"baseline":0,"target":3,"type":"metric","unit":"posts"},"owner":"bo","v":1},"v":1}'
    )
    assert json.loads(text)["terms"] == terms.data


@pytest.mark.parametrize(
    ("address", "one_form"),
    [
        ("https://github.com/example/okrs", "https://github.com/example/okrs"),
        ("https://GitHub.com/example/okrs.git/", "https://github.com/example/okrs"),
        ("HTTPS://git.example.com:8443/Team/OKRs//", "https://git.example.com:8443/Team/OKRs"),
        ("https://example.com/", "https://example.com"),
        ("https://[broken", "https://[broken"),
    ],
)
def test_an_address_has_one_form(address: str, one_form: str) -> None:
    assert normalize_address(address) == one_form
    assert normalize_address(one_form) == one_form


def test_a_signature_names_its_key() -> None:
    for text in (SIGNED, SIGNED.rstrip(), SIGNED.replace("\n", "\r\n"), f"\n{SIGNED}\n"):
        signature = Signature.of(text)
        assert signature == Signature(SIGNED, KEY)
    assert KEY.type == "ssh-ed25519"
    assert KEY.fingerprint.startswith("SHA256:")
    assert PublicKey.written(KEY.line.split()[1]) == KEY


@given(st.one_of(st.text(), st.binary().map(armoured), st.binary(max_size=90).map(lambda b: armoured(b"SSHSIG" + b))))
def test_whatever_else_stands_there_is_none_or_one(text: str) -> None:
    signature = Signature.of(text)
    assert signature is None or Signature.of(signature.text) == signature


@given(st.binary())
def test_whatever_is_in_the_file_of_signers_is_read(content: bytes) -> None:
    AllowedSigners.of(content, DIRECTORY, Config())


names = st.sampled_from(["bo", "mara", "Bo@Example.com", "*", "b*", "!bo", "?o", "nobody", '"bo"', "bo*mara"])


@given(st.lists(names, min_size=1, max_size=4))
def test_a_pattern_makes_a_key_nobodys(principals: list[str]) -> None:
    line = f"{','.join(principals)} {KEY.line}\n".encode()
    people = AllowedSigners.of(line, DIRECTORY, Config()).people_with(KEY)
    if any(set(name) & set('*?!"') for name in principals):
        assert people == set()
    else:
        assert people == {name.lower().partition("@")[0] for name in principals if name != "nobody"}


def test_the_line_to_add_lists_the_key() -> None:
    signers = AllowedSigners.of(signer_line_for("bo", KEY).encode(), DIRECTORY, Config())
    assert signers.people_with(KEY) == {"bo"}
