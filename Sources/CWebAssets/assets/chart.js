// Spending as bars, one for each day, stacked by key.
import { dollars, make } from "./dom.js";

const [HEIGHT, LEFT, BOTTOM] = [210, 52, 24];
const COLOURS = 5;

function draw(tag, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

/** A tick at 1, 2 or 5 times a power of ten that keeps the axis to at most four. */
function tickSize(most) {
  const power = 10 ** Math.floor(Math.log10(most / 4));
  return [1, 2, 5, 10].map((factor) => factor * power).find((size) => most / size <= 4);
}

/** Fills the figure and its legend from {from: day, days, data: [{day, amount, key_name, account, requests}]}. */
export function showSpend(figure, legend, { from, days, data }) {
  // As many units as pixels, so that letters keep their form.
  const width = Math.max(280, figure.clientWidth - 36);
  const names = [...new Set(data.map(seriesName))];
  const colour = (name) => `series-${Math.min(names.indexOf(name), COLOURS - 1)}`;
  const dayNames = Array.from({ length: days }, (_, index) =>
    new Date(Date.parse(from) + index * 86_400_000).toISOString().slice(0, 10));
  const totals = dayNames.map((day) => data.filter((row) => row.day === day).reduce((sum, row) => sum + row.amount, 0));
  const most = Math.max(...totals, 0.01);
  const total = totals.reduce((sum, value) => sum + value, 0);
  const svg = draw("svg", {
    viewBox: `0 0 ${width} ${HEIGHT}`, role: "img",
    "aria-label": `${dollars(total)} in ${days} days, at most ${dollars(Math.max(...totals))} on a day`,
  });
  const y = (amount) => HEIGHT - BOTTOM - (amount / most) * (HEIGHT - BOTTOM - 12);
  for (let tick = 0; tick <= most; tick += tickSize(most)) {
    svg.append(draw("line", { x1: LEFT, x2: width, y1: y(tick), y2: y(tick) }),
      draw("text", { x: LEFT - 8, y: y(tick) + 4, "text-anchor": "end" }, dollars(tick)));
  }
  const step = (width - LEFT) / days;
  dayNames.forEach((day, index) => {
    const x = LEFT + index * step;
    let height = 0;
    for (const row of data.filter((row) => row.day === day)) {
      const bar = draw("rect", {
        class: colour(seriesName(row)), x: x + step * 0.15, width: step * 0.7, rx: 2,
        y: y(height + row.amount), height: y(height) - y(height + row.amount),
      });
      bar.append(draw("title", {}, `${day}, ${seriesName(row)}: ${dollars(row.amount)} for ${row.requests} requests`));
      svg.append(bar);
      height += row.amount;
    }
    if ((days - 1 - index) % 7 === 0) {
      svg.append(draw("text", { x: x + step, y: HEIGHT - 6, "text-anchor": "end" }, day.slice(5)));
    }
  });
  figure.replaceChildren(svg);
  legend.replaceChildren(...names.map((name) => make("li", {}, make("i", { class: colour(name) }), name)));
}

const seriesName = (row) => `${row.account} / ${row.key_name || "?"}`;
