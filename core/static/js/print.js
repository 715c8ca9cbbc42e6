// A link marked data-print prints the page it stands on; without this it leads to a page laid out for paper.
export function watchPrint() {
  document.addEventListener("click", (event) => {
    if (!event.target.closest("a[data-print]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    window.print();
  });
}
