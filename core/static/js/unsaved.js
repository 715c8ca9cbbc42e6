// Leaving with unsaved text warns, in forms marked data-warn-unsaved. A control counts as unsaved from the first keystroke until
// a save that carried its present value has succeeded.
const unsaved = new Set();

export function watchUnsaved() {
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-warn-unsaved]")) unsaved.add(event.target);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) forget(event.detail.requestConfig);
  });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    for (const control of unsaved) if (control.form === event.target) unsaved.delete(control);
  });
  window.addEventListener("beforeunload", (event) => {
    for (const control of unsaved) if (!control.isConnected) unsaved.delete(control);
    if (unsaved.size) event.preventDefault();
  });
}

function forget({ parameters, verb }) {
  if (verb === "get") return;
  for (const control of unsaved) {
    if (control.name in parameters && parameters[control.name] === control.value) unsaved.delete(control);
  }
}
