-- `:Notes`: searches Markdown notes with the program `notes`.

if vim.g.loaded_notes then
  return
end
vim.g.loaded_notes = true

vim.api.nvim_create_user_command("Notes", function(command)
  local notes = require("notes")
  if command.args == "" then
    notes.ask()
  else
    notes.search(command.args)
  end
end, { nargs = "*", desc = "Search the notes" })
