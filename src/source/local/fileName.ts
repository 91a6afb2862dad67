import { isUtf8 } from 'node:buffer';

/** U+FFFD and two hexadecimal digits stand for one byte that is not UTF-8. */
const byteMark = /\ufffd([0-9A-F]{2})/g;

/**
 * A file's name as text. POSIX names are bytes: those that are no UTF-8 are written as `�E9`, so that every file can be
 * shown, told apart from its neighbours and opened. A name that holds such a text itself has its `�` written that way.
 */
export function toNameText(bytes: Uint8Array): string {
  const name = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(name)) return name.toString('utf8').replace(/\ufffd(?=[0-9A-F]{2})/g, toByteMarks('\ufffd'));
  let text = '';
  let at = 0;
  while (at < name.length) {
    const part = characterAt(name, at);
    const character = part.toString('utf8');
    text += character === '\ufffd' ? toByteMarks(part) : character;
    at += part.length;
  }
  return text;
}

/** The bytes of one character; a single byte where none begins. */
function characterAt(name: Buffer, at: number): Buffer {
  const candidates = [1, 2, 3, 4].map((length) => name.subarray(at, at + length));
  return candidates.find((bytes) => isUtf8(bytes)) ?? name.subarray(at, at + 1);
}

/** What the file system has to be given for a path whose names were made by `toNameText`. */
export function toDiskPath(pathText: string): string | Buffer {
  if (!pathText.includes('\ufffd')) return pathText;
  const parts: Buffer[] = [];
  let end = 0;
  for (const mark of pathText.matchAll(byteMark)) {
    parts.push(Buffer.from(pathText.slice(end, mark.index)), Buffer.from(mark[1] ?? '', 'hex'));
    end = mark.index + mark[0].length;
  }
  return parts.length === 0 ? pathText : Buffer.concat([...parts, Buffer.from(pathText.slice(end))]);
}

function toByteMarks(part: string | Uint8Array): string {
  return [...Buffer.from(part)].map((byte) => `\ufffd${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
}
