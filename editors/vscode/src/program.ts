// Asks the program `notes` for hits.

import { execFile } from "node:child_process";
import { isAbsolute } from "node:path";

/** Which program is asked, where it starts, and which notes: a folder, a name in its configuration, or empty. */
export interface Settings {
  program: string;
  notebook: string;
  cwd: string;
}

/** A place in a note as the Language Server Protocol counts: from 0, in UTF-16 units. */
export interface Place {
  range: { start: Position; end: Position };
}

interface Position {
  line: number;
  character: number;
}

/** What is read of a hit. */
export interface Hit {
  path: string;
  absolute_path: string;
  title: string;
  breadcrumb: string[];
  missing: string[];
  snippet: { text: string };
  place: Place;
}

interface Answer {
  hits: Hit[];
  error?: { message: string };
}

const LIMIT = 100;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Searches; throws what went wrong as a message for people. A signal that fires stops the program. */
export function search(query: string, settings: Settings, signal: AbortSignal): Promise<Hit[]> {
  const args = ["search", "--json", "--limit", String(LIMIT), ...which(settings.notebook), "--", query];
  const options = { cwd: settings.cwd, signal, maxBuffer: MAX_OUTPUT_BYTES };
  return new Promise((resolve, reject) => {
    execFile(settings.program, args, options, (failure, stdout, stderr) => {
      if (failure?.code === "ENOENT") {
        reject(new Error(`there is no program ${settings.program}: see the setting notes.path`));
        return;
      }
      // Exit code 1 says that nothing was found, 2 comes with the error as JSON.
      const answer = parse(stdout);
      if (!answer) {
        reject(new Error(stderr.trim() || failure?.message || "the program gave no answer"));
      } else if (answer.error) {
        reject(new Error(answer.error.message));
      } else {
        resolve(answer.hits);
      }
    });
  });
}

function which(notebook: string): string[] {
  return notebook ? [isAbsolute(notebook) ? "--root" : "--notebook", notebook] : [];
}

function parse(output: string): Answer | undefined {
  try {
    return JSON.parse(output) as Answer;
  } catch {
    return undefined;
  }
}
