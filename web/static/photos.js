// Photos on a bad line, on the page of a service party; without scripts they are sent as any form is.
//
// several  a camera gives one photo at a time: each new one joins those that were taken before, and can be left out
// sending  the part that is sent is said in numbers; a line that breaks keeps the photos, and one press, or the line
//          coming back, tries again. What was received twice the desk keeps once.
"use strict";

(() => {
  for (const form of document.querySelectorAll("form[data-photos]")) prepare(form);

  function prepare(form) {
    const input = form.querySelector("input[type=file]");
    const list = form.appendChild(document.createElement("ul"));
    const line = form.appendChild(document.createElement("p"));
    list.className = "chosen";
    line.setAttribute("role", "status");
    input.closest(".field").after(list);
    let photos = [];

    input.addEventListener("change", () => {
      photos = [...photos, ...input.files];
      show();
    });
    form.addEventListener("submit", (event) => {
      if (!photos.length) return;
      event.preventDefault();
      send(event.submitter);
    });

    function show() {
      const all = new DataTransfer();
      for (const photo of photos) all.items.add(photo);
      input.files = all.files;
      list.replaceChildren(...photos.map((photo, place) => {
        const row = document.createElement("li");
        const away = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: form.dataset.away });
        away.addEventListener("click", () => {
          photos = photos.filter((_, other) => other !== place);
          show();
        });
        row.append(`${photo.name} `, away);
        return row;
      }));
    }

    function send(button) {
      const request = new XMLHttpRequest();
      const fields = new FormData(form);
      if (button?.name) fields.append(button.name, button.value);
      if (button) button.disabled = true;
      request.upload.addEventListener("progress", (event) => {
        line.textContent = form.dataset.sending.replace("{part}", Math.round((100 * event.loaded) / event.total));
      });
      request.addEventListener("load", () => (request.status >= 500 ? fail() : turn(request)));
      for (const trouble of ["error", "timeout", "abort"]) request.addEventListener(trouble, fail);
      request.open("POST", form.action);
      request.send(fields);

      function fail() {
        if (button) button.disabled = false;
        const again = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: form.dataset.again });
        const retry = () => {
          window.removeEventListener("online", retry);
          send(button);
        };
        again.addEventListener("click", retry);
        window.addEventListener("online", retry);
        line.replaceChildren(`${form.dataset.failed} `, again);
      }
    }
  }

  // The page that follows says once what was done, and it was read here: show it as it came.
  function turn(request) {
    history.replaceState(null, "", request.responseURL);
    document.open();
    document.write(request.responseText);
    document.close();
  }
})();
