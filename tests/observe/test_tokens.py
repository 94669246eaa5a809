"""Tokens are counted, not guessed from the length."""

from pytest_mcp_contract.observe.tokens import token_count


def test_common_words_are_one_token_each() -> None:
    """Provenance: ours."""
    assert token_count(" hello world" * 100) == 200


def test_what_looks_like_a_special_token_is_text() -> None:
    """Provenance: ours. The library raises for it by default."""
    assert token_count("<|endoftext|>") > 1


def test_no_text_takes_no_tokens() -> None:
    """Provenance: ours."""
    assert token_count("") == 0


def test_a_text_of_any_length_is_counted() -> None:
    """Provenance: mcp-gitlab, a list of 10,000 issues. Of a million characters the encoder makes an error."""
    assert 400_000 <= token_count(" hello world" * 200_000) <= 400_024
