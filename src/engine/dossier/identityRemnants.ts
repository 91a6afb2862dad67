import { toPolicyDetail } from './policyPrincipals';
import { changedAgain, endsWith, endsWithRole, endsWithUser, type RemnantRule, type UndoRule } from './remnantRule';

const user = 'request.userName';
const role = 'request.roleName';
const group = 'request.groupName';
const policyArn = 'request.policyArn';
const policyName = 'request.policyName';
const scope = 'account';

/** A key that was made inactive works again once it is made active. */
function madeInactive(call: string, id: string): UndoRule {
  const key = { calls: [call], by: [id] };
  return {
    ...key,
    how: 'made inactive',
    when: ['request.status', 'Inactive'],
    redo: { ...key, how: 'made active again', when: ['request.status', 'Active'] },
  };
}

/** Users, keys, passwords and MFA devices of IAM. */
const people: readonly RemnantRule[] = [
  {
    kind: 'user',
    calls: ['iam:CreateUser'],
    by: [`${user}|response.user.userName`],
    name: 'user {0}',
    text: 'created user {0}',
    undo: [{ calls: ['iam:DeleteUser'], by: [user], how: 'deleted' }],
    scope,
  },
  {
    kind: 'accessKey',
    calls: ['iam:CreateAccessKey'],
    by: ['response.accessKey.accessKeyId', `response.accessKey.userName|${user}|userIdentity.userName`],
    name: 'key {0} of {1}',
    text: 'created access key {0} of user {1}',
    undo: [
      { calls: ['iam:DeleteAccessKey'], by: ['request.accessKeyId'], how: 'deleted' },
      madeInactive('iam:UpdateAccessKey', 'request.accessKeyId'),
      endsWithUser(1),
    ],
    scope,
    isUnique: true,
  },
  {
    kind: 'accessKey',
    calls: ['iam:UpdateAccessKey'],
    by: ['request.accessKeyId', `${user}|userIdentity.userName`],
    name: 'key {0} of {1}',
    text: 'made access key {0} of user {1} active',
    when: ['request.status', 'Active'],
    undo: [
      { calls: ['iam:DeleteAccessKey'], by: ['request.accessKeyId'], how: 'deleted' },
      madeInactive('iam:UpdateAccessKey', 'request.accessKeyId'),
      endsWithUser(1),
    ],
    scope,
  },
  {
    kind: 'accessKey',
    calls: ['iam:CreateServiceSpecificCredential'],
    by: ['response.serviceSpecificCredential.serviceSpecificCredentialId', user],
    name: 'service credential {0} of {1}',
    text: 'created service credential {0} of user {1}',
    undo: [
      {
        calls: ['iam:DeleteServiceSpecificCredential'],
        by: ['request.serviceSpecificCredentialId'],
        how: 'deleted',
      },
      madeInactive('iam:UpdateServiceSpecificCredential', 'request.serviceSpecificCredentialId'),
      endsWithUser(1),
    ],
    scope,
    isUnique: true,
  },
  {
    kind: 'accessKey',
    calls: ['iam:UploadSSHPublicKey'],
    by: ['response.sSHPublicKey.sSHPublicKeyId', user],
    name: 'SSH key {0} of {1}',
    text: 'added SSH key {0} to user {1}',
    undo: [{ calls: ['iam:DeleteSSHPublicKey'], by: ['request.sSHPublicKeyId'], how: 'deleted' }, endsWithUser(1)],
    scope,
    isUnique: true,
  },
  {
    kind: 'accessKey',
    calls: ['iam:UploadSigningCertificate', 'iam:CreateSigningCertificate'],
    by: ['response.certificate.certificateId', user],
    name: 'certificate {0} of {1}',
    text: 'added signing certificate {0} to user {1}',
    undo: [{ calls: ['iam:DeleteSigningCertificate'], by: ['request.certificateId'], how: 'deleted' }, endsWithUser(1)],
    scope,
    isUnique: true,
  },
  {
    kind: 'loginProfile',
    calls: ['iam:CreateLoginProfile'],
    by: [`${user}|response.loginProfile.userName`],
    name: 'console password of {0}',
    text: 'gave user {0} a console password',
    undo: [
      { calls: ['iam:DeleteLoginProfile'], by: [user], how: 'deleted' },
      changedAgain(['iam:UpdateLoginProfile'], [user]),
      endsWithUser(),
    ],
    scope,
  },
  {
    kind: 'loginProfile',
    calls: ['iam:UpdateLoginProfile'],
    by: [user],
    name: 'console password of {0}',
    text: 'changed the console password of user {0}',
    undo: [
      { calls: ['iam:DeleteLoginProfile'], by: [user], how: 'deleted' },
      changedAgain(['iam:UpdateLoginProfile'], [user]),
      endsWithUser(),
    ],
    scope,
  },
  {
    kind: 'mfaDevice',
    calls: ['iam:CreateVirtualMFADevice'],
    by: ['response.virtualMFADevice.serialNumber'],
    name: 'MFA device {0}',
    text: 'created MFA device {0}',
    undo: [{ calls: ['iam:DeleteVirtualMFADevice'], by: ['request.serialNumber'], how: 'deleted' }],
    scope,
  },
  {
    kind: 'mfaDevice',
    calls: ['iam:EnableMFADevice'],
    by: ['request.serialNumber', user],
    name: 'MFA device {0} of {1}',
    text: 'enabled MFA device {0} for user {1}',
    undo: [
      {
        calls: ['iam:DeactivateMFADevice'],
        by: ['request.serialNumber'],
        how: 'deactivated',
        redo: { calls: ['iam:EnableMFADevice'], by: ['request.serialNumber', user], how: 'enabled again' },
      },
      endsWithUser(1),
    ],
    scope,
  },
  {
    kind: 'mfaDevice',
    calls: ['iam:DeactivateMFADevice'],
    by: [user, 'request.serialNumber'],
    name: 'MFA of {0}',
    text: 'deactivated MFA device {1} of user {0}',
    undo: [
      {
        calls: ['iam:EnableMFADevice'],
        by: [user, 'request.serialNumber'],
        how: 'enabled again',
        redo: { calls: ['iam:DeactivateMFADevice'], by: [user, 'request.serialNumber'], how: 'deactivated again' },
      },
      endsWithUser(),
    ],
    scope,
  },
];

function attachment(kind: 'user' | 'role' | 'group', call: string, path: string): readonly RemnantRule[] {
  const owner = endsWith(kind, `iam:Delete${call}`, path, 0);
  return [
    {
      kind: 'policyAttachment',
      calls: [`iam:Attach${call}Policy`],
      by: [path, policyArn],
      name: `{1} on ${kind} {0}`,
      text: `attached policy {1} to ${kind} {0}`,
      undo: [
        { calls: [`iam:Detach${call}Policy`], by: [path, policyArn], how: 'detached' },
        { calls: ['iam:DeletePolicy'], by: [policyArn], at: [1], how: 'deleted with its policy' },
        owner,
      ],
      scope,
    },
    {
      kind: 'policy',
      calls: [`iam:Put${call}Policy`],
      by: [path, policyName],
      name: `inline policy {1} of ${kind} {0}`,
      text: `wrote inline policy {1} of ${kind} {0}`,
      undo: [
        { calls: [`iam:Delete${call}Policy`], by: [path, policyName], how: 'deleted' },
        changedAgain([`iam:Put${call}Policy`], [path, policyName]),
        owner,
      ],
      scope,
    },
    ...(kind === 'group' ? [] : boundary(kind, call, path)),
  ];
}

function boundary(kind: 'user' | 'role', call: string, path: string): readonly RemnantRule[] {
  const put = `iam:Put${call}PermissionsBoundary`;
  const undo = [endsWith(kind, `iam:Delete${call}`, path, 0)];
  return [
    {
      kind: 'policy',
      calls: [`iam:Delete${call}PermissionsBoundary`],
      by: [path],
      name: `permissions boundary of ${kind} {0}`,
      text: `removed the permissions boundary of ${kind} {0}`,
      // Which one was removed is not recorded: another one may stand there now.
      undo: [changedAgain([put], [path]), ...undo],
      scope,
    },
    {
      kind: 'policy',
      calls: [put],
      by: [path],
      name: `permissions boundary of ${kind} {0}`,
      text: `set the permissions boundary of ${kind} {0}`,
      undo: [
        changedAgain([put], [path]),
        // Without a boundary more is allowed, not less.
        changedAgain([`iam:Delete${call}PermissionsBoundary`], [path]),
        ...undo,
      ],
      scope,
    },
  ];
}

const roles: readonly RemnantRule[] = [
  {
    kind: 'role',
    calls: ['iam:CreateRole', 'iam:CreateServiceLinkedRole'],
    by: [`${role}|response.role.roleName`],
    name: 'role {0}',
    text: 'created role {0}',
    detail: toPolicyDetail('assumeRolePolicyDocument'),
    undo: [{ calls: ['iam:DeleteRole', 'iam:DeleteServiceLinkedRole'], by: [role], how: 'deleted' }],
    scope,
  },
  {
    kind: 'trustPolicy',
    calls: ['iam:UpdateAssumeRolePolicy'],
    by: [role],
    name: 'trust policy of role {0}',
    text: 'changed who may assume role {0}',
    detail: toPolicyDetail('policyDocument'),
    undo: [changedAgain(['iam:UpdateAssumeRolePolicy'], [role]), endsWithRole()],
    scope,
  },
  {
    kind: 'other',
    calls: ['iam:CreateInstanceProfile'],
    by: ['request.instanceProfileName'],
    name: 'instance profile {0}',
    text: 'created instance profile {0}',
    undo: [{ calls: ['iam:DeleteInstanceProfile'], by: ['request.instanceProfileName'], how: 'deleted' }],
    scope,
  },
  {
    kind: 'other',
    calls: ['iam:AddRoleToInstanceProfile'],
    by: ['request.instanceProfileName', role],
    name: 'role {1} in instance profile {0}',
    text: 'added role {1} to instance profile {0}',
    undo: [
      {
        calls: ['iam:RemoveRoleFromInstanceProfile'],
        by: ['request.instanceProfileName', role],
        how: 'removed',
      },
      endsWith('instance profile', 'iam:DeleteInstanceProfile', 'request.instanceProfileName', 0),
    ],
    scope,
  },
];

const policies: readonly RemnantRule[] = [
  {
    kind: 'policy',
    calls: ['iam:CreatePolicy'],
    by: ['response.policy.arn'],
    name: 'policy {0}',
    text: 'created policy {0}',
    undo: [{ calls: ['iam:DeletePolicy'], by: [policyArn], how: 'deleted' }],
    scope,
  },
  {
    kind: 'policy',
    calls: ['iam:CreatePolicyVersion'],
    by: [policyArn, 'response.policyVersion.versionId'],
    name: 'version {1} of policy {0}',
    text: 'added version {1} to policy {0}',
    undo: [
      { calls: ['iam:DeletePolicyVersion'], by: [policyArn, 'request.versionId'], how: 'deleted' },
      endsWith('policy', 'iam:DeletePolicy', policyArn, 0),
    ],
    scope,
  },
  {
    kind: 'policy',
    calls: ['iam:SetDefaultPolicyVersion'],
    by: [policyArn, 'request.versionId'],
    name: 'default version of policy {0}',
    text: 'made version {1} the default of policy {0}',
    undo: [
      changedAgain(['iam:SetDefaultPolicyVersion'], [policyArn]),
      endsWith('policy', 'iam:DeletePolicy', policyArn, 0),
    ],
    scope,
  },
  {
    kind: 'groupMembership',
    calls: ['iam:AddUserToGroup'],
    by: [group, user],
    name: 'user {1} in group {0}',
    text: 'added user {1} to group {0}',
    undo: [
      { calls: ['iam:RemoveUserFromGroup'], by: [group, user], how: 'removed' },
      endsWith('group', 'iam:DeleteGroup', group, 0),
      endsWithUser(1),
    ],
    scope,
  },
  {
    kind: 'other',
    calls: ['iam:CreateGroup'],
    by: [group],
    name: 'group {0}',
    text: 'created group {0}',
    undo: [{ calls: ['iam:DeleteGroup'], by: [group], how: 'deleted' }],
    scope,
  },
  {
    kind: 'other',
    calls: ['iam:UpdateAccountPasswordPolicy', 'iam:DeleteAccountPasswordPolicy'],
    by: () => [['password policy']],
    name: 'password policy of the account',
    text: 'changed the password policy of the account',
    undo: [
      changedAgain(['iam:UpdateAccountPasswordPolicy', 'iam:DeleteAccountPasswordPolicy'], () => [['password policy']]),
    ],
    scope,
  },
];

/** What changes who may act: users, roles, policies. */
export const identityRemnants: readonly RemnantRule[] = [
  ...people,
  ...attachment('user', 'User', user),
  ...attachment('role', 'Role', role),
  ...attachment('group', 'Group', group),
  ...roles,
  ...policies,
];
