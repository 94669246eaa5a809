"""The row of the HubSpot server."""

_SCHEMAS = "pytest_mcp_contract.reference.servers.hubspot.schemas"
_SEARCH = "POST /crm/v3/objects/{type}/search"
_GUESTS = {"property": "company", "operator": "EQ", "values": ["Grand Hotel"]}
_EARLY = {"property": "createdate", "operator": "LT", "values": ["2026-03-20T12:00:00Z"]}
_NOBODY = {"property": "company", "operator": "EQ", "values": ["No Such Company"]}
_ADA_AND_ENGINES = {
    "from_object_type": "contacts",
    "from_record_id": "51",
    "to_object_type": "companies",
    "to_record_id": "301",
}
_ADA_AND_NOTHING = {**_ADA_AND_ENGINES, "to_record_id": "1234"}


def _failing(contact: str) -> dict[str, object]:
    """Arguments for a contact whose id makes the emulator fail that way."""
    return {"contact": contact}


ENTRY: dict[str, object] = {
    "id": 3,
    "availability": "manual",
    "allow_multiple_instances": True,
    "python": "pytest_mcp_contract.reference.servers.hubspot:create_server",
    "token_env": "HUBSPOT_TOKEN",
    "upstream": {"HUBSPOT_API_URL": "https://api.hubapi.com"},
    "tools_stakes": {
        "get_contact": "never_ask",
        "get_company": "never_ask",
        "get_deal": "never_ask",
        "search_crm_objects": "never_ask",
        "count_objects": "never_ask",
        "list_properties": "never_ask",
        "list_owners": "never_ask",
        "list_associations": "never_ask",
        "create_contact": "low",
        "create_deal": "low",
        "create_note": "low",
        "update_contact": "low",
        "update_deal": "low",
        "create_association": "low",
    },
    "server_info": {
        "name": "hubspot",
        "version": "1.0.0",
        "description": "Read, search and count records of HubSpot, and write contacts, deals and notes.",
        "icon": "HubspotLogo",
        "documentation_url": "https://developers.hubspot.com/docs/api-reference/overview",
        "authorization": {
            "provider": "hubspot",
            "supported_use_cases": ["platform_actions", "personal_actions"],
        },
    },
    "responses": {
        "GET /crm/v3/objects/contacts/{id}": f"{_SCHEMAS}:CrmObject",
        "GET /crm/v3/objects/companies/{id}": f"{_SCHEMAS}:CrmObject",
        "GET /crm/v3/objects/deals/{id}": f"{_SCHEMAS}:CrmObject",
        _SEARCH: f"{_SCHEMAS}:SearchAnswer",
        "GET /crm/v3/properties/{type}": f"{_SCHEMAS}:PropertyList",
        "GET /crm/v3/owners": f"{_SCHEMAS}:OwnerList",
        "GET /crm/v4/objects/{type}/{id}/associations/{to}": f"{_SCHEMAS}:AssociationList",
        "GET /crm/v4/associations/{from}/{to}/labels": f"{_SCHEMAS}:AssociationTypeList",
        "POST /crm/v3/objects/contacts": f"{_SCHEMAS}:CrmObject",
        "POST /crm/v3/objects/deals": f"{_SCHEMAS}:CrmObject",
        "POST /crm/v3/objects/notes": f"{_SCHEMAS}:CrmObject",
        "PATCH /crm/v3/objects/contacts/{id}": f"{_SCHEMAS}:CrmObject",
        "PATCH /crm/v3/objects/deals/{id}": f"{_SCHEMAS}:CrmObject",
        "PUT /crm/v4/objects/{from}/{id}/associations/default/{to}/{other}": f"{_SCHEMAS}:AssociationBatch",
        "POST /crm/v4/associations/{from}/{to}/batch/create": f"{_SCHEMAS}:AssociationBatch",
    },
    "values": {
        "contact": ["51", "ada.lovelace@example.com"],
        "company_id": ["301"],
        "deal_id": ["401"],
        "record_id": ["51"],
        "object_type": ["contacts"],
        "to_object_type": ["companies"],
    },
    "tools": {
        "get_contact": {
            "shows": ["/properties/email"],
            "examples": [
                {"name": "normal", "arguments": {"contact": "51"}},
                {"name": "by_email", "arguments": {"contact": "ada.lovelace@example.com"}},
                {
                    "name": "chosen",
                    "arguments": {
                        "contact": "51",
                        "properties": [
                            "email",
                            "hs_lead_status",
                            "hs_analytics_source",
                            "message",
                            "shoe_size",
                        ],
                    },
                },
                {"name": "nameless", "arguments": {"contact": "52"}},
                {"name": "not_found", "arguments": {"contact": "99"}, "expect": "error"},
                {"name": "unauthorized", "arguments": _failing("9401"), "expect": "error"},
                {"name": "forbidden", "arguments": _failing("9403"), "expect": "error"},
                {"name": "rate_limited", "arguments": _failing("9429"), "expect": "error"},
                {"name": "server_error", "arguments": _failing("9500"), "expect": "error"},
            ],
        },
        "get_company": {
            "shows": ["/properties/name", "/properties/domain"],
            "examples": [
                {"name": "normal", "arguments": {"company_id": "301"}},
                {
                    "name": "long_text",
                    "arguments": {"company_id": "301", "properties": ["description", "industry"]},
                },
                {"name": "not_found", "arguments": {"company_id": "99"}, "expect": "error"},
            ],
        },
        "get_deal": {
            "shows": ["/properties/dealname", "/properties/amount"],
            "examples": [
                {"name": "normal", "arguments": {"deal_id": "401"}},
                {"name": "not_found", "arguments": {"deal_id": "99"}, "expect": "error"},
            ],
        },
        "search_crm_objects": {
            "shows": ["/results/*/id"],
            "safe_requests": [_SEARCH],
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "object_type": "contacts",
                        "filters": [
                            {
                                "property": "createdate",
                                "operator": "BETWEEN",
                                "values": ["2026-03-02", "2026-03-05"],
                            }
                        ],
                    },
                },
                {
                    "name": "chosen",
                    "arguments": {
                        "object_type": "deals",
                        "properties": ["hs_is_closed_won", "hs_object_id", "closedate"],
                        "filters": [_EARLY],
                        "sort_by": "-amount",
                    },
                },
                {
                    "name": "custom_type",
                    "arguments": {"object_type": "2-7001", "query": "farthing"},
                },
                {"name": "notes", "arguments": {"object_type": "notes", "query": "quote"}},
                {"name": "empty", "arguments": {"object_type": "contacts", "filters": [_NOBODY]}},
                {
                    "name": "paged",
                    "arguments": {
                        "object_type": "contacts",
                        "filters": [_GUESTS],
                        "properties": ["email"],
                        "limit": 15,
                        "after": "15",
                    },
                },
                {
                    "name": "last_of_10000",
                    "arguments": {"object_type": "tickets", "limit": 2, "after": "9998"},
                },
                {"name": "unknown_type", "arguments": {"object_type": "unicorns"}, "expect": "error"},
                {
                    "name": "wrong_filter",
                    "arguments": {
                        "object_type": "contacts",
                        "filters": [{"property": "shoe_size", "operator": "HAS_PROPERTY"}],
                    },
                    "expect": "error",
                },
            ],
        },
        "count_objects": {
            "safe_requests": [_SEARCH],
            "examples": [
                {"name": "normal", "arguments": {"object_type": "contacts", "filters": [_GUESTS]}},
                {"name": "empty", "arguments": {"object_type": "contacts", "filters": [_NOBODY]}},
                {"name": "capped", "arguments": {"object_type": "tickets"}},
            ],
        },
        "list_properties": {
            "shows": ["/results/*/name", "/results/*/label"],
            "examples": [
                {"name": "normal", "arguments": {"object_type": "deals"}},
                {"name": "writable", "arguments": {"object_type": "deals", "writable_only": True}},
                {"name": "one", "arguments": {"object_type": "deals", "name_contains": "dealstage"}},
                {
                    "name": "options",
                    "arguments": {
                        "object_type": "companies",
                        "name_contains": "industry",
                        "options_start_at": 300,
                    },
                },
                {"name": "empty", "arguments": {"object_type": "deals", "name_contains": "unicorn"}},
                {"name": "paged", "arguments": {"object_type": "contacts", "start_at": 50}},
                {"name": "unknown_type", "arguments": {"object_type": "unicorns"}, "expect": "error"},
            ],
        },
        "list_owners": {
            "shows": ["/results/*/id", "/results/*/email"],
            "examples": [
                {"name": "normal", "arguments": {}},
                {"name": "by_email", "arguments": {"email": "ben.ito@example.com"}},
                {"name": "archived", "arguments": {"archived": True}},
                {"name": "empty", "arguments": {"email": "ada.lovelace@example.com"}},
                {"name": "paged", "arguments": {"limit": 1, "after": "71"}},
            ],
        },
        "list_associations": {
            "shows": ["/results/*/toObjectId"],
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "object_type": "contacts",
                        "record_id": "52",
                        "to_object_type": "companies",
                    },
                },
                {
                    "name": "empty",
                    "arguments": {"object_type": "contacts", "record_id": "52", "to_object_type": "deals"},
                },
                {
                    "name": "paged",
                    "arguments": {
                        "object_type": "companies",
                        "record_id": "302",
                        "to_object_type": "contacts",
                        "limit": 20,
                        "after": "1020",
                    },
                },
                {
                    "name": "not_found",
                    "arguments": {"object_type": "contacts", "record_id": "99", "to_object_type": "deals"},
                    "expect": "error",
                },
            ],
        },
        "create_contact": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "email": "grace.hopper@example.com",
                        "first_name": "Grace",
                        "last_name": "Hopper",
                        "owner_id": "72",
                        "properties": {"jobtitle": "Rear Admiral", "lifecyclestage": "lead"},
                    },
                },
                {
                    "name": "conflict",
                    "arguments": {"email": "ada.lovelace@example.com"},
                    "expect": "error",
                },
                {
                    "name": "rejected",
                    "arguments": {
                        "last_name": "Turing",
                        "properties": {"shoe_size": "42", "lifecyclestage": "friend"},
                    },
                    "expect": "error",
                },
            ],
        },
        "create_deal": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "name": "Compiler licence",
                        "stage": "appointmentscheduled",
                        "amount": 1200,
                        "close_date": "2026-06-30",
                        "owner_id": "72",
                    },
                },
                {
                    "name": "rejected",
                    "arguments": {"name": "Compiler licence", "stage": "someday"},
                    "expect": "error",
                },
            ],
        },
        "create_note": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "text": "Called Ada.\nShe asks for a <demo> in May.",
                        "put_on": [
                            {"object_type": "contacts", "record_id": "51"},
                            {"object_type": "deals", "record_id": "401"},
                        ],
                        "dated": "2026-03-10T14:30:00Z",
                    },
                },
                {
                    "name": "not_found",
                    "arguments": {
                        "text": "Called nobody.",
                        "put_on": [{"object_type": "contacts", "record_id": "99"}],
                        "dated": "2026-03-10T14:30:00Z",
                    },
                    "expect": "error",
                },
            ],
        },
        "update_contact": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "contact": "51",
                        "properties": {"jobtitle": "Director", "hs_lead_status": None},
                    },
                },
                {
                    "name": "not_found",
                    "arguments": {"contact": "nobody@example.com", "properties": {"jobtitle": "Director"}},
                    "expect": "error",
                },
                {
                    "name": "unprocessable",
                    "arguments": {"contact": "9422", "properties": {"jobtitle": "Director"}},
                    "expect": "error",
                },
            ],
        },
        "update_deal": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "deal_id": "401",
                        "properties": {"dealstage": "closedwon", "amount": 1750.5},
                    },
                },
                {
                    "name": "not_found",
                    "arguments": {"deal_id": "99", "properties": {"amount": 1}},
                    "expect": "error",
                },
                {
                    "name": "read_only",
                    "arguments": {"deal_id": "401", "properties": {"hs_is_closed_won": True}},
                    "expect": "error",
                },
            ],
        },
        "create_association": {
            "examples": [
                {"name": "normal", "arguments": _ADA_AND_ENGINES},
                {"name": "labelled", "arguments": {**_ADA_AND_ENGINES, "label": "Billing contact"}},
                {
                    "name": "unknown_label",
                    "arguments": {**_ADA_AND_ENGINES, "label": "Best friend"},
                    "expect": "error",
                },
                {"name": "not_found", "arguments": _ADA_AND_NOTHING, "expect": "error"},
                {
                    "name": "labelled_not_found",
                    "arguments": {**_ADA_AND_NOTHING, "label": "Primary"},
                    "expect": "error",
                },
            ],
        },
    },
}
