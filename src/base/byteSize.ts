const units = ['B', 'KB', 'MB', 'GB', 'TB'];

/** `512 B`, `12.3 KB`: powers of 1,024, one decimal from KB on. */
export function toSizeText(sizeBytes: number): string {
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return unit === 0 ? `${value} B` : `${value.toFixed(1)} ${units[unit] ?? ''}`;
}
