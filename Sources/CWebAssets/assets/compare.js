// Before and after: a divider that moves, side by side, or held; and a look at the pixels themselves.
import { byId, press } from "./dom.js";

const view = () => byId("result-view");

/** Shows two pictures of one shape; `before` may be null. Names stand in the corners. */
export function show({ before, after, width, height, names = ["before", "after"] }) {
  view().classList.toggle("single", !before);
  for (const button of modeButtons()) button.hidden = !before;
  byId("after").src = after;
  if (before) byId("before").src = before;
  else byId("before").removeAttribute("src");
  byId("before").alt = names[0];
  byId("after").alt = names[1];
  byId("tag-before").textContent = names[0];
  byId("tag-after").textContent = names[1];
  byId("stage").style.setProperty("--shape", width / height);
  // One pixel of the picture is one of the screen, however the browser scales the page.
  view().style.setProperty("--pixels", width / devicePixelRatio);
  move(50);
  setZoom(false);
}

export function setUp() {
  byId("divider").addEventListener("input", (event) => move(Number(event.target.value)));
  for (const button of modeButtons()) button.addEventListener("click", () => setMode(button));
  byId("zoom").addEventListener("click", () => setZoom(byId("zoom").getAttribute("aria-pressed") === "false"));
  setUpHold();
  setUpPanning();
}

const modeButtons = () => [...byId("below-result").querySelectorAll("[data-compare]")];

function setMode(button) {
  view().dataset.compare = button.dataset.compare;
  press(modeButtons(), button);
  byId("pair").tabIndex = button.dataset.compare === "hold" ? 0 : -1;
}

function move(position) {
  byId("divider").value = position;
  byId("divider").setAttribute("aria-valuetext", `${Math.round(position)} % before`);
  byId("pair").style.setProperty("--at", `${position}%`);
}

function setZoom(isZoomed) {
  view().classList.toggle("zoomed", isZoomed);
  byId("zoom").setAttribute("aria-pressed", String(isZoomed));
  const scroller = byId("scroller");
  // What scrolls must be reachable by keyboard.
  if (isZoomed) scroller.tabIndex = 0;
  else scroller.removeAttribute("tabindex");
  if (isZoomed) {
    scroller.scrollTo((scroller.scrollWidth - scroller.clientWidth) / 2, (scroller.scrollHeight - scroller.clientHeight) / 2);
  }
}

/** As long as the picture, its button or the space bar is held, the other one shows. */
function setUpHold() {
  const hold = (isHeld) => (event) => {
    if (view().dataset.compare !== "hold" || view().classList.contains("zoomed")) return;
    if (event.type.startsWith("key") && event.key !== " ") return;
    event.preventDefault();
    view().classList.toggle("held", isHeld);
  };
  const pair = byId("pair");
  const button = modeButtons().find((button) => button.dataset.compare === "hold");
  for (const target of [pair, button]) {
    target.addEventListener("pointerdown", hold(true));
    for (const name of ["pointerup", "pointerleave", "pointercancel", "blur"]) target.addEventListener(name, hold(false));
    target.addEventListener("keydown", hold(true));
    target.addEventListener("keyup", hold(false));
  }
}

/** A magnified picture is moved by dragging. */
function setUpPanning() {
  const scroller = byId("scroller");
  let last = null;
  scroller.addEventListener("pointerdown", (event) => {
    const isDivider = event.target === byId("divider");
    if (view().classList.contains("zoomed") && event.pointerType === "mouse" && !isDivider) last = event;
  });
  window.addEventListener("pointermove", (event) => {
    if (!last) return;
    scroller.scrollBy(last.clientX - event.clientX, last.clientY - event.clientY);
    last = event;
  });
  window.addEventListener("pointerup", () => { last = null; });
}
