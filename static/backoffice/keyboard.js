// Keys: "/" goes to the search of the page, Ctrl+S or Cmd+S saves the form that one is in.
"use strict";
{
  const SEARCH = "#searchbar, [type=search], .import-search [name=q], #nav-filter";
  const SAVE = ["_continue", "_save"].map((name) => `#content [type=submit][name=${name}]`);
  const FIELDS = "input, select, textarea, [contenteditable]";

  function seen(element) {
    return element && element.offsetParent !== null && !element.disabled;
  }

  function saveButton() {
    const named = SAVE.map((selector) => document.querySelector(selector)).find(seen);
    return named ?? [...document.querySelectorAll("#content .submit-row [type=submit].default")].find(seen);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.matches(FIELDS)) {
      const search = [...document.querySelectorAll(SEARCH)].find(seen);
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.key?.toLowerCase() === "s" && (event.ctrlKey || event.metaKey) && !event.altKey) {
      const button = saveButton();
      if (button) {
        event.preventDefault();
        button.click();
      }
    }
  });

  [...document.querySelectorAll(SEARCH)].filter(seen).slice(0, 1).forEach((search) => {
    search.setAttribute("aria-keyshortcuts", "/");
  });
  saveButton()?.setAttribute("aria-keyshortcuts", "Control+S Meta+S");
}
