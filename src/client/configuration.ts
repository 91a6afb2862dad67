import { ConfigurationTarget, workspace, type Disposable } from 'vscode';
import type { SourceConfig } from '../protocol/sourceConfig';
import { isSameSource, settingNames, toSettings, toSourceConfig, type Settings } from './settings';

const section = 'trailcase';

/** The only place that reads settings. Defaults live in package.json. */
export function readSettings(): Settings {
  const configuration = workspace.getConfiguration(section);
  return toSettings(Object.fromEntries(settingNames.map((name) => [name, configuration.get<unknown>(name)])));
}

/** What the server never hears of is no reason to ask it anything. */
const sentNames = settingNames.filter((name) => name !== 'search.opens');

export function onDidChangeSettings(listener: (settings: Settings) => void): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    if (sentNames.some((name) => event.affectsConfiguration(`${section}.${name}`))) listener(readSettings());
  });
}

export async function addSources(added: readonly SourceConfig[]): Promise<void> {
  await writeSources((entries) => [...entries, ...added]);
}

export async function removeSource(config: SourceConfig): Promise<void> {
  await writeSources((entries) => {
    const index = findEntry(entries, config);
    return index < 0 ? entries : entries.filter((_, i) => i !== index);
  });
}

/** Changes one entry, keeping the fields that Trailcase does not know. Undefined removes a field. */
export async function updateSource(
  config: SourceConfig,
  change: Partial<Record<keyof SourceConfig, unknown>>,
): Promise<void> {
  await writeSources((entries) => {
    const index = findEntry(entries, config);
    return entries.map((entry, i) => (i === index ? { ...(entry as object), ...change } : entry)); // found entries are objects
  });
}

/** Where the list is written: the place whose list counts now. */
export function findSourcesTarget(): ConfigurationTarget {
  const values = workspace.getConfiguration(section).inspect<unknown>('sources');
  return values?.workspaceValue === undefined || !workspace.isTrusted
    ? ConfigurationTarget.Global
    : ConfigurationTarget.Workspace;
}

async function writeSources(change: (entries: readonly unknown[]) => readonly unknown[]): Promise<void> {
  const configuration = workspace.getConfiguration(section);
  const target = findSourcesTarget();
  const values = configuration.inspect<unknown>('sources');
  const current = target === ConfigurationTarget.Workspace ? values?.workspaceValue : values?.globalValue;
  await configuration.update('sources', change(Array.isArray(current) ? current : []), target);
}

function findEntry(entries: readonly unknown[], config: SourceConfig): number {
  return entries.findIndex((entry) => isSameSource(toSourceConfig(entry), toSourceConfig(config)));
}
