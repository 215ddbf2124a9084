// Bars of imports that are under way ask again, and files that are too large are said so at once.
"use strict";
{
  const SOON = 1500;
  const LATER = 6000;

  async function follow(box) {
    const bar = box.querySelector("progress");
    const words = box.querySelector("[data-words]");
    let wait = SOON;
    try {
      // The header: a page that nobody looks at keeps no session alive.
      const headers = { Accept: "application/json", "X-Looks-By-Itself": "1" };
      const answer = await fetch(box.dataset.progress, { headers });
      if (!answer.ok || answer.redirected) {
        throw new Error(String(answer.status));
      }
      const now = await answer.json();
      words.textContent = now.words;
      if (now.share === null) {
        bar.removeAttribute("value");
      } else {
        bar.max = 1;
        bar.value = now.share;
      }
      if (box.dataset.state && box.dataset.state !== now.state) {
        window.location.reload();
        return;
      }
      if (!now.is_working) {
        box.querySelector(".badge").textContent = now.label;
        box.querySelector(".badge").className = `badge badge-${now.state}`;
        words.textContent = "";
        bar.remove();
        return;
      }
    } catch {
      words.textContent = box.dataset.away ?? words.textContent;
      wait = LATER;
    }
    setTimeout(follow, wait, box);
  }

  document.querySelectorAll("[data-progress]").forEach((box) => setTimeout(follow, SOON, box));

  document.addEventListener("change", (event) => {
    const form = event.target.closest("#import-upload");
    if (form && event.target.matches("[data-max-together]")) {
      const inputs = [...form.querySelectorAll("[data-max-together]")];
      const size = inputs.flatMap((input) => [...input.files]).reduce((sum, file) => sum + file.size, 0);
      const { maxTogether, tooLarge } = event.target.dataset;
      inputs.forEach((input) => input.setCustomValidity(""));
      event.target.setCustomValidity(size > maxTogether ? tooLarge : "");
      event.target.reportValidity();
    }
  });
}
