// Keeps the last pages that were looked at, to be read without a network; each says then that it is
// old. Online, every page comes from the shop: nothing here ever answers in its place.
const VERSION = "{{ version }}";
const OFFLINE = {{ offline|safe }}; // prefix of a language -> the page that says there is no network
const FILES = {{ files|safe }};
const MOST_PAGES = 30;
const PAGES = `vitrine-pages-${VERSION}`;
const SHELL = `vitrine-shell-${VERSION}`;

self.addEventListener("install", (event) => {
  const wanted = [...Object.values(OFFLINE), ...FILES];
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(wanted)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("vitrine-") && name !== PAGES && name !== SHELL;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && !/^\/(admin|api|media)\//.test(pathname)) event.respondWith(page(event, request));
  else if (pathname.startsWith("/static/shop/")) event.respondWith(file(request));
});

// What is marked no-store (photos, drafts) is kept nowhere.
function mayKeep(response) {
  return response.ok && response.type === "basic" && !/no-store|private/.test(response.headers.get("cache-control") || "");
}

async function page(event, request) {
  let response;
  try {
    response = await fetch(request);
  } catch {
    return (await kept(request)) || offline(request);
  }
  if (mayKeep(response)) event.waitUntil(keep(request, response.clone()));
  return response;
}

async function keep(request, response) {
  const headers = new Headers(response.headers);
  headers.set("x-kept-at", String(Date.now()));
  const cache = await caches.open(PAGES);
  await cache.delete(request); // so that it stands last
  await cache.put(request, new Response(await response.blob(), { headers }));
  const requests = await cache.keys();
  await Promise.all(requests.slice(0, -MOST_PAGES).map((each) => cache.delete(each)));
}

async function kept(request) {
  const found = await (await caches.open(PAGES)).match(request);
  if (!found) return null;
  const html = await found.text();
  const language = /<html lang="([\w-]+)"/.exec(html)?.[1];
  const when = new Date(Number(found.headers.get("x-kept-at"))).toLocaleString(language);
  return asPage(html.replace("data-offline hidden", "data-offline").replace("<time data-kept>", `<time data-kept>${when}`));
}

async function offline(request) {
  const first = new URL(request.url).pathname.split("/")[1];
  const found = await caches.match(OFFLINE[first] || OFFLINE[""]);
  const cache = await caches.open(PAGES);
  const links = await Promise.all((await cache.keys()).reverse().map(async (each) => {
    const title = /<title>([^<]*)/.exec(await (await cache.match(each)).text())?.[1] || "";
    const { pathname, search } = new URL(each.url);
    return `<li><a href="${(pathname + search).replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">${title}</a></li>`;
  }));
  return asPage((await found.text()).replace("<ul data-kept-pages>", `<ul data-kept-pages>${links.join("")}`));
}

function asPage(html) {
  return new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } });
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) || Response.error();
  }
}
