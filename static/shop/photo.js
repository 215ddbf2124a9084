// Preview a photo and shrink it before it is sent: phones take more megapixels than are needed.
const LONGER_SIDE = 1600; // px; the shop keeps 1,024
const SMALL_ENOUGH = 1_500_000; // bytes
const ENDINGS = /\.(jpe?g|jfif|png|webp|avif|hei[cf]|gif)$/i;

async function shrink(file) {
  if (!file.type.startsWith("image/") || file.type === "image/gif") return file;
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const ratio = Math.min(1, LONGER_SIDE / Math.max(bitmap.width, bitmap.height));
  if (ratio === 1 && file.size < SMALL_ENOUGH) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * ratio));
  canvas.height = Math.max(1, Math.round(bitmap.height * ratio));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // what the shop, too, puts behind transparent pictures
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
  return blob ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file;
}

// Nobody had time to look at the photo that was sent: its page asks again.
const waiting = document.querySelector("main a[data-retry-after]");
if (waiting) setTimeout(() => location.replace(waiting.href), Number(waiting.dataset.retryAfter) * 1_000);

for (const form of document.querySelectorAll("[data-photo-form]")) {
  const input = form.querySelector("input[type=file]");
  const preview = form.querySelector("[data-preview]");
  const name = form.querySelector("[data-name]");
  const said = form.querySelector("[data-said]");
  const choose = form.querySelector("[data-choose]");
  const camera = form.querySelector("[data-camera]");
  const button = form.querySelector("[data-submit]");
  let ready = Promise.resolve();
  let shown = "";

  const say = (key = "", values = {}) => {
    said.textContent = (said.dataset[key] ?? "").replace(/\{(\w+)\}/g, (_all, each) => values[each]);
    said.classList.toggle("error", key !== "several");
  };

  const give = (file) => {
    const files = new DataTransfer();
    files.items.add(file);
    input.files = files.files;
  };

  const take = async () => {
    const chosen = input.files[0];
    if (!chosen) return;
    const file = await shrink(chosen).catch(() => chosen); // the shop knows formats that browsers do not
    if (input.files[0] !== chosen) return; // another one was chosen meanwhile
    if (file !== chosen) give(file);
    URL.revokeObjectURL(shown);
    shown = URL.createObjectURL(file);
    name.textContent = chosen.name;
    preview.onload = () => { preview.hidden = false; name.hidden = true; };
    preview.onerror = () => { preview.hidden = true; name.hidden = false; };
    preview.src = shown;
    choose.textContent = choose.dataset.chooseAgain;
    button.hidden = false;
  };

  const isAtOnce = "atOnce" in form.dataset;
  // What was dropped or pasted was meant for this; what was chosen may be looked at first.
  const search = () => { if (isAtOnce) form.requestSubmit(); };
  button.hidden = isAtOnce; // until there is something to search with
  input.addEventListener("change", () => {
    say();
    ready = take();
  });
  camera.addEventListener("click", () => {
    input.setAttribute("capture", "environment");
    input.click();
    input.removeAttribute("capture");
  });

  form.addEventListener("photo:found", ({ detail: { files } }) => {
    const file = files.find(({ type, name: called }) => type.startsWith("image/") || (!type && ENDINGS.test(called)));
    if (!file) { say(files.length ? "noPicture" : "onlyAddress"); return; }
    give(file);
    ready = take();
    form.scrollIntoView({ block: "nearest" });
    if (files.length > 1) say("several", { count: files.length, name: file.name });
    else { say(); search(); }
  });

  let sending = false;
  const idle = button.textContent;
  const rest = () => {
    sending = false;
    button.removeAttribute("aria-busy");
    button.textContent = idle;
  };
  form.addEventListener("submit", async (event) => {
    if (sending || !input.files.length) return;
    event.preventDefault();
    sending = true;
    button.setAttribute("aria-busy", "true");
    button.textContent = button.dataset.busy;
    await ready;
    const megabytes = input.files[0].size / 1024 ** 2;
    if (megabytes <= Number(form.dataset.maxMegabytes)) { form.submit(); return; }
    say("tooBig", { size: Math.ceil(megabytes) });
    rest();
  });
  // Coming back with the browser's button: the form is as it was left, its dialog shut.
  addEventListener("pageshow", (event) => {
    rest();
    if (event.persisted) form.closest("dialog")?.close();
  });
}
