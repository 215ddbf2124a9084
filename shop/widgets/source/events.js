// What was really seen, and what was clicked: told to the shop in batches, and to nobody else.
const SEEN_SHARE = 0.5; // of a card, for so long, in a page that is to be seen
const SEEN_MS = 1000;
const GATHERED_MS = 2000;
const MOST = 100; // events that the API takes at once

const gathered = [];
let sending = 0;

function report(event) {
  gathered.push({ id: uuid(), ...event });
  sending ||= setTimeout(sendGathered, GATHERED_MS);
}

function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// As text, which needs no question to the other origin before it.
function sendGathered() {
  clearTimeout(sending);
  sending = 0;
  while (gathered.length) {
    const body = JSON.stringify({ events: gathered.splice(0, MOST) });
    navigator.sendBeacon(`${SHOP}/api/v1/events/`, body);
  }
}

const waiting = new Map(); // card -> its timer, or 0 where it is not to be seen
const watch = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      clearTimeout(waiting.get(target)?.timer);
      if (isIntersecting && waiting.has(target)) startCounting(target);
    }
  },
  { threshold: SEEN_SHARE },
);

function startCounting(target) {
  const entry = waiting.get(target);
  entry.timer = setTimeout(() => {
    if (document.hidden) return;
    stopWatching(target);
    report(entry.event);
  }, SEEN_MS);
}

function watchCard(target, event) {
  waiting.set(target, { event });
  watch.observe(target);
}

function stopWatching(target) {
  clearTimeout(waiting.get(target)?.timer);
  waiting.delete(target);
  watch.unobserve(target);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    sendGathered();
    return;
  }
  for (const target of waiting.keys()) {
    watch.unobserve(target); // asked anew, the observer tells again what is to be seen
    watch.observe(target);
  }
});
addEventListener("pagehide", sendGathered);
