// As much of VS Code as the extension talks to: a quick pick that is typed into, and editors that open files.

const { EventEmitter } = require("node:events");
const { readFileSync } = require("node:fs");
const Module = require("node:module");

class Range {
  constructor(startLine, startCharacter, endLine, endCharacter) {
    this.start = { line: startLine, character: startCharacter };
    this.end = { line: endLine, character: endCharacter };
  }
}

/** Fires events as the real one does, and shows nothing more once it is disposed of. */
class QuickPick {
  #events = new EventEmitter();
  #items = [];
  busy = false;
  isShown = false;
  isDisposed = false;
  selectedItems = [];

  onDidChangeValue = (listener) => this.#events.on("value", listener);
  onDidAccept = (listener) => this.#events.on("accept", listener);
  onDidHide = (listener) => this.#events.on("hide", listener);

  get items() {
    return this.#items;
  }

  set items(items) {
    this.#items = items;
    this.#events.emit("items", items);
  }

  show() {
    this.isShown = true;
  }

  hide() {
    this.isShown = false;
    this.#events.emit("hide");
  }

  dispose() {
    this.isDisposed = true;
    this.#events.removeAllListeners();
  }

  type(value) {
    this.#events.emit("value", value);
  }

  choose(item) {
    this.selectedItems = [item];
    this.#events.emit("accept");
  }

  /** The next list that is shown. */
  listed() {
    return new Promise((resolve) => this.#events.once("items", resolve));
  }
}

/** A VS Code with these settings and this folder open. */
function start(configuration, folder) {
  const commands = new Map();
  const state = { configuration, picker: undefined, editor: undefined };
  const api = {
    Range,
    Uri: { file: (fsPath) => ({ fsPath }) },
    commands: {
      registerCommand: (name, run) => {
        commands.set(name, run);
        return { dispose: () => commands.delete(name) };
      },
    },
    window: {
      createQuickPick: () => (state.picker = new QuickPick()),
      showTextDocument: async (uri, { selection }) => {
        state.editor = { uri, selection, lines: readFileSync(uri.fsPath, "utf8").split("\n") };
        state.onOpen?.();
      },
    },
    workspace: {
      workspaceFolders: [{ uri: { fsPath: folder } }],
      getConfiguration: (section) => ({
        get: (key, fallback) => state.configuration[`${section}.${key}`] ?? fallback,
      }),
    },
  };
  return { api, commands, state };
}

/** Loads the extension with a VS Code of one's own. */
function load(path, api) {
  const original = Module._load;
  Module._load = (request, ...rest) => (request === "vscode" ? api : original(request, ...rest));
  try {
    delete require.cache[require.resolve(path)];
    return require(path);
  } finally {
    Module._load = original;
  }
}

module.exports = { start, load };
