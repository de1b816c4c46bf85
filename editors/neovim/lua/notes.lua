--- Asks the program `notes`: its hits in the quickfix list, and as a source for snacks.nvim.
local M = {}

---@class notes.Options
---@field program string The program to ask.
---@field notebook? string The folder of the notes, or a name in the program's configuration; by default the program looks.
---@field limit integer How many hits are listed at most.
local options = { program = "notes", notebook = nil, limit = 100 }

---@type vim.SystemObj? The search that runs, if any; a newer one stops it.
local running
local last_query = ""

---@param opts? notes.Options|{}
function M.setup(opts)
  options = vim.tbl_extend("force", options, opts or {})
end

---@param message string
local function complain(message)
  vim.notify("notes: " .. message, vim.log.levels.WARN)
end

--- The arguments that search for a query and print `format`.
---@param format "--json"|"--jsonl"
---@param query string
---@return string[]
local function arguments(format, query)
  local command = { "search", format, "--limit", tostring(options.limit) }
  if options.notebook then
    local notebook = vim.fs.normalize(options.notebook)
    local is_folder = vim.fn.isabsolutepath(notebook) == 1
    vim.list_extend(command, { is_folder and "--root" or "--notebook", notebook })
  end
  return vim.list_extend(command, { "--", query })
end

---@return boolean
local function is_installed()
  local found = vim.fn.executable(options.program) == 1
  if not found then
    complain("there is no program " .. options.program)
  end
  return found
end

--- A text that may have several lines on one.
---@param text string
---@return string
local function one_line(text)
  return vim.trim((text:gsub("%s+", " ")))
end

---@param hit table
---@return string # ` (lacks: …)`, or nothing if it has every word
local function lacks(hit)
  return #hit.missing > 0 and (" (lacks: %s)"):format(table.concat(hit.missing, ", ")) or ""
end

--- What leads to a hit, the lines that matter, and which words it lacks.
---@param hit table
---@return string
local function text(hit)
  local breadcrumb = table.concat(hit.breadcrumb, " › ")
  local snippet = one_line(hit.snippet.text)
  local separator = (breadcrumb ~= "" and snippet ~= "") and ": " or ""
  return breadcrumb .. separator .. snippet .. lacks(hit)
end

--- The quickfix list counts columns as `place` does, in bytes from 1.
---@param hit table
local function quickfix_item(hit)
  return { filename = hit.absolute_path, lnum = hit.place.line, col = hit.place.column, text = text(hit) }
end

---@param query string
---@param result vim.SystemCompleted
local function show(query, result)
  local is_json, answer = pcall(vim.json.decode, result.stdout)
  if not is_json then
    local errors = vim.trim(result.stderr)
    complain(errors ~= "" and errors or "the program gave no answer")
  elseif answer.error then
    complain(answer.error.message)
  elseif #answer.hits == 0 then
    complain("nothing found for " .. query)
  else
    vim.fn.setqflist({}, " ", { title = "Notes " .. query, items = vim.tbl_map(quickfix_item, answer.hits) })
    vim.cmd("botright copen")
  end
end

--- Lists what is found for a query in the quickfix list.
---@param query string
function M.search(query)
  if not is_installed() then
    return
  end
  last_query = query
  if running and not running:is_closing() then
    running:kill("sigterm")
  end
  local this
  this = vim.system(vim.list_extend({ options.program }, arguments("--json", query)), {}, function(result)
    vim.schedule(function()
      if this == running then
        show(query, result)
      end
    end)
  end)
  running = this
end

--- Asks for a query, with the last one to repeat or change.
function M.ask()
  vim.ui.input({ prompt = "Notes: ", default = last_query }, function(query)
    if query and vim.trim(query) ~= "" then
      M.search(query)
    end
  end)
end

--- The end of a place as snacks.nvim counts it; nil if that is in another line.
---@param place table
local function end_position(place)
  if place.range.start.line == place.range["end"].line then
    return { place.line, place.column - 1 + place.end_byte - place.start_byte }
  end
end

--- A line of `--jsonl` to an item of snacks.nvim, whose columns count bytes from 0.
---@param item { text: string }
local function snacks_item(item)
  local line = vim.json.decode(item.text)
  if line.error then
    vim.schedule_wrap(complain)(line.error.message)
  end
  if line.type ~= "hit" then
    return false
  end
  return {
    text = text(line),
    file = line.absolute_path,
    pos = { line.place.line, line.place.column - 1 },
    end_pos = end_position(line.place),
    hit = line,
  }
end

--- What leads to a hit and the lines that matter, the matches lit.
local function snacks_format(item, picker)
  local row = Snacks.picker.format.filename(item, picker)
  if #item.hit.breadcrumb > 0 then
    table.insert(row, { table.concat(item.hit.breadcrumb, " › ") .. "  ", "SnacksPickerComment" })
  end
  for _, part in ipairs(item.hit.snippet.parts) do
    table.insert(row, { (part.text:gsub("%s+", " ")), part.match and "SnacksPickerMatch" or nil })
  end
  table.insert(row, { lacks(item.hit), "SnacksPickerComment" })
  return row
end

--- A source for the picker of snacks.nvim: searches as one types, with a preview.
M.snacks = {
  title = "Notes",
  live = true,
  supports_live = true,
  show_empty = true,
  format = snacks_format,
  finder = function(opts, ctx)
    if ctx.filter.search == "" or not is_installed() then
      return function() end
    end
    -- Finding nothing is exit code 1, and no failure to tell of.
    local process = { cmd = options.program, args = arguments("--jsonl", ctx.filter.search), notify = false }
    return require("snacks.picker.source.proc").proc(
      ctx:opts(vim.tbl_extend("error", process, { transform = snacks_item })),
      ctx
    )
  end,
}

return M
