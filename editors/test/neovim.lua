-- Searches in Neovim as one types, and looks where the cursor comes to stand.

local notes = require("notes")
notes.setup({ program = vim.env.NOTES })
vim.cmd.runtime("plugin/notes.lua")

local message
vim.notify = function(text)
  message = text
end

--- Runs `:Notes`, and waits until a condition holds.
local function search(query, is_done)
  vim.fn.setqflist({}, "f")
  message = nil
  vim.cmd("Notes " .. query)
  assert(vim.wait(20000, is_done, 10), "nothing came of " .. query)
end

local function listed()
  return #vim.fn.getqflist() > 0
end

local function said()
  return message ~= nil
end

local function equal(expected, actual)
  assert(vim.deep_equal(expected, actual), vim.inspect({ expected = expected, actual = actual }))
end

--- The cursor's line and byte column, and what stands there.
local function at_cursor()
  local line, column = unpack(vim.api.nvim_win_get_cursor(0))
  return { line, column + 1, vim.api.nvim_get_current_line():sub(column + 1) }
end

local tests = {}

function tests.hits()
  search("连接池", listed)
  local list = vim.fn.getqflist({ title = 0, items = 0 })
  equal("Notes 连接池", list.title)
  equal("quickfix", vim.bo.buftype)
  local texts = vim.tbl_map(function(item)
    return item.text
  end, list.items)
  table.sort(texts)
  equal({ "Redis: - 也有 👩‍💻 连接池", "大小 › 上限: 😀中文 连接池 abc" }, texts)
end

function tests.jumps()
  search("连接池", listed)
  local places = {}
  for nr = 1, 2 do
    vim.cmd("cc " .. nr)
    places[vim.fn.expand("%:t")] = at_cursor()
  end
  local expected = { ["pool.md"] = { 7, 12, "连接池 abc" }, ["读书 3:4:[5].md"] = { 7, 23, "连接池" } }
  equal(expected, places)
end

function tests.nothing_found()
  search("量子纠缠", said)
  equal("notes: nothing found for 量子纠缠", message)
  assert(not listed())
end

function tests.query_of_signs()
  search('-redis "连接池 abc" | x', listed)
  equal(1, #vim.fn.getqflist())
end

function tests.asks_with_the_last_query()
  search("大小", listed)
  local asked
  local input = vim.ui.input
  vim.ui.input = function(opts, on_confirm)
    asked = opts.default
    on_confirm("连接池")
  end
  search("", listed)
  vim.ui.input = input
  equal("大小", asked)
  equal("Notes 连接池", vim.fn.getqflist({ title = 0 }).title)
end

function tests.program_missing()
  notes.setup({ program = "/nowhere/notes" })
  search("连接池", said)
  notes.setup({ program = vim.env.NOTES })
  equal("notes: there is no program /nowhere/notes", message)
end

function tests.another_program()
  notes.setup({ program = "false" })
  search("连接池", said)
  notes.setup({ program = vim.env.NOTES })
  equal("notes: the program gave no answer", message)
end

function tests.notebook_missing()
  notes.setup({ notebook = "/nowhere" })
  search("连接池", said)
  notes.setup({ notebook = "~/notes" })
  equal("notes: can't search /nowhere: there is no such folder", message)
end

function tests.notebook_of_a_name()
  notes.setup({ notebook = "second" })
  search("别处", listed)
  notes.setup({ notebook = "~/notes" })
  equal("other.md", vim.fs.basename(vim.fn.bufname(vim.fn.getqflist()[1].bufnr)))
end

function tests.newest_wins()
  notes.setup({ program = "./slow" })
  vim.cmd("Notes 缓存")
  notes.setup({ program = vim.env.NOTES })
  search("大小", listed)
  vim.fn.writefile({}, "go")
  vim.wait(300)
  equal("Notes 大小", vim.fn.getqflist({ title = 0 }).title)
  equal(nil, message)
  equal(0, vim.fn.filereadable("not-stopped"))
end

function tests.z_changed_meanwhile()
  search("死信队列", said)
  vim.fn.writefile({ "死信队列" }, "notes/pool.md", "a")
  search("死信队列", listed)
  equal(8, vim.fn.getqflist()[1].lnum)
end

--- Opens the picker, types a query, and waits until a condition holds of what it lists.
local function pick(query, is_done)
  local picker = Snacks.picker.pick("notes", { search = query })
  local done = vim.wait(20000, function()
    return is_done(picker:items())
  end, 10)
  assert(done, "the picker didn't list what it should: " .. vim.inspect(picker:items()))
  return picker
end

local function two(items)
  return #items == 2
end

--- With snacks.nvim, whose folder SNACKS_NVIM names.
if vim.env.SNACKS_NVIM then
  vim.opt.runtimepath:append(vim.env.SNACKS_NVIM)
  require("snacks").setup({ picker = { sources = { notes = notes.snacks } } })

  function tests.snacks_jumps()
    local places = {}
    for nr = 1, 2 do
      local picker = pick("连接池", two)
      picker.list:view(nr)
      picker:action("confirm")
      vim.wait(1000, function()
        return picker.closed
      end, 10)
      places[vim.fn.expand("%:t")] = at_cursor()
    end
    equal({ ["pool.md"] = { 7, 12, "连接池 abc" }, ["读书 3:4:[5].md"] = { 7, 23, "连接池" } }, places)
  end

  function tests.snacks_previews()
    local picker = pick("上限 abc", function(items)
      return #items > 0
    end)
    local preview = picker.preview.win
    vim.wait(2000, function()
      return vim.api.nvim_win_get_cursor(preview.win)[1] == 7
    end, 10)
    equal({ 7, 21 }, vim.api.nvim_win_get_cursor(preview.win))
    picker:close()
  end

  function tests.snacks_finds_nothing()
    message = nil
    local picker = pick("量子纠缠", vim.tbl_isempty)
    vim.wait(300)
    equal({ nil, 0 }, { message, #picker:items() })
    picker:close()
  end

  function tests.snacks_lists_matches_lit()
    local picker = pick("连接池 abc", function(items)
      return #items > 0
    end)
    local row = notes.snacks.format(picker:items()[1], picker)
    local lit = {}
    for _, part in ipairs(row) do
      if part[2] == "SnacksPickerMatch" then
        table.insert(lit, part[1])
      end
    end
    equal({ "连接池", "abc" }, lit)
    picker:close()
  end
end

for name, test in vim.spairs(tests) do
  local passed, failure = xpcall(test, debug.traceback)
  if not passed then
    io.stderr:write(name, ": ", failure, "\n")
    os.exit(1)
  end
end
