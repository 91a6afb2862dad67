/**
 * Letters without regard to case, one code point at a time, exactly as DuckDB's `lower()` does: so no final sigma, and
 * İ is i. (Letters that Unicode gained after version 15 fold here, but not in DuckDB.)
 */
export function foldCase(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  let folded = '';
  for (const letter of text) folded += letter === 'İ' ? 'i' : letter.toLowerCase();
  return folded;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
