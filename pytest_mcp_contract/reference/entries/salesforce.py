"""The row of the Salesforce server."""

_SCHEMAS = "pytest_mcp_contract.reference.servers.salesforce.schemas"
_DATA = "/services/data/{version}"
_ACME = "001000000000001AAA"
_ABSENT = "001000000009999AAA"
_READINGS = "SELECT Id, Name, Value__c FROM Reading__c"


def _failing(object_name: str) -> dict[str, object]:
    """Arguments for an object whose name makes the emulator fail that way."""
    return {"object_name": object_name, "record_id": _ACME}


ENTRY: dict[str, object] = {
    "id": 4,
    "availability": "manual",
    "allow_multiple_instances": True,
    "python": "pytest_mcp_contract.reference.servers.salesforce:create_server",
    "token_env": "SALESFORCE_TOKEN",
    "upstream": {"SALESFORCE_INSTANCE_URL": "https://example.my.salesforce.com"},
    "tools_stakes": {
        "execute_read_query": "never_ask",
        "list_objects": "never_ask",
        "describe_object": "never_ask",
        "get_record": "never_ask",
        "list_attachments": "never_ask",
        "create_record": "low",
        "update_record": "low",
    },
    "server_info": {
        "name": "salesforce",
        "version": "1.0.0",
        "description": "Query, read and write records of a Salesforce account, and describe its objects.",
        "icon": "SalesforceLogo",
        "documentation_url": "https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/",
        "authorization": {
            "provider": "salesforce",
            "supported_use_cases": ["platform_actions", "personal_actions"],
        },
    },
    "responses": {
        f"GET {_DATA}/query": f"{_SCHEMAS}:QueryResult",
        f"GET {_DATA}/query/{{locator}}": f"{_SCHEMAS}:QueryResult",
        f"GET {_DATA}/sobjects": f"{_SCHEMAS}:ObjectList",
        f"GET {_DATA}/sobjects/{{object}}/describe": f"{_SCHEMAS}:ObjectDescription",
        f"GET {_DATA}/sobjects/{{object}}/{{id}}": f"{_SCHEMAS}:Record",
        f"POST {_DATA}/sobjects/{{object}}": f"{_SCHEMAS}:CreatedRecord",
        f"PATCH {_DATA}/sobjects/{{object}}/{{id}}": f"{_SCHEMAS}:SaveResult",
    },
    "values": {
        "query": ["SELECT Id, Name FROM Account", "SELECT COUNT() FROM Contact"],
        "object_name": ["Account", "Invoice__c"],
        "record_id": [_ACME],
        "fields": [["Name", "Industry"]],
        "filter": ["name"],
    },
    "tools": {
        "execute_read_query": {
            "shows": ["/records/*/Id"],
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "query": "SELECT Id, Name, Industry, Parent.Name, AnnualRevenue, CreatedDate "
                        "FROM Account ORDER BY Name"
                    },
                },
                {
                    "name": "children",
                    "arguments": {
                        "query": "SELECT Id, Name, BillingAddress, Owner.Name, Description, "
                        "(SELECT Name, Title FROM Contacts), (SELECT Name, Amount FROM Opportunities) "
                        "FROM Account LIMIT 2"
                    },
                },
                {
                    "name": "aggregate",
                    "arguments": {"query": "SELECT AccountId, COUNT(Id) FROM Contact GROUP BY AccountId"},
                },
                {"name": "count", "arguments": {"query": "SELECT COUNT() FROM Reading__c"}},
                {
                    "name": "empty",
                    "arguments": {"query": "SELECT Id, Name FROM Account WHERE Name = 'Nobody'"},
                },
                {"name": "long", "arguments": {"query": _READINGS}},
                {
                    "name": "paged",
                    "arguments": {"query": _READINGS, "cursor": "01g004272703597AAA-400", "start_at": 31},
                },
                {
                    "name": "wrong_cursor",
                    "arguments": {"query": _READINGS, "cursor": "01g000000009999AAA-200"},
                    "expect": "error",
                },
                {"name": "not_found", "arguments": {"query": "SELECT Id FROM Nothing__c"}, "expect": "error"},
                {
                    "name": "wrong_field",
                    "arguments": {"query": "SELECT Id, Nam FROM Account"},
                    "expect": "error",
                },
                {
                    "name": "not_a_read",
                    "arguments": {"query": "SELECT Id FROM Account LIMIT 1 FOR UPDATE"},
                    "expect": "error",
                },
                {
                    "name": "request_limit",
                    "arguments": {"query": "SELECT Id FROM Exhausted__c"},
                    "expect": "error",
                },
            ],
        },
        "list_objects": {
            "shows": ["/sobjects/*/name", "/sobjects/*/label"],
            "examples": [
                {"name": "normal", "arguments": {"kind": "standard"}},
                {"name": "empty", "arguments": {"filter": "no such object"}},
                {"name": "long", "arguments": {}},
                {"name": "paged", "arguments": {"start_at": 108}},
            ],
        },
        "describe_object": {
            "shows": ["/fields/*/name", "/fields/*/label"],
            "examples": [
                {"name": "normal", "arguments": {"object_name": "Account"}},
                {"name": "filtered", "arguments": {"object_name": "Invoice__c", "filter": "region"}},
                {
                    "name": "child_relationships",
                    "arguments": {"object_name": "Account", "show": "child_relationships"},
                },
                {"name": "empty", "arguments": {"object_name": "Account", "filter": "no such field"}},
                {"name": "paged", "arguments": {"object_name": "Account", "start_at": 16}},
                {"name": "not_found", "arguments": {"object_name": "Nothing__c"}, "expect": "error"},
            ],
        },
        "get_record": {
            "shows": ["/Name"],
            "examples": [
                {"name": "normal", "arguments": {"object_name": "Account", "record_id": _ACME}},
                {
                    "name": "fields",
                    "arguments": {
                        "object_name": "Contact",
                        "record_id": "003000000000002AAA",
                        "fields": ["Name", "FirstName", "Title", "Email"],
                    },
                },
                {
                    "name": "not_found",
                    "arguments": {"object_name": "Account", "record_id": _ABSENT},
                    "expect": "error",
                },
                {"name": "unauthorized", "arguments": _failing("Expired__c"), "expect": "error"},
                {"name": "forbidden", "arguments": _failing("Forbidden__c"), "expect": "error"},
                {"name": "rate_limited", "arguments": _failing("Limited__c"), "expect": "error"},
                {"name": "server_error", "arguments": _failing("Broken__c"), "expect": "error"},
            ],
        },
        "list_attachments": {
            "shows": ["/records/*/Name", "/records/*/ContentDocument/Title"],
            "responses": {f"GET {_DATA}/query": f"{_SCHEMAS}:FilesAnswer"},
            "examples": [
                {"name": "normal", "arguments": {"record_id": _ACME}},
                {"name": "empty", "arguments": {"record_id": "001000000000003AAA"}},
            ],
        },
        "create_record": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "object_name": "Contact",
                        "values": {"LastName": "Roe", "FirstName": "Richard", "AccountId": _ACME},
                    },
                },
                {
                    "name": "missing_field",
                    "arguments": {"object_name": "Opportunity", "values": {"Name": "Magnets"}},
                    "expect": "error",
                },
                {
                    "name": "not_found",
                    "arguments": {"object_name": "Nothing__c", "values": {"Name": "Magnets"}},
                    "expect": "error",
                },
                {
                    "name": "row_failed",
                    "arguments": {"object_name": "RowFails__c", "values": {"CloseDate__c": "2020-01-01"}},
                    "expect": "error",
                },
                {
                    "name": "unprocessable",
                    "arguments": {"object_name": "Unprocessable__c", "values": {"Name": "Magnets"}},
                    "expect": "error",
                },
            ],
        },
        "update_record": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "object_name": "Account",
                        "record_id": "001000000000002AAA",
                        "values": {"Industry": "Finance", "NumberOfEmployees": 12, "ParentId": None},
                    },
                },
                {
                    "name": "not_found",
                    "arguments": {
                        "object_name": "Account",
                        "record_id": _ABSENT,
                        "values": {"Industry": "Finance"},
                    },
                    "expect": "error",
                },
                {
                    "name": "row_failed",
                    "arguments": {**_failing("RowFails__c"), "values": {"CloseDate__c": "2020-01-01"}},
                    "expect": "error",
                },
            ],
        },
    },
}
