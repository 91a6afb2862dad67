/** What an AWS unique id says by its prefix (IAM User Guide, "Unique identifiers"). */
const idKinds = new Map(
  Object.entries({
    ABIA: 'AWS STS service bearer token',
    ACCA: 'context-specific credential',
    AGPA: 'IAM user group',
    AIDA: 'IAM user',
    AIPA: 'EC2 instance profile',
    AKIA: 'long-term access key',
    ANPA: 'managed policy',
    ANVA: 'version of a managed policy',
    APKA: 'public key',
    AROA: 'IAM role',
    ASCA: 'certificate',
    ASIA: 'temporary access key (STS)',
  }),
);

/** What the unique ids of AWS begin with: four capitals each. */
export const uniqueIdPrefixes: readonly string[] = [...idKinds.keys()];

export interface UniqueId {
  /** `long-term access key`, `IAM role` … */
  readonly kind: string;
  /** The id itself, without a session name behind it. */
  readonly id: string;
  /** The account that an access key id carries inside; keys made before 2019 carry none that can be trusted. */
  readonly account: string | undefined;
  /** Session name behind `AROA…:`. */
  readonly sessionName: string | undefined;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Undefined when the text is no unique id of AWS. */
export function parseUniqueId(text: string): UniqueId | undefined {
  const match = /^(A[A-Z]{3}[A-Z0-9]{12,124})(?::(.+))?$/s.exec(text);
  const id = match?.[1];
  const kind = idKinds.get(id?.slice(0, 4) ?? '');
  if (id === undefined || kind === undefined) return undefined;
  const isKey = id.startsWith('AKIA') || id.startsWith('ASIA');
  return { kind, id, account: isKey ? decodeAccount(id) : undefined, sessionName: match?.[2] };
}

/**
 * The account number inside an access key id: 40 bits of the base-32 text behind the prefix, shifted by one.
 * Found and published by Aidan Steele and Tal Be'ery; AWS offers the same answer as sts:GetAccessKeyInfo.
 */
function decodeAccount(id: string): string | undefined {
  const letters = id.slice(4);
  // Ids of the older kind begin with I or J and hold no account.
  if (letters.length !== 16 || letters[0] === 'I' || letters[0] === 'J') return undefined;
  let bits = 0n;
  for (const letter of letters.slice(0, 10)) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0) return undefined;
    bits = (bits << 5n) | BigInt(digit);
  }
  // 50 bits were read: the first 48 are the number, of which one flag bit stands before and seven bits behind.
  const account = ((bits >> 2n) & 0x7fffffffff80n) >> 7n;
  return account.toString().padStart(12, '0');
}
