// The list of findings by keys: j and k go down and up, and a button's own letter presses it.
"use strict";
{
  const PLACE = "hygiene-row";
  const rows = () => [...document.querySelectorAll("#result_list tbody tr")];
  let current = -1;

  function go(to) {
    const all = rows();
    if (!all.length) {
      return;
    }
    all[current]?.classList.remove("is-current");
    current = Math.max(0, Math.min(to, all.length - 1));
    const row = all[current];
    row.classList.add("is-current");
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.target.closest("input:not([type=checkbox]), select, textarea")) {
      return;
    }
    const row = rows()[current] ?? document.querySelector(".finding");
    const button = row?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (event.key === "j" || event.key === "k") {
      go(current + (event.key === "j" ? 1 : -1));
    } else if (button) {
      button.click();
    } else if (event.key === "x" && row) {
      row.querySelector(".action-select")?.click();
    } else if (event.key === "Enter" && row && event.target === row) {
      row.querySelector("th a")?.click();
    } else {
      return;
    }
    event.preventDefault();
  });

  // After a button the list comes back without its row: the one that took its place is the next.
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "finding-form") {
      return;
    }
    const row = event.submitter?.closest("tr");
    sessionStorage.setItem(PLACE, String(rows().indexOf(row)));
  });
  document.addEventListener("DOMContentLoaded", () => {
    const place = Number(sessionStorage.getItem(PLACE) ?? -1);
    sessionStorage.removeItem(PLACE);
    if (place >= 0) {
      go(place);
    }
  });
}
