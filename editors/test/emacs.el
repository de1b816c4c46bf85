;;; emacs.el --- Searches in Emacs as one types  -*- lexical-binding: t -*-

;; And looks where the cursor comes to stand.  It runs on a terminal: only there is a minibuffer.

(require 'ert)
(require 'notes)
(require 'package)
(package-initialize)

(setq notes-program (getenv "NOTES")
      make-backup-files nil)

;;;; Help

(defun test-at-point ()
  "The file, line and character column of point, and what stands there."
  (set-buffer (window-buffer))
  (list (file-name-nondirectory buffer-file-name)
        (line-number-at-pos)
        (- (point) (line-beginning-position))
        (buffer-substring-no-properties (point) (line-end-position))))

(defconst test-places '(("pool.md" 7 4 "连接池 abc") ("读书 3:4:[5].md" 7 10 "连接池"))
  "Where 连接池 stands.")

(defun test-wait (condition)
  "Wait until CONDITION holds."
  (with-timeout (20 (ert-fail "It took too long"))
    (while (not (funcall condition))
      (accept-process-output nil 0.02))))

(defun test-sorted (places)
  "PLACES by their file."
  (sort places (lambda (one other) (string< (car one) (car other)))))

;;;; notes-grep

(defun test-grep (query)
  "The buffer with what `notes-grep' finds for QUERY."
  (let ((buffer (notes-grep query)))
    (test-wait (lambda () (not (process-live-p (get-buffer-process buffer)))))
    (with-current-buffer buffer
      (test-wait (lambda () (not compilation-in-progress))))
    buffer))

(ert-deftest test-grep-jumps ()
  (test-grep "连接池")
  (let (places)
    (dotimes (_ 2)
      (next-error)
      (push (test-at-point) places))
    (should (equal (test-sorted places) test-places))
    (should-error (next-error) :type 'user-error)))

(ert-deftest test-grep-finds-nothing ()
  (with-current-buffer (test-grep "量子纠缠")
    (should (string-match-p "finished with nothing found" (buffer-string)))))

(ert-deftest test-grep-fails ()
  (let ((notes-notebook "/nowhere"))
    (with-current-buffer (test-grep "连接池")
      (should (string-match-p "can't search /nowhere: there is no such folder" (buffer-string))))))

(ert-deftest test-grep-asks-a-notebook-of-a-name ()
  (dolist (notes-notebook '("second" "~/other"))
    (test-grep "别处")
    (next-error)
    (should (equal (test-at-point) '("other.md" 1 2 "别处")))))

(ert-deftest test-program-missing ()
  (let ((notes-program "/nowhere/notes"))
    (should (equal (should-error (notes-grep "连接池"))
                   '(user-error "There is no program /nowhere/notes")))))

;;;; notes-search

(defun test-search-until (query condition keys)
  "Type QUERY, wait until CONDITION holds, type KEYS."
  (minibuffer-with-setup-hook
      (lambda ()
        (insert query)
        (run-with-timer 0.05 nil
                        (lambda ()
                          (test-wait condition)
                          (setq unread-command-events (listify-key-sequence (kbd keys))))))
    (condition-case nil
        (notes-search)
      (quit nil))))

(defun test-search (query n-expected keys)
  "Type QUERY, wait for N-EXPECTED candidates, type KEYS; the candidates."
  (let (candidates)
    (test-search-until query
                       (lambda ()
                         (setq candidates (mapcar #'substring-no-properties vertico--candidates))
                         (= (length candidates) n-expected))
                       keys)
    candidates))

(defmacro test-with-consult (&rest body)
  "BODY, where consult is there; else the test is skipped."
  `(progn
     (skip-unless (and (not noninteractive) (require 'consult nil t) (require 'vertico nil t)))
     (vertico-mode 1)
     ,@body))

(ert-deftest test-search-jumps ()
  (test-with-consult
   (let (places)
     (dolist (keys '("RET" "C-n RET"))
       (test-search "连接池" 2 keys)
       (push (test-at-point) places))
     (should (equal (test-sorted places) test-places)))))

(ert-deftest test-search-lists ()
  (test-with-consult
   (should (equal (sort (test-search "连接池" 2 "RET") #'string<)
                  '("pool.md:7: 大小 › 上限: 😀中文 连接池 abc"
                    "读书 3:4:[5].md:7: Redis: - 也有 👩‍💻 连接池")))))

(ert-deftest test-search-needs-one-character ()
  (test-with-consult
   (should (= (length (test-search "池" 2 "RET")) 2))))

(ert-deftest test-search-takes-every-sign ()
  (test-with-consult
   (should (= (length (test-search "#连接池#缓存" 3 "RET")) 3))
   (should (= (length (test-search "-redis 连接池" 1 "RET")) 1))))

(ert-deftest test-search-finds-what-was-written-since ()
  (test-with-consult
   (write-region "死信队列\n" nil "~/notes/new.md" nil 'quiet)
   (test-search "死信队列" 1 "RET")
   (should (equal (test-at-point) '("new.md" 1 0 "死信队列")))))

(ert-deftest test-search-previews ()
  (test-with-consult
   (find-file "~/.notes.toml")
   (test-search-until "上限"
                      (lambda ()
                        (with-selected-window (minibuffer-selected-window)
                          (equal (test-at-point) '("pool.md" 5 4 "上限"))))
                      "C-g")
   (should (equal (car (test-at-point)) ".notes.toml"))))

(ert-deftest test-search-fails ()
  (test-with-consult
   (let ((notes-notebook "/nowhere"))
     (test-search-until "连接池"
                        (lambda ()
                          (with-current-buffer "*Messages*"
                            (string-search "notes: can't search /nowhere: there is no such folder"
                                           (buffer-string))))
                        "C-g"))))

(defun test-run ()
  "Run all tests, write the results into a file, and end with their status."
  (let ((stats (ert-run-tests-batch t)))
    (with-current-buffer "*Messages*" (write-region nil nil (getenv "RESULTS") nil 'quiet))
    (kill-emacs (if (zerop (ert-stats-completed-unexpected stats)) 0 1))))

;;; emacs.el ends here
