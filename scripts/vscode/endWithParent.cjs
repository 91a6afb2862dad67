// Preloaded into the VS Code server, whose standard input is a pipe from our script: when the script dies, however
// hard, the pipe closes, and the server's whole process group ends.
process.stdin.resume();
process.stdin.on('close', () => process.kill(-process.pid, 'SIGKILL'));
process.stdin.unref?.();
