import { parseArn, shortName } from '../entity/arn';
import type { LogText } from './logText';
import { RecordFields, memberName, scalarText } from './recordFields';
import { isObject, listMembers } from './tape';

/** Something a call was about. */
export interface Resource {
  /** The same for all records about one resource: its ARN where the record gives one, else `type name`. */
  readonly id: string;
  /** `bucket`, `role`, `AWS::KMS::Key` … */
  readonly type: string;
  /** Short name for people. Untrusted text. */
  readonly name: string;
  /** Tape index of the field that names it. */
  readonly field: number;
}

/**
 * Members of requestParameters and responseElements that name a resource, in AWS's spelling of each service.
 * Used for records without a `resources` list, which are most.
 */
export const namingFields = new Map<string, string>([
  ['bucketName', 'bucket'],
  ['roleName', 'role'],
  ['userName', 'user'],
  ['groupName', 'group'],
  ['policyName', 'policy'],
  ['instanceProfileName', 'instance profile'],
  ['instanceId', 'instance'],
  ['imageId', 'image'],
  ['volumeId', 'volume'],
  ['snapshotId', 'snapshot'],
  ['groupId', 'security group'],
  ['vpcId', 'VPC'],
  ['subnetId', 'subnet'],
  ['networkInterfaceId', 'network interface'],
  ['functionName', 'function'],
  ['tableName', 'table'],
  ['secretId', 'secret'],
  ['keyId', 'key'],
  ['queueUrl', 'queue'],
  ['topicArn', 'topic'],
  ['repositoryName', 'repository'],
  ['clusterName', 'cluster'],
  ['stackName', 'stack'],
  ['dBInstanceIdentifier', 'DB instance'],
  ['dBClusterIdentifier', 'DB cluster'],
  ['dBSnapshotIdentifier', 'DB snapshot'],
  ['logGroupName', 'log group'],
  ['trailName', 'trail'],
  ['detectorId', 'detector'],
  ['hostedZoneId', 'hosted zone'],
  ['distributionId', 'distribution'],
  ['accessKeyId', 'access key'],
  ['serialNumber', 'MFA device'],
]);

/** More than any call of AWS names; a hostile record must not make thousands. */
const maxResources = 500;

/** The resources of a record, each once, those of its `resources` list first. */
export function listResources(log: LogText, record: number): readonly Resource[] {
  const fields = new RecordFields(log, record);
  const found = new Map<string, Resource>();
  const names = new Set<string>();
  const add = (resource: Resource | undefined): void => {
    if (resource === undefined || found.has(resource.id) || found.size >= maxResources) return;
    found.set(resource.id, resource);
    names.add(resource.name);
  };
  for (const entry of fields.entries('resources')) add(readEntry(entry));
  for (const parameters of ['requestParameters', 'responseElements']) {
    const value = fields.find(parameters);
    if (value === undefined || !isObject(log.tape, value)) continue;
    for (const member of listMembers(log.tape, value)) add(readParameter(log, member, names));
  }
  return [...found.values()];
}

/** `ARN` in CloudTrail's logs; `arn`, `ARNPrefix`, `resourceName` and bare strings in others. */
function readEntry(entry: RecordFields): Resource | undefined {
  const own = scalarText(entry.log, entry.value);
  if (own !== undefined) return fromText(own, undefined, entry.value);
  for (const name of ['ARN', 'arn', 'ARNPrefix', 'resourceARN', 'resourceName']) {
    const field = entry.find(name);
    const text = field === undefined ? undefined : scalarText(entry.log, field);
    if (field !== undefined && text !== undefined) {
      return fromText(text, entry.text('type') ?? entry.text('resourceType'), field);
    }
  }
  return undefined;
}

function readParameter(log: LogText, member: number, names: ReadonlySet<string>): Resource | undefined {
  const text = scalarText(log, member);
  if (text === undefined) return undefined;
  if (text.startsWith('arn:')) return fromText(text, undefined, member);
  const type = namingFields.get(memberName(log, member));
  if (type === undefined || names.has(text)) return undefined;
  return { id: `${type} ${text}`, type, name: text, field: member };
}

function fromText(text: string, type: string | undefined, field: number): Resource {
  const arn = parseArn(text);
  if (arn === undefined) return { id: text, type: type ?? 'resource', name: text, field };
  return { id: text, type: arn.resourceType ?? type ?? arn.service, name: shortName(arn), field };
}
