// A photo from any page: by the camera beside the search field, pasted, or dropped anywhere. It goes
// into the form of this page, or else into a dialog that is fetched with its style and script from
// the page of photo search, so that other pages pay for neither.
const door = document.querySelector("[data-photo-door]");

if (door) {
  const fieldOf = (node) => node instanceof Element && node.closest("input:not([type=file]), textarea, [contenteditable]");
  const isAddress = (text) => /^https?:\/\/\S+$/i.test(text);
  let loading = null;
  let isOwnDrag = false;

  const copyAsset = (node) => new Promise((done, failed) => {
    const place = node.localName === "link" ? "href" : "src";
    if (document.querySelector(`${node.localName}[${place}="${node.getAttribute(place)}"]`)) { done(); return; }
    const copy = document.createElement(node.localName);
    for (const { name, value } of node.attributes) copy.setAttribute(name, value);
    copy.addEventListener("load", done);
    copy.addEventListener("error", failed);
    document.head.append(copy);
  });

  const loadDialog = async () => {
    const answer = await fetch(door.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const dialog = page.querySelector("[data-photo-dialog]").content.firstElementChild;
    document.body.append(dialog);
    await Promise.all([...page.querySelectorAll("[data-photo-asset]")].map(copyAsset));
    return dialog;
  };

  const open = async (found) => {
    let form = document.querySelector("main [data-photo-form]");
    if (!form) {
      try {
        const dialog = await (loading ??= loadDialog());
        if (!dialog.open) dialog.showModal();
        form = dialog.querySelector("[data-photo-form]");
      } catch { // away, or too many questions: the browser says which
        location.assign(door.href);
        return;
      }
    } else if (!found) form.querySelector("input[type=file]").click();
    if (found) form.dispatchEvent(new CustomEvent("photo:found", { detail: found }));
  };

  door.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab of its own
    event.preventDefault();
    open(null);
  });

  // The picture that a data: address holds; null where it holds none.
  const heldIn = (address) => {
    const [, type, isCoded, body] = /^data:(image\/[\w.+-]+)[^,]*?(;base64)?,(.*)$/s.exec(address) ?? [];
    if (!type) return null;
    try {
      const bytes = isCoded ? atob(decodeURIComponent(body)) : decodeURIComponent(body);
      return new File([Uint8Array.from(bytes, (each) => each.charCodeAt(0))], "picture", { type });
    } catch {
      return null;
    }
  };

  // A picture of this shop may be fetched; other pages' may not (the shop asks no server for shoppers).
  const fetched = async (address) => {
    if (!isAddress(address) || new URL(address).origin !== location.origin) return null;
    const blob = await fetch(address).then((answer) => (answer.ok ? answer.blob() : null)).catch(() => null);
    return blob?.type.startsWith("image/") ? new File([blob], "picture", { type: blob.type }) : null;
  };

  const addressIn = (data) => {
    const html = data.getData("text/html");
    const source = html && new DOMParser().parseFromString(html, "text/html").querySelector("img[src]")?.getAttribute("src");
    const listed = data.getData("text/uri-list").split(/\r?\n/).find((line) => line && !line.startsWith("#"));
    return source || listed || data.getData("text/plain").trim();
  };

  const take = async (files, address) => {
    const held = files.length ? null : heldIn(address) ?? (await fetched(address));
    open({ files: held ? [held] : files, address });
  };

  document.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    const pictures = [...data.files].filter((file) => file.type.startsWith("image/"));
    const text = data.getData("text/plain").trim();
    if (fieldOf(event.target) && (text || !pictures.length)) return; // words for that field
    const shown = text ? "" : addressIn(data); // of a picture that came as a part of a page
    if (!pictures.length && !shown && !isAddress(text) && !text.startsWith("data:image/")) return;
    event.preventDefault();
    take(pictures, text || shown);
  });

  // What is dragged within this page stays the browser's; anything else must not make it leave the shop.
  const isOurs = ({ dataTransfer: { types }, target }) => !isOwnDrag
    && (types.includes("Files") || (types.includes("text/uri-list") && !fieldOf(target)));
  const mark = (isOver) => document.body.classList.toggle("dropping", isOver);
  document.body.dataset.dropHere = door.dataset.dropHere;
  document.addEventListener("dragstart", () => { isOwnDrag = true; });
  document.addEventListener("dragend", () => { isOwnDrag = false; });
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      if (!isOurs(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      mark(true);
    });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) mark(false); });
  document.addEventListener("drop", (event) => {
    mark(false);
    if (!isOurs(event)) return;
    event.preventDefault();
    take([...event.dataTransfer.files], addressIn(event.dataTransfer));
  });
}
