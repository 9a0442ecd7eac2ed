// Light or dark: what the system says, until the user says something else.

import { fill, svg } from "./dom.js";

const KEY = "baton-theme";
const SUN = "M8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.500 1.500M11.500 11.500 13 13M13 3l-1.500 1.500M4.500 11.500 3 13";
const MOON = "M13.500 9.800A6 6 0 0 1 6.200 2.500a6 6 0 1 0 7.300 7.300Z";

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // a browser that keeps nothing follows the system next time
  }
}

export function startTheme(button) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = stored();
  const isDark = () => (chosen ? chosen === "dark" : system.matches);
  const show = () => {
    if (chosen) {
      document.documentElement.dataset.theme = chosen;
    }
    const shape = isDark()
      ? svg("g", {}, svg("circle", { cx: 8, cy: 8, r: 3 }), svg("path", { d: SUN }))
      : svg("path", { d: MOON });
    fill(button, svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, shape));
    button.setAttribute("aria-label", isDark() ? "Change to light" : "Change to dark");
  };
  button.addEventListener("click", () => {
    chosen = isDark() ? "light" : "dark";
    store(chosen);
    show();
  });
  system.addEventListener("change", show);
  show();
}
