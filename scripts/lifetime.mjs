import os from 'node:os';

/**
 * What a script has started and must end: processes, temporary folders.
 * A resource has `end()`, which may take its time, and `endNow()`, which is synchronous and the last resort.
 */
export class Lifetime {
  #resources = [];
  #ending;

  add(resource) {
    this.#resources.push(resource);
    return resource;
  }

  /** For a resource that has come to its end by itself. */
  remove(resource) {
    this.#resources = this.#resources.filter((other) => other !== resource);
  }

  get isEnding() {
    return this.#ending !== undefined;
  }

  /** Ends everything, the newest first. A second call waits for the first. */
  end() {
    this.#ending ??= this.#endAll();
    return this.#ending;
  }

  endNow() {
    for (const resource of this.#resources.splice(0).reverse()) resource.endNow();
  }

  async #endAll() {
    while (this.#resources.length > 0) {
      const resource = this.#resources.at(-1);
      try {
        await resource.end();
      } catch (error) {
        // The others must still end.
        console.error(`Could not end a resource: ${error}`);
      }
      this.remove(resource);
    }
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a script: `main(lifetime)` returns the exit code (undefined: 0). What it added to the lifetime ends with it,
 * also after an error, Ctrl+C or SIGTERM. A second signal does not wait.
 */
export async function runScript(main) {
  const lifetime = new Lifetime();
  process.on('exit', () => lifetime.endNow());
  const endBySignal = (signal) => {
    const code = 128 + os.constants.signals[signal];
    if (lifetime.isEnding) process.exit(code);
    void lifetime.end().then(() => process.exit(code));
  };
  for (const signal of signals) process.on(signal, endBySignal);
  watchParent(() => endBySignal('SIGTERM'));
  const code = await runMain(main, lifetime);
  await lifetime.end();
  process.exit(code);
}

/**
 * npm hands a SIGTERM on to its shell, which dies of it without telling us: an npm script that finds itself with
 * another parent has been told to end. (On Windows the parent never changes.)
 */
function watchParent(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, 300);
  timer.unref();
}

async function runMain(main, lifetime) {
  try {
    return (await main(lifetime)) ?? 0;
  } catch (error) {
    // While a signal ends everything, the failures of what is being ended are no news.
    if (!lifetime.isEnding) console.error(error instanceof ScriptError ? error.message : error);
    return 1;
  }
}

/** A failure whose message says all there is to say; no stack trace is shown. */
export class ScriptError extends Error {}
