;;; notes.el --- Search Markdown notes in Chinese and English  -*- lexical-binding: t -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: matching, hypermedia
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; `notes-search' asks the program `notes' as you type and previews what it finds; it needs consult.
;; `notes-grep' lists what is found in a buffer like that of `grep'; it needs nothing else.

;;; Code:

(require 'compile)
(require 'subr-x)

(defvar consult-async-min-input)
(defvar consult-async-split-style)
(declare-function consult--async-process "ext:consult")
(declare-function consult--async-refresh-timer "ext:consult")
(declare-function consult--async-sink "ext:consult")
(declare-function consult--async-split "ext:consult")
(declare-function consult--async-throttle "ext:consult")
(declare-function consult--async-transform "ext:consult")
(declare-function consult--jump-state "ext:consult")
(declare-function consult--lookup-member "ext:consult")
(declare-function consult--process-collection "ext:consult")
(declare-function consult--read "ext:consult")
(declare-function consult--temporary-files "ext:consult")

(defgroup notes nil
  "Search Markdown notes in Chinese and English."
  :group 'matching)

(defcustom notes-program "notes"
  "The program that is asked."
  :type 'string)

(defcustom notes-notebook nil
  "The folder of the notes, or a notebook's name in the program's configuration.
If nil the program looks for the notes from the current folder upwards
and then in its configuration."
  :type '(choice (const :tag "As the program finds it" nil) directory (string :tag "Name")))

(defcustom notes-limit 100
  "How many hits are listed at most."
  :type 'natnum)

(defvar notes-history nil
  "The queries that were typed.")

(defun notes--command (format query)
  "Return the command line that searches for QUERY and prints FORMAT."
  `(,notes-program
    "search" ,format "--limit" ,(number-to-string notes-limit)
    ,@(cond
       ((not notes-notebook) nil)
       ((file-name-absolute-p notes-notebook) (list "--root" (expand-file-name notes-notebook)))
       (t (list "--notebook" notes-notebook)))
    "--" ,query))

(defun notes--check-program ()
  "Complain if there is no program to ask."
  (unless (executable-find notes-program)
    (user-error "There is no program %s" notes-program)))

;;;; Search as you type

(defun notes--one-line (text)
  "Return TEXT with all white space, line breaks too, made single spaces."
  (replace-regexp-in-string "[[:space:]\n]+" " " text))

(defun notes--snippet (hit)
  "Return the lines of HIT that matter, with what matched in them lit."
  (let ((lit (lambda (part)
               (let ((text (notes--one-line (gethash "text" part))))
                 (if (eq (gethash "match" part) t) (propertize text 'face 'match) text)))))
    (string-trim (mapconcat lit (gethash "parts" (gethash "snippet" hit)) ""))))

(defun notes--candidate (hit)
  "Return HIT as a line `path:line: breadcrumb: snippet (lacks: words)'."
  (let* ((path (gethash "path" hit))
         (place (gethash "place" hit))
         (breadcrumb (string-join (gethash "breadcrumb" hit) " › "))
         (missing (string-join (gethash "missing" hit) ", "))
         (pieces (list (format "%s:%d" (propertize path 'face 'compilation-info) (gethash "line" place))
                       (propertize breadcrumb 'face 'shadow)
                       (notes--snippet hit)))
         (lacks (if (string-empty-p missing) "" (format " (lacks: %s)" missing))))
    (propertize (concat (string-join (seq-remove #'string-empty-p pieces) ": ") lacks)
                'notes-path path
                'notes-place (list (gethash "absolute_path" hit) (gethash "line" place) (gethash "column" place)))))

(defun notes--candidates (lines)
  "Return the hits in LINES of the program's JSON, as candidates."
  (let (candidates)
    (dolist (line lines (nreverse candidates))
      (let* ((object (json-parse-string line :array-type 'list))
             (failure (gethash "error" object)))
        (when failure
          (message "notes: %s" (gethash "message" failure)))
        (when (equal (gethash "type" object) "hit")
          (push (notes--candidate object) candidates))))))

(defun notes--marker (candidate open)
  "Return where CANDIDATE is, in the buffer that OPEN makes of its file if it can.
Columns count bytes of UTF-8, as positions do in Emacs's own text."
  (pcase-let* ((`(,file ,line ,column) (get-text-property 0 'notes-place candidate))
               (buffer (funcall open file)))
    (when (buffer-live-p buffer)
      (with-current-buffer buffer
        (save-excursion
          (save-restriction
            (widen)
            (goto-char (point-min))
            (forward-line (1- line))
            (let ((place (byte-to-position (+ (position-bytes (point)) column -1))))
              (goto-char (min (or place (point-max)) (line-end-position))))
            (point-marker)))))))

(defun notes--state ()
  "Preview candidates, and go to the one that is chosen."
  (let ((open (consult--temporary-files))
        (jump (consult--jump-state)))
    (lambda (action candidate)
      (unless candidate
        (funcall open))
      (let ((open (if (eq action 'return) #'find-file-noselect open)))
        (funcall jump action (and candidate (notes--marker candidate open)))))))

(defun notes--group (candidate transform)
  "Return the note of CANDIDATE as a group's title; with TRANSFORM the rest."
  (let ((path (get-text-property 0 'notes-path candidate)))
    (if transform (substring candidate (1+ (length path))) path)))

(defun notes--collection ()
  "Return what consult asks for candidates while a query is typed."
  (let ((builder (lambda (query) (notes--command "--jsonl" query))))
    ;; consult 2 builds its pipeline in another way than those before.
    (if (fboundp 'consult--process-collection)
        (consult--process-collection builder :transform (consult--async-transform #'notes--candidates))
      (thread-first
        (consult--async-sink)
        (consult--async-refresh-timer)
        (notes--async-candidates)
        (consult--async-process builder)
        (consult--async-throttle)
        (consult--async-split)))))

(defun notes--async-candidates (sink)
  "Hand candidates on to SINK instead of lines."
  (lambda (action)
    (funcall sink (if (consp action) (notes--candidates action) action))))

;;;###autoload
(defun notes-search (&optional initial)
  "Search the notes as you type, and preview what is found.
The query begins as INITIAL."
  (interactive)
  (unless (require 'consult nil t)
    (user-error "`notes-search' needs consult; `notes-grep' does not"))
  (notes--check-program)
  ;; Chinese words are short, and a query may hold any sign that consult splits at.
  (let ((consult-async-min-input 1)
        (consult-async-split-style nil))
    (consult--read (notes--collection)
                   :prompt "Notes: "
                   :initial initial
                   :lookup #'consult--lookup-member
                   :state (notes--state)
                   :group #'notes--group
                   :category 'notes
                   :history '(:input notes-history)
                   :require-match t
                   :sort nil)))

;;;; A buffer like that of grep

(defun notes--column ()
  "Return the column of the line just matched, in characters instead of bytes."
  (let* ((bytes (string-to-number (match-string 3)))
         (line (buffer-substring-no-properties (match-end 0) (line-end-position)))
         (before (substring (encode-coding-string line 'utf-8) 0 (1- bytes))))
    (1+ (length (decode-coding-string before 'utf-8)))))

(defun notes--exit-message (status code message)
  "Say of exit CODE 1 that nothing was found, of others MESSAGE.
STATUS is `exit' or `signal'."
  (if (and (eq status 'exit) (eql code 1))
      '("finished with nothing found\n" . "nothing found")
    (cons message code)))

(define-compilation-mode notes-grep-mode "Notes"
  "List what `notes-grep' found."
  (setq-local compilation-error-regexp-alist
              '(("^\\(.+?\\):\\([0-9]+\\):\\([0-9]+\\):" 1 2 notes--column)))
  (setq-local compilation-error-screen-columns nil)
  (setq-local compilation-exit-message-function #'notes--exit-message))

;;;###autoload
(defun notes-grep (query)
  "List the lines that match QUERY, best section first."
  (interactive (list (read-string "Notes: " nil 'notes-history)))
  (notes--check-program)
  ;; On a pipe the program draws no progress.
  (let ((coding-system-for-read 'utf-8)
        (process-connection-type nil))
    (compilation-start (mapconcat #'shell-quote-argument (notes--command "--vimgrep" query) " ")
                       #'notes-grep-mode)))

(provide 'notes)

;;; notes.el ends here
