// "Add to basket" is an event that the shop's own checkout may take; where nobody does, the link is
// followed.
for (const button of document.querySelectorAll("[data-basket]")) {
  button.hidden = false;
  button.addEventListener("click", (event) => {
    const detail = { ...JSON.parse(button.dataset.basket), status: document.querySelector("[data-basket-status]") };
    const told = new CustomEvent("vitrine:add-to-basket", { bubbles: true, cancelable: true, detail });
    if (!button.dispatchEvent(told)) event.preventDefault();
  });
}
