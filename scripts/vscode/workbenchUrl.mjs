/** The address of a workbench on the server with a folder open. `payload`: the options a desktop takes as arguments. */
export function toWorkbenchUrl({ authority, token }, folder, payload = []) {
  const url = new URL(`http://${authority}/`);
  if (token !== undefined) url.searchParams.set('tkn', token);
  url.searchParams.set('folder', folder);
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** The name that the page gives to a file on the server's machine. */
export function toRemoteUri({ authority }, file) {
  return `vscode-remote://${authority}${file}`;
}
