import type { EpochMs } from '../../base/time';
import type { ListedObject } from '../ports';
import { hourMs, isBeyond, isInRun } from './digestTimes';
import { isFlaw, readPointer, type Pointer } from './digestPointer';
import { findFlaw, isSignedBy } from './digestProof';
import type { KeyRing } from './keyRing';
import type { DigestReading, ObjectToRead } from './lane';
import {
  contentOf,
  isAuthentic,
  toContent,
  type AuthenticDigest,
  type LaneDigest,
  type PackedReading,
} from './laneDigest';
import type { DigestName } from './laneKey';
import { findOriginalPlace } from './placeInference';
import { toOriginal, toOriginalPlace, toSourceKey, type OriginalLocation, type OriginalPlace } from './originalPlace';
import { toPlaceId, type SourcePlace } from './sourcePlace';
import type { LanePlace, ObjectAddress, TimeWindow } from './validation';

export interface BookOptions {
  readonly place: LanePlace;
  readonly window: TimeWindow;
  readonly now: EpochMs;
  readonly original: OriginalLocation;
  readonly keys: KeyRing;
}

/** A key that is not in the ring, and when it was in use. */
export interface MissingKey {
  readonly fingerprint: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/**
 * The digests of a lane while they are found and read: those that are listed, and those that pointers lead to. Decides
 * whose text AWS signed. That needs no order: whoever hands over a signature, AWS's key tells whether it is one.
 */
export class DigestBook {
  readonly digests: LaneDigest[] = [];
  /** Undefined as long as it could not be inferred. */
  original: OriginalPlace | undefined;
  private readonly byPlace = new Map<string, LaneDigest>();
  private readonly pointingAt = new Map<string, LaneDigest[]>();
  private unissued: LaneDigest[] = [];
  private unsettled: LaneDigest[] = [];
  private keyless = new Set<LaneDigest>();
  private readonly askedKeys = new Set<string>();
  /** How many keys the ring had when the keyless were tried last. */
  private knownKeys = 0;

  constructor(private readonly options: BookOptions) {
    this.original = toOriginalPlace(options.original);
  }

  /** Of digests outside of the window nothing is kept. */
  addListed(listed: ListedObject, name: DigestName): void {
    this.add({ key: listed.key }, name, listed);
  }

  toRead(): readonly ObjectToRead[] {
    const issued = this.unissued;
    this.unissued = [];
    return issued.map(({ id, place, listed }) => ({ id, ...place, ...(listed === undefined ? {} : { listed }) }));
  }

  addReading(id: number, reading: DigestReading | PackedReading): void {
    const digest = this.digests[id];
    if (digest === undefined || digest.reading !== undefined) return;
    digest.reading = toContent(reading);
    if (reading.kind !== 'problem') this.unsettled.push(digest);
  }

  /** Proves what was read since, and what a new key or a new signature can prove now. */
  settle(): void {
    this.original ??= findOriginalPlace(this.digests, this.options);
    const read = this.unsettled;
    this.unsettled = [];
    const changed = new Set(read);
    for (const digest of read) {
      const target = this.addPointer(digest);
      if (target !== undefined) changed.add(target);
    }
    const { size } = this.options.keys;
    if (size !== this.knownKeys) {
      for (const digest of this.keyless) changed.add(digest);
      this.keyless = new Set();
      this.knownKeys = size;
    }
    for (const digest of changed) this.prove(digest);
  }

  /** Of backfill digests, which are signed with keys of the time at which they were made. Each is told once. */
  keysMissing(): readonly MissingKey[] {
    const missing = new Map<string, MissingKey>();
    for (const digest of this.keyless) {
      const content = contentOf(digest);
      if (content === undefined || !digest.name.isBackfill) continue;
      const { fingerprint, endTime } = content.digest;
      if (this.askedKeys.has(fingerprint)) continue;
      const made = content.backfillGeneratedTime;
      const from = made === undefined ? endTime : made - hourMs;
      const to = made === undefined ? Math.max(endTime, this.options.now) : made + hourMs;
      const known = missing.get(fingerprint) ?? { from, to };
      missing.set(fingerprint, { fingerprint, from: Math.min(from, known.from), to: Math.max(to, known.to) });
    }
    for (const fingerprint of missing.keys()) this.askedKeys.add(fingerprint);
    return [...missing.values()];
  }

  originalOf({ place }: LaneDigest): ObjectAddress | undefined {
    return this.toOriginal(place);
  }

  toOriginal({ bucket, key }: SourcePlace): ObjectAddress | undefined {
    if (bucket !== undefined) return { bucket, key };
    return this.original === undefined ? undefined : toOriginal(this.original, key);
  }

  toPlace(address: ObjectAddress): SourcePlace {
    const key = this.original === undefined ? undefined : toSourceKey(this.original, address);
    return key === undefined ? { bucket: address.bucket, key: address.key } : { key };
  }

  /** The digest that a pointer leads to, when it is one of the lane's. */
  findTarget(pointer: Pointer): LaneDigest | undefined {
    return this.byPlace.get(toPlaceId(this.toPlace(pointer)));
  }

  /** Digests whose pointer leads to this one, proven or not. */
  findNext({ place }: LaneDigest): readonly LaneDigest[] {
    return this.pointingAt.get(toPlaceId(place)) ?? [];
  }

  private add(place: SourcePlace, name: DigestName, listed?: ListedObject): void {
    const isFar = isBeyond(name.end, this.options.window);
    const placeId = toPlaceId(place);
    if (!(isInRun(name.end, this.options.window) || (isFar && !name.isBackfill)) || this.byPlace.has(placeId)) return;
    const id = this.digests.length;
    const digest = { id, name, place, isBeyond: isFar, ...(listed === undefined ? {} : { listed }) };
    this.digests.push(digest);
    this.byPlace.set(placeId, digest);
    this.unissued.push(digest);
  }

  /** The digest's signature stands in the next one, too: notes down where to look for it. Gives the digest it is of. */
  private addPointer(digest: LaneDigest): LaneDigest | undefined {
    const pointer = contentOf(digest)?.digest.previous;
    if (pointer === undefined) return undefined;
    const placeId = toPlaceId(this.toPlace(pointer));
    const holders = this.pointingAt.get(placeId);
    if (holders === undefined) this.pointingAt.set(placeId, [digest]);
    else holders.push(digest);
    return this.byPlace.get(placeId);
  }

  private prove(digest: LaneDigest): void {
    const content = contentOf(digest);
    if (content === undefined || digest.proof !== undefined || digest.flaw !== undefined) return;
    const flaw = findFlaw(content, digest.name, this.originalOf(digest), this.options.place);
    if (flaw !== undefined) {
      digest.flaw = flaw;
      content.logs.release();
      return;
    }
    if (this.options.keys.find(content.digest.fingerprint) === undefined) this.keyless.add(digest);
    const { keys } = this.options;
    const held = this.findNext(digest).map((next) => contentOf(next)?.digest.previous?.signature);
    if (isSignedBy(content, content.signature, keys)) digest.proof = 'own';
    else if (held.some((signature) => isSignedBy(content, signature, keys))) digest.proof = 'recovered';
    if (isAuthentic(digest)) this.follow(digest);
  }

  /** What a proven digest names as the one before it is read even where no listing shows it. */
  private follow(digest: AuthenticDigest): void {
    const pointer = digest.reading.digest.previous;
    if (pointer === undefined) return;
    const target = readPointer(digest, pointer);
    if (!isFlaw(target)) this.add(this.toPlace(pointer), target);
  }
}
