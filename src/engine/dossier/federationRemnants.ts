import { changedAgain, endsWith, type RemnantRule, type UndoRule } from './remnantRule';

const samlArn = 'request.sAMLProviderArn';
const oidcArn = 'request.openIDConnectProviderArn';

function disabled(what: string, id: string): UndoRule {
  return {
    calls: [`rolesanywhere:Disable${what}`],
    by: [id],
    how: 'disabled',
    redo: { calls: [`rolesanywhere:Enable${what}`], by: [id], how: 'enabled again' },
  };
}

/** Who may vouch for others: identity providers, IAM Identity Center, IAM Roles Anywhere. */
export const federationRemnants: readonly RemnantRule[] = [
  {
    kind: 'identityProvider',
    calls: ['iam:CreateSAMLProvider'],
    by: ['response.sAMLProviderArn'],
    name: 'SAML provider {0}',
    text: 'created SAML provider {0}',
    undo: [{ calls: ['iam:DeleteSAMLProvider'], by: [samlArn], how: 'deleted' }],
    scope: 'account',
  },
  {
    kind: 'identityProvider',
    calls: ['iam:UpdateSAMLProvider'],
    by: [samlArn],
    name: 'SAML provider {0}',
    text: 'changed SAML provider {0}',
    undo: [
      changedAgain(['iam:UpdateSAMLProvider'], [samlArn]),
      { calls: ['iam:DeleteSAMLProvider'], by: [samlArn], how: 'deleted' },
    ],
    scope: 'account',
  },
  {
    kind: 'identityProvider',
    calls: ['iam:CreateOpenIDConnectProvider'],
    by: ['response.openIDConnectProviderArn'],
    name: 'OIDC provider {0}',
    text: 'created OIDC provider {0}',
    undo: [{ calls: ['iam:DeleteOpenIDConnectProvider'], by: [oidcArn], how: 'deleted' }],
    scope: 'account',
  },
  {
    kind: 'identityProvider',
    calls: ['iam:AddClientIDToOpenIDConnectProvider'],
    by: [oidcArn, 'request.clientID'],
    name: 'client {1} of OIDC provider {0}',
    text: 'added client {1} to OIDC provider {0}',
    undo: [
      { calls: ['iam:RemoveClientIDFromOpenIDConnectProvider'], by: [oidcArn, 'request.clientID'], how: 'removed' },
      endsWith('provider', 'iam:DeleteOpenIDConnectProvider', oidcArn, 0),
    ],
    scope: 'account',
  },
  {
    kind: 'identityProvider',
    calls: ['iam:UpdateOpenIDConnectProviderThumbprint'],
    by: [oidcArn],
    name: 'thumbprints of OIDC provider {0}',
    text: 'changed the thumbprints of OIDC provider {0}',
    undo: [
      changedAgain(['iam:UpdateOpenIDConnectProviderThumbprint'], [oidcArn]),
      endsWith('provider', 'iam:DeleteOpenIDConnectProvider', oidcArn, 0),
    ],
    scope: 'account',
  },
  {
    kind: 'identityProvider',
    calls: ['rolesanywhere:CreateTrustAnchor'],
    by: ['response.trustAnchor.trustAnchorId'],
    name: 'trust anchor {0}',
    text: 'created trust anchor {0} of Roles Anywhere',
    undo: [
      { calls: ['rolesanywhere:DeleteTrustAnchor'], by: ['request.trustAnchorId'], how: 'deleted' },
      disabled('TrustAnchor', 'request.trustAnchorId'),
    ],
    scope: 'region',
    isUnique: true,
  },
  {
    kind: 'identityProvider',
    calls: ['rolesanywhere:CreateProfile'],
    by: ['response.profile.profileId'],
    name: 'profile {0}',
    text: 'created profile {0} of Roles Anywhere',
    undo: [
      { calls: ['rolesanywhere:DeleteProfile'], by: ['request.profileId'], how: 'deleted' },
      disabled('Profile', 'request.profileId'),
    ],
    scope: 'region',
    isUnique: true,
  },
  {
    kind: 'policyAttachment',
    calls: ['sso:CreateAccountAssignment'],
    by: ['request.targetId', 'request.permissionSetArn', 'request.principalId'],
    name: '{1} for {2} in account {0}',
    text: 'gave principal {2} permission set {1} in account {0}',
    undo: [
      {
        calls: ['sso:DeleteAccountAssignment'],
        by: ['request.targetId', 'request.permissionSetArn', 'request.principalId'],
        how: 'taken away',
      },
    ],
    scope: 'account',
  },
  {
    kind: 'policyAttachment',
    calls: ['sso:AttachManagedPolicyToPermissionSet'],
    by: ['request.permissionSetArn', 'request.managedPolicyArn'],
    name: '{1} on permission set {0}',
    text: 'attached policy {1} to permission set {0}',
    undo: [
      {
        calls: ['sso:DetachManagedPolicyFromPermissionSet'],
        by: ['request.permissionSetArn', 'request.managedPolicyArn'],
        how: 'detached',
      },
    ],
    scope: 'account',
  },
  {
    kind: 'policyAttachment',
    calls: ['organizations:DetachPolicy'],
    by: ['request.targetId', 'request.policyId'],
    name: 'policy {1} of {0}',
    text: 'detached organization policy {1} from {0}',
    undo: [
      {
        calls: ['organizations:AttachPolicy'],
        by: ['request.targetId', 'request.policyId'],
        how: 'attached again',
        redo: {
          calls: ['organizations:DetachPolicy'],
          by: ['request.targetId', 'request.policyId'],
          how: 'detached again',
        },
      },
    ],
    scope: 'account',
  },
];
