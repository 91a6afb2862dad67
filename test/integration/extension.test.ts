import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

const extensionId = 'trailcase.trailcase';

interface Manifest {
  readonly contributes?: {
    readonly commands?: readonly { readonly command: string }[];
    readonly views?: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
}

describe('the installed extension', () => {
  let extension: vscode.Extension<unknown>;
  let manifest: Manifest;

  before(async () => {
    const found = vscode.extensions.getExtension(extensionId);
    assert.ok(found, `${extensionId} is installed`);
    extension = found;
    manifest = found.packageJSON as Manifest; // package.json, as VS Code has read it.
    await extension.activate();
  });

  it('is the packaged one', () => {
    // VS Code installs a VSIX into a folder named by publisher, name and version.
    assert.match(extension.extensionPath, /trailcase\.trailcase-\d+\.\d+\.\d+/);
  });

  it('activates', () => {
    assert.equal(extension.isActive, true);
  });

  it('registers every command that it contributes', async () => {
    const contributed = (manifest.contributes?.commands ?? []).map(({ command }) => command);
    assert.notEqual(contributed.length, 0, 'commands are contributed');
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributed.filter((command) => !registered.has(command)),
      [],
    );
  });

  it('has the views that it contributes', async () => {
    const views = Object.values(manifest.contributes?.views ?? {}).flat();
    assert.notEqual(views.length, 0, 'views are contributed');
    const registered = new Set(await vscode.commands.getCommands(true));
    // VS Code makes a command to focus each view it knows.
    assert.deepEqual(
      views.map(({ id }) => `${id}.focus`).filter((command) => !registered.has(command)),
      [],
    );
  });
});
