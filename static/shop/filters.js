// A changed filter takes effect at once, the list changes in place (by htmx), and what the controls
// say is what the list shows, whichever way a shopper came back. Without scripts there is a button.
(() => {
  const place = document.querySelector("#list")?.parentElement;
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  document.body.append(said);

  const formOf = (control) => control.form?.matches("[data-filters]") && control.form;
  // On a phone the filters lie over the list: several can be ticked before the list is shown.
  const isOver = (control) => Boolean(control.closest("[popover]")?.matches(":popover-open"));

  document.addEventListener("change", ({ target }) => {
    const form = formOf(target);
    if (form && !isOver(target)) form.requestSubmit();
  });

  // Addresses without what was left empty, for they are shared.
  document.addEventListener("formdata", ({ formData, target }) => {
    if (!target.matches("[data-filters]")) return;
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });

  // Whoever goes back finds the page as it was left, or its controls filled in by the browser: both
  // may say what was chosen after it.
  window.addEventListener("pageshow", ({ persisted }) => {
    const [visit] = performance.getEntriesByType("navigation");
    if (!persisted && visit?.type !== "back_forward") return;
    for (const form of document.querySelectorAll("[data-filters]")) form.reset();
  });

  const unfolded = new Set();
  document.addEventListener("toggle", ({ target }) => {
    const name = target.dataset?.keep;
    if (name) unfolded[target.open ? "add" : "delete"](name);
  }, true);

  // The buttons go, what was unfolded stays so, and who cannot see hears how many there are now.
  const prepare = () => {
    for (const button of document.querySelectorAll("[data-apply]")) button.hidden = true;
    for (const each of document.querySelectorAll("details[data-keep]")) {
      if (unfolded.has(each.dataset.keep)) each.open = true;
    }
  };

  prepare();
  if (place) {
    new MutationObserver(() => {
      prepare();
      const count = document.querySelector("[data-count]")?.textContent ?? "";
      if (said.textContent !== count) said.textContent = count;
    }).observe(place, { childList: true, subtree: true });
  }
})();
