import {
  attackerAccount,
  backdoorKeyId,
  backdoorUserName,
  breakGlassKeyId,
  breakGlassUserName,
  buildHostAddress,
  dropBucket,
  exportBucket,
  intruderAddress,
  intruderIpv6Address,
  leakedKeyId,
  managementAccount,
  organizationId,
  releaseRole,
  secondIntruderAddress,
  trailBucket,
  trailName,
  workloadAccount,
} from './demoWorld';

/** The demo's case file, in plain words. The first half only asks; the second answers. */
export function toCaseFile(): string {
  return `${questions}\n${answers}`;
}

const questions = `# Case file: the quiet morning

On Thursday 15 January 2026 an engineer noticed that the trail \`${trailName}\` had stopped logging during the night.
She switched it on again and asks you: **what happened while nobody was looking, and is it over?**

You have the bucket \`${trailBucket}\` of the organization \`${organizationId}\`, from 13 to 15 January (all times are UTC):

| Account | What it is for |
|---|---|
| \`${workloadAccount}\` | the web shop and its builds |
| \`${managementAccount}\` | the organization's management account |

Everything here is invented: the people, the companies, the accounts and the addresses. The logs lie below \`AWSLogs/\`,
and \`public-keys.json\` holds the public key to check the digest files with.

## What you can look for

1. One long-lived access key is normally used from one place. Is it always?
2. Which calls were refused, how many of them within a short time, and what did CloudTrail Insights make of it?
3. Somebody went from one account into the other. Follow the session: who opened it, and what was done with it?
4. What was created or changed so that somebody can come back?
5. Was data read that is usually not read? How much, and where did it go?
6. When does the log fall silent, and what are the last things written before?
7. Do the digest files still agree with the logs? Anything that does not may be there for a reason.
8. One record tries to attack the program you read it with. Does it succeed?
9. Is it over? Look at the afternoon of the 15th.
10. Not everything strange is an attack. Who was it really that rewrote a parameter of the shop on the 13th at 14:13, as
    \`orders-migration\`? And who rebooted an instance at 15:08, as \`shop-operator\`?
`;

const answers = `## What happened

*Stop here if you want to find out for yourself.*

- **14 January, 21:47.** The key \`${leakedKeyId}\` of the user \`deploy-bot\`, so far only used from \`${buildHostAddress}\`,
  is used from \`${intruderAddress}\` with another program. Some thirty-five calls follow in three regions; many are refused.
- **22:05.** Names of roles in the management account are guessed, one every half minute. All are refused, and an
  Insight on the error rate of \`AssumeRole\` records it.
- **22:21.** \`${releaseRole.name}\` works. The same call stands in the logs of both accounts with one shared event id, and
  the session's key is then used in the management account.
- **22:25 to 22:37.** The role gives itself \`AdministratorAccess\`. The user \`${backdoorUserName}\` is created, with the same
  rights, the key \`${backdoorKeyId}\` and a password. The trust policy of \`audit-readonly\` gets a second statement:
  account \`${attackerAccount}\` may use the role.
- **15 January, 01:12.** \`${backdoorUserName}\` signs in to the console without MFA, then reads \`${exportBucket}\` in
  \`eu-west-1\` from end to end, several gigabytes within half an hour, and copies archives to \`${dropBucket}\`.
- **02:55.** \`DeleteTrail\` and \`UpdateTrail\` are refused by an explicit deny. \`StopLogging\` was forgotten in that policy,
  and succeeds at 02:58.
- **02:58 to 08:43.** Nothing is logged. Each chain of digests ends shortly after 03:00 and a new one begins at 08:43.
- **In that time the logs were worked on.** The digests show two things. A log of the management account from the evening
  of the 14th has changed: the record that gave the old user \`${breakGlassUserName}\` a second access key was cut out. And a log
  of \`eu-west-1\` from about 01:40 is missing: it showed the first of the copies to the foreign bucket.
- **08:57 to 09:08.** The team disables what it can see: the new user, the role's rights, the leaked key.
- **13:37 and 15:20. It is not over.** The key \`${breakGlassKeyId}\`, which no log says was ever created, is used from
  \`${secondIntruderAddress}\`; and the foreign account uses \`audit-readonly\` from \`${intruderIpv6Address}\`.
- **The record that attacks you** is a refused \`GetObject\` at 01:51 on the 15th. Its user agent holds a command link, HTML and
  characters that turn the text around. All of it should appear as plain characters. Next to it stands a record with the
  numbers \`1048576.0\` and \`18446744073709551615\`, which should appear with exactly these digits.
- **Planned work, on the 13th.** \`orders-migration\` was Lena Park: from her sign-in through \`operations\` in the management
  account and \`shop-maintenance\` in the other. The reboot was Ingrid Holm, who switched roles in the console: no record names
  the key that she worked with then, so only role, name and time lead back to her.
`;
