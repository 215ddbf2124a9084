// Pictures are sent one by one as soon as they are chosen, dropped or pasted: each with its own bar
// and verdict, and kept by the shop until the product is saved.
"use strict";
{
  const AT_ONCE = 2;
  const BUSY_AGAIN = [1500, 4000, 9000]; // ms: a shop that is busy is asked so often by itself
  const LONGEST = 10 * 60 * 1000; // ms

  const { section, list, words, announce, csrfToken, draft } = window.vitrinePictures ?? {};
  const waiting = [];
  const under = new Set();
  let chosen = 0; // so many: two are sent at once, and stand in the order in which they were chosen
  let submitter = null; // the button that was pressed before all had arrived

  function add(files, replaces) {
    for (const file of files) {
      const upload = { file, replaces, tries: 0, turn: chosen++, row: row(file) };
      if (file.size > Number(section.dataset.maxBytes)) {
        refuse(upload, words("too-big"), { mayTryAgain: false });
      } else {
        waiting.push(upload);
      }
    }
    next();
  }

  // One upload as the page shows it.
  function row(file) {
    const item = document.createElement("li");
    const image = document.createElement("img");
    image.alt = "";
    image.src = URL.createObjectURL(file);
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
    image.addEventListener("error", () => image.remove());
    const name = document.createElement("span");
    name.className = "file-name";
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const verdict = document.createElement("span");
    verdict.className = "verdict";
    verdict.textContent = words("waits");
    item.append(image, name, bar, verdict);
    section.querySelector(".uploads").append(item);
    return item;
  }

  function next() {
    while (under.size < AT_ONCE && waiting.length) {
      send(waiting.shift());
    }
    if (!under.size && !waiting.length && submitter) {
      const button = submitter;
      submitter = null;
      if (!section.querySelector(".uploads li")) {
        button.form.requestSubmit(button);
      }
    }
  }

  function send(upload) {
    const form = draft();
    form.append("picture", upload.file);
    if (upload.replaces) {
      form.append("replaces", upload.replaces);
    }
    const request = new XMLHttpRequest();
    const bar = upload.row.querySelector("progress");
    const say = (sentence) => (upload.row.querySelector(".verdict").textContent = sentence);
    under.add(upload);
    request.open("POST", section.dataset.hold);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.timeout = LONGEST;
    request.upload.addEventListener("progress", (event) => {
      bar.value = event.loaded / event.total;
      say(words("sending", { percent: Math.round(100 * bar.value) }));
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      say(words("checking"));
    });
    request.addEventListener("loadend", () => {
      under.delete(upload);
      settle(upload, request);
      next();
    });
    request.send(form);
  }

  function settle(upload, request) {
    const answer = request.response;
    if (request.status === 200 && answer?.html) {
      keep(upload, answer);
    } else if (answer?.code === "busy" && upload.tries < BUSY_AGAIN.length) {
      under.add(upload); // it is on its way all the same
      setTimeout(() => {
        under.delete(upload);
        waiting.unshift(upload);
        next();
      }, BUSY_AGAIN[upload.tries++]);
    } else if (answer?.sentence) {
      refuse(upload, answer.sentence, { mayTryAgain: request.status >= 500 });
    } else if (request.status === 200 || request.status === 403) {
      refuse(upload, words("logged-out"), { mayTryAgain: true });
    } else if (request.status === 413) {
      refuse(upload, words("too-big"), { mayTryAgain: false });
    } else if (request.status) {
      refuse(upload, words("failed", { status: request.status }), { mayTryAgain: true });
    } else {
      refuse(upload, words("interrupted"), { mayTryAgain: true });
    }
  }

  function keep(upload, answer) {
    upload.row.remove();
    const holder = document.createElement("template");
    holder.innerHTML = answer.html;
    if (upload.replaces) {
      const card = list.querySelector(`[data-picture="${upload.replaces}"]`);
      card?.querySelector(".replacement-slot").replaceChildren(holder.content);
    } else {
      const card = holder.content.querySelector(".picture");
      card.dataset.turn = upload.turn;
      const later = [...list.children].find((each) => Number(each.dataset.turn ?? -1) > upload.turn);
      list.insertBefore(card, later ?? null);
    }
    if (section.dataset.form) {
      // So that a reload of the page finds them.
      const address = new URL(window.location);
      address.searchParams.set("held", section.dataset.form);
      window.history.replaceState(null, "", address);
    }
    section.dispatchEvent(new CustomEvent("pictures:listed"));
    announce(words("good", { name: upload.file.name }));
  }

  function refuse(upload, reason, { mayTryAgain }) {
    const { row } = upload;
    row.classList.add("refused");
    row.querySelector("progress")?.remove();
    row.querySelector(".verdict").textContent = reason;
    announce(words("bad", { name: upload.file.name, reason }));
    if (mayTryAgain) {
      row.append(
        button(words("again"), () => {
          row.remove();
          add([upload.file], upload.replaces);
        }),
      );
    }
    row.append(button(words("forget"), () => row.remove()));
  }

  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  function hasFiles(event) {
    return [...(event.dataTransfer?.types ?? [])].includes("Files");
  }

  if (section?.dataset.hold) {
    section.addEventListener("change", (event) => {
      if (event.target.matches('input[type="file"]')) {
        add([...event.target.files], event.target.dataset.replaces);
        event.target.value = "";
      }
    });
    document.addEventListener("dragover", (event) => {
      if (hasFiles(event)) {
        event.preventDefault();
        section.classList.add("dropping");
      }
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) {
        section.classList.remove("dropping");
      }
    });
    document.addEventListener("drop", (event) => {
      section.classList.remove("dropping");
      if (hasFiles(event)) {
        event.preventDefault();
        add([...event.dataTransfer.files]);
        section.querySelector(".uploads").scrollIntoView({ block: "nearest" });
      }
    });
    document.addEventListener("paste", (event) => {
      if (event.clipboardData?.types.includes("text/plain")) {
        return; // words with their looks, as a spreadsheet copies them
      }
      const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
      if (files.length) {
        event.preventDefault();
        add(files);
      }
    });
    window.addEventListener("beforeunload", (event) => {
      if (under.size || waiting.length) {
        event.preventDefault(); // the browser asks whether to leave what is still on its way
      }
    });
    section.closest("form").addEventListener("submit", (event) => {
      if (under.size || waiting.length) {
        // Saved as soon as the last has arrived.
        event.preventDefault();
        event.stopImmediatePropagation();
        submitter = event.submitter;
        announce(words("saving-soon", { count: under.size + waiting.length }));
        return;
      }
      section.closest("form").csrfmiddlewaretoken.value = csrfToken();
    });
  }
}
