import type { Position } from 'vscode-languageserver-types';
import { showDossierCommand, showRoleChainCommand, showTimelineCommand } from '../../protocol/commands';
import type { SubjectAtParams } from '../../protocol/sessionRequests';
import type { Subjects } from './recordSubjects';

/**
 * `Show Timeline · Show Role Chain · Access-Key Dossier`, as far as a place offers them. The commands' arguments are the
 * place and nothing that stands there. Undefined: none.
 */
export function toLinksText(uri: string, { line, character }: Position, subjects: Subjects): string | undefined {
  const params: SubjectAtParams = { uri, line, character };
  const links = [
    ...(subjects.timeline.length === 0 ? [] : [toLink('Show Timeline', showTimelineCommand, params)]),
    ...(subjects.sessions.length === 0 ? [] : [toLink('Show Role Chain', showRoleChainCommand, params)]),
    ...(subjects.keys.length === 0 ? [] : [toLink('Access-Key Dossier', showDossierCommand, params)]),
  ];
  return links.length === 0 ? undefined : links.join(' · ');
}

/** `encodeURIComponent` leaves a few characters that mean something in Markdown. */
function toLink(title: string, command: string, params: SubjectAtParams): string {
  const argument = encodeURIComponent(JSON.stringify([params])).replace(
    /[!'()*~_]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `[${title}](command:${command}?${argument})`;
}
