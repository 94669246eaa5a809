"""No defect: `environment` gives its environment back as JSON."""

import json
import os

from wire import ECHO, serve, text, unknown


def call(params):
    if params["name"] != "environment":
        return unknown(params["name"])
    return text(json.dumps(dict(os.environ)))


serve(lambda params: {"tools": [{**ECHO, "name": "environment"}]}, call)
