vim9script noclear

# `:Notes`: searches Markdown notes with the program `notes`. See :help notes.

if exists('g:loaded_notes')
  finish
endif
g:loaded_notes = 1

import autoload 'notes.vim'

command -nargs=* Notes notes.Search(<q-args>)
