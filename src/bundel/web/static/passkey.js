// What somebody reads when a passkey does not work, or the browser has none: the library tells it only to the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const said = document.querySelector("[data-passkey-failed]");
  said.hidden = false;
  said.focus();
});
for (const button of document.querySelectorAll("[data-passkey]")) button.disabled = !window.PublicKeyCredential;
