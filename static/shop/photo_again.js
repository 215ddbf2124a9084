// Another frame, filter or wish is searched with in place: the page does not jump, the photo is not
// loaded again, and what has the focus keeps it. Address, list and controls change in one step, also
// on the browser's way back.
const page = document.querySelector("[data-photo-page]");

if (page) {
  // Where there is room beside the answers, filters need no click.
  const hasRoom = matchMedia("(min-width: 60rem)").matches;
  page.classList.toggle("roomy", hasRoom);
  if (hasRoom) page.querySelector("[data-more]").open = true;
  const partsOf = (root) => Object.fromEntries([...root.querySelectorAll("[data-again]")].map((part) => [part.dataset.again, part]));
  const here = () => location.pathname + location.search;
  const form = page.querySelector("[data-region-form]");
  const status = page.querySelector("[data-status]");
  let shown = here();
  let asking = null;

  const replace = (fresh) => {
    const focused = document.activeElement?.id;
    const opened = ["[data-more]", "[data-region-fields]"].filter((each) => page.querySelector(each).open);
    const parts = partsOf(page);
    for (const [name, part] of Object.entries(partsOf(fresh))) parts[name].replaceChildren(...part.childNodes);
    for (const each of opened) page.querySelector(each).open = true;
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    document.dispatchEvent(new Event("photo:seen"));
    status.textContent = page.querySelector("[data-summary]").textContent;
  };

  const visit = async (address, { isNew }) => {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    page.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-photo-page]");
      if (!fresh) throw new Error("no page of a photo");
      replace(fresh);
      if (isNew && address !== here()) history.pushState(null, "", address);
      shown = here();
    } catch {
      if (signal.aborted) return; // something newer was asked for
      location.assign(address); // gone, or away: the browser says which
    }
    page.removeAttribute("aria-busy");
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    visit(asked.size ? `${location.pathname}?${asked}` : location.pathname, { isNew: true });
  });
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.pathname !== location.pathname) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    visit(link.pathname + link.search, { isNew: true });
  });
  form.addEventListener("change", (event) => { if (event.target.matches("select, [type=checkbox]")) form.requestSubmit(); });
  addEventListener("popstate", () => { if (here() !== shown) visit(here(), { isNew: false }); });
  // A page that the browser kept may hold what was typed and never searched with.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    form.reset();
    document.dispatchEvent(new Event("photo:seen"));
  });
}
