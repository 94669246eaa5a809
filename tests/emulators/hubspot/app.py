"""The endpoints of the CRM API."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import Clock, sent
from tests.emulators.hubspot.answers import (
    bad_request,
    bad_values,
    error,
    guarded,
    not_found,
    unknown_path,
)
from tests.emulators.hubspot.definitions import DEFINITIONS, definition_json
from tests.emulators.hubspot.search import search
from tests.emulators.hubspot.store import (
    KINDS,
    OWNERS,
    AssociationKind,
    StoredObject,
    associate,
    first_account,
    moment,
    object_json,
    owner_json,
)

FIRST_NEW_ID = 90_001


class HubSpot:
    """One account, and the endpoints over it."""

    def __init__(self) -> None:
        self.account = first_account()
        self.clock = Clock()
        self._next_id = FIRST_NEW_ID

    def routes(self) -> list[Route]:
        """The endpoints."""
        objects, links = "/crm/v3/objects/{type}", "/crm/v4/associations/{type}/{to}"
        record = "/crm/v4/objects/{type}/{record}/associations"
        return [
            Route(objects, guarded(self.create), methods=["POST"]),
            Route(objects + "/search", guarded(self.search), methods=["POST"]),
            Route(objects + "/{record}", guarded(self.get)),
            Route(objects + "/{record}", guarded(self.update), methods=["PATCH"]),
            Route("/crm/v3/properties/{type}", guarded(self.properties)),
            Route("/crm/v3/owners", guarded(self.owners)),
            Route(record + "/{to}", guarded(self.list_associations)),
            Route(record + "/default/{to}/{other}", guarded(self.associate), methods=["PUT"]),
            Route(links + "/labels", guarded(self.labels)),
            Route(links + "/batch/create", guarded(self.associate_batch), methods=["POST"]),
            Route("/{path:path}", guarded(unknown_path), methods=["GET", "POST", "PATCH", "PUT"]),
        ]

    async def get(self, request: Request) -> Response:
        """GET /crm/v3/objects/{type}/{record}"""
        found = self._record(request)
        asked = request.query_params.get("properties", "").split(",")
        return JSONResponse(object_json(found, asked)) if found else not_found()

    async def search(self, request: Request) -> Response:
        """POST /crm/v3/objects/{type}/search"""
        object_type = request.path_params["type"]
        records = self.account.objects.get(object_type)
        if records is None:
            return _unknown_type(object_type)
        return search(object_type, records.values(), await sent(request))

    async def create(self, request: Request) -> Response:
        """POST /crm/v3/objects/{type}"""
        object_type = request.path_params["type"]
        if object_type not in self.account.objects:
            return _unknown_type(object_type)
        body = await sent(request)
        properties = _texts(body.get("properties"))
        if problem := self._problem(object_type, properties):
            return problem
        targets = _targets(body.get("associations"))
        missing = [end for end in targets if end[1] not in self.account.objects[end[0]]]
        if missing:
            return not_found(f"No {missing[0][0]} with ID {missing[0][1]} exists")
        now = self.clock.now()
        created = StoredObject(object_type, str(self._next_id), properties, now, now)
        self._next_id += 1
        self.account.objects[object_type][created.id] = created
        for end in targets:
            associate(self.account, (object_type, created.id), end)
        return JSONResponse(object_json(created, properties), status_code=201)

    async def update(self, request: Request) -> Response:
        """PATCH /crm/v3/objects/{type}/{record}"""
        found = self._record(request)
        if found is None:
            return not_found()
        changes = _texts((await sent(request)).get("properties"))
        if problem := self._problem(found.type, changes, of=found):
            return problem
        found.properties |= changes
        found.updated_at = self.clock.now()
        return JSONResponse(object_json(found, changes))

    async def properties(self, request: Request) -> Response:
        """GET /crm/v3/properties/{type}"""
        object_type = request.path_params["type"]
        if object_type not in DEFINITIONS:
            return _unknown_type(object_type)
        group = f"{object_type.rstrip('s')}information"
        return JSONResponse({"results": [definition_json(each, group) for each in DEFINITIONS[object_type]]})

    async def owners(self, request: Request) -> Response:
        """GET /crm/v3/owners"""
        query = request.query_params
        archived, email = query.get("archived") == "true", query.get("email")
        found = [
            owner for owner in OWNERS if owner.archived is archived and (not email or owner.email == email)
        ]
        after, limit = query.get("after", ""), query.get("limit", "100")
        if not limit.isdecimal() or not 1 <= int(limit) <= 500:
            return bad_request("limit must be between 1 and 500")
        rest = [owner for owner in found if not after or owner.id > after]
        here: list[JSON] = [owner_json(owner) for owner in rest[: int(limit)]]
        return JSONResponse(_page(here, rest[int(limit) - 1].id if len(rest) > int(limit) else ""))

    async def list_associations(self, request: Request) -> Response:
        """GET /crm/v4/objects/{type}/{record}/associations/{to}"""
        found, to_type = self._record(request), request.path_params["to"]
        if to_type not in self.account.objects:
            return _unknown_type(to_type)
        if found is None:
            return not_found()
        after, limit = request.query_params.get("after", ""), int(request.query_params.get("limit", "500"))
        linked = [
            (int(end), kinds)
            for (type_, number, to, end), kinds in self.account.associations.items()
            if (type_, number, to) == (found.type, found.id, to_type)
        ]
        rest = [one for one in sorted(linked, key=lambda one: one[0]) if not after or one[0] > int(after)]
        here: list[JSON] = [
            {"toObjectId": end, "associationTypes": [_kind_json(kind) for kind in kinds]}
            for end, kinds in rest[:limit]
        ]
        return JSONResponse(_page(here, str(rest[limit - 1][0]) if len(rest) > limit else ""))

    async def labels(self, request: Request) -> Response:
        """GET /crm/v4/associations/{type}/{to}/labels"""
        pair = request.path_params["type"], request.path_params["to"]
        for object_type in pair:
            if object_type not in self.account.objects:
                return _unknown_type(object_type)
        return JSONResponse({"results": [_kind_json(kind) for kind in KINDS.get(pair, ())]})

    async def associate(self, request: Request) -> Response:
        """PUT /crm/v4/objects/{type}/{record}/associations/default/{to}/{other}"""
        found, to_type, other = self._record(request), request.path_params["to"], request.path_params["other"]
        if found is None:
            return not_found()
        if (found.type, to_type) not in KINDS:
            return bad_request(f"No association type exists from {found.type} to {to_type}")
        if other not in self.account.objects[to_type]:
            return self._batch([], [f"{to_type.upper()}={other} is not valid"])
        associate(self.account, (found.type, found.id), (to_type, other))
        ends = (found.type, found.id), (to_type, other)
        return self._batch([_default_json(*ends), _default_json(*reversed(ends))], [])

    async def associate_batch(self, request: Request) -> Response:
        """POST /crm/v4/associations/{type}/{to}/batch/create"""
        from_type, to_type = request.path_params["type"], request.path_params["to"]
        inputs = (await sent(request)).get("inputs")
        results: list[JSON] = []
        problems: list[str] = []
        for one in inputs if isinstance(inputs, list) else []:
            assert isinstance(one, dict)
            start, end = _id_of(one.get("from")), _id_of(one.get("to"))
            number = _type_id(one.get("types"))
            kinds = KINDS.get((from_type, to_type), ())
            place = next((place for place, kind in enumerate(kinds) if kind.type_id == number), None)
            if place is None:
                problems.append(f"{number} is not a valid association type")
            elif start not in self.account.objects[from_type]:
                problems.append(f"{from_type.upper()}={start} is not valid")
            elif end not in self.account.objects[to_type]:
                problems.append(f"{to_type.upper()}={end} is not valid")
            else:
                associate(self.account, (from_type, start), (to_type, end), (place,))
                label = kinds[place].label
                results.append(
                    {
                        "fromObjectTypeId": from_type,
                        "fromObjectId": int(start),
                        "toObjectTypeId": to_type,
                        "toObjectId": int(end),
                        "labels": [label] if label else [],
                    }
                )
        return self._batch(results, problems, status=201)

    def _record(self, request: Request) -> StoredObject | None:
        """The record of the path, by its id or, for contacts that are asked for so, by e-mail address."""
        records = self.account.objects.get(request.path_params["type"], {})
        key = request.path_params["record"]
        if request.query_params.get("idProperty") == "email":
            return next((one for one in records.values() if one.properties.get("email") == key), None)
        return records.get(key)

    def _problem(
        self, object_type: str, changes: dict[str, str], of: StoredObject | None = None
    ) -> Response | None:
        """Why these values cannot be written."""
        known = {definition.name: definition for definition in DEFINITIONS[object_type]}
        problems: list[tuple[str, str, str]] = []
        for name, value in changes.items():
            definition = known.get(name)
            allowed = [one for one, _ in definition.options] if definition else []
            if definition is None:
                problems.append((name, "PROPERTY_DOESNT_EXIST", f'Property "{name}" does not exist'))
            elif definition.read_only:
                problems.append((name, "READ_ONLY_VALUE", f"{name} is a read only property"))
            elif value and allowed and value not in allowed:
                said = f"{value} was not one of the allowed options: [{', '.join(allowed)}]"
                problems.append((name, "INVALID_OPTION", said))
        if problems:
            return bad_values(problems)
        email = changes.get("email")
        others = [
            one.id
            for one in self.account.objects[object_type].values()
            if email and one.properties.get("email") == email and one is not of
        ]
        return error(409, "CONFLICT", f"Contact already exists. Existing ID: {others[0]}") if others else None

    def _batch(self, results: list[JSON], problems: list[str], *, status: int = 200) -> Response:
        """A batch answer; 207 says that a part was not done, though its own status is always COMPLETE."""
        now = moment(self.clock.now())
        body: dict[str, JSON] = {"status": "COMPLETE", "results": results}
        if problems:
            body["numErrors"] = len(problems)
            body["errors"] = [
                {"status": "error", "category": "VALIDATION_ERROR", "message": problem}
                for problem in problems
            ]
        return JSONResponse(
            {**body, "startedAt": now, "completedAt": now}, status_code=207 if problems else status
        )


def create_app() -> Starlette:
    """A new emulator."""
    return Starlette(routes=HubSpot().routes())


def _unknown_type(object_type: str) -> Response:
    return bad_request(f"Unable to infer object type from: {object_type}")


def _page(results: list[JSON], after: str) -> JSON:
    """A page; `paging` is absent on the last one."""
    body: dict[str, JSON] = {"results": results}
    return {**body, "paging": {"next": {"after": after, "link": f"?after={after}"}}} if after else body


def _texts(value: JSON) -> dict[str, str]:
    return {name: str(text) for name, text in value.items()} if isinstance(value, dict) else {}


def _targets(value: JSON) -> list[tuple[str, str]]:
    """Type and id of the records that a new note is put on."""
    ends = {kinds[0].type_id: to for (start, to), kinds in KINDS.items() if start == "notes"}
    found: list[tuple[str, str]] = []
    for one in value if isinstance(value, list) else []:
        assert isinstance(one, dict)
        found.append((ends[_type_id(one.get("types"))], _id_of(one.get("to"))))
    return found


def _id_of(value: JSON) -> str:
    return str(value.get("id")) if isinstance(value, dict) else ""


def _type_id(value: JSON) -> int:
    """The number of the first association type."""
    first = value[0] if isinstance(value, list) and value else {}
    number = first.get("associationTypeId") if isinstance(first, dict) else None
    return number if isinstance(number, int) else 0


def _kind_json(kind: AssociationKind) -> JSON:
    return {"category": kind.category, "typeId": kind.type_id, "label": kind.label}


def _default_json(start: tuple[str, str], end: tuple[str, str]) -> JSON:
    kind = KINDS[start[0], end[0]][0]
    return {
        "from": {"id": start[1]},
        "to": {"id": end[1]},
        "associationSpec": {"associationCategory": kind.category, "associationTypeId": kind.type_id},
    }
