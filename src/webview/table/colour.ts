/**
 * The colour without its transparency: `#d186167e` → `#d18616`. Some of a theme's colours are made to lie over others
 * (those of its minimap), and are hardly seen as marks. What is spelt otherwise stays as it is.
 */
export function toOpaque(colour: string): string {
  const text = colour.trim();
  const long = /^(#[0-9a-f]{6})[0-9a-f]{2}$/i.exec(text)?.[1];
  const short = /^(#[0-9a-f]{3})[0-9a-f]$/i.exec(text)?.[1];
  const parts = /^rgba\(\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)\s*,[^,)]*\)$/i.exec(text);
  if (parts !== null) return `rgb(${parts.slice(1).join(', ')})`;
  return long ?? short ?? text;
}
