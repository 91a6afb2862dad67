import { valuesAt, type OriginalRecord } from './originalRecord';

/** Where calls that change logging name what they are about. */
const names = [
  'request.name',
  'request.trailName',
  'request.eventDataStore',
  'request.flowLogIds.items[].flowLogId',
  'request.DeleteFlowLogsRequest.FlowLogId.content',
  'request.DeleteFlowLogsRequest.FlowLogId[].content',
  'request.logGroupName',
  'request.detectorId',
  'request.bucketName',
  'request.configurationRecorderName',
  'request.configurationRecorder.name',
  'request.deliveryChannelName',
  'request.configRuleName',
  'request.analyzerName',
  'request.alarmNames[]',
  'request.rule',
  'request.topicArn',
  'request.subscriptionArn',
  'request.id',
].join('|');

const maxNames = 3;

/** `StopLogging: arn:aws:cloudtrail:…`; `resources`: what the index knows the record by, where the original was not read. */
export function toLoggingText(
  eventName: string,
  original: OriginalRecord | undefined,
  resources: readonly string[],
  errorCode: string | undefined,
): string {
  const own = original === undefined ? [] : valuesAt(original, names);
  const named = (own.length > 0 ? own : resources.slice(0, 1)).slice(0, maxNames);
  const refused = errorCode === undefined ? '' : ` (failed: ${errorCode})`;
  return `${eventName}${named.length === 0 ? '' : `: ${named.join(', ')}`}${refused}`;
}
