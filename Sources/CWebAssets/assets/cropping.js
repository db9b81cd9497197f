// Which part of a picture is kept for a shape: the same choice that the server makes, drawn before anything runs.
import { bestStart, saliencyMap } from "./saliency.js";

export const SHAPES = ["16:9", "3:2", "4:3", "1:1", "3:4", "2:3", "9:16"];

export function ratioOf(shape) {
  const [width, height] = shape.split(":").map(Number);
  return width / height;
}

/** The largest size within `limit` on its long side. */
export function uprightSize(image, limit) {
  const scale = Math.min(1, limit / Math.max(image.naturalWidth, image.naturalHeight));
  return { width: Math.round(image.naturalWidth * scale), height: Math.round(image.naturalHeight * scale) };
}

const maps = new WeakMap();

/** The largest window of the shape, put where the subject is: {left, top, width, height} in the picture's pixels. */
export function contentAwareWindow(image, shape) {
  const [imageWidth, imageHeight] = [image.naturalWidth, image.naturalHeight];
  const { width, height } = largestPart(imageWidth, imageHeight, ratioOf(shape));
  const [freeWidth, freeHeight] = [imageWidth - width, imageHeight - height];
  const window = { left: Math.floor(freeWidth / 2), top: Math.floor(freeHeight / 2), width, height };
  if (freeWidth <= 0 && freeHeight <= 0) return window;
  if (!maps.has(image)) maps.set(image, saliencyMap(image));
  const map = maps.get(image);
  if (freeWidth > freeHeight) {
    window.left = Math.min(Math.round(bestStart(map, "horizontal", width / imageWidth) * imageWidth), freeWidth);
  } else {
    window.top = Math.min(Math.round(bestStart(map, "vertical", height / imageHeight) * imageHeight), freeHeight);
  }
  return window;
}

function largestPart(imageWidth, imageHeight, ratio) {
  if (imageWidth / imageHeight > ratio) {
    return { width: Math.min(imageWidth, Math.max(1, Math.round(imageHeight * ratio))), height: imageHeight };
  }
  return { width: imageWidth, height: Math.min(imageHeight, Math.max(1, Math.round(imageWidth / ratio))) };
}

/** The window moved along its free direction, to a share from 0 to 1 of the way. */
export function movedWindow(window, image, share) {
  const free = freedom(window, image);
  const start = Math.round(Math.min(Math.max(share, 0), 1) * free.length);
  return { ...window, [free.side]: start };
}

/** Along which side the window can move, how far, and where it is. */
export function freedom(window, image) {
  const across = image.naturalWidth - window.width;
  const down = image.naturalHeight - window.height;
  return across > down
    ? { side: "left", length: across, share: across ? window.left / across : 0 }
    : { side: "top", length: down, share: down ? window.top / down : 0 };
}
