// A formula that is wider than its box can be scrolled with the keyboard; one that fits is no stop on the way.
const boxes = document.querySelectorAll(".math-scroll");
const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
boxes.forEach((box) => watcher.observe(box));
