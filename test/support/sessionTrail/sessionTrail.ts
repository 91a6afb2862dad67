import type { EpochMs } from '../../../src/base/time';
import { newRandom, type Random } from '../../../src/demo/prng';
import type { EdgeJoin } from '../../../src/engine/session/session';
import { toIsoSeconds, toUniqueId, type RecordFields, type TrailActor } from './trailActors';
import { toTrailObjects, writeTrailObjects, type TrailEntry, type TrailObject } from './trailFolder';
import type { SessionTruth, TrueEdge } from './trailTruth';

export interface SessionTrailOptions {
  /** The same seed gives the same keys and event ids. */
  readonly seed?: string;
  readonly start?: EpochMs;
  /** Between two calls. */
  readonly stepMs?: number;
}

export interface TrailCall {
  readonly actor: TrailActor;
  /** `s3` or `s3.amazonaws.com` */
  readonly service: string;
  readonly name: string;
  /** Whose log gets it; the caller's own account unless it says so. */
  readonly account?: string;
  readonly region?: string;
  readonly request?: RecordFields | null;
  readonly response?: RecordFields | null;
  readonly error?: { readonly code?: string; readonly message?: string };
  /** Added last: replaces what stands there. */
  readonly fields?: RecordFields;
  /** Which of the actor's keys signs it. */
  readonly key?: number;
  /** In place of the actor's own `userIdentity`. */
  readonly identity?: RecordFields;
}

/**
 * Builds a trail of sessions call by call, with the truth about who issued what. Deterministic. Keys, event ids and times
 * are its own: no key is given out twice, and time only goes on.
 */
export class SessionTrail {
  readonly entries: TrailEntry[] = [];
  now: EpochMs;
  private readonly random: Random;
  private readonly stepMs: number;
  private readonly edges: TrueEdge[] = [];
  private readonly sessions = new Map<string, { readonly actor: TrailActor; readonly createdAt: EpochMs }>();
  private readonly used = new Map<string, string[]>();
  private readonly failed: string[] = [];
  private readonly seed: string;
  private keyCount = 0;

  constructor({ seed = 'trail', start = Date.parse('2026-01-15T10:00:00Z'), stepMs = 7000 }: SessionTrailOptions = {}) {
    this.seed = seed;
    this.random = newRandom(seed);
    this.now = start;
    this.stepMs = stepMs;
  }

  wait(ms: number): void {
    this.now += ms;
  }

  newKey(kind: 'ASIA' | 'AKIA' = 'ASIA'): string {
    return toUniqueId(kind, `${this.seed} ${++this.keyCount}`);
  }

  newId(): string {
    return this.random.guid();
  }

  /** One call of somebody, signed with one of its keys; returns its event id. `count` makes several of it. */
  act(call: TrailCall, count = 1): string {
    let eventId = '';
    for (let made = 0; made < count; made++) {
      eventId = this.log(call);
      const { nodeId } = call.actor;
      this.used.set(nodeId, [...(this.used.get(nodeId) ?? []), eventId]);
      this.now += this.stepMs;
    }
    return eventId;
  }

  /** Writes a record and nothing else: neither is time going on nor does the truth know of it. */
  log(call: TrailCall): string {
    const { actor } = call;
    const eventId = this.newId();
    const service = call.service.includes('.') ? call.service : `${call.service}.amazonaws.com`;
    const account = call.account ?? actor.account ?? '';
    const region = call.region ?? 'us-east-1';
    const key = actor.keys[call.key ?? 0];
    const record = {
      eventVersion: '1.11',
      userIdentity: call.identity ?? (key === undefined ? actor.identity : { ...actor.identity, accessKeyId: key }),
      eventTime: toIsoSeconds(this.now),
      eventSource: service,
      eventName: call.name,
      awsRegion: region,
      sourceIPAddress: actor.address,
      userAgent: actor.agent,
      errorCode: call.error?.code,
      errorMessage: call.error?.message,
      requestParameters: call.request ?? null,
      responseElements: call.response ?? null,
      requestID: this.newId(),
      eventID: eventId,
      readOnly: /^(Get|List|Describe|Head|Assume)/.test(call.name),
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
      sessionCredentialFromConsole: actor.isConsole === true ? 'true' : undefined,
      ...call.fields,
    };
    this.entries.push({ account, region, time: this.now, record });
    return eventId;
  }

  /** Notes for the truth that `to` was issued; `eventIds` empty: no record of it reached the trail. */
  noteIssued(from: TrailActor, to: TrailActor, action: string, join: EdgeJoin, eventIds: readonly string[]): void {
    const isLogged = eventIds.length > 0;
    this.edges.push({
      from: from.nodeId,
      to: to.nodeId,
      action,
      join: isLogged ? join : undefined,
      eventIds,
      time: this.now,
    });
    if (to.nodeId.startsWith('key:') || to.nodeId.startsWith('session:')) {
      this.sessions.set(to.nodeId, { actor: to, createdAt: this.now });
    }
    if (eventIds[0] !== undefined) this.noteUse(from, eventIds[0]);
  }

  noteFailed(from: TrailActor, eventId: string): void {
    this.failed.push(eventId);
    this.noteUse(from, eventId);
  }

  /** Time goes on by a step. */
  step(): void {
    this.now += this.stepMs;
  }

  truth(): SessionTruth {
    const sessions = [...this.sessions].map(([nodeId, { actor, createdAt }]) => ({
      nodeId,
      keys: actor.keys,
      arn: actor.arn ?? '',
      creationTime: createdAt,
      eventIds: this.used.get(nodeId) ?? [],
    }));
    return { edges: this.edges, sessions, failedEventIds: this.failed };
  }

  /** Each record in the form that `JSON.stringify` writes. */
  records(): readonly RecordFields[] {
    return this.entries.map(({ record }) => record);
  }

  /** As log files of one segment: `fixture.addSegment({ objects: trail.objects() })`. */
  objects(): readonly TrailObject[] {
    return toTrailObjects(this.entries);
  }

  /** Writes the trail as CloudTrail delivers it, below `<folder>/AWSLogs`. */
  writeTo(folder: string): void {
    writeTrailObjects(folder, this.objects());
  }

  private noteUse({ nodeId }: TrailActor, eventId: string): void {
    this.used.set(nodeId, [...(this.used.get(nodeId) ?? []), eventId]);
  }
}
