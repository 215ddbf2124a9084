"""What a phone waits for: pages of the drawn shop in Chromium over a throttled link.

The link is that of Lighthouse's mobile profile: 1.6 Mbit/s down, 0.75 up, 150 ms there and back.
Each page is opened anew with an empty cache; largest contentful paint, layout shift and the slowest
answer to a click are the browser's own figures. Once with JPEG renditions, once with AVIF.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, sync_playwright

from benchmarks.environment import PORT, embed_all, start_web
from benchmarks.report import spread, table
from catalog.images.avif import draw_due
from catalog.models import Product
from embeddings.spaces.lifecycle import create_space

PRODUCTS, ROUNDS = 96, 5
LINK = {
    "offline": False,
    "latency": 150,  # ms
    "downloadThroughput": 1_600_000 / 8,  # bytes a second
    "uploadThroughput": 750_000 / 8,
}
WATCH = """
self.seen = { lcp: 0, cls: 0, inp: 0 };
const watch = (type, take, options = {}) => new PerformanceObserver((list) =>
  list.getEntries().forEach(take)).observe({ type, buffered: true, ...options });
watch("largest-contentful-paint", (each) => { seen.lcp = each.startTime; });
watch("layout-shift", (each) => { if (!each.hadRecentInput) seen.cls += each.value; });
watch("event", (each) => { if (each.interactionId) seen.inp = Math.max(seen.inp, each.duration); },
  { durationThreshold: 16 });
"""


def run() -> None:
    """Print LCP, CLS, INP and the bytes that each page takes."""
    create_space(settings.VITRINE_ENCODER)
    call_command("seed_demo", limit=PRODUCTS, quiet=True)
    embed_all()
    product = Product.objects.published().filter(images__isnull=False).order_by("pk").first()
    assert product is not None
    paths = ["/", f"/c/{product.category.slug}/", f"/p/{product.slug}/", "/de/", "/ar/photo/"]
    rows = []
    for kind in ("JPEG", "AVIF"):
        if kind == "AVIF":
            draw_due(go_on=lambda: True)
        web = start_web()
        try:
            rows += [[kind, *row] for row in _measured(paths)]
        finally:
            web.stop()
    table(["pictures", "page", "LCP ms", "CLS", "INP ms", "kB in all"], rows)


def _measured(paths: list[str]) -> Iterator[list[str]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for path in paths:
            _open(browser, path)  # the first page of a process takes longer
            found = [_open(browser, path) for _ in range(ROUNDS)]
            yield [
                path,
                spread([each["lcp"] for each in found], 0),
                spread([each["cls"] for each in found], 3),
                spread([each["inp"] for each in found], 0),
                f"{found[0]['bytes'] / 1000:.0f}",
            ]
        browser.close()


def _open(browser: Browser, path: str) -> dict[str, float]:
    """A page as a phone sees it, then a tap on the field of the search."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, service_workers="block"
    )
    page = context.new_page()
    page.add_init_script(WATCH)
    link = context.new_cdp_session(page)
    link.send("Network.enable")
    link.send("Network.emulateNetworkConditions", LINK)
    received = [0.0]
    link.on(
        "Network.loadingFinished",
        lambda told: received.append(float(told["encodedDataLength"])),
    )
    page.goto(f"http://127.0.0.1:{PORT}{path}")
    page.wait_for_load_state("networkidle")
    page.locator("#site-search").click()
    page.wait_for_timeout(300)
    seen: dict[str, float] = page.evaluate("self.seen")
    context.close()
    return {**seen, "bytes": sum(received)}
