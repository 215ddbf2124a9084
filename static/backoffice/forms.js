// A form that was sent is not sent again by a second click: its buttons rest until it is answered.
"use strict";
{
  function rest(form, resting) {
    for (const field of form.elements) {
      // Those that stand outside of their form, too.
      if (field.type === "submit") {
        field.disabled = resting;
      }
    }
    form.setAttribute("aria-busy", resting);
  }

  document.addEventListener("submit", (event) => {
    if (event.target.matches("#content form[method=post]") && !event.defaultPrevented) {
      // Only after the browser has read which button it was.
      setTimeout(() => rest(event.target, true));
    }
  });

  // Back from the next page, the form may be sent once more.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      document.querySelectorAll("form[aria-busy=true]").forEach((form) => rest(form, false));
    }
  });
}
