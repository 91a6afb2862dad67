/** True for names under which people keep CloudTrail logs; what is in the file is not looked at. */
export function isLogName(name: string): boolean {
  return /\.(json|gz|jsonl|ndjson|csv|log)$/i.test(name);
}

/** True when the stored text of a file of this name is JSON; of other names, VS Code's own detection knows better. */
export function isJsonName(name: string): boolean {
  return /\.json(\.gz)?$/i.test(name) || (/\.gz$/i.test(name) && !/\.[a-z]{2,6}\.gz$/i.test(name));
}

/** A digest of CloudTrail's, by its name or key. */
export function isDigestName(key: string): boolean {
  return /_CloudTrail-Digest_[^/]*\.json\.gz$/.test(key);
}
