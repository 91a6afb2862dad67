import { toDisplayText, toMarkdownText } from '../../base/displayText';
import type { ValidationBadge } from '../../protocol/validationRequests';

type BadgeStatus = ValidationBadge['status'];

interface BadgeWord {
  /** One letter: decorations have room for two, and the Problems count may stand beside it. */
  readonly letter: string;
  readonly title: string;
}

/** A letter says the status by itself: colours only repeat it. */
export const badgeWords: Readonly<Record<BadgeStatus, BadgeWord>> = {
  valid: { letter: 'V', title: 'Valid' },
  modified: { letter: 'M', title: 'Modified' },
  missing: { letter: 'X', title: 'Missing' },
  invalid: { letter: 'I', title: 'Invalid' },
  unreadable: { letter: 'R', title: 'Could not be read' },
  unreachable: { letter: 'N', title: 'Not verified' },
  pending: { letter: 'P', title: 'Pending: newer than the newest digest' },
  uncovered: { letter: 'U', title: 'Uncovered: no proven digest names it' },
  stray: { letter: 'S', title: 'Stray: does not belong here' },
  gap: { letter: 'G', title: 'Gap: nothing was signed for a time' },
  unproven: { letter: '?', title: 'Not proven' },
};

/**
 * Theme colours that are made for the text of lists, so that they can be read in every theme; high contrast themes leave
 * them out. Undefined: no colour, so that what is wrong stands out of a tree in which most is valid.
 */
export function toBadgeColor({ weight }: ValidationBadge): string | undefined {
  if (weight === 'wrong') return 'list.errorForeground';
  if (weight === 'unproven') return 'list.warningForeground';
  return undefined;
}

/** `V`; `V…` where only a part was validated: nothing is said of the rest. What is worse than valid is said as it is. */
export function toBadgeLetter({ status, isPartial }: ValidationBadge): string {
  const { letter } = badgeWords[status];
  return status === 'valid' && isPartial === true ? `${letter}…` : letter;
}

/** What the letter means, and what was found when: the reason of an object, the counts of a folder. */
export function toBadgeLines(badge: ValidationBadge): readonly string[] {
  const { status, text, isPartial = false } = badge;
  const part = isPartial ? ', as far as it was validated' : '';
  const lines = text.split('\n').filter((line) => line !== '');
  return [
    `${toBadgeLetter(badge)}: ${badgeWords[status].title}${part}`,
    ...lines.map((line) => toDisplayText(line, 600)),
  ];
}

/** For the end of a tooltip in Markdown. */
export function toBadgeTooltip(badge: ValidationBadge): string {
  const [head = '', ...lines] = toBadgeLines(badge);
  return [`**${toMarkdownText(head)}**`, '', ...lines.map((line) => `- ${toMarkdownText(line, 1200)}`)].join('\n');
}
