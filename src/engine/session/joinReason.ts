import type { EdgeFacts } from './chainDraft';
import type { InferredIssuer } from './issuerInference';
import { issuedKeys, type ActionCaller, type IssuingAction } from './issuingAction';
import type { KeyHolder } from './keyHolders';

/** The action names the session's key: in the caller's own record, or in the record that another account got of it. */
export function toExactFacts(session: KeyHolder, action: IssuingAction, caller: ActionCaller): EdgeFacts {
  const name = caller.records[0]?.eventName ?? '';
  const key = issuedKeys(action).find((issued) => session.keys.includes(issued)) ?? '';
  const isLasting = action.records.some(({ createdKeyId }) => createdKeyId === key);
  const namers = action.records.filter(({ issuedKeyId, createdKeyId }) => issuedKeyId === key || createdKeyId === key);
  const own = caller.records.filter(({ identity }) => identity.type !== 'AWSAccount');
  const isNamedByCaller = own.length === 0 || own.some((record) => namers.includes(record));
  const used = session.identities.length === 0 ? 'which no record in the index carries' : 'which its records carry';
  if (isNamedByCaller) {
    const verb = isLasting ? 'created' : 'returned';
    return {
      action: name,
      join: 'accessKey',
      reason: `${name} ${verb} the access key ${key}, ${used}.${toTwinText(caller)}${toContradiction(session, action)}`,
    };
  }
  const accounts = [...new Set(namers.flatMap(({ account }) => account ?? []))].join(', ');
  return {
    action: name,
    join: 'sharedEvent',
    reason:
      `The record of account ${accounts || 'not told'} names the access key ${key}, ${used}; the record of ` +
      `account ${own[0]?.account ?? 'not told'} names the caller: both are of one action (same sharedEventID).` +
      toContradiction(session, action),
  };
}

/** The key is the same, and somebody else used it than it was issued to: anonymised logs have this, or forged ones. */
function toContradiction({ identity }: KeyHolder, { records }: IssuingAction): string {
  const issued = new Set(
    records.flatMap(({ assumedRoleArn, federatedUserArn }) => assumedRoleArn ?? federatedUserArn ?? []),
  );
  const arn = identity?.arn;
  if (arn === undefined || issued.size === 0 || issued.has(arn)) return '';
  return ` But it was issued to ${[...issued].join(' and ')}, and the records that carry it are by ${arn}.`;
}

export function toSignInFacts({ action }: Extract<InferredIssuer, { kind: 'signIn' }>): EdgeFacts {
  const name = action.records[0]?.eventName ?? '';
  return {
    action: name,
    join: 'accessKey',
    reason: `${name} and the session’s records name the same signInSessionArn.`,
  };
}

export function toInferredFacts(session: KeyHolder, issuer: Extract<InferredIssuer, { kind: 'found' }>): EdgeFacts {
  const { action, offsetMs, signIn, switched } = issuer;
  const [first] = action.records;
  const name = first?.eventName ?? '';
  const isOwn = name === 'ConsoleLogin' || name === 'GetSessionToken';
  const agree = isOwn ? 'the caller and the time agree' : 'role, session name and time agree';
  const seconds = Math.abs(offsetMs) / 1000;
  const when =
    offsetMs === 0
      ? `in the second of the session’s creation date`
      : `${seconds} s ${offsetMs < 0 ? 'before' : 'after'} the session’s creation date`;
  const key = session.keys[0] === undefined ? 'The session’s records carry no access key' : 'No record names its key';
  const other = issuedKeys(action);
  const names =
    other.length === 0 ? '' : ` The key that ${name} returned (${other.join(', ')}) is used by no other session.`;
  const wide = signIn ? ' Sign-ins may take that long.' : '';
  const console = switched === undefined ? '' : ' The console recorded SwitchRole to this session.';
  return {
    action: switched === undefined ? name : 'SwitchRole',
    join: 'inferred',
    reason: `${key}; ${agree} (${name} ${when}), and no other call fits.${wide}${names}${console}`,
    ...(switched === undefined ? {} : { further: switched }),
  };
}

function toTwinText({ records }: ActionCaller): string {
  const accounts = [...new Set(records.flatMap(({ account }) => account ?? []))].sort();
  return accounts.length < 2
    ? ''
    : ` Accounts ${accounts.join(' and ')} recorded this one action (same sharedEventID).`;
}
