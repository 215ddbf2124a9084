// The gallery: thumbnails, arrow keys and buttons turn it without moving the page, swiping marks the
// thumbnail; a click enlarges, and there a picture can be zoomed, moved and left by Escape.
for (const gallery of document.querySelectorAll("[data-gallery]")) {
  const track = gallery.querySelector("[data-track]");
  if (!track) continue;
  const pictures = [...track.children];
  const thumbs = [...gallery.querySelectorAll("[data-thumb]")];
  const steps = [...gallery.querySelectorAll("[data-turn]")];
  let current = 0;

  const mark = (index) => {
    current = index;
    thumbs.forEach((thumb, other) => {
      if (other === index) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    });
    steps.forEach((step) => { step.disabled = !pictures[index + Number(step.dataset.turn)]; });
  };
  const turn = (index) => {
    const to = Math.min(pictures.length - 1, Math.max(0, index));
    track.scrollTo({ left: pictures[to].offsetLeft - pictures[0].offsetLeft });
    mark(to);
  };
  // Arrow keys follow the eye: in a language from right to left the next picture is to the left.
  const wayOf = (event) => {
    const ahead = getComputedStyle(gallery).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    return { [ahead]: 1, [ahead === "ArrowLeft" ? "ArrowRight" : "ArrowLeft"]: -1 }[event.key] || 0;
  };

  thumbs.forEach((thumb, index) => {
    thumb.addEventListener("click", (event) => { event.preventDefault(); turn(index); });
  });
  steps.forEach((step) => {
    step.hidden = false;
    step.addEventListener("click", () => turn(current + Number(step.dataset.turn)));
  });
  gallery.addEventListener("keydown", (event) => {
    const way = wayOf(event);
    if (!way || event.target.closest("dialog")) return;
    event.preventDefault();
    turn(current + way);
    const from = document.activeElement;
    if (thumbs.includes(from)) thumbs[current].focus({ preventScroll: true });
    else if (track.contains(from)) pictures[current].querySelector("a")?.focus({ preventScroll: true });
  });
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) mark(pictures.indexOf(entry.target));
    },
    { root: track, threshold: 0.6 },
  );
  for (const picture of pictures) seen.observe(picture);
  mark(0);

  // Enlarged
  const dialog = gallery.querySelector("[data-enlarged]");
  if (!dialog?.showModal) continue;
  const stage = dialog.querySelector("[data-stage]");
  const large = stage.appendChild(new Image());
  const buttons = Object.fromEntries([...dialog.querySelectorAll("[data-do]")].map((each) => [each.dataset.do, each]));
  const links = pictures.map((picture) => picture.querySelector("a"));
  const SCALES = [1, 2, 4];
  let scale = 1;
  buttons.previous.hidden = buttons.next.hidden = links.length < 2;

  // About a point of the stage, given as shares of what is shown.
  const zoom = (to, x = 0.5, y = 0.5) => {
    scale = to;
    large.style.width = large.style.height = `${100 * scale}%`;
    stage.classList.toggle("zoomed", scale > 1);
    stage.scrollLeft = x * stage.scrollWidth - stage.clientWidth / 2;
    stage.scrollTop = y * stage.scrollHeight - stage.clientHeight / 2;
    buttons.closer.disabled = scale === SCALES.at(-1);
    buttons.farther.disabled = scale === SCALES[0];
  };
  const show = (index) => {
    if (!links[index]) return;
    turn(index);
    large.src = links[index].href;
    large.alt = links[index].querySelector("img").alt;
    buttons.previous.disabled = !links[index - 1];
    buttons.next.disabled = !links[index + 1];
    zoom(1);
  };
  const middle = () => [
    (stage.scrollLeft + stage.clientWidth / 2) / stage.scrollWidth,
    (stage.scrollTop + stage.clientHeight / 2) / stage.scrollHeight,
  ];
  const actions = {
    previous: () => show(current - 1),
    next: () => show(current + 1),
    closer: () => zoom(SCALES[SCALES.indexOf(scale) + 1] ?? scale, ...middle()),
    farther: () => zoom(SCALES[SCALES.indexOf(scale) - 1] ?? scale, ...middle()),
    close: () => dialog.close(),
  };
  for (const [name, button] of Object.entries(buttons)) button.addEventListener("click", actions[name]);
  links.forEach((link, index) => link.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog.showModal();
    show(index);
    stage.focus();
  }));
  dialog.addEventListener("close", () => links[current].focus({ preventScroll: true }));
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "+" || event.key === "=") actions.closer();
    else if (event.key === "-") actions.farther();
    else if (scale === 1 && wayOf(event)) { event.preventDefault(); show(current + wayOf(event)); }
  });

  // A tap or click zooms there; a pull moves what is zoomed, or turns to the next picture.
  let pull = null;
  stage.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    pull = { x: event.clientX, y: event.clientY, left: stage.scrollLeft, top: stage.scrollTop };
    if (event.pointerType === "mouse") stage.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  stage.addEventListener("pointermove", (event) => {
    if (!pull || scale === 1 || event.pointerType !== "mouse") return;
    stage.scrollLeft = pull.left - (event.clientX - pull.x);
    stage.scrollTop = pull.top - (event.clientY - pull.y);
  });
  stage.addEventListener("pointercancel", () => { pull = null; });
  stage.addEventListener("pointerup", (event) => {
    if (!pull) return;
    const [across, down] = [event.clientX - pull.x, event.clientY - pull.y];
    pull = null;
    if (Math.hypot(across, down) < 8) {
      const box = stage.getBoundingClientRect();
      const x = (event.clientX - box.left + stage.scrollLeft) / stage.scrollWidth;
      const y = (event.clientY - box.top + stage.scrollTop) / stage.scrollHeight;
      zoom(scale > 1 ? 1 : 2, x, y);
    } else if (scale === 1 && Math.abs(across) > 50 && Math.abs(across) > Math.abs(down)) {
      const ahead = getComputedStyle(gallery).direction === "rtl" ? 1 : -1;
      show(current + (Math.sign(across) === ahead ? 1 : -1));
    }
  });
}
