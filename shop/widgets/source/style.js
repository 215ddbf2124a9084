// Colours come from the page: text inherits, lines and grounds are a share of it. So a dark page has
// dark widgets. Heights are known before anything is loaded, so that nothing moves.
const STYLE = new CSSStyleSheet();
STYLE.replaceSync(`
:host { display: block; container-type: inline-size; color: var(--vitrine-color, inherit); font: inherit; }
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
.head { display: flex; align-items: center; gap: .5rem; min-height: 2.75rem; }
.head > :first-child { flex: 1; }
.head:has(+ ul[hidden]) { min-height: 0; }
.head:has(+ ul[hidden]) .step { display: none; }
h2 { margin: 0; font-size: 1.25rem; font-weight: 600; line-height: 1.3; }
ul { --width: var(--vitrine-card-width, 11rem); display: flex; gap: var(--vitrine-gap, 1rem); margin: 0; padding: .25rem .25rem .75rem; list-style: none;
  overflow-x: auto; scroll-snap-type: x proximity; overscroll-behavior-x: contain; scrollbar-width: thin; }
li { flex: none; width: var(--width); scroll-snap-align: start; }
@container (max-width: 26rem) { ul { --width: var(--vitrine-card-width, 42cqw); } }
.card { display: block; position: relative; color: inherit; text-decoration: none; }
.picture { display: block; aspect-ratio: var(--vitrine-picture-ratio, 1); overflow: hidden;
  border-radius: var(--vitrine-radius, .5rem); background: color-mix(in srgb, currentColor 8%, transparent); }
.picture img { display: block; width: 100%; height: 100%; object-fit: cover; }
.name { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden;
  height: 2.7em; margin-top: .5rem; line-height: 1.35; overflow-wrap: anywhere;
  text-align: -webkit-match-parent; text-align: match-parent; }
.card:hover .name { text-decoration: underline; }
.price { display: block; height: 1.5em; line-height: 1.5; font-weight: 600; }
.sold-out { position: absolute; inset-block-start: .5rem; inset-inline-start: .5rem; padding: .1rem .5rem;
  border-radius: 1rem; background: #000c; color: #fff; font-size: .8rem; }
:focus-visible { outline: 3px solid var(--vitrine-accent, currentColor); outline-offset: 2px; border-radius: .5rem; }
button { min-width: 2.75rem; min-height: 2.75rem; padding: .25rem .9rem; font: inherit; color: inherit; cursor: pointer;
  background: transparent; border: 1px solid color-mix(in srgb, currentColor 35%, transparent);
  border-radius: var(--vitrine-radius, .5rem); }
button:hover { background: color-mix(in srgb, currentColor 8%, transparent); }
button:disabled { opacity: .35; cursor: default; }
button.main { background: var(--vitrine-accent, #1f4a42); color: var(--vitrine-on-accent, #fff); border-color: transparent; }
.step { font-size: 1.1rem; padding: 0; }
.wait { visibility: hidden; margin-inline-end: calc(-1 * (var(--width) + var(--vitrine-gap, 1rem))); }
.message { width: auto; min-height: 1.5em; margin: .5rem 0; }
.message:empty { min-height: 0; margin: 0; }
.quiet { opacity: .75; font-size: .9em; }
.drop { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; padding: 1rem;
  border: 2px dashed color-mix(in srgb, currentColor 35%, transparent); border-radius: var(--vitrine-radius, .5rem); }
.drop.over { border-color: var(--vitrine-accent, currentColor); }
.photo { display: flex; flex-wrap: wrap; align-items: start; gap: 1rem; margin-top: 1rem; }
.frame { position: relative; line-height: 0; }
.frame canvas { width: auto; height: auto; max-width: 100%; max-height: 16rem; border-radius: var(--vitrine-radius, .5rem); }
.region { position: absolute; min-width: 24px; min-height: 24px; padding: 0; border: 2px solid #fff;
  box-shadow: 0 0 0 1.5px #000a; background: transparent; }
.region[aria-pressed=true] { border-color: var(--vitrine-accent, #fff); box-shadow: 0 0 0 3px #000c; }
`);
