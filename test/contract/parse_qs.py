"""Reads a JSON list of query strings and prints how the older server's parser reads each.

The older server took the first value of `urllib.parse.parse_qs(query)`.
"""

import json
import sys
from urllib.parse import parse_qs

queries = json.load(sys.stdin)
print(json.dumps([{k: v[0] for k, v in parse_qs(query).items()} for query in queries]))
