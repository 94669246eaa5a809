"""Records and descriptions as Salesforce writes them."""

from collections.abc import Iterable, Mapping

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.salesforce.store import ADDRESS_PARTS, StoredField, StoredObject, Values

_ALWAYS_NULL = (
    "calculatedFormula", "compoundFieldName", "controllerName", "defaultValueFormula", "extraTypeInfo",
    "filteredLookupInfo", "inlineHelpText", "mask", "maskType", "referenceTargetField",
    "relationshipOrder",
)  # fmt: skip
_ALWAYS_FALSE = (
    "aiPredictionField", "autoNumber", "calculated", "cascadeDelete", "caseSensitive",
    "dependentPicklist", "deprecatedAndHidden", "displayLocationInDecimal", "encrypted", "externalId",
    "formulaTreatNullNumberAsZero", "highScaleNumber", "htmlFormatted", "permissionable",
    "queryByDistance", "restrictedDelete", "restrictedPicklist", "searchPrefilterable", "unique",
    "writeRequiresMasterRead",
)  # fmt: skip
_SUMMARY_TRUE = (
    "createable", "deletable", "layoutable", "mergeable", "queryable", "replicateable", "retrieveable",
    "searchable", "triggerable", "undeletable", "updateable",
)  # fmt: skip
_SUMMARY_FALSE = (
    "activateable", "customSetting", "deepCloneable", "deprecatedAndHidden", "feedEnabled",
    "hasSubtypes", "isInterface", "isSubtype", "mruEnabled",
)  # fmt: skip
_SUMMARY_NULL = (
    "associateEntityType", "associateParentEntity", "defaultImplementation", "extendedBy",
    "extendsInterfaces", "implementedBy", "implementsInterfaces",
)  # fmt: skip
_SOAP_TYPES = {
    "id": "tns:ID",
    "reference": "tns:ID",
    "boolean": "xsd:boolean",
    "int": "xsd:int",
    "double": "xsd:double",
    "currency": "xsd:double",
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
    "address": "urn:address",
}


def record_json(record: Values, of: StoredObject, names: Iterable[str], version: str) -> dict[str, JSON]:
    """A record with these fields."""
    url = f"/services/data/{version}/sobjects/{of.name}/{record['Id']}"
    return {"attributes": {"type": of.name, "url": url}, **{name: value_of(record, name) for name in names}}


def value_of(record: Mapping[str, JSON], name: str) -> JSON:
    """The value of one field; an address is made of its parts."""
    if name != "BillingAddress":
        return record.get(name)
    parts = {part[0].lower() + part[1:]: record.get(f"Billing{part}") for part in ADDRESS_PARTS}
    if not any(parts.values()):
        return None
    return {**parts, "geocodeAccuracy": None, "latitude": None, "longitude": None}


def summary_json(one: StoredObject, version: str) -> dict[str, JSON]:
    """An object in the list of all."""
    base = f"/services/data/{version}/sobjects/{one.name}"
    return {
        **dict.fromkeys(_SUMMARY_TRUE, True),
        **dict.fromkeys(_SUMMARY_FALSE, False),
        **dict.fromkeys(_SUMMARY_NULL),
        "custom": one.custom,
        "keyPrefix": one.prefix,
        "label": one.label,
        "labelPlural": one.plural,
        "name": one.name,
        "urls": {"rowTemplate": f"{base}/{{ID}}", "describe": f"{base}/describe", "sobject": base},
    }


def describe_json(one: StoredObject, everything: Iterable[StoredObject], version: str) -> JSON:
    """An object with its fields, record types, and the fields of others that point to it."""
    children: list[JSON] = [
        {
            "cascadeDelete": False,
            "childSObject": other.name,
            "deprecatedAndHidden": False,
            "field": field.name,
            "junctionIdListNames": [],
            "junctionReferenceTo": [],
            "relationshipName": field.children,
            "restrictedDelete": False,
        }
        for other in everything
        for field in other.fields
        if one.name in field.refers_to
    ]
    return {
        **summary_json(one, version),
        "actionOverrides": [],
        "childRelationships": children,
        "compactLayoutable": True,
        "fields": [_field_json(field) for field in one.fields],
        "listviewable": None,
        "lookupLayoutable": None,
        "namedLayoutInfos": [],
        "networkScopeFieldName": None,
        "recordTypeInfos": _record_types(one, version),
        "searchLayoutable": True,
        "sobjectDescribeOption": "FULL",
        "supportedScopes": [{"label": f"All {one.plural}", "name": "everything"}],
    }


def _record_types(one: StoredObject, version: str) -> list[JSON]:
    base = f"/services/data/{version}/sobjects/{one.name}/describe/layouts"

    def record_type(name: str, record_type_id: str, *, default: bool) -> JSON:
        return {
            "active": True,
            "available": True,
            "defaultRecordTypeMapping": default,
            "developerName": name,
            "master": name == "Master",
            "name": name,
            "recordTypeId": record_type_id,
            "urls": {"layout": f"{base}/{record_type_id}"},
        }

    master = record_type("Master", "012000000000000AAA", default=one.name != "Account")
    if one.name != "Account":
        return [master]
    return [record_type("Household", "012000000000123AAA", default=True), master]


def _field_json(field: StoredField) -> JSON:
    is_text = field.type not in ("boolean", "int", "double", "currency", "date", "datetime", "address")
    values: list[JSON] = [
        {"active": True, "defaultValue": False, "label": value, "validFor": None, "value": value}
        for value in field.picklist
    ]
    defaulted = field.system or field.name == "OwnerId"
    return {
        **dict.fromkeys(_ALWAYS_NULL),
        **dict.fromkeys(_ALWAYS_FALSE, False),
        "aggregatable": field.filterable,
        "byteLength": field.length * 3 if is_text else 0,
        "createable": not field.system,
        "custom": field.name.endswith("__c"),
        "defaultValue": False if field.type == "boolean" else None,
        "defaultedOnCreate": defaulted,
        "digits": 8 if field.type == "int" else 0,
        "filterable": field.filterable,
        "groupable": field.filterable,
        "idLookup": field.type == "id",
        "label": field.label,
        "length": field.length,
        "name": field.name,
        "nameField": field.name == "Name",
        "namePointing": False,
        "nillable": not field.required and not defaulted,
        "picklistValues": values,
        "polymorphicForeignKey": len(field.refers_to) > 1,
        "precision": 18 if field.type in ("currency", "double") else 0,
        "referenceTo": list(field.refers_to),
        "relationshipName": field.relationship,
        "scale": 2 if field.type == "currency" else 0,
        "soapType": _SOAP_TYPES.get(field.type, "xsd:string"),
        "sortable": field.filterable,
        "type": field.type,
        "updateable": not field.system,
    }
