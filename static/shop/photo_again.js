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
  const answers = page.querySelector("[data-again='answers']");
  const FOLDED = ["[data-more]", "[data-region-fields]"];
  const MOST_TRIES = 5;
  let shown = here();
  let asking = null;
  let tries = 0;
  let pause = 0;

  const replace = (fresh) => {
    const focused = document.activeElement;
    const opened = FOLDED.filter((each) => page.querySelector(each).open);
    for (const { dataset } of page.querySelectorAll("details[data-keep][open]")) opened.push(`[data-keep="${CSS.escape(dataset.keep)}"]`);
    const parts = partsOf(page);
    for (const [name, part] of Object.entries(partsOf(fresh))) parts[name].replaceChildren(...part.childNodes);
    for (const each of opened) page.querySelector(each)?.setAttribute("open", "");
    // A chip that is given up is gone: whoever uses keys goes on from the answers.
    if (!focused.isConnected) (document.getElementById(focused.id) ?? answers).focus({ preventScroll: true });
    document.dispatchEvent(new Event("photo:seen"));
    status.textContent = page.querySelector("[data-summary]").textContent;
  };

  // Nobody had time to look: the page asks again by itself, later each time, and then no more.
  const wait = () => {
    const seconds = Number(answers.querySelector("[data-retry-after]")?.dataset.retryAfter);
    tries = seconds ? tries + 1 : 0;
    const ask = () => {
      if (form.matches(":focus-within")) pause = setTimeout(ask, 1_000); // what is typed would be lost
      else visit(here(), { isNew: false });
    };
    if (seconds && tries <= MOST_TRIES) pause = setTimeout(ask, seconds * tries * 1_000);
  };

  const visit = async (address, { isNew }) => {
    clearTimeout(pause);
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
      wait();
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
  wait();
}
