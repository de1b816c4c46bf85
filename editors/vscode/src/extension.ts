// `Notes: Search`: lists what the program `notes` finds while a query is typed, and opens it at the very character.

import { homedir } from "node:os";
import * as vscode from "vscode";
import { item, message, type Item } from "./item";
import { search, type Hit, type Settings } from "./program";

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(vscode.commands.registerCommand("notes.search", showPicker));
}

function showPicker(): void {
  const picker = vscode.window.createQuickPick<Item>();
  let running = new AbortController();
  picker.placeholder = "Search the notes";
  // The hits are ranked already. The list lights what matches as typed, and is not to filter or sort: the
  // program matches in more ways. The second has no declaration in the stable interface.
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  (picker as { sortByLabel?: boolean }).sortByLabel = false;
  picker.onDidChangeValue(async (query) => {
    running.abort();
    running = new AbortController();
    await list(query, picker, running.signal);
  });
  picker.onDidAccept(async () => {
    const hit = picker.selectedItems[0]?.hit;
    if (hit) {
      picker.hide();
      await open(hit);
    }
  });
  picker.onDidHide(() => {
    running.abort();
    picker.dispose();
  });
  picker.show();
}

/** Shows what is found for a query unless a newer one has come. */
async function list(query: string, picker: vscode.QuickPick<Item>, signal: AbortSignal): Promise<void> {
  picker.busy = query.trim() !== "";
  const items = picker.busy ? await found(query, signal) : [];
  if (!signal.aborted) {
    picker.items = items;
    picker.busy = false;
  }
}

async function found(query: string, signal: AbortSignal): Promise<Item[]> {
  try {
    const hits = await search(query, settings(), signal);
    return hits.length > 0 ? hits.map(item) : [message(`Nothing found for ${query}`)];
  } catch (failure) {
    return [message(failure instanceof Error ? failure.message : String(failure))];
  }
}

function settings(): Settings {
  const configuration = vscode.workspace.getConfiguration("notes");
  return {
    program: configuration.get("path", "notes"),
    notebook: configuration.get("notebook", "").replace(/^~(?=$|[/\\])/, homedir()),
    cwd: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir(),
  };
}

async function open(hit: Hit): Promise<void> {
  const { start, end } = hit.place.range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  await vscode.window.showTextDocument(vscode.Uri.file(hit.absolute_path), { selection });
}
