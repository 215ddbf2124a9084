// What the scripts of a product's pictures share, and the buttons of a single picture.
"use strict";
{
  const section = document.getElementById("pictures");
  const list = section?.querySelector(".picture-list");

  // The page's own sentences: words("place", { old: 2 }).
  function words(name, parameters = {}) {
    const key = name.replace(/(^|-)([a-z])/g, (_, dash, letter) => letter.toUpperCase());
    const sentence = section.dataset[`word${key}`] ?? "";
    return sentence.replace(/\{(\w+)\}/g, (whole, key) => parameters[key] ?? whole);
  }

  function announce(sentence) {
    section.querySelector(".picture-news").textContent = sentence;
  }

  // The cookie is newer than the page where somebody has logged in again meanwhile.
  function csrfToken() {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return cookie ? cookie[1] : section.closest("form").csrfmiddlewaretoken.value;
  }

  // Which form a picture is for, as the shop wants to know it.
  function draft() {
    const form = new FormData();
    const { product, form: token } = section.dataset;
    form.append(product ? "product" : "held_form", product ?? token);
    return form;
  }

  function ask(address, form) {
    const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
    return fetch(address, { method: "POST", body: form, headers });
  }

  async function turn(button) {
    const card = button.closest(".picture");
    const form = new FormData();
    form.append("turn", button.dataset.turn);
    form.append("sha256", card.dataset.sha256);
    button.disabled = true;
    try {
      const answer = await ask(button.dataset.edit, form);
      if (answer.redirected) {
        announce(words("logged-out"));
        return;
      }
      const now = await answer.json();
      announce(now.sentence);
      if (answer.ok) {
        card.dataset.sha256 = now.sha256;
        card.querySelector(".picture-seen img").src = now.thumbnail;
        section.dispatchEvent(new CustomEvent("pictures:changed"));
      }
    } catch {
      announce(words("interrupted"));
    } finally {
      button.disabled = false;
    }
  }

  async function forget(button) {
    const gone = button.closest(".replacement") ?? button.closest(".picture");
    button.disabled = true;
    try {
      const answer = await ask(button.dataset.letGo, draft());
      if (!answer.ok || answer.redirected) {
        throw new Error(String(answer.status));
      }
      const next = gone.nextElementSibling ?? gone.previousElementSibling;
      gone.remove();
      (next?.querySelector("button:not([hidden])") ?? section.querySelector("input[type=file]"))?.focus();
      section.dispatchEvent(new CustomEvent("pictures:listed"));
    } catch {
      button.disabled = false;
      announce(words("interrupted"));
    }
  }

  // What works by script only is shown by it, and what it does better is hidden.
  function dress() {
    for (const shown of section.querySelectorAll(".picture-list [hidden], .drop-hint, .order-hint")) {
      shown.hidden = false;
    }
    for (const box of section.querySelectorAll(".picture-list .let-go")) {
      box.hidden = true;
    }
  }

  if (section) {
    section.classList.add("scripted");
    dress();
    section.addEventListener("pictures:listed", dress);
    section.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.matches(".turn")) {
        turn(button);
      } else if (button?.matches(".forget[data-let-go]")) {
        forget(button);
      }
    });
    window.vitrinePictures = { section, list, words, announce, csrfToken, draft };
  }
}
