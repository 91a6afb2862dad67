import { intruderAddress, minute, toIsoSeconds, utc, workloadAccount } from './demoWorld';
import { type DeliveredLog, type Lane, toLogKey } from './delivery';
import { firstGuess } from './enumeration';
import { type JsonObject, toJsonText } from './jsonText';
import { newRandom } from './prng';

export const insightLane: Lane = { account: workloadAccount, region: 'us-east-1' };

/** CloudTrail Insights saw the guessing of role names: how often AssumeRole was refused, against an ordinary week. */
export function newInsightLog(userAgent: string): DeliveredLog {
  const random = newRandom(`insight ${intruderAddress}`);
  const startTime = Math.floor(firstGuess / minute) * minute;
  const endTime = startTime + 14 * minute;
  const sharedEventID = random.guid();
  const newInsight = (state: 'Start' | 'End', time: number): JsonObject => ({
    eventVersion: '1.08',
    eventTime: toIsoSeconds(time),
    awsRegion: insightLane.region,
    eventID: random.guid(),
    eventType: 'AwsCloudTrailInsight',
    recipientAccountId: insightLane.account,
    sharedEventID,
    insightDetails: {
      state,
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      insightType: 'ApiErrorRateInsight',
      errorCode: 'AccessDenied',
      insightContext: newContext(state, userAgent),
    },
    eventCategory: 'Insight',
  });
  const deliveredAt = utc('2026-01-14T22:34:26Z');
  return {
    key: toLogKey(insightLane, 'CloudTrail-Insight', deliveredAt, random),
    deliveredAt,
    text: toJsonText({ Records: [newInsight('Start', startTime), newInsight('End', endTime)] }),
    oldestEventTime: startTime,
    newestEventTime: endTime,
    records: [],
  };
}

function newContext(state: 'Start' | 'End', userAgent: string): JsonObject {
  const insight = state === 'Start' ? 2.6 : 2.3571428571;
  const baseline = 0.0000992063;
  const toAttribution = (attribute: string, value: string): JsonObject => ({
    attribute,
    insight: [{ value, average: insight }],
    baseline: [],
  });
  return {
    statistics: {
      baseline: { average: baseline },
      insight: { average: insight },
      insightDuration: state === 'Start' ? 5 : 14,
      baselineDuration: 10080,
    },
    attributions: [
      toAttribution('userIdentityArn', `arn:aws:iam::${insightLane.account}:user/deploy-bot`),
      toAttribution('userAgent', userAgent),
    ],
  };
}
