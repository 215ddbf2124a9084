// The similarity lab: judgements without leaving the page, photos dropped or pasted, keys of a
// blind test. Without scripts all of it works by plain forms, but for dropping and pasting.
"use strict";
{
  function show(form, verdict) {
    for (const button of form.querySelectorAll("[data-verdict]")) {
      const given = button.dataset.verdict === verdict;
      button.setAttribute("aria-pressed", String(given));
      button.value = given ? "" : button.dataset.verdict;
    }
  }

  async function judge(form, button) {
    const said = document.querySelector("#lab-said");
    const sent = new FormData(form, button);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: sent,
        headers: { Accept: "application/json" },
      });
      const told = await answer.json();
      said.textContent = told.words;
      if (answer.ok) {
        const alike = `[data-judge="${form.dataset.judge}"]`;
        document.querySelectorAll(alike).forEach((each) => show(each, told.verdict));
      }
    } catch {
      form.requestSubmit(button);
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-judge]");
    if (form && event.submitter && !form.dataset.plain) {
      event.preventDefault();
      form.dataset.plain = "once"; // where it cannot be sent, the browser sends it
      judge(form, event.submitter).finally(() => delete form.dataset.plain);
    }
  });

  const drop = document.querySelector("[data-drop]");
  if (drop) {
    const take = (files) => {
      const photo = [...(files ?? [])].find((file) => file.type.startsWith("image/"));
      if (photo) {
        const chosen = new DataTransfer();
        chosen.items.add(photo);
        drop.querySelector("[type=file]").files = chosen.files;
        drop.requestSubmit();
      }
    };
    drop.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
    drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("is-over");
      take(event.dataTransfer.files);
    });
    document.addEventListener("paste", (event) => take(event.clipboardData?.files));
  }

  // A worker that had no time yet goes on looking, so that the next try finds its answer.
  const again = document.querySelector("[data-again]");
  if (again && Number(again.dataset.again) <= 4) {
    setTimeout(() => window.location.replace(again.href), 2000);
  }

  const blind = document.querySelector("[data-blind]");
  const keys = { ArrowLeft: "left", ArrowRight: "right", ArrowDown: "equal" };
  if (blind) {
    document.addEventListener("keydown", (event) => {
      const plain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
      if (plain && !event.repeat && keys[event.key] && !event.target.closest("input, select, textarea")) {
        event.preventDefault();
        blind.querySelector(`[value="${keys[event.key]}"]`).click();
      }
    });
  }
}
