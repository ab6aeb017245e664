// Comfort only: every page works without this file.
"use strict";
document.documentElement.classList.add("js");

const box = document.querySelector("form.search input[type=search]");
const keysKey = "dateline.keys";
const keysAreOn = () => {
  try { return localStorage.getItem(keysKey) !== "off"; } catch { return true; }
};

// Search as you type: the page that is shown is the one that the address would give. An older answer never replaces a newer one.
let pending = null;
let timer = 0;
async function searchNow(form) {
  if (pending) pending.abort();
  pending = new AbortController();
  const parameters = new URLSearchParams(new FormData(form));
  const address = "/?" + parameters;
  try {
    const answer = await fetch(address, { signal: pending.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#results");
    const old = document.querySelector("#results");
    if (!fresh || !old) return;
    old.replaceWith(document.adoptNode(fresh));
    history.replaceState(null, "", address);
    document.title = page.title;
    at = -1;
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}
if (box && document.querySelector("#results")) {
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => searchNow(box.form), 180);
  });
}

// Keys: / box, j k next and previous hit, o open, n p next and previous match of an article or page.
let at = -1;
function hits() { return [...document.querySelectorAll(".hits > li")]; }
function go(step) {
  const all = hits();
  if (!all.length) return;
  all[at]?.classList.remove("at");
  at = Math.max(0, Math.min(all.length - 1, at + step));
  all[at].classList.add("at");
  const link = all[at].querySelector("h2 a");
  link.focus({ preventScroll: true });
  all[at].scrollIntoView({ block: "nearest" });
}
let match = 0;
function turn(step) {
  const marks = [...document.querySelectorAll("article.text mark[id]")];
  if (!marks.length) {
    document.querySelector(step > 0 ? "a[rel=next]" : "a[rel=prev]")?.click();
    return;
  }
  match = (match + step + marks.length + (match === 0 && step < 0 ? 1 : 0)) % (marks.length + 1) || (step > 0 ? 1 : marks.length);
  location.hash = "m" + match;
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select");
  if (event.ctrlKey || event.altKey || event.metaKey || !keysAreOn()) return;
  if (typing) return;
  if (event.key === "/" && box) { event.preventDefault(); box.focus(); box.select(); }
  else if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "o" && at >= 0) hits()[at]?.querySelector("h2 a")?.click();
  else if (event.key === "n") turn(1);
  else if (event.key === "p") turn(-1);
});

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const from = button.dataset.copy;
    const text = from === "link" ? location.href : document.querySelector(from).textContent;
    await navigator.clipboard.writeText(text);
    const before = button.textContent;
    button.textContent = "copied";
    setTimeout(() => { button.textContent = before; }, 1200);
  });
}
const toggle = document.querySelector("#keys");
if (toggle) {
  toggle.hidden = false;
  const show = () => { toggle.textContent = keysAreOn() ? "Switch keys off" : "Switch keys on"; };
  toggle.addEventListener("click", () => {
    try { localStorage.setItem(keysKey, keysAreOn() ? "off" : "on"); } catch { /* without storage the keys stay on */ }
    show();
  });
  show();
}
