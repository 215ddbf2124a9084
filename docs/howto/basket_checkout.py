"""A checkout as small as can be, to try the way into one: what is added is shown as a list.

python docs/howto/basket_checkout.py 8070
VITRINE_BASKET_URL='http://127.0.0.1:8070/add?sku={sku}&name={name}&price={price}' make demo
"""

from __future__ import annotations

import html
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

BASKET: list[str] = []


class Checkout(BaseHTTPRequestHandler):
    """Adds a product at `/add`, and shows the basket everywhere."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path == "/add" and "sku" in asked:
            # A real checkout looks the price up by the SKU: addresses can be written by anybody.
            BASKET.append(f"{asked.get('name', '')} ({asked['sku']}), {asked.get('price', '?')}")
        items = "".join(f"<li>{html.escape(each)}</li>" for each in BASKET)
        page = f"<!doctype html><title>Basket</title><h1>Basket</h1><ul>{items}</ul>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *args: object) -> None:
        """Nothing."""


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", int(sys.argv[1])), Checkout)
    print(f"Checkout on http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()
