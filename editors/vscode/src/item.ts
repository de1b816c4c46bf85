// Hits as items of a quick pick.

import type { QuickPickItem } from "vscode";
import type { Hit } from "./program";

/** A row of the list; one without a hit is a message. */
export interface Item extends QuickPickItem {
  hit?: Hit;
}

/** A note's title, what leads to the section, and the lines that matter. */
export function item(hit: Hit): Item {
  const lacks = hit.missing.length > 0 ? ` (lacks: ${hit.missing.join(", ")})` : "";
  return {
    label: plain(hit.title),
    description: plain(hit.breadcrumb.join(" › ") + lacks),
    detail: plain(hit.snippet.text),
    alwaysShow: true,
    hit,
  };
}

/** A message where hits would stand. */
export function message(text: string): Item {
  return { label: plain(text), alwaysShow: true };
}

/** A text on one line in which `$(name)` is no icon. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim().replace(/\$(?=\([\w-]+(~\w+)?\))/g, "\\$");
}
