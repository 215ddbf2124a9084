// Refines the look-alikes in place: "more like this", "but blue", shape or colour. What is shown comes
// from the page at the new address, so that list, controls and address always agree.
{
  const area = () => document.querySelector("[data-look-alikes]");
  const status = document.querySelector("[data-refined]");
  let turn = 0;
  let shown = location.search;

  const refine = async (address, { key, isNew }) => {
    const mine = ++turn;
    area().setAttribute("aria-busy", "true");
    let fresh;
    try {
      const answer = await fetch(address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      fresh = answer.ok && page.querySelector("[data-look-alikes]");
    } catch { /* the browser will tell, below */ }
    if (mine !== turn) return;
    if (!fresh) { location.assign(address); return; }
    if (isNew) history.pushState(null, "", address);
    shown = location.search;
    area().replaceWith(document.adoptNode(fresh));
    enhance();
    status.textContent = fresh.dataset.told;
    const same = key && fresh.querySelector(`[data-key="${CSS.escape(key)}"]`);
    (same || fresh.querySelector("h2"))?.focus({ preventScroll: Boolean(same) });
  };

  // Where the same key stands on every card, the next one of the row would be another product.
  const keyOf = (link) => (["more", "less", "again"].includes(link.dataset.key) ? null : link.dataset.key);

  const enhance = () => {
    const form = area().querySelector("[data-balance]");
    if (!form) return;
    const range = form.elements.colour;
    const say = () => range.setAttribute("aria-valuetext", `${range.value} ${range.dataset.says}`);
    form.querySelector("[data-apply]").hidden = true;
    range.addEventListener("input", say);
    range.addEventListener("change", () => form.requestSubmit());
    say();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-refine]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    refine(link.href, { key: keyOf(link), isNew: true });
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-balance]")) return;
    event.preventDefault();
    const asked = new URLSearchParams(new FormData(event.target));
    if (asked.get("colour") === event.target.elements.colour.dataset.own) asked.delete("colour");
    const query = asked.size ? `?${asked}` : "";
    refine(`${location.pathname}${query}#similar`, { key: "colour", isNew: true });
  });

  addEventListener("popstate", () => {
    if (location.search !== shown) refine(location.href, { key: null, isNew: false });
  });

  // Why: the page of the two pictures, in a dialog.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("[data-why]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const dialog = document.createElement("dialog");
      dialog.className = "why-dialog";
      dialog.append(document.adoptNode(page.querySelector("[data-why-told]")));
      const title = dialog.querySelector("h1");
      title.id = "why-title";
      dialog.setAttribute("aria-labelledby", title.id);
      document.body.append(dialog);
      dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
      dialog.addEventListener("click", (inner) => {
        if (inner.target === dialog || inner.target.closest("[data-why-back]")) {
          inner.preventDefault();
          dialog.close();
        }
      });
      dialog.showModal();
      title.focus();
    } catch { location.assign(link.href); }
  });

  enhance();
}
