// What a page of staff does by itself while it is open; without scripts all of it is a reload away.
//
// kept     what somebody typed in a form in which one writes stays in this browser until the desk has it: over a reload,
//          a log-out, another draft opened meanwhile. It is brought back with a line that says so (#kept), and goes away
//          when the page after it says what was done. After a week nobody misses it. A form is known by the address it
//          posts to, or by data-keep where that is the same for several; passwords, codes and files are never kept.
// counts   the numbers in the menu come in by htmx; the title of the tab follows the tray's
// readers  who will read what is written follows the firm that is chosen (data-read-with)
// blocks   a text block is put in its box (data-fill)
// sight    the row of a list that was just chosen is in sight
"use strict";

const KEPT = "postbon.kept:";
const WORDS = ":is(textarea, input[type=text], input[type=email], input[type=tel], input:not([type]))";
const WEEK = 7 * 24 * 3600 * 1000;

const ACCOUNT = document.querySelector("[data-account]").dataset.account;
let inSight; // the address of the row that was last chosen

document.addEventListener("input", (event) => keep(event.target.form));
document.addEventListener("change", (event) => keep(event.target.form));
document.addEventListener("change", (event) => showReaders(event.target));
document.addEventListener("submit", (event) => mark(event.target, { sent: true }));
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-forget]");
  if (!button) return;
  localStorage.removeItem(nameOf(button.form));
  location.reload();
});
document.addEventListener("click", fill);
document.addEventListener("htmx:after:swap", settle);

settleKept();
settle();

// A text block goes below what stands in its box; without scripts the desk does the same.
function fill(event) {
  const button = event.target.closest("[data-fill]");
  const box = button && document.getElementById(button.dataset.fill);
  const block = button?.parentElement.querySelector("option:checked[data-text]");
  if (!box) return;
  event.preventDefault();
  if (!block) return;
  box.value = [box.value.trim(), block.dataset.text].filter(Boolean).join("\n\n");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

function settle(swap) {
  for (const form of document.querySelectorAll("form:not([data-brought])")) {
    if (swap) clear(form);
    bringBack(form);
  }
  const row = document.querySelector("[data-walk] [aria-current]");
  if (row && row.href !== inSight) row.scrollIntoView({ block: "nearest" });
  inSight = row?.href;
  const count = document.querySelector("[data-title-count]")?.textContent.trim();
  const plain = document.title.replace(/^\(\d+\) /, "");
  document.title = count ? `(${count}) ${plain}` : plain;
}

// The line after a deed says that the desk has what was sent; without it what was sent is still ours to keep.
function settleKept() {
  const isDone = Boolean(document.querySelector(".done")?.textContent.trim());
  for (const name of Object.keys(localStorage).filter((each) => each.startsWith(KEPT))) {
    const entry = read(name);
    if (!entry || Date.now() - entry.at > WEEK || (entry.sent && isDone)) localStorage.removeItem(name);
    else if (entry.sent) localStorage.setItem(name, JSON.stringify({ ...entry, sent: false }));
  }
}

function showReaders(field) {
  const lines = document.querySelectorAll("[data-read-with]");
  for (const line of lines) if (line.dataset.readWith === field.id) line.hidden = line.dataset.value !== field.value;
}

// Where a form's words are kept; "" for one that only asks or presses.
function nameOf(form) {
  if (form?.getAttribute("method") !== "post" || ![...form.elements].some(isWritten)) return "";
  return KEPT + ACCOUNT + (form.dataset.keep ?? new URL(form.getAttribute("action"), location).pathname);
}

function keep(form) {
  const name = nameOf(form);
  if (!name) return;
  const fields = [...form.elements].filter(isChanged).map((field) => [field.id || field.name, valueOf(field)]);
  if (fields.length) localStorage.setItem(name, JSON.stringify({ at: Date.now(), sent: false, fields }));
  else localStorage.removeItem(name);
}

function mark(form, what) {
  const name = nameOf(form);
  const entry = read(name);
  if (entry) localStorage.setItem(name, JSON.stringify({ ...entry, ...what }));
}

function bringBack(form) {
  form.dataset.brought = "";
  const entry = read(nameOf(form));
  if (!entry) return;
  for (const [name, value] of entry.fields) {
    for (const field of [...form.elements].filter((each) => (each.id || each.name) === name && isKept(each))) {
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.value === value.of) field.checked = value.on;
      } else field.value = value;
    }
  }
  for (const more of form.querySelectorAll("details:not([open])"))
    if ([...more.querySelectorAll("input, textarea, select")].some(isChanged)) more.open = true;
  if ([...form.elements].some(isChanged) && !form.querySelector(".kept"))
    form.prepend(document.getElementById("kept").content.cloneNode(true));
}

// What comes in the place of another mail keeps the fields that stood there, with what was typed at that one.
function clear(form) {
  for (const field of [...form.elements].filter(isKept)) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = field.defaultChecked;
    else if (field.options) for (const option of field.options) option.selected = option.defaultSelected;
    else field.value = field.defaultValue;
  }
}

// Not what a form only has of elsewhere (form="…"): who ticked mails yesterday decides on others today.
function isKept(field) {
  if (!field.name || !field.form.contains(field) || field.autocomplete === "one-time-code") return false;
  return !["hidden", "password", "file", "submit", "button"].includes(field.type);
}

function isWritten(field) {
  return isKept(field) && field.matches(WORDS);
}

function isChanged(field) {
  if (!isKept(field)) return false;
  if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
}

function valueOf(field) {
  return field.type === "radio" || field.type === "checkbox" ? { of: field.value, on: field.checked } : field.value;
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}
