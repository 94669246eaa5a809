"""Secrets told from what only looks like one. All are put together here, and none is real."""

import base64

import pytest

from pytest_mcp_contract.model import credentials_in, secrets_in

RANDOM = "kR7vQ2mZ9tLb4XcW8sJd3NfH6yPg5uKe1oVaTqBiUwMzYx0Gh"
GITHUB = "ghp" + "_" + RANDOM[:36]
STRIPE = "sk" + "_live_" + RANDOM[:24]


def encoded(text: str) -> str:
    """In base64, as a header carries a name and a password."""
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (GITHUB, [("a GitHub token", 40)]),
        (f"a {GITHUB}, b {STRIPE}", [("a GitHub token", 40), ("a Stripe key", 32)]),
        ("github" + "_pat_" + RANDOM[:49] + "A", [("a GitHub token", 61)]),
        ("glpat" + "-" + RANDOM[:20], [("a GitLab token", 26)]),
        ("xoxb" + "-" + RANDOM[:20], [("a Slack token", 25)]),
        ("AKIA" + RANDOM.upper()[:16], [("an AWS access key", 20)]),
        ("AIza" + RANDOM[:35], [("a Google API key", 39)]),
        ("ntn" + "_" + RANDOM[:40], [("a Notion token", 44)]),
        ("ATATT3" + RANDOM[:40], [("an Atlassian token", 46)]),
        (f"x{GITHUB}", []),
        ("ghp" + "_" + RANDOM[:35], []),
    ],
    ids=[
        "nothing",
        "one",
        "two",
        "GitHub fine-grained",
        "GitLab",
        "Slack",
        "AWS",
        "Google",
        "Notion",
        "Atlassian",
        "inside a word",
        "too short",
    ],
)
def test_each_secret_is_told_by_its_kind_and_length(text: str, found: list[tuple[str, int]]) -> None:
    """Provenance: ours."""
    assert list(secrets_in(text)) == found


@pytest.mark.parametrize(
    ("value", "is_found"),
    [
        ("a1b2c3d4e5" * 4, True),
        ("a1b2c3d4e" * 4, False),
        ("abdfghijklmn" * 4, False),
        ("0-9-8-7-6-5-4-3-2-1-" * 4, False),
    ],
    ids=["ten different characters", "nine", "no digit", "no letter"],
)
def test_a_secret_mixes_letters_and_digits_as_nobody_writes_them(value: str, is_found: bool) -> None:
    """Provenance: ours."""
    assert bool(list(credentials_in(f"Bearer {value}"))) is is_found


@pytest.mark.parametrize(("at", "is_found"), [(76, False), (77, True)])
def test_a_made_up_secret_says_so_in_its_first_characters(at: int, is_found: bool) -> None:
    """Provenance: ours. In a long one, any word of four letters comes up by chance."""
    text = (RANDOM * 3)[:at] + "Fake" + RANDOM

    assert bool(list(credentials_in(f"Bearer {text}"))) is is_found


def test_the_signed_token_of_every_tutorial_is_no_secret_wherever_it_stands() -> None:
    """Provenance: ours."""
    payload = encoded('{"sub":"1234567890","name":"John Doe"}').rstrip("=")
    tutorial = f"eyJ{RANDOM[:90]}{RANDOM[:40]}.{payload}.{RANDOM[:43]}"
    real = f"eyJ{RANDOM[:90]}{RANDOM[:40]}.eyJ{RANDOM[3:40]}.{RANDOM[:43]}"

    assert list(secrets_in(tutorial)) == []
    assert [kind for kind, _ in secrets_in(real)] == ["a signed token (JWT)"]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (f"Bearer {RANDOM[:16]}", [("a credential (`Bearer`)", 16)]),
        (f"  token {RANDOM[:20]} ", [("a credential (`token`)", 20)]),
        (f"Bearer {RANDOM[:15]}", []),
        (f"Digest {RANDOM[:20]}", []),
        (f"Bearer {RANDOM[:20]}, realm", []),
        ("Bearer " + RANDOM[:12] + "-dummy", []),
        ("Bearer not-a-credential-at-all", []),
        (f"Basic {encoded('ada:kR7vQ2mZ9tLb')}", [("a credential (`Basic`)", 24)]),
        (f"BASIC {encoded('ada:kR7vQ2mZ9tLb')}", [("a credential (`BASIC`)", 24)]),
        (f"Basic {encoded('user:password-of-nobody-9')}", []),
        (f"Basic {encoded('user:password-of-nobody-9').rstrip('=')}", []),
        (f"BASIC {encoded('me@acme:Example-9-of-it')}", []),
        (f"Basic {encoded('me@acme:Example-9-of-i').rstrip('=')}", []),
        (f"Bearer {encoded('me@acme:Example-9-of-it')}", [("a credential (`Bearer`)", 32)]),
        (f"Basic {encoded('me@acme:Example-9')}-{encoded('of-it-7')}", [("a credential (`Basic`)", 37)]),
        ("Basic //79/Pv6+fj39vX08/Lx8O", [("a credential (`Basic`)", 22)]),
        ("Basic kR7vQ2mZ9tLb4XcW8_J-d3", [("a credential (`Basic`)", 22)]),
    ],
    ids=[
        "sixteen characters",
        "any case, and blanks around",
        "fifteen",
        "another kind",
        "more behind it",
        "made up",
        "words",
        "a name with a password",
        "in capitals",
        "a password of nobody",
        "without its end",
        "decoded, made up",
        "decoded without its end, made up",
        "not decoded",
        "with a sign that base64 has not",
        "no text in it",
        "no base64",
    ],
)
def test_a_credential_is_told_by_its_kind_and_length(header: str, found: list[tuple[str, int]]) -> None:
    """Provenance: ours. What `Basic` carries is read, so that a made-up password is no finding."""
    assert list(credentials_in(header)) == found
