// Keys for staff. A key presses the visible button or link that carries it (data-key); j and k walk a list
// (data-walk). They rest while somebody types, and with Ctrl, Alt or Meta. The help page turns them off for this
// browser (data-keys-switch), for people whose speech software types letters (WCAG 2.1.4).
"use strict";

const OFF = "postbon.keys";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (localStorage.getItem(OFF) === "off" || typing(event.target)) return;
  const deed = pressOf(event.key) ?? { j: () => walk(1), k: () => walk(-1) }[event.key];
  if (deed) {
    event.preventDefault();
    deed();
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-keys-switch]")) localStorage.setItem(OFF, event.target.checked ? "on" : "off");
});

for (const box of document.querySelectorAll("[data-keys-switch]")) box.checked = localStorage.getItem(OFF) !== "off";

function typing(element) {
  return element.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
}

function pressOf(key) {
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!button) return null;
  return () => {
    button.click();
    if (button.matches("summary")) button.parentElement.querySelector("input, textarea, select")?.focus();
  };
}

function walk(by) {
  const items = [...document.querySelectorAll("[data-walk] a")];
  const here = items.findIndex((item) => item.matches("[aria-current]"));
  items[here + by]?.click();
}
