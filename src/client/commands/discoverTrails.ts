import { window, type QuickPickItem } from 'vscode';
import { toLabelText } from '../../base/displayText';
import { newAbortError } from '../../base/errors';
import type { DiscoveredTrail } from '../../engine/ports';
import type { SourceConfig } from '../../protocol/sourceConfig';
import { addSources, readSettings } from '../configuration';
import { withCancellableProgress } from '../progress';
import { isSamePlace } from '../settings';
import type { CommandFactory } from './command';
import { checkRegion } from './inputText';
import { pickProfile } from './pickProfile';
import { addAndReveal } from './sourceAdding';
import { toTrailFacts, toTrailSource, toTrailStatus, toTrailUri } from './trailText';

const title = 'Discover Trails';

interface TrailItem extends QuickPickItem {
  readonly source: SourceConfig;
  readonly isKnown: boolean;
}

export const discoverTrails: CommandFactory = (services) => async () => {
  const { profile } = await pickProfile(services, title);
  const region = await askRegion(profile?.region);
  const answer = await withCancellableProgress(`Asking CloudTrail in ${region} for its trails`, (signal) => {
    const name = profile === undefined ? {} : { profile: profile.name };
    return services.server.ask('discoverTrails', { ...name, region }, signal);
  });
  const asWhom = answer.identity === undefined ? '' : ` as ${toLabelText(answer.identity)}`;
  if (answer.trails.length === 0) {
    void window.showInformationMessage(`CloudTrail shows no trails in ${toLabelText(answer.region)}${asWhom}.`);
    return;
  }
  const picked = await window.showQuickPick(toItems(answer.trails, profile?.name), {
    title: `${title}: ${answer.trails.length} in ${toLabelText(answer.region)}${asWhom}`,
    placeHolder: 'Trails to add',
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  const added = picked?.filter(({ isKnown }) => !isKnown).map(({ source }) => source) ?? [];
  const [first, ...others] = added;
  if (first === undefined) return;
  if (others.length > 0) await addSources(others);
  await addAndReveal(services, first);
};

async function askRegion(ofProfile: string | undefined): Promise<string> {
  const region = await window.showInputBox({
    title,
    prompt: 'Region to ask. A multi-region trail answers in every region.',
    value: ofProfile ?? 'us-east-1',
    ignoreFocusOut: true,
    validateInput: checkRegion,
  });
  if (region === undefined) throw newAbortError();
  return region.trim();
}

function toItems(trails: readonly DiscoveredTrail[], profile: string | undefined): TrailItem[] {
  const configured = readSettings().sources;
  const items = trails.map((trail): TrailItem => {
    const source = toTrailSource(trail, profile);
    const isKnown = configured.some((known) => isSamePlace(known, source));
    const facts = [toTrailUri(trail), ...(isKnown ? ['already added'] : []), toTrailFacts(trail)];
    return {
      label: toLabelText(trail.name),
      description: toLabelText(facts.join(' · '), 300),
      detail: toLabelText(toTrailStatus(trail), 300),
      source,
      isKnown,
    };
  });
  // Of one there is nothing to choose; of several nobody wants all without having said so.
  const isOnly = items.filter(({ isKnown }) => !isKnown).length === 1;
  return items.map((item) => ({ ...item, picked: isOnly && !item.isKnown }));
}
