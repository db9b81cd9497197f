// A delivered picture, from the account's history: beside its input, cut as the engine cut it.
import { announce, byId, dollars, make, seconds } from "./dom.js";
import { contentAwareWindow } from "./cropping.js";
import { cut, loadImage } from "./pictures.js";
import { ownPath } from "./api.js";
import * as compare from "./compare.js";
import * as stage from "./stage.js";

let shown = null;
export const current = () => shown;

/** Shows a row of the history that has a picture. */
export async function show(row) {
  const path = ownPath(row.generation_url);
  const after = await loadImage(path);
  const [width, height] = [after.naturalWidth, after.naturalHeight];
  compare.show({ before: await inputOf(row, width, height), after: path, width, height });
  shown = row;
  byId("download").href = path;
  byId("download").download = `yukimi-${row.seed}.${path.split(".").pop()}`;
  for (const id of ["use-as-input", "same-settings", "download"]) byId(id).hidden = false;
  byId("result-facts").textContent = [
    `${width} × ${height}`, seconds(row.latency_ms / 1000), dollars(row.credits_deduction), `seed ${row.seed}`, row.engine,
  ].join(" · ");
  byId("warnings").replaceChildren(...row.warnings.map((text) => make("li", {}, text)));
  stage.setMode("result");
  announce("The result is there");
}

/** Shows two results beside each other; the shape is the first one's. */
export async function showBoth([first, second]) {
  const images = await Promise.all([first, second].map((row) => loadImage(ownPath(row.generation_url))));
  compare.show({
    before: images[0].src, after: images[1].src, width: images[0].naturalWidth, height: images[0].naturalHeight,
    names: ["first", "second"],
  });
  shown = null;
  for (const id of ["use-as-input", "same-settings", "download"]) byId(id).hidden = true;
  byId("result-facts").textContent = [first, second].map((row) => `${row.prompt} · seed ${row.seed}`).join("   |   ");
  byId("warnings").replaceChildren();
  stage.setMode("result");
}

/** The input as the result shows it; null when it is not on this server, or not any more. */
async function inputOf(row, width, height) {
  const path = row.parameters?.image_url && ownPath(row.parameters.image_url);
  if (!path) return null;
  try {
    const image = await loadImage(path);
    const window = contentAwareWindow(image, `${width}:${height}`);
    return URL.createObjectURL(await cut(image, window, width, height, "image/jpeg"));
  } catch {
    return null;
  }
}
