/** `1,234,567` */
export function toCountText(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 record`, `1,234 records` */
export function toNounText(count: number, noun: string, plural = `${noun}s`): string {
  return `${toCountText(count)} ${count === 1 ? noun : plural}`;
}

/** `12 s`, `3 min`, `2 h 5 min`: rounded up, because it is waited for. */
export function toDurationText(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.ceil(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${toCountText(Math.floor(minutes / 60))} h${rest === 0 ? '' : ` ${rest} min`}`;
}

/** `$0.34`; below a cent it is said so, because `$0.00` would read as free. */
export function toDollarText(usd: number): string {
  if (usd > 0 && usd < 0.01) return 'less than $0.01';
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
