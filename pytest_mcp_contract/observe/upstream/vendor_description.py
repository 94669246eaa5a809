"""A vendor's OpenAPI description as schemathesis reads it. Nothing else here knows that library.

Its public interface is `openapi.from_dict`, `find_operation_by_path` and `validate_response`. Not public, and
held by a test: `path` and `method` of an operation; `instance_path`, `schema_path`, `instance` and
`validation_message` of a failure.
"""

import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx

from pytest_mcp_contract.model import JSON, Contradiction, Exchange, JSONObject, brief, pointer
from pytest_mcp_contract.observe.upstream.vendor_contradictions import is_redacted
from pytest_mcp_contract.observe.upstream.vendor_schema import (
    Schema,
    answer_schema,
    describes,
    media_type,
    resolved,
)

EXTRA = "pip install 'pytest-mcp-registry-contract[openapi]'"
_FEWEST_LITERALS = 2
"""Literal segments that a described path must have where something unknown stands before it."""
_NUMBER = re.compile(r"-?\d+")


class NoDescriptionError(Exception):
    """There is no description to judge by; the text says why, and the way out."""


class MissingExtraError(NoDescriptionError):
    """schemathesis is not installed."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the description."""

    method: str
    path: str
    """As it is described, `/repos/{owner}/{repo}`."""
    found: Any

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Description:
    """One vendor's description, ready to be asked."""

    def __init__(self, document: JSONObject) -> None:
        self._document: JSONObject = unmistakable(document)
        self._schemas: dict[tuple[str, str, int], Schema | None] = {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                from schemathesis import openapi
            except ImportError as error:
                raise MissingExtraError(f"the extra `openapi` is not installed: {EXTRA}") from error
            self._read = openapi.from_dict(dict(self._document))

    def operation(self, exchange: Exchange) -> Operation | None:
        """The operation that answers the request; None where the description has none."""
        method = exchange.request.method.upper()
        for path, is_whole in self._spellings(exchange.request.path):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = self._read.find_operation_by_path(method, path)
            if found is None or not self._fits(found.path, method, path):
                continue
            literals = [part for part in found.path.split("/") if part and "{" not in part]
            is_named = found.path.split("/")[1] in literals[:1]
            least = 1 if is_whole else _FEWEST_LITERALS
            if (is_named and len(literals) >= least) or (is_whole and self._is_at_home(exchange)):
                return Operation(method, found.path, found)
        return None

    def schema(self, operation: Operation, status: int) -> Schema | None:
        """What is described for an answer with that status, as a schema that stands alone."""
        key = operation.path, operation.method, status
        if key not in self._schemas:
            self._schemas[key] = answer_schema(self._document, *key)
        return self._schemas[key]

    def describes(self, operation: Operation, status: int) -> bool:
        """Whether the operation may answer with that status."""
        return describes(self._document, operation.path, operation.method, status)

    def objections(self, operation: Operation, exchange: Exchange) -> list[Contradiction] | None:
        """What schemathesis says against the recorded body; None where it takes it.

        The content type is not judged: recordings are often without.
        """
        response = exchange.response
        kind = media_type(self._document, operation.path, operation.method, response.status)
        answer = httpx.Response(
            response.status,
            headers={"content-type": kind},
            content=response.body,
            request=httpx.Request(exchange.request.method, exchange.request.uri),
        )
        answer.elapsed = timedelta()  # asked for, and of no meaning here
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                operation.found.validate_response(answer)
        except (AssertionError, BaseExceptionGroup) as error:
            return [said for failure in _single(error) for said in _told(failure)]
        return None

    def _spellings(self, path: str) -> Iterator[tuple[str, bool]]:
        """The path as the description may have it: whole, and without what stands before it here."""
        whole = path.rstrip("/") or "/"
        yield whole, True
        for base in self._bases():
            if whole.startswith(f"{base}/"):
                yield whole[len(base) :], True
        parts = whole.split("/")[1:]
        for start in range(1, len(parts)):
            yield "/" + "/".join(parts[start:]), False

    def _bases(self) -> list[str]:
        found = [urlsplit(address).path.rstrip("/") for address in self._addresses()]
        base = self._document.get("basePath")
        return [*(one for one in found if one), *([base.rstrip("/")] if isinstance(base, str) else [])]

    def _addresses(self) -> list[str]:
        found = [one.get("url") for one in _listed(self._document.get("servers"))]
        return [one for one in found if isinstance(one, str)]

    def _is_at_home(self, exchange: Exchange) -> bool:
        host = urlsplit(exchange.request.uri).netloc
        return any(urlsplit(address).netloc == host for address in self._addresses())

    def _fits(self, described: str, method: str, path: str) -> bool:
        """Whether numbers stand where the path has numbers: `/fields/{id}` is not `/fields/show_many`."""
        item = self._item(described)
        operation = _mapping(item.get(method.lower()))
        stated = [*_listed(item.get("parameters")), *_listed(operation.get("parameters"))]
        numbers = set()
        for one in stated:
            parameter = _mapping(resolved(self._document, str(one["$ref"])) if "$ref" in one else one)
            kind = _mapping(parameter.get("schema")).get("type", parameter.get("type"))
            if parameter.get("in") == "path" and kind in ("integer", "number"):
                numbers.add(f"{{{parameter.get('name')}}}")
        pairs = zip(described.split("/"), unquote(path).split("/"), strict=False)
        return all(_NUMBER.fullmatch(sent) for part, sent in pairs if part in numbers)

    def _item(self, path: str) -> JSONObject:
        return _mapping(_mapping(self._document.get("paths")).get(path))


@lru_cache(maxsize=2)
def _description(path: Path, stamp: tuple[int, int]) -> Description:
    return Description(_document(path))


def description(text: str, folder: Path) -> Description:
    """The description that a row of the registry names, read once.

    Raises:
        NoDescriptionError: there is none, it cannot be read, or schemathesis is not installed.
    """
    path = folder / text
    try:
        state = path.stat()
        return _description(path.resolve(), (state.st_mtime_ns, state.st_size))
    except NoDescriptionError:
        raise
    except FileNotFoundError as error:
        raise NoDescriptionError(f"`openapi` names `{text}`, which is not there") from error
    except Exception as error:
        last = str(error).strip().splitlines()
        what = f"{type(error).__name__}: {last[0]}" if last else type(error).__name__
        raise NoDescriptionError(f"`openapi` names `{text}`, which cannot be used: {what}") from error


def unmistakable(document: JSONObject) -> JSONObject:
    """The document without the ids and slashes that make schemathesis take one operation for another.

    Descriptions merged from several files repeat operation ids, and an operation is then judged by the first
    one that has its id.
    """
    paths: dict[str, JSON] = {}
    for path, item in _mapping(document.get("paths")).items():
        name = path.rstrip("/") or "/"
        without = {key: _without_id(value) for key, value in _mapping(item).items()}
        paths[name] = {**_mapping(paths.get(name)), **without}
    return {**document, "paths": paths}


def _without_id(operation: JSON) -> JSON:
    if not isinstance(operation, dict):
        return operation
    return {key: value for key, value in operation.items() if key != "operationId"}


def _document(path: Path) -> JSONObject:
    text = path.read_text(encoding="utf-8-sig")
    document = json.loads(text) if text.lstrip().startswith("{") else _yaml(text)
    if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
        raise NoDescriptionError(
            f"`openapi` names `{path.name}`, which has no `paths`: it is no OpenAPI description"
        )
    return document


def _yaml(text: str) -> JSON:
    import yaml

    class Loader(yaml.CSafeLoader):
        """YAML without dates: a description's are texts."""

    Loader.yaml_implicit_resolvers = {
        first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }
    return _with_text_keys(yaml.load(text, Loader=Loader))


def _with_text_keys(value: Any) -> JSON:
    """The value as JSON has it: YAML takes the key 200 for a number."""
    if isinstance(value, dict):
        return {str(key): _with_text_keys(item) for key, item in value.items()}
    return [_with_text_keys(item) for item in value] if isinstance(value, list) else value


def _single(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _single(one)
    else:
        yield error


def _told(failure: BaseException) -> Iterator[Contradiction]:
    """A failure about the body, unless something in it was redacted.

    Members that all fit where one should are a slip of the description, and nothing of the recording.
    """
    path = getattr(failure, "instance_path", None)
    value = getattr(failure, "instance", None)
    is_union = list(getattr(failure, "schema_path", ()))[-1:] == ["oneOf"]
    if path is not None and not is_union and not is_redacted(value):
        said = str(getattr(failure, "validation_message", "")).split("\n")[0]
        yield Contradiction(pointer(*path), said or "something else", brief(value))


def _mapping(value: JSON | JSONObject) -> JSONObject:
    return value if isinstance(value, Mapping) else {}


def _listed(value: JSON) -> list[JSONObject]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
