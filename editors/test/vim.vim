vim9script

# Searches in Vim as one types, and looks where the cursor comes to stand.

g:notes_program = $NOTES
runtime plugin/notes.vim

# Runs `:Notes`, and waits until a condition holds.
def Search(query: string, Done: func(): bool)
  setqflist([], 'f')
  messages clear
  execute 'Notes' query
  for _ in range(2000)
    if Done()
      return
    endif
    sleep 10m
  endfor
  add(v:errors, $'nothing came of {query}')
enddef

def Listed(): bool
  return !getqflist()->empty()
enddef

def Said(): bool
  return !execute('messages')->empty()
enddef

def Message(): string
  return execute('messages')->trim()
enddef

# What stands in the cursor's line from the cursor on.
def AtCursor(): string
  return getline('.')->strpart(col('.') - 1)
enddef

def TestHits()
  Search('连接池', Listed)
  const list = getqflist({title: 0, items: 0})
  assert_equal('Notes 连接池', list.title)
  assert_equal(2, list.items->len())
  assert_equal('quickfix', &buftype)
  const texts = list.items->mapnew((_, item) => item.text)->sort()
  assert_equal(['Redis: - 也有 👩‍💻 连接池', '大小 › 上限: 😀中文 连接池 abc'], texts)
enddef

def TestJumps()
  Search('连接池', Listed)
  var places: dict<list<any>>
  for nr in [1, 2]
    execute 'cc' nr
    places[expand('%:t')] = [line('.'), col('.'), AtCursor()]
  endfor
  const expected = {
    'pool.md': [7, 12, '连接池 abc'],
    '读书 3:4:[5].md': [7, 23, '连接池'],
  }
  assert_equal(expected, places)
enddef

def TestNothingFound()
  Search('量子纠缠', Said)
  assert_equal('notes: nothing found for 量子纠缠', Message())
  assert_false(Listed())
enddef

def TestQueryOfSigns()
  Search('-redis "连接池 abc" | x', Listed)
  assert_equal(1, getqflist()->len())
enddef

def TestProgramMissing()
  g:notes_program = '/nowhere/notes'
  Search('连接池', Said)
  assert_equal('notes: there is no program /nowhere/notes (:help notes-install)', Message())
  g:notes_program = $NOTES
enddef

def TestAnotherProgram()
  g:notes_program = 'false'
  Search('连接池', Said)
  assert_equal('notes: the program gave no answer', Message())
  g:notes_program = $NOTES
enddef

def TestNotebookMissing()
  g:notes_notebook = '/nowhere'
  Search('连接池', Said)
  assert_equal("notes: can't search /nowhere: there is no such folder", Message())
  unlet g:notes_notebook
enddef

def TestNotebookOfAName()
  g:notes_notebook = 'second'
  Search('别处', Listed)
  assert_equal('other.md', getqflist()[0].bufnr->bufname()->fnamemodify(':t'))
  unlet g:notes_notebook
enddef

def TestChangedMeanwhile()
  Search('死信队列', Said)
  writefile(['死信队列'], 'notes/pool.md', 'a')
  Search('死信队列', Listed)
  assert_equal(8, getqflist()[0].lnum)
enddef

def TestNewestWins()
  g:notes_program = './slow'
  Notes 缓存
  g:notes_program = $NOTES
  Search('大小', Listed)
  writefile([], 'go')
  sleep 300m
  assert_equal('Notes 大小', getqflist({title: 0}).title)
  assert_equal('', Message())
  assert_false(filereadable('not-stopped'))
enddef

def TestHelp()
  execute 'helptags' fnameescape($'{&runtimepath->split(",")[0]}/doc')
  help :Notes
  assert_match('\*:Notes\*', getline('.'))
  bwipeout
enddef

for Test in [TestHits, TestJumps, TestNothingFound, TestQueryOfSigns, TestProgramMissing, TestAnotherProgram,
    TestNotebookMissing, TestNotebookOfAName, TestChangedMeanwhile, TestNewestWins, TestHelp]
  try
    Test()
  catch
    add(v:errors, $'{v:throwpoint}: {v:exception}')
  endtry
endfor
if v:errors->empty()
  quitall!
endif
writefile(v:errors, '/dev/stderr', 'a')
cquit
