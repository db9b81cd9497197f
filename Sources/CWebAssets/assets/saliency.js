// Where eyes go first: the same measures as the server's content-aware crop, on a copy about 160 pixels long.
// A plane is {width, height, values}, rows from the top.

const MAP_SIDE = 160;

/** The sum of contrast, rare colours, edges and skin, less what is everywhere. */
export function saliencyMap(image) {
  const lab = labPlanes(smallCopy(image));
  const near = lab.map((plane) => blurred(plane, 3));
  const wide = lab.map((plane) => blurred(plane, Math.max(4, Math.floor(lab[0].width / 6))));
  const contrast = normalized(planeLike(lab[0], (i) => Math.hypot(
    0.7 * (near[0].values[i] - wide[0].values[i]),
    near[1].values[i] - wide[1].values[i],
    near[2].values[i] - wide[2].values[i],
  )));
  const skin = skinLikeness(lab);
  const edges = edgeDensity(lab);
  const rarity = colourRarity(lab);
  const sum = planeLike(lab[0], (i) => 0.4 * contrast.values[i] + 0.35 * rarity.values[i] + 0.25 * edges.values[i]
    + 1.6 * skin.values[i] * (0.7 * contrast.values[i] + 0.3));
  const background = percentile(sum, 0.2);
  return planeLike(sum, (i) => Math.max(0, sum.values[i] - background));
}

/** Where, as a share of the length, the best window of the given length begins. */
export function bestStart(map, direction, length) {
  const weighted = weightedByPlace(map);
  const vertical = direction === "vertical";
  const weights = vertical
    ? { cutAtStart: 0.35, cutAtEnd: 0.22, lostAtStart: 0.45, offCentre: 0 }
    : { cutAtStart: 0.1, cutAtEnd: 0.1, lostAtStart: 0, offCentre: 0.03 };
  const kept = cumulativeShares(vertical ? weighted : transposed(weighted));
  const cut = cutCosts(vertical ? map : transposed(map));
  const worth = (start) => {
    const end = start + length;
    return at(kept, end) - at(kept, start) - weights.lostAtStart * at(kept, start)
      - weights.cutAtStart * at(cut, start) - weights.cutAtEnd * at(cut, end)
      - weights.offCentre * Math.abs(2 * (start + length / 2) - 1);
  };
  const steps = Math.max(1, Math.floor((1 - length) * (kept.length - 1) * 4));
  let best = { start: 0, worth: -Infinity };
  for (let step = 0; step <= steps; step += 1) {
    const start = (step / steps) * (1 - length);
    if (worth(start) > best.worth) best = { start, worth: worth(start) };
  }
  return best.start;
}

// MARK: Lines

function at(list, share) {
  const position = Math.min(Math.max(share, 0), 1) * (list.length - 1);
  const index = Math.min(Math.floor(position), list.length - 2);
  return list[index] + (position - index) * (list[index + 1] - list[index]);
}

function cumulativeShares(map) {
  const sums = [0];
  for (let y = 0; y < map.height; y += 1) {
    let line = 0;
    for (let x = 0; x < map.width; x += 1) line += map.values[y * map.width + x];
    sums.push(sums[y] + line);
  }
  const total = sums[map.height];
  return sums.map((sum, index) => (total > 0 ? sum / total : index / map.height));
}

/** How much an edge between two lines cuts through: half for the most salient thing, half for their sum. */
function cutCosts(map) {
  const limit = Math.max(percentile(map, 0.99), Number.MIN_VALUE);
  const margin = Math.max(1, Math.floor((map.height * 3) / 100));
  const reach = new Float32Array(map.values.length);
  for (let y = 0; y < map.height; y += 1) {
    for (let x = 0; x < map.width; x += 1) {
      let largest = 0;
      for (let line = Math.max(0, y - margin); line <= Math.min(map.height - 1, y + margin); line += 1) {
        largest = Math.max(largest, map.values[line * map.width + x]);
      }
      reach[y * map.width + x] = largest;
    }
  }
  const deepest = [0];
  const mean = [0];
  for (let y = 1; y < Math.max(map.height, 2); y += 1) {
    let largest = 0;
    let sum = 0;
    for (let x = 0; x < map.width; x += 1) {
      const both = Math.min(reach[(y - 1) * map.width + x], reach[y * map.width + x]);
      const continuing = Math.min(both / limit, 1);
      largest = Math.max(largest, continuing);
      sum += continuing;
    }
    deepest.push(largest);
    mean.push(sum);
  }
  const largestMean = Math.max(...mean, Number.MIN_VALUE);
  return [...deepest.map((value, y) => value / 2 + mean[y] / largestMean / 2), 0];
}

/** People put what they photograph near the middle, a little above it. */
function weightedByPlace(map) {
  return planeLike(map, (i) => {
    const down = ((Math.floor(i / map.width) + 0.5) / map.height - 0.40) / 0.36;
    const across = (((i % map.width) + 0.5) / map.width - 0.5) / 0.3;
    return map.values[i] * Math.exp(-(across * across + down * down) / 2);
  });
}

// MARK: Maps

function skinLikeness([lightness, redGreen, yellowBlue]) {
  const ramp = (value, from, length) => Math.min(Math.max((value - from) / length, 0), 1);
  const raw = planeLike(lightness, (i) => {
    const [a, b, light] = [redGreen.values[i], yellowBlue.values[i], lightness.values[i]];
    const hueDistance = (Math.atan2(b, a) - 0.95) / 0.28;
    const chroma = Math.hypot(a, b);
    return Math.exp(-hueDistance * hueDistance) * ramp(chroma, 8, 6) * ramp(-chroma, -40, 10)
      * ramp(light, 30, 15) * ramp(-light, -97, 6);
  });
  return blurred(raw, Math.max(2, Math.floor(lightness.width / 50)));
}

/** Edges per area; strong ones are capped. */
function edgeDensity([lightness, redGreen, yellowBlue]) {
  const [light, red, yellow] = [lightness, redGreen, yellowBlue].map(gradientMagnitude);
  const edges = planeLike(light, (i) => light.values[i] + 0.5 * (red.values[i] + yellow.values[i]));
  const limit = percentile(edges, 0.95);
  return normalized(blurred(planeLike(edges, (i) => Math.min(edges.values[i], limit)), 3));
}

/** How far a pixel's colour lies from all others, on average; over the cells of a coarse histogram. */
function colourRarity(lab) {
  const smooth = lab.map((plane) => blurred(plane, 1));
  const step = (value, size) => Math.min(Math.max(Math.trunc(value / size), 0), 7);
  const cells = new Map();
  const cellOfPixel = Array.from(smooth[0].values, (_, i) => {
    const colour = smooth.map((plane) => plane.values[i]);
    const name = step(colour[0], 12.5) * 64 + step(colour[1] + 64, 16) * 8 + step(colour[2] + 64, 16);
    const cell = cells.get(name) ?? { count: 0, sum: [0, 0, 0], rarity: 0 };
    cell.count += 1;
    colour.forEach((value, channel) => { cell.sum[channel] += value; });
    cells.set(name, cell);
    return name;
  });
  const used = [...cells.values()];
  for (const cell of used) cell.mean = cell.sum.map((value) => value / cell.count);
  for (const cell of used) {
    for (const other of used) {
      cell.rarity += other.count * Math.hypot(0.6 * (cell.mean[0] - other.mean[0]), cell.mean[1] - other.mean[1],
        cell.mean[2] - other.mean[2]);
    }
  }
  return normalized(blurred(planeLike(smooth[0], (i) => cells.get(cellOfPixel[i]).rarity), 1));
}

// MARK: Planes

function planeLike({ width, height }, value) {
  const values = new Float32Array(width * height);
  for (let i = 0; i < values.length; i += 1) values[i] = value(i);
  return { width, height, values };
}

function normalized(plane) {
  const largest = plane.values.reduce((most, value) => Math.max(most, value), 0);
  return largest > 0 ? planeLike(plane, (i) => plane.values[i] / largest) : plane;
}

const percentile = (plane, share) =>
  plane.values.slice().sort()[Math.min(plane.values.length - 1, Math.floor(share * plane.values.length))];

function transposed({ width, height, values }) {
  return planeLike({ width: height, height: width }, (i) => values[(i % height) * width + Math.floor(i / height)]);
}

/** The mean over squares of side 2 × radius + 1, twice. The border is repeated outwards. */
function blurred(plane, radius) {
  const alongRows = (plane) => transposed(boxed(boxed(plane, radius), radius));
  return alongRows(alongRows(plane));
}

function boxed({ width, height, values }, radius) {
  const result = new Float32Array(values.length);
  for (let row = 0; row < values.length; row += width) {
    const value = (x) => values[row + Math.min(Math.max(x, 0), width - 1)];
    let sum = 0;
    for (let x = -radius; x <= radius; x += 1) sum += value(x);
    for (let x = 0; x < width; x += 1) {
      result[row + x] = sum / (2 * radius + 1);
      sum += value(x + radius + 1) - value(x - radius);
    }
  }
  return { width, height, values: result };
}

function gradientMagnitude({ width, height, values }) {
  return planeLike({ width, height }, (i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const across = values[y * width + Math.min(x + 1, width - 1)] - values[y * width + Math.max(x - 1, 0)];
    const down = values[Math.min(y + 1, height - 1) * width + x] - values[Math.max(y - 1, 0) * width + x];
    return Math.hypot(across, down) / 2;
  });
}

// MARK: Colour

/** The picture about 160 pixels long, on white. Halved step by step: browsers skip pixels when they shrink further. */
function smallCopy(image) {
  const scale = MAP_SIDE / Math.max(image.naturalWidth, image.naturalHeight);
  const width = Math.max(1, Math.round(image.naturalWidth * scale));
  const height = Math.max(1, Math.round(image.naturalHeight * scale));
  let source = image;
  let size = [image.naturalWidth, image.naturalHeight];
  for (;;) {
    const isLast = size[0] <= width * 2 && size[1] <= height * 2;
    size = isLast ? [width, height] : size.map((side) => Math.max(1, Math.round(side / 2)));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = size;
    const context = canvas.getContext("2d", { willReadFrequently: isLast });
    context.imageSmoothingQuality = "high";
    context.fillStyle = "white";
    context.fillRect(0, 0, ...size);
    context.drawImage(source, 0, 0, ...size);
    if (isLast) return context.getImageData(0, 0, width, height);
    source = canvas;
  }
}

/** CIE L*a*b* (D65) of sRGB. */
function labPlanes({ width, height, data }) {
  const linear = Array.from({ length: 256 }, (_, byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const root = (value) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const planes = [0, 1, 2].map(() => ({ width, height, values: new Float32Array(width * height) }));
  for (let i = 0; i < width * height; i += 1) {
    const [red, green, blue] = [linear[data[4 * i]], linear[data[4 * i + 1]], linear[data[4 * i + 2]]];
    const x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
    const y = root(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue);
    const z = root((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883);
    planes[0].values[i] = 116 * y - 16;
    planes[1].values[i] = 500 * (x - y);
    planes[2].values[i] = 200 * (y - z);
  }
  return planes;
}
