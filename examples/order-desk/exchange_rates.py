"""Play Open Exchange Rates on this machine: `python exchange_rates.py PORT`. It ends by itself after ten minutes.

It answers in the API's form, for the key `a-made-up-key`. Its rates are made up, and each answer says so.
"""

import http.server
import json
import re
import sys
import threading
from urllib.parse import parse_qs, urlsplit

KEY = "a-made-up-key"
DISCLAIMER = "Made-up rates of the order desk's example, and no rates of a market."
RATES = {"USD": 1, "EUR": 0.8, "GBP": 0.64, "JPY": 150}
"""What a US dollar is worth."""

HISTORICAL = re.compile(r"/historical/\d{4}-\d{2}-\d{2}\.json")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.headers["Authorization"] != f"Token {KEY}":
            self._answer(401, {"error": True, "status": 401, "message": "invalid_app_id"})
        elif HISTORICAL.fullmatch(urlsplit(self.path).path):
            self._answer(200, {"disclaimer": DISCLAIMER, "base": "USD", "rates": self._rates()})
        else:
            self._answer(404, {"error": True, "status": 404, "message": "not_found"})

    def _rates(self) -> dict[str, float]:
        """Return the rates of the currencies that the parameter `symbols` names; without it, all."""
        asked = parse_qs(urlsplit(self.path).query).get("symbols", [""])[0]
        return {name: rate for name, rate in RATES.items() if not asked or name in asked.split(",")}

    def _answer(self, status: int, answer: object) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(port: int) -> http.server.ThreadingHTTPServer:
    """Return the service. It listens on this machine alone. Port 0: any free one."""
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)


if __name__ == "__main__":
    service = serve(int(sys.argv[1]))
    ending = threading.Timer(600, service.shutdown)
    ending.daemon = True
    ending.start()
    service.serve_forever()
