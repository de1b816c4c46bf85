// Types into the quick pick as a person does, asks the real program, and looks at what is opened.

const assert = require("node:assert/strict");
const { appendFileSync, existsSync, rmSync } = require("node:fs");
const { setTimeout: sleep } = require("node:timers/promises");
const { test } = require("node:test");
const manifest = require("../package.json");
const { load, start } = require("./vscode");

process.chdir(process.env.HOME);
const NOTES = { "notes.path": process.env.NOTES };

/** Runs the command; what it shows, and the settings as they may change meanwhile. */
function run(configuration) {
  const { api, commands, state } = start(configuration, process.env.HOME);
  const context = { subscriptions: [] };
  load(`../${manifest.main}`, api).activate(context);
  commands.get("notes.search")();
  return { state, picker: state.picker, commands, context };
}

/** The list that is shown for a query. */
async function typed(picker, query) {
  const listed = picker.listed();
  picker.type(query);
  return listed;
}

function labels(items) {
  return items.map((item) => item.label);
}

/** Lets the slow program go on, and sees whether it was stopped before. */
async function wasStopped() {
  appendFileSync("go", "");
  await sleep(300);
  rmSync("go");
  return !existsSync("not-stopped");
}

/** Chooses an item; what is selected in the editor that opens. */
async function opened({ picker, state }, item) {
  const open = new Promise((resolve) => (state.onOpen = resolve));
  picker.choose(item);
  await open;
  const { selection, lines } = state.editor;
  assert.equal(selection.start.line, selection.end.line);
  const text = lines[selection.start.line].slice(selection.start.character, selection.end.character);
  return [selection.start.line, selection.start.character, text];
}

test("hits are listed with their breadcrumb and lines, in the program's order", async () => {
  const { picker } = run(NOTES);
  assert.ok(picker.isShown);
  const items = await typed(picker, "连接池 abc");
  assert.deepEqual(
    items.map(({ label, description, detail }) => ({ label, description, detail })),
    [
      { label: "数据库", description: "大小 › 上限", detail: "😀中文 连接池 abc" },
      { label: "缓存", description: "Redis (lacks: abc)", detail: "- 也有 👩‍💻 连接池" },
    ],
  );
  assert.ok(items.every((item) => item.alwaysShow));
  assert.deepEqual([picker.sortByLabel, picker.matchOnDetail, picker.busy], [false, true, false]);
});

test("a hit opens at the very character", async () => {
  const places = new Map();
  for (const nr of [0, 1]) {
    const session = run(NOTES);
    const items = await typed(session.picker, "连接池");
    assert.equal(items.length, 2);
    places.set(items[nr].label, await opened(session, items[nr]));
    assert.ok(session.picker.isDisposed);
  }
  assert.deepEqual(places.get("数据库"), [6, 5, "连接池"]);
  assert.deepEqual(places.get("缓存"), [6, 12, "连接池"]);
});

test("nothing found is said, and can't be opened", async () => {
  const { picker, state } = run(NOTES);
  const items = await typed(picker, "量子纠缠");
  assert.deepEqual(labels(items), ["Nothing found for 量子纠缠"]);
  picker.choose(items[0]);
  assert.ok(picker.isShown && !state.editor);
});

test("an empty query lists nothing", async () => {
  const { picker } = run(NOTES);
  await typed(picker, "连接池");
  assert.deepEqual(await typed(picker, " "), []);
});

test("a query may begin with a dash", async () => {
  const { picker } = run(NOTES);
  assert.deepEqual(labels(await typed(picker, "-redis 连接池")), ["数据库"]);
});

test("a missing program is said", async () => {
  const { picker } = run({ "notes.path": "/nowhere/notes" });
  const expected = ["there is no program /nowhere/notes: see the setting notes.path"];
  assert.deepEqual(labels(await typed(picker, "连接池")), expected);
});

test("another program's silence is said", async () => {
  const { picker } = run({ "notes.path": "true" });
  assert.deepEqual(labels(await typed(picker, "连接池")), ["the program gave no answer"]);
});

test("a missing notebook is said", async () => {
  const { picker } = run({ ...NOTES, "notes.notebook": "~/nowhere" });
  const folder = `${process.env.HOME}/nowhere`;
  assert.deepEqual(labels(await typed(picker, "连接池")), [`can't search ${folder}: there is no such folder`]);
});

test("a notebook may be a name or a folder", async () => {
  for (const notebook of ["second", "~/other"]) {
    const { picker } = run({ ...NOTES, "notes.notebook": notebook });
    assert.deepEqual(labels(await typed(picker, "别处")), ["别处"]);
  }
});

test("the newest query wins, and the one before is stopped", async () => {
  const { picker, state } = run({ "notes.path": "./slow" });
  picker.type("缓存");
  state.configuration = NOTES;
  assert.deepEqual(labels(await typed(picker, "大小")), ["数据库"]);
  assert.ok(await wasStopped());
  assert.deepEqual(labels(picker.items), ["数据库"]);
});

test("hiding stops the search", async () => {
  const { picker } = run({ "notes.path": "./slow" });
  picker.type("缓存");
  picker.hide();
  assert.ok(await wasStopped());
  assert.ok(picker.isDisposed);
});

test("icons in notes are text", async () => {
  appendFileSync("notes/icons.md", "$(trash) 图标\n");
  const { picker } = run(NOTES);
  assert.deepEqual((await typed(picker, "图标"))[0].detail, "\\$(trash) 图标");
});

test("what was written since is found", async () => {
  const { picker } = run(NOTES);
  assert.deepEqual(labels(await typed(picker, "死信队列")), ["Nothing found for 死信队列"]);
  appendFileSync("notes/pool.md", "死信队列\n");
  assert.deepEqual(labels(await typed(picker, "死信队列")), ["数据库"]);
});

test("the manifest has what the extension registers and reads", () => {
  const { commands, context } = run(NOTES);
  assert.deepEqual([...commands.keys()], manifest.contributes.commands.map(({ command }) => command));
  assert.equal(context.subscriptions.length, commands.size);
  const settings = Object.keys(manifest.contributes.configuration.properties);
  assert.deepEqual(settings, ["notes.path", "notes.notebook"]);
});
