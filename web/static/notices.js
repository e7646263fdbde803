// A notice of the browser itself when mail comes into the tray, for who wants it in this browser (data-notices, on the
// page of one's account) and only while nobody looks at this page. It says that there is mail and never whose: it may
// stand on a locked screen. The numbers of the menu bring the newest draft along (data-newest).
"use strict";

{
  const WANTED = "postbon.notices";
  const newest = () => Number(document.querySelector("[data-newest]")?.dataset.newest ?? 0);
  const rail = document.querySelector("[data-new-mail]");
  let before = newest();

  const isWanted = () => localStorage.getItem(WANTED) === "on" && Notification.permission === "granted";

  // Some browsers of telephones have the word, and refuse when it is used.
  const show = () => {
    try {
      const notice = new Notification(rail.dataset.newMail, { tag: WANTED, lang: document.documentElement.lang });
      notice.onclick = () => {
        window.focus();
        location.assign("/drafts");
      };
      return true;
    } catch {
      return false;
    }
  };

  const watch = () => {
    const now = newest();
    if (now > before && document.hidden && isWanted()) show();
    before = Math.max(before, now);
  };

  const choose = async (box, refused) => {
    const granted = box.checked && (await Notification.requestPermission()) === "granted";
    localStorage.setItem(WANTED, granted ? "on" : "off");
    const isShown = granted && show();
    refused.hidden = !box.checked || isShown;
    box.checked = isShown;
    if (!isShown) localStorage.setItem(WANTED, "off");
  };

  if ("Notification" in window && rail) {
    document.addEventListener("htmx:after:swap", watch);
    for (const part of document.querySelectorAll("[data-notices]")) {
      const box = part.querySelector("input");
      box.checked = isWanted();
      box.addEventListener("change", () => choose(box, part.querySelector("[data-refused]")));
      part.hidden = false;
    }
  }
}
