/** What VS Code offers to the script of a webview: https://code.visualstudio.com/api/extension-guides/webview */
interface VsCodeApi {
  postMessage(message: unknown): void;
  /** What `setState` was given last, also after the view was hidden; undefined at first. */
  getState(): unknown;
  setState(state: unknown): void;
}

/** Once a page: a second call throws. */
declare function acquireVsCodeApi(): VsCodeApi;
