import { window, type QuickPickItem } from 'vscode';
import { toLabelText } from '../../base/displayText';
import { newAbortError } from '../../base/errors';
import type { AwsProfile } from '../../protocol/requests';
import { withCancellableProgress } from '../progress';
import type { ClientServices } from '../services';

/** Undefined stands for the SDK's default credential chain. */
export interface PickedProfile {
  readonly profile: AwsProfile | undefined;
}

type ProfileItem = QuickPickItem & PickedProfile;

/** Throws an AbortError when the user picks none. */
export async function pickProfile(services: ClientServices, title: string, current?: string): Promise<PickedProfile> {
  const profiles = await withCancellableProgress('Reading AWS profiles', (signal) =>
    services.server.ask('listProfiles', undefined, signal),
  );
  const defaultChain: ProfileItem = {
    label: 'Default credential chain',
    description: 'environment, default profile, SSO, container or instance role',
    profile: undefined,
  };
  const items: ProfileItem[] = profiles.map((profile) => {
    const facts = [profile.source, profile.region, profile.name === current ? 'in use' : undefined];
    const description = facts.filter((fact) => fact !== undefined).map((fact) => toLabelText(fact));
    return { label: toLabelText(profile.name), description: description.join(' · '), profile };
  });
  const placeHolder = 'AWS profile, from your config and credentials files';
  const picked = await window.showQuickPick([defaultChain, ...items], { title, placeHolder, matchOnDescription: true });
  if (picked === undefined) throw newAbortError();
  return picked;
}
