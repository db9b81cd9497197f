// Pictures that people give: from files, the clipboard, the web, or results of this server.
import { call, upload } from "./api.js";
import { uprightSize } from "./cropping.js";

const ACCEPTED = new Set(["image/jpeg", "image/png", "image/webp", "image/gif"]);
const BYTE_LIMIT = 10_000_000;
const SIDE_LIMIT = 4096;

/** A picture on show, and its copy on the server. */
export class Picture {
  constructor(source, image, blob, path) {
    /** What an <img> can show. */
    this.source = source;
    this.image = image;
    this.blob = blob;
    this.path = path;
    this.crops = new Map();
  }
  get width() { return this.image.naturalWidth; }
  get height() { return this.image.naturalHeight; }

  /** The path of the whole picture on the server, uploaded once. */
  stored() {
    if (this.path) return Promise.resolve(this.path);
    this.uploading ??= upload(this.blob).then(
      (path) => (this.path = path),
      (error) => { this.uploading = null; throw error; },
    );
    return this.uploading;
  }

  /** The path of a part of the picture: it is cut out here, and uploaded once. */
  storedPart(window) {
    const name = JSON.stringify(window);
    if (!this.crops.has(name)) {
      const stored = cut(this.image, window, window.width, window.height).then(upload);
      stored.catch(() => this.crops.delete(name));
      this.crops.set(name, stored);
    }
    return this.crops.get(name);
  }
}

export function loadImage(source) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("This is not a picture that the browser can show"));
    image.src = source;
  });
}

/** A picture from a file. Kinds that the server does not take, and files that are too large for it, become JPEG. */
export async function pictureFromFile(file) {
  const source = URL.createObjectURL(file);
  const image = await loadImage(source);
  if (ACCEPTED.has(file.type) && file.size <= BYTE_LIMIT) return new Picture(source, image, file, null);
  const size = uprightSize(image, SIDE_LIMIT);
  const whole = { left: 0, top: 0, width: image.naturalWidth, height: image.naturalHeight };
  const blob = await cut(image, whole, size.width, size.height, "image/jpeg");
  const smaller = URL.createObjectURL(blob);
  return new Picture(smaller, await loadImage(smaller), blob, null);
}

/** A picture that the server has. */
export async function pictureFromPath(path) {
  return new Picture(path, await loadImage(path), null, path);
}

/** A picture of the web, which the server fetches: the page itself connects to nobody else. */
export async function pictureFromAddress(address) {
  const { url } = await call("POST", "/import-asset", { image_url: address });
  return pictureFromPath(new URL(url).pathname);
}

/** Part of an image, at a size, as a file: PNG keeps every pixel; beyond the server's limit JPEG. */
export async function cut(image, window, width, height, type = "image/png") {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, window.left, window.top, window.width, window.height, 0, 0, width, height);
  const encode = (type) => new Promise((resolve) => canvas.toBlob(resolve, type, 0.95));
  const blob = await encode(type);
  return blob.size <= BYTE_LIMIT ? blob : encode("image/jpeg");
}

/** Pictures that are dropped or pasted; text that is an address counts as well. */
export function picturesIn(transfer) {
  const files = [...transfer.files].filter((file) => file.type.startsWith("image/"));
  const text = transfer.getData("text/uri-list") || transfer.getData("text/plain");
  const address = files.length === 0 && /^https?:\/\/\S+$/.test(text.trim()) ? text.trim() : null;
  return { files, address };
}
