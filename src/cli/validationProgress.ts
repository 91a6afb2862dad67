import { toSizeText } from '../base/byteSize';
import type { ValidationRunProgress } from '../validation/validationOptions';
import { toDurationText } from './statusLine';

/** `1,200 of 2,040 objects, 2 of 17 regions, 950/s, 26.2 MB/s, 1 wrong, 3 s left` */
export function toProgressText(progress: ValidationRunProgress): string {
  const { phase, lanesDone, lanesTotal, objectsDone, objectsTotal, objectsPerSecond, bytesPerSecond } = progress;
  const lanes = lanesTotal > 1 ? `, ${count(lanesDone)} of ${count(lanesTotal)} regions` : '';
  const found = progress.wrong > 0 ? `, ${count(progress.wrong)} wrong` : '';
  if (phase === 'listing') return `listing: ${count(objectsTotal)} objects${lanes}`;
  const left = progress.secondsLeft === undefined ? '' : `, ${toDurationText(progress.secondsLeft)} left`;
  return (
    `${phase === 'finishing' ? 'finishing: ' : ''}${count(objectsDone)} of ${count(objectsTotal)} objects${lanes}, ` +
    `${count(Math.round(objectsPerSecond))}/s, ${toSizeText(Math.round(bytesPerSecond))}/s${found}${left}`
  );
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
