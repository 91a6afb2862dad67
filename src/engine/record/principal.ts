import { parseArn, shortName } from '../entity/arn';
import type { LogText } from './logText';
import { RecordFields } from './recordFields';

export type PrincipalKind =
  'user' | 'role' | 'root' | 'service' | 'federated' | 'account' | 'identityCenter' | 'insight' | 'unknown';

/** Who made a call, as far as the record says. */
export interface Principal {
  readonly kind: PrincipalKind;
  /** The same for all records of one principal: its ARN, or the best that stands in for it. */
  readonly id: string;
  /** `alice`; `Admin / alice@example.com` for a role session. Untrusted text. */
  readonly name: string;
  /** `IAM user`, `role session`, … with `, via <service>` for calls that a service made on its behalf. */
  readonly description: string;
  /** The principal's account; undefined when the record does not say. */
  readonly account: string | undefined;
  /** Tape index of the field that tells best: the ARN, the id, or `userIdentity` itself. */
  readonly field: number;
}

/** Never undefined: a record that does not say who acted gives a principal of kind `unknown`. */
export function findPrincipal(log: LogText, record: number): Principal {
  const fields = new RecordFields(log, record);
  const identityValue = fields.find('userIdentity');
  if (identityValue === undefined) return withoutIdentity(fields);
  const identity = new RecordFields(log, identityValue);
  const type = identity.text('type') ?? '';
  const known = readers.get(type) ?? readUnknown;
  const principal = known(identity, type);
  const invokedBy = identity.text('invokedBy');
  const via = invokedBy !== undefined && principal.kind !== 'service' ? `, via ${invokedBy}` : '';
  const arnField = identity.find('arn') ?? identity.find('principalId') ?? identity.find('invokedBy');
  return {
    ...principal,
    description: principal.description + via,
    account: identity.text('accountId') ?? parseArn(identity.text('arn') ?? '')?.account,
    field: arnField ?? identityValue,
  };
}

type PrincipalCore = Pick<Principal, 'kind' | 'id' | 'name' | 'description'>;

/** By `userIdentity.type`, as the user guide lists them (CloudTrail userIdentity element). */
const readers: ReadonlyMap<string, (identity: RecordFields, type: string) => PrincipalCore> = new Map(
  Object.entries({
    IAMUser: (identity) => named(identity, 'user', 'IAM user'),
    Root: (identity) => {
      const account = identity.text('accountId');
      return {
        kind: 'root',
        id: identity.text('arn') ?? `root ${account ?? ''}`,
        name: account === undefined ? 'root' : `root of ${account}`,
        description: 'account root user',
      };
    },
    AssumedRole: readSession,
    Role: (identity) => named(identity, 'role', 'role'),
    FederatedUser: (identity) => named(identity, 'federated', 'federated user'),
    SAMLUser: (identity) => named(identity, 'federated', 'SAML user'),
    WebIdentityUser: (identity) => named(identity, 'federated', 'web identity'),
    Directory: (identity) => named(identity, 'federated', 'directory user'),
    AWSAccount: readAccount,
    AWSService: readService,
    IdentityCenterUser: (identity) => {
      const user =
        identity.text('onBehalfOf', 'userId') ?? identity.text('credentialId') ?? identity.text('principalId');
      const name = identity.text('userName') ?? user ?? 'user';
      return { kind: 'identityCenter', id: user ?? name, name, description: 'IAM Identity Center user' };
    },
  }),
);

function named(identity: RecordFields, kind: PrincipalKind, description: string): PrincipalCore {
  const arn = identity.text('arn');
  const parsed = arn === undefined ? undefined : parseArn(arn);
  const userName = identity.text('userName');
  const isHidden = userName === 'HIDDEN_DUE_TO_SECURITY_REASONS';
  const name = isHidden ? 'user name hidden by AWS' : userName;
  const principalId = identity.text('principalId');
  const best =
    name ?? (parsed === undefined ? undefined : shortName(parsed)) ?? principalId ?? identity.text('accessKeyId');
  return { kind, id: arn ?? principalId ?? best ?? description, name: best ?? description, description };
}

function readSession(identity: RecordFields): PrincipalCore {
  const arn = identity.text('arn');
  const principalId = identity.text('principalId');
  const path = parseSessionPath(arn ?? '');
  const role = identity.text('sessionContext', 'sessionIssuer', 'userName') ?? path?.role;
  const session = path?.session ?? /:(.+)$/s.exec(principalId ?? '')?.[1];
  const name = [role ?? 'role', session].filter((part) => part !== undefined).join(' / ');
  return { kind: 'role', id: arn ?? principalId ?? name, name, description: 'role session' };
}

/** `…:assumed-role/<role>/<session>`; a role's name holds no slash in an ARN of STS, but a careful reader does not count on it. */
function parseSessionPath(arn: string): { readonly role: string; readonly session: string } | undefined {
  const mark = ':assumed-role/';
  const start = arn.indexOf(mark);
  const slash = arn.lastIndexOf('/');
  const roleStart = start + mark.length;
  if (start < 0 || slash <= roleStart || slash === arn.length - 1) return undefined;
  return { role: arn.slice(roleStart, slash), session: arn.slice(slash + 1) };
}

function readAccount(identity: RecordFields): PrincipalCore {
  const account = identity.text('accountId');
  const principalId = identity.text('principalId');
  const name = account === undefined ? (principalId ?? 'another account') : `account ${account}`;
  const session = /:(.+)$/s.exec(principalId ?? '')?.[1];
  return {
    kind: 'account',
    id: principalId ?? account ?? name,
    name: session === undefined ? name : `${name} / ${session}`,
    description: 'another AWS account',
  };
}

function readService(identity: RecordFields): PrincipalCore {
  const service = identity.text('invokedBy') ?? identity.text('principalId') ?? 'AWS service';
  return { kind: 'service', id: service, name: service, description: 'AWS service' };
}

function readUnknown(identity: RecordFields, type: string): PrincipalCore {
  if (identity.text('invokedBy') !== undefined && identity.text('arn') === undefined) return readService(identity);
  return named(identity, 'unknown', type === '' ? 'identity without a type' : `identity of type ${type}`);
}

/** Insight and aggregated records have no identity; very old and edited ones may lack it too. */
function withoutIdentity(fields: RecordFields): Principal {
  const base = { account: fields.text('recipientAccountId') ?? fields.text('accountId'), field: fields.value };
  if (fields.find('insightDetails') !== undefined) {
    return {
      ...base,
      kind: 'insight',
      id: 'CloudTrail Insights',
      name: 'CloudTrail Insights',
      description: 'no single caller',
    };
  }
  const source = fields.text('eventSource');
  return {
    ...base,
    kind: 'unknown',
    id: 'no identity',
    name: 'no identity',
    description: `record names no caller${source === undefined ? '' : ` (${source})`}`,
  };
}
