// All categories open over the page where they are asked for; without scripts, or with another tab
// asked for, the link leads to their own page. They are fetched once, so no page carries them.
(() => {
  const door = document.querySelector("[data-menu]");

  if (door && HTMLElement.prototype.togglePopover) {
    const panel = document.createElement("div");
    panel.className = "menu-panel";
    panel.popover = "auto";
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-label", door.textContent.trim());
    door.setAttribute("role", "button");
    door.setAttribute("aria-expanded", "false");
    door.after(panel);

    const fill = async () => {
      const answer = await fetch(door.href);
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const close = document.createElement("button");
      close.className = "icon-button menu-close";
      close.textContent = "×";
      close.setAttribute("aria-label", door.dataset.menu);
      close.addEventListener("click", () => panel.hidePopover());
      panel.replaceChildren(close, page.querySelector(".menu-columns"));
    };

    const open = async () => {
      try {
        if (!panel.firstChild) await fill();
      } catch {
        location.assign(door.href);
        return;
      }
      panel.showPopover();
      panel.querySelector("a")?.focus();
    };

    door.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (panel.matches(":popover-open")) panel.hidePopover();
      else open();
    });
    door.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      door.click();
    });
    panel.addEventListener("toggle", ({ newState }) => {
      door.setAttribute("aria-expanded", String(newState === "open"));
      if (newState === "closed" && panel.contains(document.activeElement)) door.focus();
    });
  }
})();
