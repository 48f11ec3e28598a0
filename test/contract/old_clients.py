"""Calls the registry exactly as the shipped Python hosts and controllers do.

Reads a JSON list of [method, path, params] from standard input, the server's URL as its argument,
and prints a JSON list of what urllib and json made of each answer.
"""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request


def shape(value):
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    return type(value).__name__


def call(base, method, path, params):
    url = base + path
    if params:
        url += "?" + urllib.parse.urlencode(params)
    request = urllib.request.Request(url, method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            status, text, headers = response.status, response.read(), response.headers
    except urllib.error.HTTPError as error:
        status, text, headers = error.code, error.read(), error.headers
    data = json.loads(text.decode("utf-8"))
    return {
        "status": status,
        "contentType": headers.get("Content-Type"),
        "data": data,
        "keys": list(data),
        "types": shape(data),
    }


print(json.dumps([call(sys.argv[1], *item) for item in json.load(sys.stdin)]))
