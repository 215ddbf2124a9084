// The dashboard looks again by itself. Only parts that have changed are exchanged: what has the
// focus keeps it, an open table stays open, and nobody's selection is lost.
"use strict";
{
  const EVERY = 12000;
  const dashboard = document.getElementById("dashboard");
  const said = document.getElementById("dashboard-said");
  const known = new Map();
  let timer = 0;
  let asked = 0;

  const parts = (root) => [...root.querySelectorAll("[data-part]")];
  const nameOf = (element) =>
    element.dataset.key || element.id || element.getAttribute("href") || element.textContent.trim();

  function isSelectedIn(part) {
    const selection = getSelection();
    return !selection.isCollapsed && part.contains(selection.anchorNode);
  }

  function exchange(old, fresh) {
    const focused = old.contains(document.activeElement) ? nameOf(document.activeElement) : null;
    const open = [...old.querySelectorAll("details[open]")].map((details) => details.id);
    old.replaceWith(fresh);
    open.forEach((id) => fresh.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", ""));
    if (focused !== null) {
      const all = [...fresh.querySelectorAll("a, button, summary")];
      const again = all.find((element) => nameOf(element) === focused);
      if (!again) {
        fresh.tabIndex = -1; // what had the focus is gone: its part has it
      }
      (again ?? fresh).focus({ preventScroll: true });
    }
  }

  function say(words) {
    if (said.textContent !== words) {
      said.textContent = words;
    }
  }

  function show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const faults = (root) => [...root.querySelectorAll(".to-do li")].map((line) => line.textContent.trim());
    const before = new Set(faults(dashboard));
    const news = faults(fresh).filter((line) => !before.has(line));
    const old = new Map(parts(dashboard).map((part) => [part.dataset.part, part]));
    for (const part of parts(fresh)) {
      const there = old.get(part.dataset.part);
      const markup = part.innerHTML;
      if (!there) {
        dashboard.append(part);
      } else if (known.get(part.dataset.part) !== markup && !isSelectedIn(there)) {
        exchange(there, part);
        known.set(part.dataset.part, markup);
      }
      old.delete(part.dataset.part);
    }
    old.forEach((part) => part.remove());
    return news.join(" ");
  }

  async function look() {
    clearTimeout(timer);
    const mine = ++asked;
    try {
      const headers = { Accept: "text/html", "X-Looks-By-Itself": "1" };
      const answer = await fetch(dashboard.dataset.address, { headers });
      if (answer.redirected) {
        window.location.reload(); // logged out meanwhile
        return;
      }
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      const html = await answer.text();
      if (mine !== asked) {
        return; // a later question is on its way, or answered
      }
      const news = show(html);
      if (news || said.textContent === dashboard.dataset.away) {
        say(news);
      }
    } catch {
      say(dashboard.dataset.away);
    }
    if (mine === asked && !document.hidden) {
      timer = setTimeout(look, EVERY);
    }
  }

  async function press(button) {
    // Not `disabled`, which would take the focus from it.
    button.setAttribute("aria-disabled", "true");
    const form = new FormData(button.form);
    try {
      const answer = await fetch(button.formAction, {
        method: "POST",
        body: form,
        headers: { Accept: "text/plain" },
      });
      if (!answer.ok || answer.redirected) {
        throw new Error(String(answer.status));
      }
      const words = await answer.text();
      await look();
      say(words);
    } catch {
      say(dashboard.dataset.away);
    } finally {
      button.removeAttribute("aria-disabled");
    }
  }

  parts(dashboard).forEach((part) => known.set(part.dataset.part, part.innerHTML));
  timer = setTimeout(look, EVERY);

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) {
      look();
    }
  });
  dashboard.addEventListener("click", (event) => {
    const button = event.target.closest("button[formaction]");
    if (button) {
      event.preventDefault();
      if (!button.hasAttribute("aria-disabled")) {
        press(button);
      }
    }
  });
}
