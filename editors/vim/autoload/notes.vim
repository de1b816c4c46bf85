vim9script

# Asks the program `notes` and lists its hits in the quickfix list.

# How many hits are listed at most.
const LIMIT = 100

# The search that runs, if any, and what it asks for.
var running: job
var last_query = ''

# Searches for a query; asks for one if it is empty, with the last one to repeat or change.
export def Search(typed: string)
  const query = typed ?? input('Notes: ', last_query)
  if query->trim()->empty()
    return
  endif
  const program = get(g:, 'notes_program', 'notes')
  if !executable(program)
    Complain($'there is no program {program} (:help notes-install)')
    return
  endif
  last_query = query
  if job_status(running) == 'run'
    job_stop(running)
  endif
  running = Start(Command(program, query), query)
enddef

def Command(program: string, query: string): list<string>
  return [program, 'search', '--json', '--limit', string(LIMIT)] + Notebook() + ['--', query]
enddef

# The options that say which notes: a folder, or a name in the program's configuration.
def Notebook(): list<string>
  const notebook = get(g:, 'notes_notebook', '')->expand()
  if notebook->empty()
    return []
  endif
  return [isabsolutepath(notebook) ? '--root' : '--notebook', notebook]
enddef

# Only the newest search is listed: one that was stopped closes its channel as well.
def Start(command: list<string>, query: string): job
  var output = ''
  var errors = ''
  return job_start(command, {
    in_io: 'null',
    mode: 'raw',
    out_cb: (_, text) => {
      output ..= text
    },
    err_cb: (_, text) => {
      errors ..= text
    },
    close_cb: (channel) => {
      if channel == job_getchannel(running)
        Show(query, output, errors)
      endif
    },
  })
enddef

def Show(query: string, output: string, errors: string)
  var answer: dict<any>
  try
    answer = json_decode(output)
  catch
    Complain(errors->trim() ?? 'the program gave no answer')
    return
  endtry
  if answer->has_key('error')
    Complain(answer.error.message)
  elseif answer.hits->empty()
    Complain($'nothing found for {query}')
  else
    setqflist([], ' ', {title: $'Notes {query}', items: answer.hits->mapnew((_, hit) => Item(hit))})
    # No window can be opened from the command-line window.
    if getcmdwintype()->empty()
      botright copen
    endif
  endif
enddef

# Vim counts columns as `place` does, in bytes from 1.
def Item(hit: dict<any>): dict<any>
  return {
    filename: hit.absolute_path,
    lnum: hit.place.line,
    col: hit.place.column,
    text: Text(hit),
  }
enddef

# What leads to a hit, the lines that matter, and which words it lacks.
def Text(hit: dict<any>): string
  const lines = hit.snippet.text->split('\n')->map((_, line) => line->trim())
  const lacks = hit.missing->empty() ? '' : $" (lacks: {hit.missing->join(', ')})"
  return [hit.breadcrumb->join(' › '), lines->join(' ')]->filter('!empty(v:val)')->join(': ') .. lacks
enddef

def Complain(message: string)
  echohl WarningMsg
  echomsg $'notes: {message}'
  echohl None
enddef
