import * as fs from 'node:fs';
import * as path from 'node:path';

/** package.json, as far as the client's tests look into it. */
export interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly category?: string;
      readonly icon?: string;
      readonly enablement?: string;
    }[];
    readonly configuration: {
      readonly properties: Readonly<
        Record<
          string,
          {
            default: unknown;
            minimum?: number;
            maximum?: number;
            items?: { readonly properties: Readonly<Record<string, unknown>> };
          }
        >
      >;
    };
    readonly menus: Readonly<
      Record<string, readonly { readonly command: string; readonly when?: string; readonly group?: string }[]>
    >;
    readonly viewsWelcome: readonly { readonly contents: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly description: string; readonly media: { readonly markdown: string } }[];
    }[];
    readonly keybindings: readonly { readonly command: string; readonly key: string; readonly when: string }[];
    readonly customEditors: readonly { readonly selector: readonly { readonly filenamePattern: string }[] }[];
  };
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
}

export const rootFolder = path.resolve(__dirname, '../../..');

export function readManifest(): Manifest {
  // The tests check what they use of it.
  return JSON.parse(fs.readFileSync(path.join(rootFolder, 'package.json'), 'utf8')) as Manifest;
}
