// Pictures are put in order by dragging their numbers, by arrow keys, by buttons or by a number.
"use strict";
{
  const EDGE = 60; // px from the window's edge, in which a drag scrolls the page
  const { section, list, words, announce } = window.vitrinePictures ?? {};

  let isMoved = false; // whether somebody has put them in another order

  const cards = () => [...list.children];
  const placeOf = (card) => card.querySelector('input[name$="-position"]');

  // What is shown follows the order always. What is sent: of new pictures always, of the others
  // only once somebody has moved one.
  function number() {
    const saved = cards().filter((card) => card.dataset.picture && placeOf(card));
    let behind = Math.max(-1, ...saved.map((card) => Number(placeOf(card).value)));
    cards().forEach((card, index) => {
      card.querySelector(".number").textContent = index + 1;
      card.querySelector(".go-to").value = index + 1;
      card.querySelector(".handle").setAttribute("aria-label", words("handle", { number: index + 1, count: cards().length }));
      if (placeOf(card) && isMoved) {
        placeOf(card).value = index;
      } else if (card.dataset.held) {
        placeOf(card).value = behind += 1;
      }
    });
  }

  function place(card, index) {
    const others = cards().filter((each) => each !== card);
    list.insertBefore(card, others[index] ?? null);
  }

  function settle(card, old) {
    const now = cards().indexOf(card);
    if (now === old) {
      return;
    }
    isMoved = true;
    number();
    const told = [words("place", { old: old + 1, new: now + 1, count: cards().length })];
    if (now === 0) {
      told.push(words("cover"));
    }
    announce([...told, words("unsaved")].join(" "));
  }

  function move(card, index) {
    const old = cards().indexOf(card);
    const focused = document.activeElement;
    place(card, Math.max(0, Math.min(index, cards().length - 1)));
    settle(card, old);
    focused?.focus(); // moving it in the page has taken the focus away
  }

  function drag(handle, event) {
    const card = handle.closest(".picture");
    const old = cards().indexOf(card);
    handle.setPointerCapture(event.pointerId);
    card.classList.add("dragging");

    const follow = (moved) => {
      if (moved.clientY < EDGE) {
        window.scrollBy(0, -12);
      } else if (moved.clientY > window.innerHeight - EDGE) {
        window.scrollBy(0, 12);
      }
      const under = cards().find((each) => {
        const box = each.getBoundingClientRect();
        return each !== card && moved.clientY >= box.top && moved.clientY <= box.bottom;
      });
      if (under) {
        place(card, cards().indexOf(under));
        handle.setPointerCapture(moved.pointerId);
      }
    };
    const stop = () => {
      card.classList.remove("dragging");
      handle.removeEventListener("pointermove", follow);
      handle.removeEventListener("pointerup", stop);
      handle.removeEventListener("pointercancel", stop);
      settle(card, old);
      handle.focus();
    };
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("pointerup", stop);
    handle.addEventListener("pointercancel", stop);
  }

  if (list) {
    isMoved = cards().some((card, index) => card.dataset.held && cards()[index + 1]?.dataset.picture);
    number();
    section.addEventListener("pictures:listed", number);
    list.addEventListener("pointerdown", (event) => {
      const handle = event.target.closest(".handle");
      if (handle && event.button === 0) {
        drag(handle, event);
      }
    });
    list.addEventListener("keydown", (event) => {
      const card = event.target.closest(".picture");
      if (event.target.matches(".go-to") && event.key === "Enter") {
        event.preventDefault(); // it would save the form
        event.target.dispatchEvent(new Event("change", { bubbles: true }));
        return;
      }
      if (!event.target.closest(".handle")) {
        return;
      }
      const here = cards().indexOf(card);
      const wanted = { ArrowUp: here - 1, ArrowLeft: here - 1, ArrowDown: here + 1, ArrowRight: here + 1, Home: 0, End: Infinity };
      if (event.key in wanted) {
        event.preventDefault();
        move(card, wanted[event.key]);
      }
    });
    list.addEventListener("click", (event) => {
      const button = event.target.closest(".move");
      if (button) {
        const card = button.closest(".picture");
        move(card, cards().indexOf(card) + Number(button.dataset.by));
      }
    });
    list.addEventListener("change", (event) => {
      if (event.target.matches(".go-to") && event.target.value) {
        move(event.target.closest(".picture"), Number(event.target.value) - 1);
      }
    });
  }
}
