// What a browser can add to pages that also work without it.
(() => {
  "use strict";

  const language = document.documentElement.lang === "en" ? "en-GB" : "nl-NL";

  document.querySelector("[data-focus]")?.focus();

  document.addEventListener("keydown", (event) => {
    const search = document.querySelector("[data-search]");
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || !search) return;
    event.preventDefault();
    search.focus();
  });

  document.addEventListener("click", (event) => {
    const exit = event.target.closest("[data-exit]");
    if (exit) {
      event.preventDefault();
      document.body.hidden = true;
      window.location.replace(exit.href);
    }
    for (const menu of document.querySelectorAll("details.bundel-menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    if (event.target.closest("[data-print]")) window.print();
  });

  const show = (button) => {
    button.hidden = false;
    button.closest("[data-voice]")?.removeAttribute("hidden");
  };

  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;

  const readAloud = (button) => {
    const speech = window.speechSynthesis;
    show(button);
    button.addEventListener("click", () => {
      const busy = speech.speaking;
      speech.cancel();
      if (busy) return;
      const words = new SpeechSynthesisUtterance(document.querySelector(button.dataset.readAloud).innerText);
      words.lang = language;
      speech.speak(words);
    });
    window.addEventListener("pagehide", () => speech.cancel());
  };

  const dictate = (button, Recognition) => {
    const field = document.getElementById(button.dataset.dictate);
    const note = document.getElementById(button.getAttribute("aria-describedby"));
    const ear = new Recognition();
    ear.lang = language;
    ear.continuous = true;
    show(button);
    if (note) note.hidden = false;
    const pressed = (on) => button.setAttribute("aria-pressed", String(on));
    ear.addEventListener("start", () => pressed(true));
    ear.addEventListener("end", () => pressed(false));
    ear.addEventListener("result", (event) => {
      const heard = Array.from(event.results).slice(event.resultIndex).map((result) => result[0].transcript);
      field.value = [field.value, ...heard].map((words) => words.trim()).filter(Boolean).join(" ");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-pressed") === "true") ear.stop();
      else ear.start();
    });
  };

  // Files on their way: how far they are, and what the server says when they are too large.
  document.addEventListener("htmx:xhr:progress", (event) => {
    const box = event.target.querySelector("[data-upload]");
    if (!box || !event.detail.lengthComputable) return;
    box.hidden = false;
    box.querySelector("progress").value = (100 * event.detail.loaded) / event.detail.total;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 413) event.detail.shouldSwap = true;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.boosted) document.querySelector("[data-focus]")?.focus();
  });

  const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
  for (const button of document.querySelectorAll("[data-read-aloud]")) {
    if ("speechSynthesis" in window) readAloud(button);
  }
  for (const button of document.querySelectorAll("[data-dictate]")) {
    if (Recognition) dictate(button, Recognition);
  }
})();
