// The texts whose contrast is less than 4.5 to 1, or 3 to 1 if they are large (WCAG 2.2, 1.4.3).
const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const parts = (colour) => {
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
};
const on = (top, ground) => [0, 1, 2].map((i) => top[i] * top[3] + ground[i] * (1 - top[3]));
const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const light = (colour) => {
  const [red, green, blue] = colour.map((value) => linear(value / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const groundOf = (node) => {
  const own = parts(getComputedStyle(node).backgroundColor);
  return own[3] > 0.99 || !node.parentElement ? own.slice(0, 3) : on(own, groundOf(node.parentElement));
};
const contrast = (node) => {
  const style = getComputedStyle(node);
  const ground = groundOf(node instanceof SVGElement ? node.ownerSVGElement.parentElement : node);
  const ink = parts(node instanceof SVGElement ? style.fill : style.color);
  const [dark, bright] = [light(on(ink, ground)), light(ground)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
};
const isShown = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest(".sr, .skip, .toast");
const hasText = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
return [...document.querySelectorAll("body *")]
  .filter((node) => hasText(node) && isShown(node))
  .filter((node) => contrast(node) < (parseFloat(getComputedStyle(node).fontSize) >= 24 ? 3 : 4.5))
  .map((node) => (node.getAttribute("class") || node.tagName) + ": " + node.textContent);
