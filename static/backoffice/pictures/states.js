// Badges of pictures that wait for a worker ask again until all are settled.
"use strict";
{
  const SOON = 2000;
  const LATER = 15000;
  const { section, list, words, announce } = window.vitrinePictures ?? {};
  let timer = null;

  async function look(wait) {
    timer = null;
    let again = Math.min(Math.max(wait * 1.4, SOON), LATER);
    try {
      // The last header: a page that nobody looks at keeps no session alive.
      const headers = { Accept: "application/json", "X-Looks-By-Itself": "1" };
      const answer = await fetch(section.dataset.states, { headers });
      if (!answer.ok || answer.redirected) {
        return; // logged out, or deleted: the next save will tell
      }
      const now = await answer.json();
      const waited = Boolean(list.querySelector(".picture-state .badge-pending"));
      for (const [id, picture] of Object.entries(now.pictures)) {
        show(list.querySelector(`[data-picture="${id}"]`), picture);
      }
      if (!now.waiting) {
        if (waited) {
          announce(words("states", { ready: now.ready, count: Object.keys(now.pictures).length }));
        }
        return;
      }
    } catch {
      again = LATER;
    }
    start(again);
  }

  function show(card, picture) {
    if (!card) {
      return;
    }
    const state = card.querySelector(".picture-state");
    if (state.dataset.html !== picture.html) {
      state.dataset.html = picture.html;
      state.innerHTML = picture.html;
    }
    if (card.dataset.sha256 !== picture.sha256) {
      card.dataset.sha256 = picture.sha256;
      card.querySelector(".picture-seen img").src = picture.thumbnail;
    }
  }

  function start(wait) {
    timer ??= setTimeout(look, wait, wait);
  }

  if (section?.dataset.states) {
    if (list.querySelector(".picture-state .badge-pending")) {
      start(SOON);
    }
    section.addEventListener("pictures:changed", () => start(SOON));
    // Back from the page where a picture was turned or cropped.
    window.addEventListener("focus", () => start(0));
  }
}
