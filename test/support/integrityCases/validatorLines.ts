/** Lines of `validate-logs` that tell an object's status in its words. */
const objectLine =
  /^(?:\(backfill\) )?(Digest|Log) file\ts3:\/\/\S+_\d{6}(\d\d)T(\d\d)(\d\d)(\d\d)?Z\S*\t(valid|INVALID: .*)$/;

/** What the AWS CLI printed, but for the parts of names and keys that have no meaning. */
export function toComparable(text: string): string {
  return text
    .replace(/(_\d{8}T\d{4}Z)_[A-Za-z0-9]{16}\.json/g, '$1_….json')
    .replace(/fingerprint [0-9a-f]{32}/g, 'fingerprint …');
}

/** The objects that it tells, each once: `log 15 04:31 valid`. */
export function toObjectStatuses(text: string): ReadonlySet<string> {
  const lines = toComparable(text).split('\n');
  return new Set(
    lines.flatMap((line) => {
      const [, kind = '', day = '', hour = '', minute = '', second, status = ''] = objectLine.exec(line) ?? [];
      if (kind === '') return [];
      const time = [hour, minute, ...(second === undefined ? [] : [second])].join(':');
      return [`${line.startsWith('(') ? 'backfillDigest' : kind.toLowerCase()} ${day} ${time} ${status}`];
    }),
  );
}

/** Object lines in words that the AWS CLI does not have. */
const ownLine =
  /^(?:\(backfill\) )?(?:Digest|Log) file\t.*\t(?:MISSING|UNREADABLE|UNREACHABLE|UNCOVERED|STRAY|pending)\b/;

/** Its lines without blank ones and those that the AWS CLI does not have. */
export function toSharedLines(text: string): readonly string[] {
  return toComparable(text)
    .split('\n')
    .filter((line) => line !== '' && !ownLine.test(line));
}

export function hasOwnLines(text: string): boolean {
  return text.split('\n').some((line) => ownLine.test(line));
}
