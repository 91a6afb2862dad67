const maxLength = 180;

/** Control and invisible characters, and those that some file system gives a meaning. */
const unsafeCharacters = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"/\\|?*]/gu;

/** The last segment of a key as a file name that every system takes and that stays in its folder. */
export function toFileName(key: string): string {
  const last = key.slice(key.lastIndexOf('/') + 1);
  const safe = last.replace(unsafeCharacters, '_').slice(-maxLength);
  const trimmed = safe.replace(/^\.+/, '_').replace(/[. ]+$/, '_');
  return trimmed === '' ? 'object' : trimmed;
}
