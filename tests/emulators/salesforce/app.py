"""The endpoints of the REST API."""

import re
from zlib import crc32

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import Clock, sent
from tests.emulators.salesforce.answers import RefusedError, guarded, not_found, unknown_path
from tests.emulators.salesforce.bodies import describe_json, record_json, summary_json
from tests.emulators.salesforce.soql import Found, Query
from tests.emulators.salesforce.store import StoredObject, Values, objects, stamp

SMALLEST_PAGE, LARGEST_PAGE = 200, 2000


class Salesforce:
    """All objects, and the endpoints over them."""

    def __init__(self) -> None:
        self.objects = objects()
        self.clock = Clock()
        self.found: dict[str, Found] = {}
        """What queries with more than one page have found, by locator. One was asked by somebody before."""
        self._run("SELECT Id, Name, Value__c FROM Reading__c", "v62.0")

    def routes(self) -> list[Route]:
        """The endpoints."""
        data = "/services/data/{version}"
        one, record = data + "/sobjects/{object}", data + "/sobjects/{object}/{id}"
        return [
            Route(data + "/query", guarded(self.query)),
            Route(data + "/query/{locator}", guarded(self.query_more)),
            Route(data + "/sobjects", guarded(self.list_objects)),
            Route(one + "/describe", guarded(self.describe)),
            Route(one, guarded(self.create), methods=["POST"]),
            Route(record, guarded(self.get)),
            Route(record, guarded(self.update), methods=["PATCH"]),
            Route("/{path:path}", guarded(unknown_path), methods=["GET", "POST", "PATCH"]),
        ]

    async def query(self, request: Request) -> Response:
        """GET /query"""
        locator = self._run(request.query_params.get("q", ""), _version(request))
        return self._page(request, self.found[locator], locator, 0)

    async def query_more(self, request: Request) -> Response:
        """GET /query/{locator}"""
        locator, _, offset = str(request.path_params["locator"]).partition("-")
        if locator not in self.found or not offset.isdecimal():
            raise RefusedError(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
        return self._page(request, self.found[locator], locator, int(offset))

    async def list_objects(self, request: Request) -> Response:
        """GET /sobjects"""
        known = sorted(self.objects.values(), key=lambda one: one.name)
        shown: list[JSON] = [summary_json(one, _version(request)) for one in known]
        return JSONResponse({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": shown})

    async def describe(self, request: Request) -> Response:
        """GET /sobjects/{object}/describe"""
        one = self._object(request)
        return JSONResponse(describe_json(one, self.objects.values(), _version(request)))

    async def get(self, request: Request) -> Response:
        """GET /sobjects/{object}/{id}"""
        one, record = self._object(request), self._record(request)
        asked = request.query_params.get("fields")
        names = asked.split(",") if asked else [field.name for field in one.fields]
        for name in names:
            if one.field(name) is None:
                raise RefusedError(400, "INVALID_FIELD", f"No such column '{name}' on entity '{one.name}'.")
        known = [field.name for field in map(one.field, names) if field]
        # The id is always sent, asked for or not.
        return JSONResponse(record_json(record, one, dict.fromkeys([*known, "Id"]), _version(request)))

    async def create(self, request: Request) -> Response:
        """POST /sobjects/{object}"""
        one, values = self._object(request), await sent(request)
        self._check(one, values)
        missing = [field.name for field in one.fields if field.required and not values.get(field.name)]
        if missing:
            raise RefusedError(
                400,
                "REQUIRED_FIELD_MISSING",
                f"Required fields are missing: [{', '.join(missing)}]",
                fields=missing,
            )
        record = one.add(self.clock.now(), **values)
        _name(record)
        return JSONResponse({"id": record["Id"], "success": True, "errors": []}, status_code=201)

    async def update(self, request: Request) -> Response:
        """PATCH /sobjects/{object}/{id}"""
        one, record, values = self._object(request), self._record(request), await sent(request)
        self._check(one, values)
        record.update(values, LastModifiedDate=stamp(self.clock.now()))
        _name(record)
        return Response(status_code=204)

    def _run(self, query: str, version: str) -> str:
        """The locator of what the query finds; the same query has the same one."""
        locator = f"01g{crc32(query.encode()):012d}AAA"
        self.found[locator] = Query(query, self.objects, version).run()
        return locator

    def _check(self, one: StoredObject, values: Values) -> None:
        """Refuse fields that do not exist or are not to be written, and values out of their list."""
        for name, value in values.items():
            field = one.field(name)
            if field is None:
                message = f"No such column '{name}' on sobject of type {one.name}"
                raise RefusedError(400, "INVALID_FIELD", message, fields=[])
            if field.system:
                message = (
                    f"Unable to create/update fields: {name}. Please check the security settings of this "
                    "field and verify that it is read/write for your profile or permission set."
                )
                raise RefusedError(400, "INVALID_FIELD_FOR_INSERT_UPDATE", message, fields=[name])
            if (
                field.type == "date"
                and value is not None
                and not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))
            ):
                message = f"Cannot deserialize instance of date from VALUE_STRING value {value}"
                raise RefusedError(400, "JSON_PARSER_ERROR", message)

    def _page(self, request: Request, found: Found, locator: str, offset: int) -> Response:
        end = offset + _page_size(request)
        body: dict[str, JSON] = {"totalSize": found.total, "done": end >= len(found.rows)}
        if end < len(found.rows):
            body["nextRecordsUrl"] = f"/services/data/{_version(request)}/query/{locator}-{end}"
        return JSONResponse({**body, "records": found.rows[offset:end]})

    def _object(self, request: Request) -> StoredObject:
        found = self.objects.get(str(request.path_params["object"]))
        if found is None:
            raise not_found()
        return found

    def _record(self, request: Request) -> Values:
        record_id = str(request.path_params["id"])
        record = self._object(request).record(record_id)
        if record is None:
            message = f"Provided external ID field does not exist or is not accessible: {record_id}"
            raise RefusedError(404, "NOT_FOUND", message)
        return record


def create_app() -> Starlette:
    """A new, independent emulator."""
    return Starlette(routes=Salesforce().routes())


def _name(record: Values) -> None:
    """Give a person the name that Salesforce makes of its parts."""
    if "LastName" in record:
        record["Name"] = " ".join(str(record[part]) for part in ("FirstName", "LastName") if record[part])


def _version(request: Request) -> str:
    return str(request.path_params["version"])


def _page_size(request: Request) -> int:
    """What the header asks for, within the limits."""
    asked = re.search(r"batchSize=(\d+)", request.headers.get("sforce-query-options", ""))
    return min(max(int(asked[1]) if asked else LARGEST_PAGE, SMALLEST_PAGE), LARGEST_PAGE)
