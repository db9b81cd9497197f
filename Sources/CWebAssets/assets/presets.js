// Prompts to begin with, by subject, each with a picture that the built-in engine made from one photograph.
import { byId, make, press } from "./dom.js";

const PRESETS = [
  { subject: "Season", name: "Winter", file: "winter", prompt: "Deep winter: fresh snow on the roof, the branches and the ground, soft overcast light" },
  { subject: "Season", name: "Autumn", file: "autumn", prompt: "Late autumn with red and golden leaves, warm low sun" },
  { subject: "Season", name: "Spring", file: "spring", prompt: "Spring with cherry blossoms on the trees and fresh green" },
  { subject: "Weather", name: "Rain", file: "rain", prompt: "Heavy rain, wet ground with reflections, dark clouds" },
  { subject: "Weather", name: "Fog", file: "fog", prompt: "Thick morning fog that swallows the distance" },
  { subject: "Weather", name: "Snowfall", file: "snowfall", prompt: "Snow is falling in large flakes" },
  { subject: "Light", name: "Golden hour", file: "golden", prompt: "Golden hour, the sun low and warm, long soft light" },
  { subject: "Light", name: "Night", file: "night", prompt: "A clear night with stars and a full moon, lamps lit" },
  { subject: "Light", name: "Twilight", file: "twilight", prompt: "Soft blue twilight with warm windows" },
  { subject: "Sky", name: "Aurora", file: "aurora", prompt: "Night sky with a bright aurora borealis and stars" },
  { subject: "Sky", name: "Storm", file: "storm", prompt: "A thunderstorm with dramatic clouds and lightning" },
  { subject: "Art", name: "Oil", file: "oil", prompt: "As an oil painting" },
  { subject: "Art", name: "Watercolour", file: "watercolour", prompt: "As a watercolour" },
  { subject: "Art", name: "Pencil", file: "pencil", prompt: "As a pencil drawing" },
];

/** Draws the ideas; a chosen one becomes the prompt. */
export function setUp(chosen) {
  const subjects = ["All", ...new Set(PRESETS.map((preset) => preset.subject))];
  const buttons = subjects.map((subject) => make("button", { type: "button", "aria-pressed": "false" }, subject));
  for (const button of buttons) {
    button.addEventListener("click", () => { press(buttons, button); draw(button.textContent, chosen); });
  }
  byId("subjects").replaceChildren(...buttons);
  press(buttons, buttons[0]);
  draw("All", chosen);
}

function draw(subject, chosen) {
  const shown = PRESETS.filter((preset) => subject === "All" || preset.subject === subject);
  byId("presets").replaceChildren(...shown.map(({ name, file, prompt }) => make("button",
    { type: "button", title: prompt, onclick: () => chosen(prompt) },
    make("img", { src: `/playground/presets/${file}.webp`, alt: "", width: 112, height: 75, loading: "lazy" }), name)));
}
