import { UserError } from '../base/errors';
import { tryWholeFile, writeWholeFile, type WritePart } from '../source/local/wholeFile';
import { print } from './terminal';

/** As the shell's `>` would: less where the umask says so. */
const mode = 0o666;
/** Characters below this are gathered before they are written. */
const gathered = 256 * 1024;

/** Rejects with a UserError `invalidInput` where nothing can be written: rather at once than after an hour's work. */
export async function checkOutput(file: string): Promise<void> {
  try {
    await tryWholeFile(file);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError('invalidInput', error.message, { cause: error });
  }
}

/** Writes a file so that it is whole or not there. Rejects with a UserError `writeFailed`. */
export function writeText(file: string, text: string): Promise<void> {
  return writeWholeFile(file, (write) => write(text), mode);
}

/** Hands `run` what writes to the file, which is then whole or not there, or to standard output where none is named. */
export function withOutput<T>(file: string | undefined, run: (write: WritePart) => Promise<T>): Promise<T> {
  return file === undefined ? run(print) : writeWholeFile(file, run, mode);
}

/** The same as `writeText` for a text in parts. */
export function writeChunks(file: string, chunks: AsyncIterable<{ readonly text: string }>): Promise<void> {
  return writeWholeFile(
    file,
    async (write) => {
      let pending = '';
      for await (const { text } of chunks) {
        pending += text;
        if (pending.length < gathered) continue;
        await write(pending);
        pending = '';
      }
      await write(pending);
    },
    mode,
  );
}
