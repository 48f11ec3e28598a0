"""How the first version worked: one request at a time, the whole JSON file written per register,
no fsync. Usage: json-file.py <port> <file> <number of codes>"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlparse

PORT, FILE, COUNT = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])

# The same codes as every other server of the benchmark has.
CODES = {
    f"ISR-{number * 97 + 2:08d}": {
        "host": "10.0.0.1",
        "port": 5900,
        "name": f"PC-{number}",
        "last_update": time.time(),
        "registered_at": time.time(),
    }
    for number in range(COUNT)
}


class Registry(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer({"success": True, "status": "running", "registered_codes": len(CODES)})

    def do_POST(self):
        query = parse_qs(urlparse(self.path).query)
        code, host = query["code"][0], query["host"][0]
        known = CODES.get(code, {})
        now = time.time()
        CODES[code] = {
            "host": host,
            "port": int(query.get("port", ["5900"])[0]),
            "name": query.get("name", [code])[0],
            "last_update": now,
            "registered_at": known.get("registered_at", now),
        }
        with open(FILE, "w") as file:
            json.dump(CODES, file, indent=2)
        self.answer({"success": True, "code": code, "host": host})

    def answer(self, body):
        payload = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_):
        pass


# 64 clients wait at once; the default of 5 would make the kernel drop their connections.
HTTPServer.request_queue_size = 128
HTTPServer(("127.0.0.1", PORT), Registry).serve_forever()
