// What a shopper has saved and looked at, kept in this browser alone: no cookie, no account. Where the
// browser keeps nothing (it may refuse), buttons stay away and the page of saved items says so.
{
  const MOST = { saved: 48, viewed: 12 };
  const store = (() => {
    try {
      localStorage.setItem("vitrine.test", "1");
      localStorage.removeItem("vitrine.test");
      return localStorage;
    } catch { return null; }
  })();
  const read = (list) => {
    try {
      const found = JSON.parse(store.getItem(`vitrine.${list}`));
      return Array.isArray(found) ? found.filter((slug) => /^[\w-]{1,255}$/.test(slug)).slice(0, MOST[list]) : [];
    } catch { return []; }
  };
  const write = (list, slugs) => {
    try {
      if (slugs.length) store.setItem(`vitrine.${list}`, JSON.stringify(slugs.slice(0, MOST[list])));
      else store.removeItem(`vitrine.${list}`);
    } catch { /* full: what is there stays */ }
  };
  const without = (list, slug) => read(list).filter((each) => each !== slug);

  // In the header of every page.
  const count = document.querySelector("[data-saved-count]");
  const tell = () => {
    if (!count) return;
    const number = read("saved").length;
    count.textContent = number || "";
    count.hidden = !number;
  };

  for (const button of store ? document.querySelectorAll("[data-save]") : []) {
    const slug = button.dataset.save;
    const mark = () => button.setAttribute("aria-pressed", String(read("saved").includes(slug)));
    button.addEventListener("click", () => {
      const others = without("saved", slug);
      write("saved", others.length < read("saved").length ? others : [slug, ...others]);
      mark();
      tell();
    });
    addEventListener("storage", mark);
    addEventListener("pageshow", mark);
    button.hidden = false;
    mark();
  }

  // A part of a page as the shop shows it for these products.
  const fetchPart = async (address, part) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return document.adoptNode(page.querySelector(part));
  };

  const seen = document.querySelector("[data-viewed]");
  const product = seen?.dataset.viewed;
  const viewed = store && seen ? without("viewed", product) : [];
  if (viewed.length) {
    // Asked for only once it is about to be seen.
    const near = new IntersectionObserver(async ([entry]) => {
      if (!entry.isIntersecting) return;
      near.disconnect();
      try {
        const cards = await fetchPart(`${seen.dataset.from}?items=${viewed.slice(0, 6)}`, ".cards");
        if (cards.childElementCount) seen.querySelector("[data-cards]").replaceWith(cards);
        else seen.hidden = true;
      } catch { seen.hidden = true; }
    }, { rootMargin: "400px" });
    seen.hidden = false;
    near.observe(seen);
  }
  if (store && product) write("viewed", [product, ...viewed]);
  document.querySelector("[data-forget-viewed]")?.addEventListener("click", () => {
    write("viewed", []);
    seen.hidden = true;
  });

  const page = document.querySelector("[data-saved-page]");
  const show = async () => {
    const slugs = read("saved");
    const fresh = await fetchPart(`${location.pathname}?items=${slugs}`, "[data-saved-page]");
    document.querySelector("[data-saved-page]").replaceWith(fresh);
    // What the shop no longer has is told once, and is off the list then.
    const there = new Set([...fresh.querySelectorAll("[data-remove]")].map((each) => each.dataset.remove));
    write("saved", slugs.filter((slug) => there.has(slug)));
    tell();
    for (const remove of fresh.querySelectorAll("[data-remove]")) {
      remove.hidden = false;
      remove.addEventListener("click", async () => {
        write("saved", remove.dataset.remove ? without("saved", remove.dataset.remove) : []);
        tell();
        await show();
        document.querySelector("[data-saved-page] h1").focus();
      });
    }
  };
  if (page && !store) page.querySelector("[data-refused]").hidden = false;
  else if (page && !new URLSearchParams(location.search).get("items") && read("saved").length) {
    show().catch(() => { page.querySelector("[data-failed]").hidden = false; });
  }
  addEventListener("storage", tell);
  addEventListener("pageshow", tell);
  tell();
}
