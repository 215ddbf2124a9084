// A frame on the photo instead of numbers: drawn, moved and sized with mouse, finger and keys. Letting
// go searches again, and so does a pause of the keys.
const form = document.querySelector("[data-region-form]");
const frame = document.querySelector("[data-frame]");

if (form && frame) {
  const SMALLEST = 5; // percent
  const STEP = 2; // percent that a key moves
  const PAUSE = 700; // ms without a key
  const NEAR = 22; // px: as much as a finger needs to find a corner
  const KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
  const SIDES = ["x", "y", "w", "h"];
  const svg = frame.querySelector("svg");
  const shade = svg.querySelector(".shade");
  const edge = svg.querySelector(".edge");
  const corners = svg.querySelector(".corners");
  const handle = frame.querySelector("[data-frame-box]");
  const start = document.querySelector("[data-frame-start]");
  const hint = document.querySelector("[data-frame-hint]");
  const status = document.querySelector("[data-status]");

  const read = () => Object.fromEntries(SIDES.map((side) => [side, Number(form.elements[side].value)]));
  const write = (box) => { for (const side in box) form.elements[side].value = box[side]; };
  const isWhole = ({ w, h }) => w >= 100 && h >= 100;
  const isSame = (one, other) => SIDES.every((side) => one[side] === other[side]);
  const within = (value, least, most) => Math.min(most, Math.max(least, value));

  const show = (box) => {
    const { x, y, w, h } = box;
    const whole = isWhole(box);
    svg.classList.toggle("is-whole", whole);
    frame.classList.toggle("framed", !whole);
    handle.hidden = hint.hidden = whole;
    start.hidden = !whole;
    for (const [name, value] of Object.entries({ left: x, top: y, width: w, height: h })) handle.style[name] = `${value}%`;
    shade.setAttribute("d", `M0 0H100V100H0Z M${x} ${y}h${w}v${h}h${-w}Z`);
    for (const [name, value] of Object.entries({ x, y, width: w, height: h })) edge.setAttribute(name, value);
    const [across, down] = [Math.min(8, w / 3), Math.min(8, h / 3)];
    corners.setAttribute("d", [[x, y, 1, 1], [x + w, y, -1, 1], [x, y + h, 1, -1], [x + w, y + h, -1, -1]]
      .map(([left, top, right, below]) => `M${left + right * across} ${top}H${left}V${top + below * down}`).join(" "));
  };

  let searched = read(); // the frame that the list is about
  let moved = null; // the frame as keys have moved it since
  let pause = 0;
  const search = (box) => {
    clearTimeout(pause);
    moved = null;
    write(box);
    show(box);
    if (!isSame(box, searched)) form.requestSubmit();
    searched = box;
  };

  const at = (event) => {
    const box = frame.getBoundingClientRect();
    const percent = (value, length) => within(Math.round((100 * value) / length), 0, 100);
    return { x: percent(event.clientX - box.left, box.width), y: percent(event.clientY - box.top, box.height) };
  };

  const between = (a, b) => ({
    x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), w: Math.abs(a.x - b.x), h: Math.abs(a.y - b.y),
  });

  // What a pull that begins here does to the frame: a function of where it has come to.
  const grasp = (from) => {
    const box = read();
    if (isWhole(box)) return (to) => between(from, to);
    const { width, height } = frame.getBoundingClientRect();
    for (const [x, y] of [[box.x, box.y], [box.x + box.w, box.y], [box.x, box.y + box.h], [box.x + box.w, box.y + box.h]]) {
      const isNear = Math.hypot(((from.x - x) * width) / 100, ((from.y - y) * height) / 100) < NEAR;
      const opposite = { x: 2 * box.x + box.w - x, y: 2 * box.y + box.h - y };
      if (isNear) return (to) => between(opposite, to);
    }
    const inside = from.x > box.x && from.x < box.x + box.w && from.y > box.y && from.y < box.y + box.h;
    if (!inside) return (to) => between(from, to);
    return (to) => ({
      ...box, x: within(box.x + to.x - from.x, 0, 100 - box.w), y: within(box.y + to.y - from.y, 0, 100 - box.h),
    });
  };

  let pull = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    pull = grasp(at(event));
  });
  frame.addEventListener("pointermove", (event) => { if (pull) show(pull(at(event))); });
  frame.addEventListener("pointercancel", () => { pull = null; show(read()); });
  frame.addEventListener("pointerup", (event) => {
    if (!pull) return;
    const box = pull(at(event));
    pull = null;
    // A tap is no frame: back to what was searched with.
    if (box.w < SMALLEST || box.h < SMALLEST) show(read());
    else search(box);
  });

  handle.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); search(read()); }
    if (event.key === "Escape") search(searched);
    if (!KEYS[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const [across, down] = KEYS[event.key];
    const { x, y, w, h } = read();
    const box = event.shiftKey
      ? { x, y, w: within(w + across, SMALLEST, 100 - x), h: within(h + down, SMALLEST, 100 - y) }
      : { x: within(x + across, 0, 100 - w), y: within(y + down, 0, 100 - h), w, h };
    moved = box;
    write(box);
    show(box);
    status.textContent = status.dataset.frameWords.replace(/\{(\w)\}/g, (_all, side) => box[side]);
    clearTimeout(pause);
    pause = setTimeout(() => search(box), PAUSE);
  });
  start.addEventListener("click", () => {
    search({ x: 20, y: 20, w: 60, h: 60 });
    handle.focus({ preventScroll: true });
  });

  form.addEventListener("input", (event) => { if (SIDES.includes(event.target.name)) show(read()); });
  document.addEventListener("photo:seen", () => {
    searched = read();
    if (moved) write(moved); // keys were pressed while the answer was on its way
    if (!pull) show(read());
  });
  frame.classList.add("live");
  show(searched);
}
