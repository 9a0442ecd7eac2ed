// Shows the story that this file holds.

import { startTheme } from "./theme.js";
import { RunView } from "./run.js";

const story = JSON.parse(document.getElementById("story").textContent);
const view = new RunView();
document.getElementById("main").append(view.root);
view.show(story);
startTheme(document.getElementById("theme"));
