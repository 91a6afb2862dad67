import { ownValue, toList, toText, valuesAt, type OriginalRecord } from './originalRecord';

/** More than a security group may have; of a hostile record not more. */
const maxRules = 1_000;

/**
 * The rules that an Authorize or Revoke call of a security group is about, as `[group, rule, rule id]`: the rule is
 * `tcp 22-22 0.0.0.0/0`, its id is '' where the response gives none. A call that names ids alone has '' as its rules.
 */
export function listGroupRules(record: OriginalRecord): readonly (readonly string[])[] {
  const [group = ''] = valuesAt(record, 'request.groupId|request.groupName');
  const answered = items(ownValue(ownValue(record['responseElements'], 'securityGroupRuleSet'), 'items')).map(
    (rule) => [
      toText(ownValue(rule, 'groupId')) ?? group,
      toRule(rule, answeredTarget(rule)),
      toText(ownValue(rule, 'securityGroupRuleId')) ?? '',
    ],
  );
  if (answered.length > 0) return answered.slice(0, maxRules);
  const request = record['requestParameters'];
  const ids = valuesAt(record, 'request.securityGroupRuleIds.items[].securityGroupRuleId');
  const permissions = items(ownValue(ownValue(request, 'ipPermissions'), 'items'));
  const asked = (permissions.length > 0 ? permissions : [request]).flatMap((permission) =>
    askedTargets(permission).map((target) => [group, toRule(permission, target), '']),
  );
  return [...asked, ...ids.map((id) => [group, '', id])].slice(0, maxRules);
}

/** As `[group, rule]`: what a Revoke call took away, without rules of its request that the group did not have. */
export function listRevokedRules(record: OriginalRecord): readonly (readonly string[])[] {
  const [group = ''] = valuesAt(record, 'request.groupId|request.groupName');
  const unknown = new Set(
    items(ownValue(ownValue(record['responseElements'], 'unknownIpPermissionSet'), 'items')).flatMap((permission) =>
      askedTargets(permission).map((target) => toRule(permission, target)),
    ),
  );
  return listGroupRules(record).flatMap(([of = group, rule = '']) => (unknown.has(rule) ? [] : [[of, rule]]));
}

function toRule(rule: unknown, target: string): string {
  const part = (name: string): string => toText(ownValue(rule, name)) ?? '';
  const ports = [part('fromPort'), part('toPort')].map((port) => port || '-1').join('-');
  return `${part('ipProtocol')} ${ports} ${target}`;
}

function answeredTarget(rule: unknown): string {
  const names = ['cidrIpv4', 'cidrIpv6', 'prefixListId'].flatMap((name) => toText(ownValue(rule, name)) ?? []);
  return names[0] ?? toText(ownValue(ownValue(rule, 'referencedGroupInfo'), 'groupId')) ?? '';
}

function askedTargets(permission: unknown): readonly string[] {
  const lists = [
    ['ipRanges', 'cidrIp'],
    ['ipv6Ranges', 'cidrIpv6'],
    ['prefixListIds', 'prefixListId'],
    ['groups', 'groupId'],
  ] as const;
  const listed = lists.flatMap(([list, name]) =>
    items(ownValue(ownValue(permission, list), 'items')).flatMap((item) => toText(ownValue(item, name)) ?? []),
  );
  const own = ['cidrIp', 'cidrIpv6'].flatMap((name) => toText(ownValue(permission, name)) ?? []);
  return [...listed, ...own];
}

function items(value: unknown): readonly unknown[] {
  return toList(value).slice(0, maxRules);
}
