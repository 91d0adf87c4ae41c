// What the screens do beyond plain links and forms. Everything works without it. One module for each concern.
import "htmx.org";
import "./toasts.js";
import "./choose.js";
import "./drafts.js";
import "./drawer.js";
import "./forms.js";
import "./keys.js";
import "./lists.js";
import "./live.js";
import "./palette.js";
import "./chips.js";
import "./shell.js";
import "./print.js";
