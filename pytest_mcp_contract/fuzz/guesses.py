"""Plausible values for an argument, from its format or its name. Pure.

A guess is a value that a person might try first. It need not exist on the server: what is known to exist
comes from the registry, from cassettes or from replies.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import jsonschema_rs
from jsonschema_rs.canonical.json import to_string

from pytest_mcp_contract.fuzz.document import compiled
from pytest_mcp_contract.fuzz.formats import EXAMPLES
from pytest_mcp_contract.model import JSON

MOST = 4
"""Guesses for one argument."""

_WORD = re.compile(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[^\W\d_A-Z]+|[A-Z]+|\d+")
_BARE = re.compile(r"\w+")
_TEXT = "This is a short text, written to see what comes back."
_UUID = "123e4567-e89b-42d3-a456-426614174000"
_SHA = "7fd1a60b01f91b314f59955a4e4d4e80d8edf11d"
_EARLIER, _LATER = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"
_SECONDS = 1_767_225_600


class _Row(NamedTuple):
    names: str
    """Last words of a name, alternatives between bars. `=from` is the whole name, `* after` has words before
    it, `max *` begins a name. A plural in a name finds its singular here."""
    values: tuple[JSON, ...]
    """The best first. A number also stands for its digits, any value for a list of itself."""


_ROWS = (
    # Time
    _Row("timezone | time zone | tz", ("UTC", "Europe/Berlin")),
    _Row("time", ("12:30", "12:30:00", _EARLIER)),
    _Row("time | timestamp | datetime | date time", (_SECONDS, _SECONDS * 1000)),
    _Row("date | day", ("2026-01-15", _EARLIER)),
    _Row("start date | date start | from date | date from | start day", ("2026-01-01", _EARLIER)),
    _Row("end date | date end | to date | date to | due date | end day", ("2026-02-01", _LATER)),
    _Row("datetime | date time | timestamp | =when", (_EARLIER, "2026-01-01")),
    _Row("since | start | start time | time start | from time | time min", (_EARLIER, "2026-01-01")),
    _Row("* after", (_EARLIER, "2026-01-01")),
    _Row("until | end | end time | time end | to time | time max | * before", (_LATER, "2026-02-01")),
    _Row("created at | updated at | published at | start at", (_EARLIER, "2026-01-01")),
    _Row("due at | scheduled at | expires at | end at | deadline", (_LATER, "2026-02-01")),
    _Row("since | start time | from time | time min | * after | created at | updated at", (_SECONDS,)),
    _Row("until | end time | to time | time max | * before | expires at", (_SECONDS + 86_400,)),
    _Row("year", (2026,)),
    _Row("month | hour | week", (1,)),
    _Row("weekday | day of week", ("monday", 1)),
    _Row("duration | interval | period | time range | time spent", ("1h", "1d", "PT1H")),
    _Row("duration | interval | period | time range | time spent", (60,)),
    _Row("day | minute | second | millisecond | ms | timeout | ttl", (10, 1)),
    _Row("cron | cron expression | schedule", ("0 0 * * *",)),
    # Places on the web
    _Row("url | uri | link | href | website", ("https://example.com/",)),
    _Row("image url | image uri | picture url | icon url", ("https://example.com/image.png",)),
    _Row("email | mail | email address | e mail | mailbox", ("ada@example.com",)),
    _Row("=to | =cc | =bcc | recipient | sender | reply to | attendee", ("ada@example.com",)),
    _Row("ip | ip address | ipv4 | ip addr", ("192.0.2.1",)),
    _Row("ipv6", ("2001:db8::1",)),
    _Row("cidr | subnet", ("192.0.2.0/24",)),
    _Row("host | hostname | domain | domain name | host name", ("example.com",)),
    _Row("port", (80, 443)),
    _Row("method", ("GET", "get")),
    _Row("mime type | content type | media type", ("text/plain",)),
    _Row("user agent", ("Mozilla/5.0",)),
    _Row("endpoint | api path | route", ("/", "/users")),
    # Files
    _Row("path | pathname", (".", "README.md")),
    _Row("file | file path | filepath | filename | file name", ("README.md", "example.txt")),
    _Row("dir | directory | folder | dir path | directory path | folder path", (".",)),
    _Row("root | cwd | workdir | repo path | workspace path | project path | source root", (".",)),
    _Row("output path | output file | output filename | save path | dest path", ("example.txt",)),
    _Row("image path | image file", ("example.png",)),
    _Row("csv path | csv file", ("example.csv",)),
    _Row("xml path | xml file", ("example.xml",)),
    _Row("glob | pattern | mask", ("*", "*.md")),
    _Row("regex | regexp | regular expression | regex pattern", (".*", "^[a-z]+$")),
    _Row("extension | file extension | ext", ("txt", ".txt")),
    _Row("encoding | charset", ("utf-8",)),
    # Words
    _Row("query | search | q | term | keyword | phrase | search text | search string", ("test", "hello")),
    _Row("text | message | content | body | input | prompt | question | caption", ("Hello", _TEXT)),
    _Row("comment | note | reply | summary | description | reason | instruction", (_TEXT, "Hello")),
    _Row("title | subject | topic | heading | headline | header", ("Hello", "A short title")),
    _Row("name | nickname | =alias", ("example", "Example name")),
    _Row("word | =string | =str | =value | replacement | find text", ("hello",)),
    _Row("text * | message *", ("Hello", _TEXT)),
    _Row("query * | search *", ("test", "hello")),
    _Row("url *", ("https://example.com/",)),
    _Row("path *", (".", "README.md")),
    _Row("paragraph | bullet point", (_TEXT, "Hello")),
    _Row("tag | category | label", ("test", "bug")),
    _Row("emoji | reaction", ("👍", "thumbsup")),
    # Languages, countries, money
    _Row("language | lang | language code | lang code", ("en", "English")),
    _Row("programming language | code language", ("python",)),
    _Row("target language | target lang | to language | to lang", ("de", "German")),
    _Row("locale | culture", ("en-US", "en_US", "en")),
    _Row("country | country code | nationality", ("US", "Germany", "USA")),
    _Row("country name", ("Germany",)),
    _Row("currency | currency code", ("USD", "EUR")),
    _Row("to currency | target currency | quote currency", ("EUR", "USD")),
    _Row("price | amount | cost | quantity | balance", (10, 1)),
    _Row("symbol | ticker | stock", ("AAPL", "MSFT")),
    _Row("coin | crypto | cryptocurrency", ("bitcoin", "BTC")),
    _Row("unit", ("metric", "celsius", "m")),
    # Places and people
    _Row("city | location | place | city name | location name | place name", ("Chicago", "Berlin")),
    _Row("origin | address", ("Chicago", "Berlin")),
    _Row("destination", ("New York", "Berlin")),
    _Row("street | street address | postal address", ("10 Main Street",)),
    _Row("state", ("open", "CA")),
    _Row("zip | zip code | zipcode | postal code | postcode", ("60601", "10115")),
    _Row("lat | latitude", (41.88, 41)),
    _Row("lon | lng | long | longitude", (-87.63, -87)),
    _Row("coordinate | coord | lat lng | lat lon", ("41.88,-87.63", [-87.63, 41.88])),
    _Row("airport | airport code | iata | iata code", ("ORD",)),
    _Row("user | username | login | user name | author | assignee", ("octocat",)),
    _Row("first name | given name", ("Ada",)),
    _Row("last name | family name | surname", ("Lovelace",)),
    _Row("full name | person name | person", ("Ada Lovelace",)),
    _Row("phone | phone number | telephone | mobile", ("+12025550123",)),
    _Row("company | organization | organisation | company name", ("Example",)),
    # Code
    _Row("owner | org", ("octocat",)),
    _Row("repo | repository | repo name | repository name", ("Hello-World", "octocat/Hello-World")),
    _Row("repo url | repository url | git url | clone url", ("https://github.com/octocat/Hello-World",)),
    _Row("branch | branch name | =base", ("main", "master")),
    _Row("source branch | =head | new branch", ("example", "main")),
    _Row("ref | revision | commit", ("HEAD", _SHA)),
    _Row("sha | commit hash | hash | oid", (_SHA, "HEAD")),
    _Row("version | version number | semver", ("1.0.0",)),
    _Row("version | version number | revision", (1,)),
    _Row("package | package name | library | library name | dependency", ("requests",)),
    _Row("license | licence", ("MIT",)),
    _Row("project key | space key", ("TEST", "EX")),
    _Row("issue key | ticket key | epic key | issue id or key | issue ids or key", ("TEST-1",)),
    _Row("command | cmd", ("echo hello",)),
    _Row("code | snippet | script | function", ("1 + 1", "print(1)")),
    _Row("expression | formula | equation | calculation", ("1 + 1",)),
    _Row("json | json text | json string | json data", ('{"a": 1}',)),
    _Row("json path | jsonpath", ("$", "$.a")),
    _Row("xpath", ("//body",)),
    _Row("selector", ("body",)),
    _Row("xml", ("<a>1</a>",)),
    _Row("yaml", ("a: 1",)),
    _Row("csv | csv text | csv data", ("a,b\n1,2",)),
    _Row("markdown | md | markdown text", ("# Title\n\nText",)),
    _Row("html", ("<p>Hello</p>",)),
    _Row("svg", ('<svg xmlns="http://www.w3.org/2000/svg"/>',)),
    _Row("base64 | b64", ("aGVsbG8=",)),
    _Row("hex | hex string", ("0a1b2c3d",)),
    _Row("color | colour", ("#ff0000", "red", "ff0000")),
    # Data
    _Row("sql | sql * | * sql | sql query", ("SELECT 1",)),
    _Row("jql | jql query", ("order by created DESC",)),
    _Row("cql | cql query", ("type = page",)),
    _Row("logql", ('{job=~".+"}',)),
    _Row("promql | promql query | expr", ("up",)),
    _Row("graphql | graphql query", ("{ __typename }",)),
    _Row("database | db | database name | db name", ("test", "main")),
    _Row("table | table name", ("users",)),
    _Row("schema | schema name", ("public",)),
    _Row("collection | collection name", ("test",)),
    _Row("sheet | sheet name | worksheet", ("Sheet1",)),
    _Row("cell | cell reference", ("A1",)),
    _Row("range | cell range | range name", ("A1:B2", "Sheet1!A1:B2")),
    _Row("channel | channel name", ("general",)),
    _Row("doi", ("10.1000/182",)),
    _Row("isbn", ("9780451450523",)),
    _Row("arxiv id | paper id", ("1706.03762",)),
    # Numbers
    _Row("page | page number | page num | page index", (1, 2)),
    _Row("limit | count | size | first | per page | page size | length", (10, 5, 1)),
    _Row("=k | =n | =top | top k | top n", (10, 5, 1)),
    _Row("max * | limit * | num * | number of * | maximum *", (10, 5, 1)),
    _Row("min * | minimum *", (1, 0)),
    _Row("offset | skip | start | start index | start position | start pos | =from", (0,)),
    _Row("end | end index | end position | end pos | end row | end col | =to", (2, 10)),
    _Row("index | idx | position | pos", (0, 1)),
    _Row("row | col | column | line | line number", (1,)),
    _Row("depth | level | step | rank | priority", (1, 2)),
    _Row("width | height | font size", (100, 10)),
    _Row("left | top | =x | =y | start x | start y | end x | end y", (1, 10)),
    _Row("=a | =b | number | num | operand | score", (1, 2)),
    _Row("percent | percentage | percentile", (50,)),
    _Row("temperature", (0.5, 20)),
    # Names of things: the weakest, for servers that count from one
    _Row("id | ident | identifier | iid | uid", (1,)),
    _Row("id | ident | identifier | uid", (_UUID,)),
    _Row("id | ident | identifier", (_SHA, _SHA[:24])),
    _Row("id or name | name or id", ("example", 1)),
    _Row("uuid | guid", (_UUID,)),
)

_FORMATS: Mapping[str, tuple[JSON, ...]] = {
    **EXAMPLES,
    "time": ("12:30:00Z", "12:30:00+02:00"),
    "date": ("2026-01-15",),
    "date-time": (_EARLIER, _LATER),
    "email": ("ada@example.com",),
    "hostname": ("example.com",),
    "uri": ("https://example.com/",),
    "uri-reference": ("https://example.com/", "/a/b"),
    "url": ("https://example.com/",),
    "uuid": (_UUID,),
}
"""What stands for a format, where a boundary value would be a strange first try."""


def guesses(name: str, schema: JSON) -> tuple[JSON, ...]:
    """What a person might try for an argument, the best first; `()` where nothing comes to mind.

    Only what the schema admits is returned; one that leads outside itself admits nothing here.
    """
    validator = _validator(schema)
    if validator is None:
        return ()
    kept: dict[str, JSON] = {}
    for row in (_of_formats(schema), *_of_name(name)):
        for value in _fitting(row, schema, validator):
            kept.setdefault(to_string(value), value)
        if kept:
            break
    return tuple(kept.values())[:MOST]


def words(name: str) -> tuple[str, ...]:
    """The words of a name, lower case: snake, kebab and camel case are told apart by nothing else."""
    return tuple(word.lower() for word in _WORD.findall(name))


def singular(word: str) -> str:
    """One of what a plural names, good enough to compare two words."""
    if word.endswith(("ss", "us", "is", "series")) or len(word) < 3:
        return word
    for plural, ending in (("ies", "y"), ("indices", "index"), ("indexes", "index")):
        if word.endswith(plural) and len(word) > len(plural):
            return word.removesuffix(plural) + ending
    if word in ("indices", "indexes"):
        return "index"
    if word.endswith(("sses", "xes", "ches", "shes", "statuses", "aliases")):
        return word[:-2]
    return word.removesuffix("s")


def admitted(values: Iterable[JSON], schema: JSON) -> Iterator[JSON]:
    """Each value in the first form that a schema admits: as it is, as digits or number, as a list of one."""
    validator = _validator(schema)
    if validator is not None:
        yield from _admitted(values, validator)


def _admitted(values: Iterable[JSON], validator: jsonschema_rs.Validator) -> Iterator[JSON]:
    for value in values:
        form = next((form for form in _forms(value) if validator.is_valid(form)), None)
        if form is not None:
            yield form


def _forms(value: JSON) -> Iterator[JSON]:
    yield value
    other: JSON = None
    if isinstance(value, int | float) and not isinstance(value, bool):
        other = str(value)
    elif isinstance(value, str) and re.fullmatch(r"0|[1-9][0-9]{0,17}", value):
        other = int(value)
    if other is not None:
        yield other
    yield [value]
    if other is not None:
        yield [other]


def _validator(schema: JSON) -> jsonschema_rs.Validator | None:
    if not isinstance(schema, dict | bool):
        return None
    for draft in (jsonschema_rs.Draft202012, jsonschema_rs.Draft7):
        try:
            return compiled(schema, draft)
        except (ValueError, jsonschema_rs.ReferencingError):
            continue
    return None


def _fitting(values: tuple[JSON, ...], schema: JSON, validator: jsonschema_rs.Validator) -> tuple[JSON, ...]:
    """What fits of one row. Where no number does, the bounds of the schema are numbers of the same kind."""
    found = tuple(_admitted(values, validator))
    if found or not any(isinstance(value, int) for value in values):
        return found
    return tuple(_admitted(_bounds(schema), validator))[:1]


def _bounds(schema: JSON) -> Iterator[JSON]:
    for branch in _branches(schema):
        for keyword, step in (
            ("minimum", 0),
            ("exclusiveMinimum", 1),
            ("maximum", 0),
            ("exclusiveMaximum", -1),
        ):
            bound = branch.get(keyword)
            if isinstance(bound, int | float) and not isinstance(bound, bool):
                yield bound + step


def _of_formats(schema: JSON) -> tuple[JSON, ...]:
    """The values of every format that a schema names for itself, its branches or its items."""
    named = dict.fromkeys(name for each in _branches(schema) if isinstance(name := each.get("format"), str))
    return tuple(value for name in named for value in _FORMATS.get(name, ()))


def _branches(schema: JSON, depth: int = 0) -> Iterator[dict[str, JSON]]:
    if not isinstance(schema, dict) or depth > 4:
        return
    yield schema
    for keyword in ("anyOf", "oneOf", "allOf"):
        branches = schema.get(keyword)
        for branch in branches if isinstance(branches, list) else []:
            yield from _branches(branch, depth + 1)
    yield from _branches(schema.get("items"), depth + 1)


def _of_name(name: str) -> Iterator[tuple[JSON, ...]]:
    """The rows that speak of a name: those for all of its words first, then for ever fewer of the last."""
    spoken = words(name)
    table = _table()
    for key in _keys(spoken):
        yield from table.get(key, ())
    if len(spoken) > 1 and spoken[-1].isdigit():
        yield from _of_name("_".join(spoken[:-1]))


def _keys(spoken: tuple[str, ...]) -> Iterator[str]:
    if not spoken:
        return
    forms = dict.fromkeys((spoken, (*spoken[:-1], singular(spoken[-1]))))
    yield from ("=" + " ".join(form) for form in forms)
    for start in range(len(spoken)):
        for form in forms:
            yield " ".join(form[start:])
            if start:
                yield "* " + " ".join(form[start:])
    for end in range(len(spoken) - 1, 0, -1):
        yield " ".join(spoken[:end]) + " *"


@cache
def _table() -> Mapping[str, tuple[tuple[JSON, ...], ...]]:
    """The values of the rows by each of their names."""
    table: dict[str, tuple[tuple[JSON, ...], ...]] = {}
    for row in _ROWS:
        for name in row.names.split("|"):
            marked = name.strip()
            key = _BARE.sub(lambda found: " ".join(words(found[0])), marked)
            table[key] = (*table.get(key, ()), row.values)
    return table
